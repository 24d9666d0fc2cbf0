import type { Operation } from './operations';
import { withoutForms } from './schema';
import type { Schema } from './schema';

/** A command that does what a route does. */
export interface CurlExample {
  command: string;
  /** What it takes, each the newest of its list, or the newest that a query of the list finds. */
  takes: { thing: string; query: string | undefined }[];
  /** What to mind before it is run; empty where there is nothing. */
  note: string;
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
  note?: string;
}

const ORDERS = '/api/blog-generation';

/** What the lists hold that examples take something out of, by the last word of their addresses. */
const THINGS: Readonly<Record<string, string>> = {
  'blog-generation': 'order',
  'bulk-generate': 'bulk job',
  'bulk-templates': 'template',
  'bulk-schedules': 'schedule',
  content: 'text',
  stores: 'store',
  tenants: 'tenant',
  webhooks: 'webhook',
  keys: 'key',
  members: 'member',
  invitations: 'invitation',
  sessions: 'session',
  deliveries: 'delivery',
  subscriptions: 'subscription',
  messages: 'message',
  domains: 'site',
  articles: 'article',
  versions: 'version',
};
const AUTHORIZATION = '-H "Authorization: Bearer $GALLEY_KEY"';

/** Takes the first id out of JSON, without a tool that not everybody has. */
const FIRST_ID = `grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4`;

/** Takes the first item of the job. */
const BULK_ITEM: Hint = {
  before: [
    `ITEM=$(curl -sS "$GALLEY_URL/api/bulk-generate/$ID" \\`,
    `  ${AUTHORIZATION} \\`,
    `  | sed 's/.*"jobs"://' | ${FIRST_ID})`,
  ],
};

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
  [`post ${ORDERS}/{id}/new-ideas`]: {
    takes: 'status=AWAITING_SELECTION',
    body: `'{"hint":"focus on travelling"}'`,
  },
  [`post ${ORDERS}/{id}/approve`]: { takes: 'status=AWAITING_APPROVAL' },
  [`post ${ORDERS}/{id}/regenerate`]: {
    takes: 'status=AWAITING_APPROVAL',
    body: `'{"part":"text","hint":"shorter, and mention the guarantee"}'`,
  },
  [`post ${ORDERS}/{id}/schedule`]: { takes: 'phase=waiting_person', body: `'{"publishAt":null}'` },
  // The shell writes the ten items.
  'post /api/bulk-generate': {
    before: [`ITEMS=$(printf '{"topic":"Garden tools %d"},' 1 2 3 4 5 6 7 8 9 10)`],
    body: '"{\\"mode\\":\\"topic\\",\\"items\\":[${ITEMS%,}]}"',
  },
  'get /api/bulk-generate/{id}/export': { output: 'texts.zip' },
  'post /api/bulk-generate/{id}/resume': { takes: 'status=paused' },
  'post /api/bulk-generate/{id}/retry': { takes: 'status=completed' },
  'get /api/bulk-generate/{id}/items/{item}/result': BULK_ITEM,
  'post /api/bulk-generate/{id}/items/{item}/retry': BULK_ITEM,
  'post /api/bulk-generate/{id}/items/{item}/cancel': BULK_ITEM,
  'post /api/bulk-templates': {
    before: [`ITEMS=$(printf '{"topic":"Garden tools %d"},' 1 2 3 4 5 6 7 8 9 10)`],
    body: '"{\\"name\\":\\"Garden tools\\",\\"request\\":{\\"mode\\":\\"topic\\",\\"items\\":[${ITEMS%,}]}}"',
  },
  'patch /api/bulk-templates/{id}': { body: `'{"name":"Tools for the garden"}'` },
  'post /api/bulk-templates/run': { body: `'{"name":"Tools for the garden"}'` },
  'delete /api/bulk-templates/{id}': { note: 'Only one that no schedule uses.' },
  'post /api/bulk-schedules': {
    before: [
      `TEMPLATE=$(curl -sS "$GALLEY_URL/api/bulk-templates?limit=1" \\`,
      `  ${AUTHORIZATION} \\`,
      `  | ${FIRST_ID})`,
    ],
    body: '"{\\"name\\":\\"Every Monday\\",\\"templateId\\":\\"$TEMPLATE\\",\\"cron\\":\\"0 9 * * mon\\",\\"timeZone\\":\\"Europe/Berlin\\"}"',
  },
  'patch /api/bulk-schedules/{id}': { body: `'{"everySeconds":604800,"overlap":"BUFFER_ONE"}'` },
  'post /api/content/generate/topic': { body: `'{"topic":"How to prune a hedge","word_count":800}'` },
  'post /api/content/generate/keywords': {
    body: `'{"topic":"Hedge shears","keywords":["hedge shears","long-handled shears"],"search_intent":"commercial"}'`,
  },
  'post /api/content/generate/trends': {
    body: `'{"topic":"Hedges","trends":[{"text":"Towns pay for new hedges","date":"2026-11-02","source_url":"https://news.example/hedges"}]}'`,
  },
  'post /api/content/generate/spin': {
    body: `'{"topic":"Hedges","source_md":"A hedge of 2 m is cut in June, and again in August."}'`,
  },
  'get /api/content/{id}/result': { takes: 'status=completed' },
  'post /api/content/{id}/retry': { takes: 'status=failed' },
  'get /api/calendar': { query: 'from=2026-12-01&to=2027-01-01&timeZone=Europe/Berlin' },
  'get /api/spending': { query: 'groupBy=day,stage' },
  'post /api/tenants': { body: `'{"kind":"store","name":"Green Shop"}'` },
  'patch /api/tenants/{id}': { body: `'{"dailyCap":{"amount":500,"currency":"USD"}}'` },
  'delete /api/tenants/{id}/keys/{keyId}': { note: 'This may be the key you are using.' },
  'post /api/tenants/{id}/invitations': {
    body: `'{"address":"ada@example.com","name":"Ada"}'`,
    note: 'This sends a mail.',
  },
  'patch /api/tenants/{id}/members/{memberId}': { body: `'{"name":"Ada Lovelace"}'` },
  'post /api/session/mails': { body: `'{"address":"ada@example.com"}'` },
  'post /api/tenants/{id}/keys': { body: `'{"label":"website"}'` },
  // Nobody but its owner knows a site's id; without it the shell says what is missing and sends nothing.
  'post /api/stores': {
    body: '"{\\"instanceId\\":\\"${INSTANCE_ID:?set it to the id of the app on your site}\\",\\"name\\":\\"Green Shop\\"}"',
    note: 'The answer has a code. Create a draft with it as the title on the site’s blog, then repeat the request with the code as `proofCode`.',
  },
  'patch /api/stores/{id}': { body: `'{"brandVoice":{"tone":"dry and calm"},"publishMode":"approve"}'` },
  'post /api/webhooks': { body: `'{"url":"https://example.com/hooks"}'` },
  'post /api/mail/subscriptions': { body: `'{"address":"editor@example.com"}'` },
  'patch /api/mail/subscriptions/{id}': { body: `'{"frequency":"daily"}'` },
  'post /api/lanes/{lane}/pause': { body: `'{"reason":"OpenAI has an outage."}'` },
  'post /api/lanes/pause': { body: `'{"reason":"We are moving to another server."}'` },
  'patch /api/webhooks/{id}': { body: `'{"eventTypes":["order.done","order.failed"]}'` },
  'get /api/v1/articles': { query: 'q=hedge' },
  'post /api/v1/articles/{id}/check-anchor': {
    body: `'{"anchorText":"a good pair of shears","targetUrl":"https://tools.example/shears"}'`,
  },
  'post /api/domains': {
    body: `'{"name":"Green Notes","host":"www.greennotes.example","prices":{"backlink":{"amount":12000,"currency":"EUR"}}}'`,
  },
  'patch /api/domains/{id}': { body: `'{"prices":{"article":{"amount":30000,"currency":"EUR"}}}'` },
  'post /api/articles/{id}/publish-again': { note: 'Only after it has failed.' },
  'post /api/domains/{id}/hook-secret': { note: 'Only for a site with a publish hook.' },
  'post /api/articles': {
    body: `'{"domain":"www.greennotes.example","title":"The first frost","author":"Ines Brandt","publishedOn":"2026-10-12","content":"It came on a Sunday. We were not ready."}'`,
    note: 'Add the site first.',
  },
  'post /api/articles/import': {
    body: `'{"files":[{"name":"thaw.md","content":"---\\ntitle: The thaw\\nauthor: Ines Brandt\\ndate: 2026-02-20\\ndomain: www.greennotes.example\\n---\\nWater everywhere."}]}'`,
  },
  'patch /api/articles/{id}': { body: `'{"author":"Tomasz Reid"}'` },
  'post /api/articles/{id}/versions': { body: `'{"content":"It came on a Monday. We were ready."}'` },
  'post /api/articles/{id}/select': {
    before: [
      `VERSION=$(curl -sS "$GALLEY_URL/api/articles/$ID/versions?limit=1" \\`,
      `  ${AUTHORIZATION} \\`,
      `  | ${FIRST_ID})`,
    ],
    body: '"{\\"versionId\\":\\"$VERSION\\"}"',
  },
  [`post ${ORDERS}/{id}/cancel`]: { takes: 'phase=waiting_person' },
  [`post ${ORDERS}/{id}/retry`]: {
    takes: 'phase=cancelled',
    body: `'{"part":"text","hint":"shorter, and mention the guarantee"}'`,
  },
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

/** The first of the words that a parameter takes; undefined for one that takes ids. */
function wordOf({ parameters }: Operation, parameter: string): string | undefined {
  const word = parameters.find(({ name }) => name === parameter)?.schema.enum?.[0];
  return word === undefined ? undefined : String(word);
}

/** A route's parameters that are items of a list, with the address of that list. */
function listsOf(operation: Operation, all: readonly Operation[]): { parameter: string; list: string }[] {
  return [...operation.path.matchAll(/\/\{(\w+)\}/g)]
    .filter((match) => wordOf(operation, match[1]!) === undefined)
    .map((match) => ({ parameter: match[1]!, list: operation.path.slice(0, match.index) }))
    .filter(({ list }) => all.some(({ method, path }) => method === 'get' && path === list));
}

/** A route's address, or that of a list of its items, with words and shell variables for its parameters. */
function inShell(operation: Operation, path: string): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => wordOf(operation, name) ?? `$${variableOf(name)}`);
}

/** A command line for a route that runs as it stands once GALLEY_URL and GALLEY_KEY are set. */
export function curlExample(operation: Operation, all: readonly Operation[]): CurlExample {
  const { method, path, takesKey, body } = operation;
  const hint = HINTS[`${method} ${path}`] ?? {};
  const lists = listsOf(operation, all);
  const lines = lists.flatMap(({ parameter, list }, n) => {
    const query = [...(n === 0 && hint.takes ? [hint.takes] : []), 'limit=1'].join('&');
    return [
      `${variableOf(parameter)}=$(curl -sS "$GALLEY_URL${inShell(operation, list)}?${query}" \\`,
      `  ${AUTHORIZATION} \\`,
      `  | ${FIRST_ID})`,
    ];
  });
  lines.push(...(hint.before ?? []));
  const address = inShell(operation, path);
  const hasFields = body !== undefined && Object.keys(withoutForms(body).properties ?? {}).length > 0;
  const parts = [
    `curl -sS${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$GALLEY_URL${address}${hint.query ? `?${hint.query}` : ''}"`,
    ...(takesKey ? [AUTHORIZATION] : []),
    ...(body && hasFields
      ? [
          `-H 'Content-Type: application/json'`,
          `-d ${hint.body ?? quoted(JSON.stringify(sampleOf({ type: 'object', ...body })))}`,
        ]
      : []),
    ...(hint.output ? [`-o ${hint.output}`] : []),
  ];
  lines.push(parts.join(' \\\n  '));
  return {
    command: lines.join('\n'),
    note: hint.note ?? '',
    takes: lists.map(({ list }, n) => ({
      thing: THINGS[list.split('/').at(-1)!] ?? 'one',
      query: n === 0 ? hint.takes : undefined,
    })),
  };
}
