import type { ErrorCode } from '../http/errors';
import type { Schema } from './schema';

/** A parameter of a route. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: Schema;
}

/** One way in which a route answers when all is well, or in a way of its own. */
export interface OperationAnswer {
  status: string;
  description: string;
  contentType: string | undefined;
  schema: Schema | undefined;
}

/** A route as its description tells it. */
export interface Operation {
  id: string;
  method: string;
  /** With parameters in braces, `/api/things/{id}`. */
  path: string;
  /** A short title. */
  summary: string;
  /** One line of prose below it. */
  description: string;
  /** Whether no key is needed. */
  open: boolean;
  /** False for an open route, and for one that needs somebody who is signed in. */
  takesKey: boolean;
  /** How far the keys of each role reach: `own` tenant or `any`; roles that are not named are refused. */
  roles: Record<string, string>;
  parameters: Parameter[];
  body: Schema | undefined;
  answers: OperationAnswer[];
  /** Codes of the errors that it can answer with. */
  errors: ErrorCode[];
}

interface DescribedContent {
  content?: Record<string, { schema?: Schema }>;
}

interface DescribedOperation {
  summary: string;
  description?: string;
  operationId: string;
  security?: object[];
  'x-roles'?: Record<string, string>;
  'x-errors'?: ErrorCode[];
  parameters?: Parameter[];
  requestBody?: DescribedContent;
  /** Those that are references are errors, which are explained for all routes together. */
  responses: Record<string, (DescribedContent & { description: string }) | { $ref: string }>;
}

function readOperation(path: string, method: string, described: DescribedOperation): Operation {
  return {
    id: described.operationId,
    method,
    path,
    summary: described.summary,
    description: described.description ?? '',
    open: described.security?.length === 0,
    takesKey: described.security?.some((one) => Object.hasOwn(one, 'key')) ?? true,
    roles: described['x-roles'] ?? {},
    parameters: described.parameters ?? [],
    body: described.requestBody?.content?.['application/json']?.schema,
    errors: described['x-errors'] ?? [],
    answers: Object.entries(described.responses).flatMap(([status, answer]) => {
      if ('$ref' in answer) return [];
      const [content] = Object.entries(answer.content ?? {});
      const isError = content?.[1].schema?.$ref !== undefined;
      return {
        status,
        description: answer.description,
        contentType: content?.[0],
        schema: isError ? undefined : content?.[1].schema,
      };
    }),
  };
}

/** The routes of an OpenAPI description, in its order. */
export function operationsOf(description: Record<string, unknown>): Operation[] {
  const paths = description['paths'] as Record<string, Record<string, DescribedOperation>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => readOperation(path, method, described)),
  );
}
