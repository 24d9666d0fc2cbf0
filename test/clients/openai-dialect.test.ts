import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOpenAiClient } from '../../src/clients/openai';
import type { ModelClient } from '../../src/clients/openai';
import { withoutBounds } from '../../src/clients/openai-dialect';
import type { GalleyError } from '../../src/contract/failures';

interface Body {
  model: string;
  messages: Array<{ role: string; content: string }>;
  response_format?: { type: string; json_schema?: { schema: unknown } };
  max_tokens?: number;
  max_completion_tokens?: number;
}

/** Says why a server does not take a request; undefined if it does. */
type Refusal = (body: Body) => { status?: number; message: string; param?: string } | undefined;

let server: Server;
let refusal: Refusal = () => undefined;
const bodies: Body[] = [];
let client: ModelClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as Body;
      bodies.push(body);
      const refused = refusal(body);
      response.writeHead(refused ? (refused.status ?? 400) : 200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          refused ? { error: refused } : { choices: [{ message: { content: '{}' }, finish_reason: 'stop' }] },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  bodies.length = 0;
  client = createOpenAiClient({
    apiKey: '',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    timeoutMs: 5_000,
    now: Date.now,
  });
});

const schema = {
  type: 'object',
  properties: { tags: { type: 'array', minItems: 2, items: { type: 'string', maxLength: 9 } } },
};

function ask(model = 'local') {
  return client.complete({
    model,
    system: 'You write.',
    user: 'Hello',
    schemaName: 'tags',
    schema,
    maxCompletionTokens: 100,
    signal: new AbortController().signal,
  });
}

/** Asks as often as an activity is tried again; answers the requests that it took. */
async function askPatiently(model?: string): Promise<number> {
  const before = bodies.length;
  for (let tries = 0; tries < 6; tries += 1) {
    const failure = await ask(model).then(
      () => undefined,
      (error: unknown) => (error as GalleyError).failure,
    );
    if (!failure) break;
    expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'parameter_dropped', delayMs: 200 });
  }
  return bodies.length - before;
}

test.each<[string, Refusal, number, (body: Body) => void]>([
  [
    'max_completion_tokens',
    ({ max_completion_tokens: limit }) =>
      limit ? { message: "Unrecognized request argument: 'max_completion_tokens'" } : undefined,
    2,
    (body) => expect(body.max_tokens).toBe(100),
  ],
  [
    'a keyword of the schema',
    (body) =>
      JSON.stringify(body).includes('minItems')
        ? { message: "In context=('properties', 'tags'), 'minItems' is not permitted." }
        : undefined,
    2,
    (body) => expect(body.response_format!.json_schema!.schema).toEqual(withoutBounds(schema)),
  ],
  [
    'a grammar that it cannot make of the schema',
    (body) =>
      JSON.stringify(body).includes('maxLength')
        ? { status: 500, message: 'failed to parse grammar' }
        : undefined,
    2,
    (body) => expect(body.response_format!.type).toBe('json_schema'),
  ],
  [
    'json_schema',
    (body) =>
      body.response_format?.type === 'json_schema'
        ? { message: "'response_format.type' must be 'json_object' or 'text'" }
        : undefined,
    2,
    (body) => {
      expect(body.response_format).toEqual({ type: 'json_object' });
      expect(body.messages[0]!.content).toContain('"minItems":2');
    },
  ],
  [
    'any response_format',
    (body) =>
      body.response_format
        ? { status: 422, message: 'response_format: Extra inputs are not permitted' }
        : undefined,
    3,
    (body) => expect(body.messages[0]!.content).toContain('JSON Schema: {"type":"object"'),
  ],
  [
    'a message of the system',
    (body) => (body.messages[0]!.role === 'system' ? { message: 'System role not supported' } : undefined),
    2,
    (body) => expect(body.messages).toEqual([{ role: 'user', content: 'You write.\n\nHello' }]),
  ],
  [
    'nearly everything',
    (body) =>
      body.max_completion_tokens
        ? { message: 'max_completion_tokens: unknown field' }
        : body.response_format
          ? { message: 'response_format: unknown field' }
          : undefined,
    4,
    (body) => expect(Object.keys(body)).toEqual(['model', 'messages', 'max_tokens']),
  ],
])(
  'a server that refuses %s is asked without it, and that is remembered for the model',
  async (_name, refuses, requests, check) => {
    refusal = refuses;
    expect(await askPatiently()).toBe(requests);
    check(bodies.at(-1)!);
    expect(await askPatiently()).toBe(1);
    expect(await askPatiently('another')).toBe(requests);
  },
);

test('a refusal that quotes the prompt says nothing about the request', async () => {
  refusal = () => ({ message: 'No.', input: 'response_format' }) as never;
  await expect(ask()).rejects.toMatchObject({ failure: { type: 'Provider.Rejected' } });
  expect(bodies).toHaveLength(1);
});

test('a server that refuses whatever it is sent closes the model', async () => {
  refusal = () => ({ message: 'response_format is not supported', param: 'response_format' });
  await expect(askPatiently()).rejects.toThrow();
  await expect(ask()).rejects.toMatchObject({
    failure: { type: 'Provider.Closed', reason: 'parameter_refused', model: 'local' },
  });
});

test('members that are named like a bound stay', () => {
  const named = { type: 'object', properties: { minItems: { type: 'string', minLength: 1 } } };
  expect(withoutBounds(named)).toEqual({ type: 'object', properties: { minItems: { type: 'string' } } });
});
