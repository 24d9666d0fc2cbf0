import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOpenAiClient } from '../../src/clients/openai';
import type { Completion } from '../../src/clients/openai';
import { GalleyError, isOdd } from '../../src/contract/failures';
import type { FaultAction } from '../../src/simulators/core/fault-types';
import type { Simulators } from '../../src/simulators/options';
import { startFast } from '../simulators/clients';

let simulators: Simulators;

beforeAll(async () => {
  // The runner's sandbox has error classes of its own; what the network throws is of Node's.
  const thrown = async (work: Promise<unknown>) => (await work.catch((error: Error) => error)) as Error;
  globalThis.TypeError = (await thrown(fetch('none://'))).constructor as TypeErrorConstructor;
  globalThis.SyntaxError = (await thrown(new Response('{').json())).constructor as SyntaxErrorConstructor;
  simulators = await startFast();
});

afterAll(() => simulators?.stop());

beforeEach(() => simulators.control.reset());

function ask(
  part: { signal?: AbortSignal; baseUrl?: string; apiKey?: string; timeoutMs?: number } = {},
): Promise<Completion> {
  const client = createOpenAiClient({
    apiKey: part.apiKey ?? 'sk-test',
    baseUrl: part.baseUrl ?? simulators.openaiUrl,
    timeoutMs: part.timeoutMs ?? 5_000,
    now: Date.now,
  });
  return client.complete({
    model: 'gpt-4o-mini',
    system: 'You plan posts.',
    user: 'Store: S\nSubject: hand grinder\nLanguage: en',
    schemaName: 'blog_ideas',
    schema: { type: 'object' },
    maxCompletionTokens: 2_000,
    signal: part.signal ?? new AbortController().signal,
  });
}

const requests = () => simulators.control.requests({ provider: 'openai' });
const fault = (action: FaultAction) =>
  // Always: a client that repeats by itself must meet the same answer and be counted.
  simulators.control.addFault({ provider: 'openai', kind: 'ideas', times: -1, action });

async function failureOf(call: Promise<unknown>) {
  const error = await call.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof GalleyError) return error.failure;
  throw error;
}

test("a completion returns its text and tokens, for one request in the provider's format", async () => {
  const completion = await ask();
  expect(completion).toMatchObject({ refusal: null, finishReason: 'stop' });
  expect(JSON.parse(completion.content!)).toHaveProperty('ideas');
  expect(completion.usage!.promptTokens).toBeGreaterThan(0);
  expect(completion.usage!.completionTokens).toBeGreaterThan(0);
  expect(requests()).toHaveLength(1);
  expect(requests()[0]!.body).toMatchObject({
    model: 'gpt-4o-mini',
    max_completion_tokens: 2_000,
    messages: [
      { role: 'system' },
      { role: 'user', content: expect.stringContaining('hand grinder') as string },
    ],
    response_format: { type: 'json_schema', json_schema: { name: 'blog_ideas', strict: true } },
  });
});

const json = { 'content-type': 'application/json' };
const respond = (status: number, body: unknown, headers?: Record<string, string>): FaultAction => ({
  type: 'respond',
  status,
  body,
  ...(headers ? { headers } : {}),
});
const quota = {
  error: {
    message: 'You exceeded your current quota',
    type: 'insufficient_quota',
    code: 'insufficient_quota',
  },
};
const tokens = {
  error: {
    message: 'Limit 450000, Used 449000, Requested 4000. Please try again in 400ms.',
    type: 'tokens',
    code: 'rate_limit_exceeded',
  },
};

test.each<[string, FaultAction, string, string, number | undefined]>([
  ['a used-up quota', respond(429, quota), 'Provider.Closed', 'insufficient_quota', 30_000],
  ['a limit on tokens', respond(429, tokens), 'Provider.Busy', 'rate_limit_tokens', 400],
  [
    'a long retry-after',
    respond(429, tokens, { 'retry-after': '600' }),
    'Provider.Busy',
    'rate_limit_tokens',
    600_000,
  ],
  [
    'a limit that asks to be repeated',
    respond(429, {}, { 'x-should-retry': 'true' }),
    'Provider.Busy',
    'rate_limit',
    undefined,
  ],
  ['a page where JSON was due', { type: 'html' }, 'Provider.Busy', 'not_json', undefined],
  ['half an answer', { type: 'cut' }, 'Provider.Busy', 'no_answer', undefined],
  [
    'cut JSON',
    respond(200, '{"id":"chatcmpl-1","choices":[{"mess', json),
    'Provider.Busy',
    'not_json',
    undefined,
  ],
  ['null', respond(200, 'null', json), 'Provider.Busy', 'no_choices', undefined],
  ['an empty body', respond(200, '', json), 'Provider.Busy', 'not_json', undefined],
  ['no choices', { type: 'emptyChoices' }, 'Provider.Busy', 'no_choices', undefined],
  ['a dropped connection', { type: 'dropBefore' }, 'Provider.Busy', 'no_answer', undefined],
  ['a connection dropped after the work', { type: 'dropAfter' }, 'Provider.Busy', 'no_answer', undefined],
  ['a fault of the provider', respond(500, {}), 'Provider.Busy', 'http_500', undefined],
  ['a page of a proxy', respond(503, '<html></html>'), 'Provider.Busy', 'http_503', undefined],
  [
    'a wrong key',
    respond(401, { error: { code: 'invalid_api_key' } }),
    'Provider.Closed',
    'invalid_api_key',
    30_000,
  ],
])('%s is classified after exactly one request', async (_name, action, type, reason, delayMs) => {
  fault(action);
  const failure = await failureOf(ask());
  expect([failure.type, failure.reason, failure.delayMs]).toEqual([type, reason, delayMs]);
  expect(requests()).toHaveLength(1);
});

test.each<[string, FaultAction, Partial<Completion>]>([
  ['a refusal', { type: 'refusal', text: 'I cannot.' }, { content: null, refusal: 'I cannot.' }],
  [
    'a filtered answer',
    { type: 'finish', reason: 'content_filter', content: null },
    { content: null, finishReason: 'content_filter' },
  ],
  [
    'an answer without room',
    { type: 'finish', reason: 'length', content: null },
    { content: null, finishReason: 'length' },
  ],
])('%s is an answer, and its tokens are known', async (_name, action, expected) => {
  fault(action);
  const completion = await ask();
  expect(completion).toMatchObject(expected);
  expect(completion.usage!.promptTokens).toBeGreaterThan(0);
  expect(requests()).toHaveLength(1);
});

const answerWith = (more: object, content = '{}') => ({
  id: 'c',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' }],
  ...more,
});

test.each<[string, unknown]>([
  ['missing', undefined],
  ['null', null],
  ['empty', {}],
  ['a text', { prompt_tokens: '12', completion_tokens: '7' }],
  ['negative', { prompt_tokens: 12, completion_tokens: -7 }],
  ['a fraction', { prompt_tokens: 12.5, completion_tokens: 7 }],
  ['half missing', { prompt_tokens: 12 }],
  ['no number', { prompt_tokens: null, completion_tokens: 7 }],
  ['impossibly large', { prompt_tokens: 12, completion_tokens: 3_000_000_000 }],
  ['zero', { prompt_tokens: 0, completion_tokens: 0 }],
])('a usage that is %s is no usage', async (_name, usage) => {
  fault({ type: 'respond', status: 200, body: answerWith({ usage }) });
  expect((await ask()).usage).toBeNull();
});

const messageWith = (content: unknown, more: object = {}) => ({
  choices: [{ index: 0, message: { role: 'assistant', content, ...more }, finish_reason: 'stop' }],
});

test.each<[string, unknown, Partial<Completion>]>([
  [
    'text parts',
    messageWith([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]),
    { content: 'ab' },
  ],
  ['output parts', messageWith([{ type: 'output_text', text: 'a', annotations: [] }]), { content: 'a' }],
  ['texts in a list', messageWith(['a', 'b']), { content: 'ab' }],
  [
    'thoughts before the text',
    messageWith([
      { type: 'thinking', thinking: [] },
      { type: 'text', text: 'a' },
    ]),
    { content: 'a' },
  ],
  [
    'a refusal among the parts',
    messageWith([{ type: 'refusal', refusal: 'No.' }]),
    { content: null, refusal: 'No.' },
  ],
  ['no content', messageWith(undefined), { content: null, refusal: null }],
  ['a refusal of another type', messageWith('a', { refusal: 42 }), { content: 'a', refusal: null }],
  [
    'no reason for its end',
    { choices: [{ message: { content: 'a' } }] },
    { content: 'a', finishReason: 'unknown' },
  ],
])('%s is read', async (_name, body, expected) => {
  fault({ type: 'respond', status: 200, body });
  expect(await ask()).toMatchObject(expected);
});

test.each<[string, unknown, string]>([
  ['a number as content', messageWith(42), 'odd_content'],
  ['an object as content', messageWith({ text: 'a' }), 'odd_content'],
  ['a list of pictures', messageWith([{ type: 'image_url', image_url: {} }]), 'odd_content'],
  ['null choices', { choices: null }, 'no_choices'],
  ['choices in an object', { choices: { 0: messageWith('a').choices[0] } }, 'no_choices'],
  ['a choice without a message', { choices: [{ text: 'a' }] }, 'no_choices'],
  ['a message that is a text', { choices: [{ message: 'a' }] }, 'no_choices'],
  [
    'the JSON of another interface',
    { type: 'message', content: [{ type: 'text', text: 'a' }] },
    'no_choices',
  ],
  ['a list', [], 'no_choices'],
  ['an error with a good status', { error: { message: 'Provider returned error', code: 502 } }, 'no_choices'],
])('%s is an odd answer', async (_name, body, reason) => {
  fault({ type: 'respond', status: 200, body });
  const failure = await failureOf(ask());
  expect(failure).toMatchObject({ type: 'Provider.Busy', reason });
  expect(isOdd(failure)).toBe(true);
});

test.each<[string, string, string]>([
  ['a filter', 'content_filter', 'Draft.Refused'],
  ['a used-up quota', 'insufficient_quota', 'Provider.Closed'],
])('%s that is told with a good status means what it says', async (_name, code, type) => {
  fault({ type: 'respond', status: 200, body: { error: { message: 'No.', code } } });
  expect(await failureOf(ask())).toMatchObject({ type, reason: code });
});

test('what Postgres refuses does not come out of an answer', async () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1 };
  fault({ type: 'respond', status: 200, body: answerWith({ usage }, 'a\u0000b \ud83d c') });
  expect(await ask()).toMatchObject({ content: 'ab \ufffd c' });
});

test('a truncated answer is returned as it is, not repaired', async () => {
  fault({ type: 'finish', reason: 'length', content: 'half' });
  const { content, finishReason } = await ask();
  expect(finishReason).toBe('length');
  expect(() => JSON.parse(content!) as unknown).toThrow();
});

test('a rejected key is reported without the key', async () => {
  const failure = await failureOf(ask({ apiKey: 'sk-bad' }));
  expect(failure).toMatchObject({ type: 'Provider.Closed', reason: 'invalid_api_key' });
});

test('a refused connection is a busy provider', async () => {
  const failure = await failureOf(ask({ baseUrl: 'http://127.0.0.1:1/v1' }));
  expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'no_answer' });
});

test('a call without a response ends at its timeout, after one request', async () => {
  fault({ type: 'hang' });
  const failure = await failureOf(ask({ timeoutMs: 150 }));
  expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'no_answer' });
  expect(requests()).toHaveLength(1);
});

test('a cancelled call ends at once and is not a failure of the provider', async () => {
  fault({ type: 'hang' });
  const cancel = new AbortController();
  const call = ask({ signal: cancel.signal });
  setTimeout(() => cancel.abort(), 100);
  await expect(call).rejects.not.toBeInstanceOf(GalleyError);
});

test('a call that is cancelled before it starts sends nothing', async () => {
  await expect(ask({ signal: AbortSignal.abort() })).rejects.not.toBeInstanceOf(GalleyError);
  expect(requests()).toHaveLength(0);
});

describe('a response whose body never ends', () => {
  let server: Server;
  let baseUrl: string;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(200, json);
      response.write('{"id":"chatcmpl-1","choices":[');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });

  afterAll(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  test('is aborted at the timeout', async () => {
    const cancel = new AbortController();
    const outcome = await Promise.race([
      failureOf(ask({ baseUrl, timeoutMs: 200, signal: cancel.signal })),
      new Promise<string>((resolve) => setTimeout(() => resolve('still waiting'), 2_000)),
    ]);
    cancel.abort();
    expect(outcome).toMatchObject({ type: 'Provider.Busy', reason: 'no_answer' });
  });

  test('can be cancelled', async () => {
    const cancel = new AbortController();
    const call = ask({ baseUrl, timeoutMs: 10_000, signal: cancel.signal });
    setTimeout(() => cancel.abort(), 100);
    await expect(call).rejects.not.toBeInstanceOf(GalleyError);
  });
});
