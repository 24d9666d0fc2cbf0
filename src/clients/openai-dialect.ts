/** What a model is asked. `schema` is a JSON Schema in OpenAI's strict subset. */
export interface Question {
  model: string;
  system: string;
  user: string;
  schemaName: string;
  schema: Record<string, unknown>;
  maxCompletionTokens: number;
}

/**
 * What a server of OpenAI's interface does not take of a request, found by its own refusals and remembered for each model as long as
 * the process lives.
 */
export interface Dialect {
  /** The name of the limit of an answer's length. */
  limit: 'max_completion_tokens' | 'max_tokens';
  /** How the shape of an answer is asked for; what the request does not enforce stands in the prompt. */
  format: 'schema' | 'schema_without_bounds' | 'json_object' | 'prompt';
  /** Whether instructions go into a message of their own. */
  systemRole: boolean;
}

/** What OpenAI takes. */
export const FULL_DIALECT: Dialect = { limit: 'max_completion_tokens', format: 'schema', systemRole: true };

/** Keywords of a schema that bound counts, lengths and figures, which are checked again when an answer is read. */
const BOUNDS = new Set([
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'pattern',
  'format',
]);

/** A schema without the keywords that some servers refuse. */
export function withoutBounds(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutBounds);
  if (schema === null || typeof schema !== 'object') return schema;
  const members = Object.entries(schema).map(([name, value]): [string, unknown] => [
    name,
    // Members of an object may be named like a keyword.
    name === 'properties' && value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([member, of]) => [member, withoutBounds(of)]))
      : withoutBounds(value),
  ]);
  return Object.fromEntries(members.filter(([name]) => !BOUNDS.has(name)));
}

/** What a request asks for beside the prompt: the shape of the answer. */
function formatOf({ schemaName, schema }: Question, { format }: Dialect): Record<string, unknown> {
  switch (format) {
    case 'schema':
    case 'schema_without_bounds': {
      const stated = format === 'schema' ? schema : withoutBounds(schema);
      return {
        response_format: {
          type: 'json_schema',
          json_schema: { name: schemaName, schema: stated, strict: true },
        },
      };
    }
    case 'json_object':
      return { response_format: { type: 'json_object' } };
    case 'prompt':
      return {};
  }
}

/** The body of a request in a server's dialect. */
export function bodyOf(request: Question, dialect: Dialect): Record<string, unknown> {
  const isStated = dialect.format === 'json_object' || dialect.format === 'prompt';
  const system = isStated
    ? `${request.system}\nAnswer with one JSON document alone, of this JSON Schema: ${JSON.stringify(request.schema)}`
    : request.system;
  return {
    model: request.model,
    messages: dialect.systemRole
      ? [
          { role: 'system', content: system },
          { role: 'user', content: request.user },
        ]
      : [{ role: 'user', content: `${system}\n\n${request.user}` }],
    ...formatOf(request, dialect),
    [dialect.limit]: request.maxCompletionTokens,
  };
}

const NEXT_FORMAT = {
  schema: 'schema_without_bounds',
  schema_without_bounds: 'json_object',
  json_object: 'prompt',
} as const;

/** How a refusal names the bounds in a schema. */
const OF_BOUNDS =
  /minItems|maxItems|minLength|maxLength|\bminimum\b|\bmaximum\b|'pattern'|failed to parse grammar/i;

/**
 * What is left out after a refusal, by what it says (`text`, the body as it came); undefined if nothing is left that could be. A
 * request without any limit is never sent, because nobody could say what it may cost.
 */
export function simpler(dialect: Dialect, text: string): Dialect | undefined {
  if (dialect.limit === 'max_completion_tokens' && /max_completion_tokens/.test(text))
    return { ...dialect, limit: 'max_tokens' };
  if (dialect.systemRole && /system (?:role|message)|role.{0,20}system|roles must alternate/i.test(text))
    return { ...dialect, systemRole: false };
  if (dialect.format === 'prompt') return undefined;
  if (dialect.format === 'schema' && OF_BOUNDS.test(text))
    return { ...dialect, format: 'schema_without_bounds' };
  if (
    /response_?format|json_?schema|json_?object|structured outputs?|grammar|\bschema\b|requested parameters/i.test(
      text,
    )
  )
    // A schema that is refused as such is not sent again without its bounds.
    return {
      ...dialect,
      format: dialect.format === 'schema' ? 'json_object' : NEXT_FORMAT[dialect.format],
    };
  return undefined;
}
