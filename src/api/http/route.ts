import { Router } from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { findUnstorable } from '../../domain/text/storable';
import { PERMISSIONS } from '../../domain/tenants/permissions';
import type { Permission } from '../../domain/tenants/permissions';
import { authorise } from './auth';
import type { CsvBody, Problem } from './csv-body';
import { ApiError } from './errors';

type Method = 'get' | 'post' | 'patch' | 'delete';

/** What a route takes and gives: the same schemas validate requests and make the published description. */
export interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: Method;
  /** In Express' notation, e.g. `/api/things/:id`. */
  path: string;
  /** A short title, such as "Create page". */
  summary: string;
  /** One line of prose below it. */
  description: string;
  /** What a key needs; open routes need no key. */
  permission: Permission | 'open';
  params?: P;
  query?: Q;
  body?: B;
  /** How the body may also be sent as `text/csv`. */
  csv?: CsvBody;
  /** True where a client may send `Idempotency-Key`. */
  idempotent?: boolean;
  answers: Record<number, { description: string; schema?: z.ZodType; contentType?: string }>;
}

type AnySpec = RouteSpec<z.ZodType, z.ZodType, z.ZodType>;

/** What a handler gets, validated. */
export interface Validated<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  req: Request;
  res: Response;
}

function check<S extends z.ZodType>(schema: S | undefined, value: unknown, where: string): z.output<S> {
  if (!schema) return undefined as z.output<S>;
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw invalid(
      where,
      parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String), message })),
    );
  const refused = findUnstorable(parsed.data);
  if (refused) throw invalid(where, [{ path: refused, message: UNSTORABLE }]);
  return parsed.data;
}

/** Why a text is refused, whatever field it is in. */
const UNSTORABLE = 'must not contain null characters or half characters (lone surrogates)';

function invalid(where: string, problems: Array<{ path: string[]; message: string }>): ApiError {
  return new ApiError('bad_request', `The ${where} of the request is invalid.`, {
    problems: problems.map(({ path, message }) => ({ field: [where, ...path].join('.'), problem: message })),
  });
}

/** A JSON body, where one is due. A body of another type is refused, not guessed at. */
function bodyOf(req: Request): unknown {
  if (
    req.headers['content-length'] === '0' ||
    (!req.headers['content-length'] && !req.headers['transfer-encoding'])
  )
    return {};
  if (!req.is('application/json'))
    throw new ApiError('unsupported_media_type', 'Send the body as application/json.');
  return req.body as unknown;
}

/** Reads and validates a body; what is wrong with a CSV is told by its lines. */
function readBody<S extends z.ZodType>(schema: S, csv: CsvBody | undefined, req: Request): z.output<S> {
  if (!csv || !req.is('text/csv')) return check(schema, bodyOf(req), 'body');
  const { body, problems, fieldOf } = csv.read(typeof req.body === 'string' ? req.body : '');
  if (problems.length > 0) throw invalidBody(problems);
  try {
    return check(schema, body, 'body');
  } catch (error) {
    const told = error instanceof ApiError ? (error.facts['problems'] as Problem[] | undefined) : undefined;
    if (!told) throw error;
    throw invalidBody(told.map(({ field, problem }) => ({ field: fieldOf(field), problem })));
  }
}

function invalidBody(problems: Problem[]): ApiError {
  return new ApiError('bad_request', 'The body of the request is invalid.', { problems });
}

/** A router whose routes are validated and described by the same schemas. */
export class DescribedRouter {
  readonly router = Router();
  readonly specs: AnySpec[] = [];

  /** Adds a route. What the handler returns is sent as JSON with `status`, unless it has answered itself. */
  route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
    spec: RouteSpec<P, Q, B>,
    handler: (
      input: Validated<z.output<P>, z.output<Q>, z.output<B>>,
    ) => Promise<{ status: number; json: unknown; headers?: Record<string, string> } | void>,
  ): void {
    this.specs.push(spec);
    this.router[spec.method](spec.path, async (req, res) => {
      if (spec.permission !== 'open') authorise(res, spec.permission);
      const answer = await handler({
        params: check(spec.params, req.params, 'path'),
        query: check(spec.query, req.query, 'query'),
        body: spec.body ? readBody(spec.body, spec.csv, req) : (undefined as z.output<B>),
        req,
        res,
      });
      if (answer)
        res
          .status(answer.status)
          .set(answer.headers ?? {})
          .json(answer.json);
    });
  }
}

const errorSchema = z
  .object({ error: z.string(), message: z.string(), requestId: z.string() })
  .catchall(z.unknown());

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): unknown[] {
  if (!schema) return [];
  const described = jsonSchema(schema, 'input') as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(described.properties ?? {}).map(([name, shape]) => ({
    name,
    in: place,
    required: place === 'path' || (described.required ?? []).includes(name),
    schema: shape,
  }));
}

function operationOf(spec: AnySpec): unknown {
  const responses: Record<string, unknown> = {};
  for (const [status, answer] of Object.entries(spec.answers))
    responses[status] = {
      description: answer.description,
      ...(answer.schema
        ? {
            content: {
              [answer.contentType ?? 'application/json']: { schema: jsonSchema(answer.schema, 'output') },
            },
          }
        : {}),
    };
  responses['default'] = {
    description: 'An error. All errors have this shape; some have further fields.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  };
  return {
    summary: spec.summary,
    description: spec.description,
    operationId: `${spec.method}_${spec.path.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_|_$/g, '')}`,
    ...(spec.permission === 'open'
      ? { security: [] }
      : { 'x-permission': spec.permission, 'x-roles': PERMISSIONS[spec.permission] }),
    parameters: [
      ...parametersOf(spec.params, 'path'),
      ...parametersOf(spec.query, 'query'),
      ...(spec.idempotent
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              description:
                'Repeating a request with the same key returns the first answer and has no further effect.',
              schema: { type: 'string', minLength: 1, maxLength: 200 },
            },
          ]
        : []),
    ],
    ...(spec.body
      ? {
          requestBody: {
            required: !spec.body.safeParse(undefined).success,
            content: {
              'application/json': { schema: jsonSchema(spec.body, 'input') },
              ...(spec.csv
                ? {
                    'text/csv': {
                      schema: { type: 'string', description: spec.csv.description },
                      example: spec.csv.example,
                    },
                  }
                : {}),
            },
          },
        }
      : {}),
    responses,
  };
}

/** The OpenAPI 3.1 description of these routes. */
export function describeApi(specs: readonly AnySpec[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const spec of specs) {
    const path = spec.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [spec.method]: operationOf(spec) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Galley',
      version,
      description: 'Turns content orders into published pages.',
      license: { name: 'MIT' },
    },
    security: [{ key: [] }],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: jsonSchema(errorSchema, 'output') },
    },
    paths,
  };
}
