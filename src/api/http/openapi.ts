import { z } from 'zod';
import { PERMISSIONS } from '../../domain/tenants/permissions';
import { PANEL_HEADER, SESSION_COOKIE } from '../tenants/session-cookie';
import { ERROR_CONTENT, errorCodesOf, errorComponents, errorResponses } from './openapi-errors';
import type { AnswerSpec, AnySpec } from './route';

const errorSchema = z
  .object({ error: z.string(), message: z.string(), requestId: z.string() })
  .catchall(z.unknown());

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Repeating a request with the same key returns the first answer and has no further effect.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]{1,200}$' },
};

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
    // The library leaves them out where a value is read from another form, as numbers in addresses are.
    override: ({ zodSchema, jsonSchema: made }) => {
      const { def } = zodSchema._zod;
      if (def.type === 'default' || def.type === 'prefault') made.default ??= def.defaultValue as never;
    },
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

function headersOf({ headers = {}, idempotent }: AnySpec): unknown[] {
  const own = Object.entries(headers).map(([name, { description, schema }]) => ({
    ...{ name, in: 'header', required: false, description },
    schema: jsonSchema(schema, 'input'),
  }));
  return idempotent ? [...own, IDEMPOTENCY_KEY] : own;
}

/** In the notation of OpenAPI, `/api/things/{id}`. */
const pathOf = (path: string): string => path.replace(/:([A-Za-z]+)/g, '{$1}');

const operationIdOf = ({ method, path }: AnySpec): string =>
  `${method}_${path.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_|_$/g, '')}`;

/** Links to every route that the parameters an answer names suffice for. */
function linksOf({ leadsTo = [] }: AnswerSpec, specs: readonly AnySpec[]): object | undefined {
  const links = leadsTo.flatMap(({ path, parameters }) =>
    specs
      .filter((spec) => spec.path === path || spec.path.startsWith(`${path}/`))
      .filter((spec) => [...spec.path.matchAll(/:([A-Za-z]+)/g)].every(([, name]) => name! in parameters))
      .map((spec): [string, object] => [
        operationIdOf(spec),
        { operationId: operationIdOf(spec), parameters },
      ]),
  );
  return links.length > 0 ? Object.fromEntries(links) : undefined;
}

function answerOf(answer: AnswerSpec, specs: readonly AnySpec[], status: number): object {
  const { description, schema, contentType = 'application/json', also = {}, headers = {} } = answer;
  const content = {
    ...(schema ? { [contentType]: { schema: jsonSchema(schema, 'output') } } : {}),
    ...Object.fromEntries(
      Object.entries(also).map(([type, held]) => [type, { schema: jsonSchema(held, 'output') }]),
    ),
    ...(!schema && status >= 400 ? ERROR_CONTENT : {}),
  };
  const links = linksOf(answer, specs);
  return {
    description,
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...Object.fromEntries(
        Object.entries(headers).map(([name, words]) => [
          name,
          { required: true, description: words, schema: { type: 'string' } },
        ]),
      ),
    },
    ...(Object.keys(content).length > 0 ? { content } : {}),
    ...(links ? { links } : {}),
  };
}

/** Who may call a route: a key, or a session; one that changes something also needs the panel's header, against other sites. */
function securityOf({ permission, method }: AnySpec): object {
  if (permission === 'open') return { security: [] };
  const session = method === 'get' ? { session: [] } : { session: [], panel: [] };
  if (permission === 'session') return { security: [session] };
  return {
    security: [{ key: [] }, session],
    'x-permission': permission,
    'x-roles': PERMISSIONS[permission],
  };
}

function bodyOf({ body, csv }: AnySpec): object {
  if (!body) return {};
  const text = csv && {
    'text/csv': { schema: { type: 'string', description: csv.description }, example: csv.example },
  };
  return {
    requestBody: {
      required: !body.safeParse(undefined).success && !body.safeParse({}).success,
      content: { 'application/json': { schema: jsonSchema(body, 'input') }, ...text },
    },
  };
}

function operationOf(spec: AnySpec, specs: readonly AnySpec[]): unknown {
  const codes = errorCodesOf(spec);
  return {
    summary: spec.summary,
    description: spec.description,
    operationId: operationIdOf(spec),
    ...securityOf(spec),
    'x-errors': codes,
    parameters: [
      ...parametersOf(spec.params, 'path'),
      ...parametersOf(spec.query, 'query'),
      ...headersOf(spec),
    ],
    ...bodyOf(spec),
    responses: {
      ...errorResponses(codes),
      default: { $ref: '#/components/responses/Error', description: 'Any other error.' },
      ...Object.fromEntries(
        Object.entries(spec.answers).map(([status, answer]) => [
          status,
          answerOf(answer, specs, Number(status)),
        ]),
      ),
    },
  };
}

/** The OpenAPI 3.1 description of these routes. */
export function describeApi(specs: readonly AnySpec[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const spec of specs)
    paths[pathOf(spec.path)] = {
      ...paths[pathOf(spec.path)],
      [spec.method]: operationOf(spec, specs),
    };
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
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        session: {
          ...{ type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
          description: 'The session of whoever has signed in by `POST /api/session`.',
        },
        panel: {
          ...{ type: 'apiKey', in: 'header', name: PANEL_HEADER },
          description:
            'Any value. Needed with a session for all that changes something; no other site can send it.',
        },
      },
      headers: {
        RequestId: {
          description: 'The ID of the request: the one that was sent in this header, or a new one.',
          schema: { type: 'string' },
        },
        RetryAfter: {
          description: 'Seconds to wait before trying again.',
          schema: { type: 'string', pattern: '^[0-9]+$' },
        },
      },
      schemas: { Error: jsonSchema(errorSchema, 'output') },
      responses: errorComponents(),
    },
    paths,
  };
}
