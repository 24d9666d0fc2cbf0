import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createReplicateClient } from '../../src/clients/replicate';
import type { PictureClient } from '../../src/clients/replicate';
import { GalleyError } from '../../src/contract/failures';
import { sniffPicture } from '../../src/domain/providers/picture-bytes';
import { chargeOf } from '../../src/domain/spending/charge';
import type { FaultAction } from '../../src/simulators/core/fault-types';
import type { Simulators } from '../../src/simulators/options';
import { REPLICATE_FAULT_SCRIPTS } from '../../src/simulators/replicate/fault-scripts';
import { startFast } from '../simulators/clients';

let simulators: Simulators;

beforeAll(async () => {
  simulators = await startFast();
});

afterAll(() => simulators?.stop());

beforeEach(() => simulators.control.reset());

function clientOf(part: { apiToken?: string; baseUrl?: string; timeoutMs?: number } = {}): PictureClient {
  return createReplicateClient({
    apiToken: part.apiToken ?? 'r8_test',
    baseUrl: part.baseUrl ?? simulators.replicateUrl,
    model: 'black-forest-labs/flux-schnell',
    timeoutMs: part.timeoutMs ?? 5_000,
    now: Date.now,
  });
}

const signal = new AbortController().signal;
const order = { prompt: 'A hand grinder on a table', seed: 77, signal };
const requests = (kind?: string) =>
  simulators.control.requests({ provider: 'replicate', ...(kind ? { kind } : {}) });
const fault = (kind: string, action: FaultAction) =>
  // Always: a client that repeats by itself must meet the same answer and be counted.
  simulators.control.addFault({ provider: 'replicate', kind, times: -1, action });

async function failureOf(call: Promise<unknown>) {
  const error = await call.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof GalleyError) return error.failure;
  throw error;
}

test('a prediction is created, found, listed and downloaded', async () => {
  const client = clientOf();
  const created = await client.create(order);
  expect(created).toMatchObject({ input: { prompt: order.prompt, seed: 77 }, error: null });
  expect(requests('create')).toHaveLength(1);

  const done = await client.get({ id: created.id, signal });
  expect(done).toMatchObject({ id: created.id, status: 'succeeded' });
  expect(await client.recent({ signal })).toMatchObject({ predictions: [{ id: created.id }], next: null });
  const bytes = await client.download({ url: done.outputUrl!, signal });
  expect(sniffPicture(bytes)).toMatchObject({ contentType: 'image/png' });
});

test.each(['failed', 'canceled', 'aborted'] as const)(
  'a prediction that ends as %s is reported as such',
  async (ends) => {
    fault('create', { type: 'prediction', ends, error: 'NSFW' });
    const client = clientOf();
    const { id } = await client.create(order);
    expect(await client.get({ id, signal })).toMatchObject({ status: ends, outputUrl: null });
  },
);

test('a running prediction is cancelled at the provider', async () => {
  fault('create', { type: 'prediction', ends: 'never' });
  const client = clientOf();
  const { id } = await client.create(order);
  await client.cancel({ id });
  expect(simulators.control.predictions()).toMatchObject([{ id, status: 'canceled' }]);
});

const json = { 'content-type': 'application/json' };
const throttled = {
  detail: 'Request was throttled. Your rate limit resets in ~5s.',
  status: 429,
  retry_after: 5,
};

const odd: Array<[string, FaultAction, string, string, number | undefined]> = [
  ['a throttle', { type: 'respond', status: 429, body: throttled }, 'Provider.Busy', 'rate_limit', 5_000],
  [
    'a throttle with a header',
    { type: 'respond', status: 429, body: throttled, headers: { 'retry-after': '1' } },
    'Provider.Busy',
    'rate_limit',
    1_000,
  ],
  [
    'a fault of the provider',
    { type: 'respond', status: 500, body: { detail: 'x' } },
    'Provider.Busy',
    'http_500',
    undefined,
  ],
  [
    'a page of a proxy',
    { type: 'respond', status: 502, body: '<html></html>' },
    'Provider.Busy',
    'http_502',
    undefined,
  ],
  ['a page where JSON was due', { type: 'html' }, 'Provider.Busy', 'not_json', undefined],
  ['half an answer', { type: 'cut' }, 'Provider.Busy', 'no_answer', undefined],
  [
    'cut JSON',
    { type: 'respond', status: 200, body: '{"id":"p', headers: json },
    'Provider.Busy',
    'not_json',
    undefined,
  ],
  [
    'an empty body',
    { type: 'respond', status: 200, body: '', headers: json },
    'Provider.Busy',
    'not_json',
    undefined,
  ],
  [
    'JSON that is no prediction',
    { type: 'respond', status: 200, body: {} },
    'Provider.Busy',
    'no_prediction',
    undefined,
  ],
  [
    'null',
    { type: 'respond', status: 200, body: 'null', headers: json },
    'Provider.Busy',
    'no_prediction',
    undefined,
  ],
  ['a dropped connection', { type: 'dropBefore' }, 'Provider.Busy', 'no_answer', undefined],
  ['a connection dropped after the work', { type: 'dropAfter' }, 'Provider.Busy', 'no_answer', undefined],
  [
    'no credit',
    { type: 'respond', status: 402, body: { detail: 'Buy credit' } },
    'Provider.Closed',
    'key_refused',
    30_000,
  ],
];

test.each(odd)(
  '%s on creation is classified after exactly one request',
  async (_name, action, type, reason, delayMs) => {
    fault('create', action);
    const failure = await failureOf(clientOf().create(order));
    expect([failure.type, failure.reason, failure.delayMs]).toEqual([type, reason, delayMs]);
    expect(requests()).toHaveLength(1);
  },
);

test.each(odd)(
  '%s on reading is classified after exactly one request',
  async (_name, action, type, reason, delayMs) => {
    fault('get', action);
    const failure = await failureOf(clientOf().get({ id: 'p1', signal }));
    expect([failure.type, failure.reason, failure.delayMs]).toEqual([type, reason, delayMs]);
    expect(requests()).toHaveLength(1);
  },
);

const contentPolicy = { title: 'Refused', detail: 'The prompt violates our content policy.', status: 422 };

test.each<[string, number, unknown]>([
  [
    'an error object',
    400,
    { error: { code: 'content_policy_violation', message: 'Your request was rejected.' } },
  ],
  ['an error text', 400, { error: 'NSFW content detected' }],
  ['a problem document', 422, contentPolicy],
  ['a code in its detail', 422, { detail: 'Flagged as sensitive (E005)', status: 422 }],
  ['content moderation', 403, { name: 'content_moderation', errors: ['Your request was flagged.'] }],
  ['legal reasons', 451, { detail: 'Blocked by the safety system' }],
])('a prompt refused with %s is flagged, and costs nothing', async (_name, status, body) => {
  fault('create', { type: 'respond', status, body });
  const failure = await failureOf(clientOf().create(order));
  expect(failure).toMatchObject({ type: 'Picture.Failed', reason: 'picture_flagged', status });
  expect(chargeOf(failure)).toBe('none');
  expect(requests()).toHaveLength(1);
});

test.each<[string, number, unknown, string]>([
  [
    'an invalid value',
    422,
    { detail: '- input.safety_tolerance: Must be less than or equal to 6' },
    'Provider.Rejected',
  ],
  ['its prompt quoted', 422, { detail: `Prompt too long: ${'nsfw sensitive skin'}` }, 'Provider.Rejected'],
  ['a flagged account', 403, { detail: 'Your account has been flagged.' }, 'Provider.Closed'],
  ['a wrong key', 401, { detail: 'flagged' }, 'Provider.Closed'],
  ['no credit', 402, { detail: 'Your content filter credit ran out' }, 'Provider.Closed'],
  ['a page', 400, '<html>NSFW</html>', 'Provider.Rejected'],
  ['a busy server', 503, contentPolicy, 'Provider.Busy'],
])('%s is no flag', async (_name, status, body, type) => {
  fault('create', { type: 'respond', status, body });
  const failure = await failureOf(clientOf().create({ ...order, prompt: 'nsfw sensitive skin' }));
  expect(failure.type).toBe(type);
});

test('refusals of other requests are not about a prompt', async () => {
  fault('get', { type: 'respond', status: 422, body: contentPolicy });
  expect((await failureOf(clientOf().get({ id: 'p1', signal }))).type).toBe('Provider.Rejected');
});

test.each<[string, Record<string, unknown>, boolean]>([
  ['failed with the code', { status: 'failed', error: 'Flagged as sensitive. (E005)' }, true],
  ['failed with an object', { status: 'failed', error: { code: 'NSFW', detail: 'no' } }, true],
  [
    'failed after an output',
    { status: 'failed', error: 'NSFW content detected', output: ['http://x/y.png'] },
    true,
  ],
  ['aborted', { status: 'aborted', error: 'content moderation' }, true],
  [
    'succeeded with nothing, by its log',
    { status: 'succeeded', output: [], logs: 'NSFW content detected' },
    true,
  ],
  ['succeeded', { status: 'succeeded', output: ['http://x/y.png'], logs: 'Running safety checker' }, false],
  [
    'without memory',
    { status: 'failed', error: 'CUDA out of memory', logs: 'Running safety checker' },
    false,
  ],
  ['for an unknown reason', { status: 'failed', error: 'Prediction failed (E8765)' }, false],
  ['without a reason', { status: 'failed', error: null }, false],
  ['canceled', { status: 'canceled', error: 'NSFW' }, false],
  ['running', { status: 'processing', error: null, logs: 'NSFW content detected' }, false],
])('a prediction that %s', async (_name, prediction, flagged) => {
  const body = { id: 'p1', input: { prompt: 'a mug' }, created_at: '', ...prediction };
  fault('get', { type: 'respond', status: 200, body });
  expect(await clientOf().get({ id: 'p1', signal })).toMatchObject({ flagged });
});

const ofPictures = Object.entries(REPLICATE_FAULT_SCRIPTS).filter(([, { title }]) => title.startsWith('12.'));

test.each(ofPictures)('the script %s makes predictions end as it says', async (name, { rules }) => {
  for (const rule of rules) simulators.control.addFault(rule);
  const client = clientOf();
  const failure = await failureOf(
    client.create({ ...order, prompt: 'a photograph' }).then(async ({ id }) => {
      const { flagged, status } = await client.get({ id, signal });
      throw new GalleyError({
        type: 'Picture.Failed',
        reason: flagged ? 'picture_flagged' : status,
        detail: '',
      });
    }),
  );
  expect(failure.reason).toBe(name === 'picture-out-of-memory' ? 'failed' : 'picture_flagged');
});

test('a failing list is requested once', async () => {
  fault('list', { type: 'respond', status: 503, body: {} });
  expect(await failureOf(clientOf().recent({ signal }))).toMatchObject({ reason: 'http_503' });
  expect(requests()).toHaveLength(1);
});

test('a creation whose response was lost is paid for once and can be found by its mark', async () => {
  fault('create', { type: 'dropAfter' });
  const client = clientOf();
  await failureOf(client.create(order));
  const { predictions: found } = await client.recent({ signal });
  expect(found.filter(({ input }) => input.seed === 77 && input.prompt === order.prompt)).toHaveLength(1);
});

test('predictions are listed page by page, between two times', async () => {
  const client = clientOf();
  const ids: string[] = [];
  for (let seed = 0; seed < 101; seed += 1) ids.unshift((await client.create({ ...order, seed })).id);
  const first = await client.recent({ signal });
  expect(first.predictions.map(({ id }) => id)).toEqual(ids.slice(0, 100));
  const second = await client.recent({ signal, cursor: first.next! });
  expect([second.predictions.map(({ id }) => id), second.next]).toEqual([ids.slice(100), null]);
  const hourAgo = new Date(Date.now() - 3_600_000);
  const none = { predictions: [], next: null };
  expect(await client.recent({ signal, before: hourAgo })).toEqual(none);
  expect(await client.recent({ signal, after: new Date(Date.now() + 3_600_000) })).toEqual(none);
  expect((await client.recent({ signal, after: hourAgo })).predictions).toHaveLength(100);
});

test('what Postgres refuses does not come out of a prediction', async () => {
  fault('create', {
    type: 'respond',
    status: 201,
    body: { id: 'p\u0000', status: 'starting', error: 'a\ud83d', input: {}, created_at: '' },
  });
  expect(await clientOf().create(order)).toMatchObject({ id: 'p', error: 'a\ufffd' });
});

test('a wrong token closes the provider account', async () => {
  const failure = await failureOf(clientOf({ apiToken: 'r8_bad' }).create(order));
  expect(failure).toMatchObject({ type: 'Provider.Closed', reason: 'key_refused' });
  expect(requests()).toHaveLength(1);
});

test('a refused connection is a busy provider', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const failure = await failureOf(clientOf({ baseUrl: `http://127.0.0.1:${port}/v1` }).create(order));
  expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'no_answer', neverSent: true });
});

test('a creation without a response ends at its timeout, after one request', async () => {
  fault('create', { type: 'hang' });
  const failure = await failureOf(clientOf({ timeoutMs: 150 }).create(order));
  expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'no_answer' });
  expect(failure).not.toHaveProperty('neverSent');
  expect(requests()).toHaveLength(1);
});

test.each<[string, (client: PictureClient, cancelled: AbortSignal) => Promise<unknown>]>([
  ['create', (client, cancelled) => client.create({ ...order, signal: cancelled })],
  ['get', (client, cancelled) => client.get({ id: 'p1', signal: cancelled })],
  ['list', (client, cancelled) => client.recent({ signal: cancelled })],
  [
    'delivery',
    (client, cancelled) =>
      client.download({ url: `${simulators.url}/replicate-delivery/p1/out.png`, signal: cancelled }),
  ],
])('a hanging %s ends at once when cancelled, and is not a failure of the provider', async (kind, call) => {
  fault(kind, { type: 'hang' });
  const cancel = new AbortController();
  const hanging = call(clientOf(), cancel.signal);
  setTimeout(() => cancel.abort(), 100);
  await expect(hanging).rejects.not.toBeInstanceOf(GalleyError);
  expect(requests()).toHaveLength(1);
});

describe('downloading the picture', () => {
  async function finished(): Promise<string> {
    const client = clientOf();
    const { id } = await client.create(order);
    return (await client.get({ id, signal })).outputUrl!;
  }

  test('an expired address stays expired', async () => {
    const url = await finished();
    simulators.control.expirePictures();
    const failure = await failureOf(clientOf().download({ url, signal }));
    expect(failure).toMatchObject({ type: 'Picture.Failed', reason: 'output_gone' });
  });

  test.each([400, 401, 404, 410, 451])(
    'an address that answers with %s will not be repaired',
    async (status) => {
      const url = await finished();
      fault('delivery', { type: 'respond', status });
      const failure = await failureOf(clientOf().download({ url, signal }));
      expect(failure).toMatchObject({ type: 'Picture.Failed', reason: 'output_gone' });
    },
  );

  test('an HTML page instead of a picture is left to the format check', async () => {
    const url = await finished();
    fault('delivery', { type: 'delivery', answer: 'html' });
    expect(sniffPicture(await clientOf().download({ url, signal }))).toBeUndefined();
  });

  test('a failing server is a busy provider', async () => {
    const url = await finished();
    fault('delivery', { type: 'respond', status: 503 });
    const failure = await failureOf(clientOf().download({ url, signal }));
    expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'picture_http_503' });
  });

  test('half a picture is an error', async () => {
    const url = await finished();
    fault('delivery', { type: 'cut' });
    expect(await failureOf(clientOf().download({ url, signal }))).toMatchObject({ reason: 'no_answer' });
  });
});
