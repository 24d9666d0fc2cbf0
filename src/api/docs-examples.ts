import type { Operation } from './docs-operations';
import type { Schema } from './docs-schema';

/** A command that does what a route does. */
export interface CurlExample {
  command: string;
  /** Which order it takes: the newest, or the newest that a query of the list finds; undefined where it takes none. */
  takes: { query: string | undefined } | undefined;
}

/** What an example has to know that the description does not say. */
interface Hint {
  query?: string;
  /** Which order fits, as a query of the list. */
  takes?: string;
  /** Commands between finding the order and the request. */
  before?: string[];
  /** The body as it stands in the command, quotes included. */
  body?: string;
  output?: string;
}

const ORDERS = '/api/blog-generation';
const AUTHORIZATION = '-H "Authorization: Bearer $GALLEY_KEY"';

/** Takes the first id out of JSON, without a tool that not everybody has. */
const FIRST_ID = `grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4`;

const HINTS: Readonly<Record<string, Hint>> = {
  [`post ${ORDERS}`]: { body: `'{"sourceType":"keyword","sourceId":"hand coffee grinder"}'` },
  [`get ${ORDERS}`]: { query: 'limit=5' },
  [`post ${ORDERS}/batch`]: {
    body: `'{"items":[{"sourceType":"keyword","sourceId":"pour over coffee"},{"sourceType":"keyword","sourceId":"cold brew"}]}'`,
  },
  [`get ${ORDERS}/{id}/image`]: { takes: 'status=DONE', output: 'picture.png' },
  [`post ${ORDERS}/{id}/select`]: {
    takes: 'status=AWAITING_SELECTION',
    before: [
      `IDEA=$(curl -sS "$GALLEY_URL${ORDERS}/$ID" \\`,
      `  ${AUTHORIZATION} \\`,
      `  | sed 's/.*"ideas"://' | ${FIRST_ID})`,
    ],
    body: '"{\\"ideaId\\":\\"$IDEA\\"}"',
  },
  [`post ${ORDERS}/{id}/cancel`]: { takes: 'phase=waiting_person' },
  [`post ${ORDERS}/{id}/retry`]: { takes: 'phase=cancelled' },
  [`post ${ORDERS}/{id}/resolve`]: { takes: 'status=UNCONFIRMED', body: `'{"resolution":"absent"}'` },
};

function sampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
    default:
      return schema.format === 'uuid' ? '00000000-0000-4000-8000-000000000000' : 'text';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function variableOf(parameter: string): string {
  return parameter.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
}

/** The address of the list that a route's first parameter is an item of, if there is one. */
function listOf(operation: Operation, all: readonly Operation[]): string | undefined {
  const [list] = /^[^{]+(?=\/\{)/.exec(operation.path) ?? [];
  return all.some(({ method, path }) => method === 'get' && path === list) ? list : undefined;
}

/** A command line for a route that runs as it stands once GALLEY_URL and GALLEY_KEY are set. */
export function curlExample(operation: Operation, all: readonly Operation[]): CurlExample {
  const { method, path, open, body } = operation;
  const hint = HINTS[`${method} ${path}`] ?? {};
  const [parameter] = /(?<=\{)\w+(?=\})/.exec(path) ?? [];
  const list = parameter ? listOf(operation, all) : undefined;
  const lines: string[] = [];
  const query = [...(hint.takes ? [hint.takes] : []), 'limit=1'].join('&');
  if (parameter && list)
    lines.push(
      `${variableOf(parameter)}=$(curl -sS "$GALLEY_URL${list}?${query}" \\`,
      `  ${AUTHORIZATION} \\`,
      `  | ${FIRST_ID})`,
    );
  lines.push(...(hint.before ?? []));
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => `$${variableOf(name)}`);
  const hasFields = Object.keys(body?.properties ?? {}).length > 0;
  const parts = [
    `curl -sS${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$GALLEY_URL${address}${hint.query ? `?${hint.query}` : ''}"`,
    ...(open ? [] : [AUTHORIZATION]),
    ...(body && hasFields
      ? [
          `-H 'Content-Type: application/json'`,
          `-d ${hint.body ?? quoted(JSON.stringify(sampleOf({ type: 'object', ...body })))}`,
        ]
      : []),
    ...(hint.output ? [`-o ${hint.output}`] : []),
  ];
  lines.push(parts.join(' \\\n  '));
  return { command: lines.join('\n'), takes: parameter && list ? { query: hint.takes } : undefined };
}
