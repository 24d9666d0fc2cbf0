import type { FaultAction } from '../../src/simulators/core/fault-types';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

/** What a model provider really answers, and what an order does about it. One order a case, told apart by its keyword. */
const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

/** Delays that providers asked for, in milliseconds, as they were understood. */
const asked: Array<number | undefined> = [];

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({
    // A provider that names no time is left alone for half a minute; here for a moment.
    deps: (deps) => ({
      ...deps,
      classify: (error) => {
        const failure = deps.classify(error);
        asked.push(failure.delayMs);
        return failure.delayMs === undefined
          ? { ...failure, delayMs: 50 }
          : { ...failure, delayMs: Math.min(failure.delayMs, 400) };
      },
    }),
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

function fault(keyword: string, kind: 'ideas' | 'content' | 'quality', action: FaultAction, times = 1): void {
  galley.simulators.control.addFault({
    provider: 'openai',
    kind,
    times,
    match: { contains: keyword },
    action,
  });
}

function requests(keyword: string, kind: string): Array<{ prompt: string; maxTokens: number }> {
  return galley.simulators.control
    .requests({ provider: 'openai', kind })
    .map((request) => request.body as { messages: Array<{ content: string }>; max_completion_tokens: number })
    .filter((body) => body.messages[1]!.content.includes(keyword))
    .map((body) => ({ prompt: body.messages[1]!.content, maxTokens: body.max_completion_tokens }));
}

const quota = {
  type: 'respond' as const,
  status: 429,
  body: {
    error: {
      message: 'You exceeded your current quota.',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    },
  },
};

test.concurrent(
  'case 1: an exhausted quota makes the order wait, states why, keeps its attempts, and resumes automatically',
  async () => {
    const [store] = galley.stores;
    const keyword = 'quota kettle';
    fault(keyword, 'ideas', quota, 3);
    const id = await store!.order({ sourceId: keyword, policy: { ...policy, draftAttempts: 1 } });
    const waiting = await until('the order says why it waits', async () => {
      const order = await store!.read(id);
      return order.waiting && order;
    });
    expect(waiting).toMatchObject({
      status: 'GENERATING_IDEAS',
      phase: 'queued',
      waiting: { type: 'Provider.Closed', reason: 'insufficient_quota' },
    });
    const after = await store!.reaches(id, 'AWAITING_SELECTION');
    expect(after.waiting).toBeNull();
    const told = (await store!.events(id)).filter((event) => event.type === 'stage.waiting');
    expect(told).toHaveLength(1);
  },
);

test.concurrent.each([
  ['a refused key', 401, { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } }],
  [
    'an inactive account',
    429,
    { error: { message: 'Billing.', type: 'billing_not_active', code: 'billing_not_active' } },
  ],
])('case 1, related: %s makes the order wait', async (name, status, body) => {
  const [store] = galley.stores;
  fault(name, 'ideas', { type: 'respond', status, body }, 2);
  const id = await store!.order({ sourceId: name, policy });
  await store!.reaches(id, 'AWAITING_SELECTION');
  expect(requests(name, 'ideas')).toHaveLength(3);
});

test.concurrent(
  'case 2: a cancel takes effect at once while the provider asks for a ten-minute delay',
  async () => {
    const [, store] = galley.stores;
    const keyword = 'patient teapot';
    fault(
      keyword,
      'ideas',
      { type: 'respond', status: 429, headers: { 'retry-after': '600' }, body: { error: {} } },
      -1,
    );
    asked.length = 0;
    const id = await store!.order({ sourceId: keyword, policy });
    await until('the provider has asked for patience', async () => asked.includes(600_000));
    await store!.act(id, 'cancel');
    const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
    await until('the run is closed', async () => (await handle.describe()).status.name === 'CANCELLED');
  },
);

test.concurrent.each([
  ['of tokens', 'tokens', 'Limit 450000, Used 449000, Requested 4000. Please try again in 400ms.'],
  ['of requests', 'requests', 'Limit 450, Used 450, Requested 1. Please try again in 200ms.'],
])('case 4: a limit %s is waited out for as long as the provider says', async (name, type, text) => {
  const [store] = galley.stores;
  const keyword = `limit ${name} mug`;
  fault(keyword, 'ideas', {
    type: 'respond',
    status: 429,
    body: { error: { message: `Rate limit reached: ${text}`, type, code: 'rate_limit_exceeded' } },
  });
  const id = await store!.order({ sourceId: keyword, policy });
  await store!.reaches(id, 'AWAITING_SELECTION');
  expect(requests(keyword, 'ideas')).toHaveLength(2);
});

test.concurrent('case 4: a request larger than the limit itself is never sent again', async () => {
  const [store] = galley.stores;
  const keyword = 'oversized teapot';
  fault(keyword, 'ideas', {
    type: 'respond',
    status: 429,
    body: {
      error: {
        message: 'Request too large for gpt-4o-mini: Limit 30000, Requested 43000.',
        type: 'tokens',
        code: 'rate_limit_exceeded',
      },
    },
  });
  const id = await store!.order({ sourceId: keyword, policy });
  expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Order.Invalid' });
  expect(requests(keyword, 'ideas')).toHaveLength(1);
});

test.concurrent.each([
  ['half a document', 'half' as const],
  ['no content at all', null],
])(
  'case 5: an answer cut off with %s is requested again with a higher token limit',
  async (name, content) => {
    const [store] = galley.stores;
    const keyword = `cut ${name} pen`;
    fault(keyword, 'content', { type: 'finish', reason: 'length', content });
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    await store!.reaches(id, 'GENERATING_IMAGE');
    const [first, second] = requests(keyword, 'content');
    expect(second!.maxTokens).toBeGreaterThan(first!.maxTokens);
  },
);

test.concurrent.each([
  ['a refusal', { type: 'refusal', text: 'I cannot write about this.' }],
  ['a content filter', { type: 'finish', reason: 'content_filter', content: null }],
] as Array<[string, FaultAction]>)(
  'case 6: %s is final, with a reason a customer can read',
  async (name, action) => {
    const [, store] = galley.stores;
    const keyword = `declined ${name} soap`;
    fault(keyword, 'content', action);
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    const failed = await store!.reaches(id, 'FAILED');
    expect(failed).toMatchObject({ errorType: 'Draft.Refused' });
    expect(failed.error).toMatch(/choose another/);
    expect(requests(keyword, 'content')).toHaveLength(1);
  },
);

test.concurrent.each([
  ['in a fence', (json: string) => `\`\`\`json\n${json}\n\`\`\``],
  ['in a bare fence after a sentence', (json: string) => `Here it is:\n\`\`\`\n${json}\n\`\`\`\nEnjoy!`],
  ['after a byte-order mark', (json: string) => `\uFEFF${json}`],
  ['behind a shell fence', (json: string) => `\`\`\`bash\nls\n\`\`\`\n\`\`\`json\n${json}\n\`\`\``],
])('case 7: a document %s is read', async (name, wrap) => {
  const [, store] = galley.stores;
  const keyword = `wrapped mug ${name.length}`;
  const verdict = JSON.stringify({
    approved: true,
    scores: { accuracy: 9, usefulness: 9, structure: 9, language: 9, brand_fit: 9 },
    findings: [],
  });
  fault(keyword, 'quality', { type: 'content', content: wrap(verdict) });
  const id = await store!.order({ sourceId: keyword, policy });
  await store!.pick(id);
  await store!.reaches(id, 'GENERATING_IMAGE');
  expect(requests(keyword, 'quality')).toHaveLength(1);
});

test.concurrent.each([
  ['an empty fence', '```json\n```'],
  ['a list', '[]'],
  ['a sentence', 'I have written the post.'],
  ['three megabytes', JSON.stringify({ bodyMarkdown: 'word '.repeat(600_000) })],
])('case 7 and 35: %s is a rejected draft, and the number of attempts is limited', async (name, content) => {
  const [, store] = galley.stores;
  const keyword = `unreadable tent ${name.length}`;
  fault(keyword, 'content', { type: 'content', content }, -1);
  const id = await store!.order({ sourceId: keyword, policy });
  await store!.pick(id);
  expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Draft.Rejected' });
  expect(requests(keyword, 'content')).toHaveLength(3);
});

describe('case 8: a prompt that is too long', () => {
  const body = {
    error: {
      message:
        "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (5000 in the messages, 4000 in the completion).",
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
    },
  };

  test.concurrent('is shortened once by the stated excess', async () => {
    const [store] = galley.stores;
    const keyword = 'long winded planner';
    const facts = Array.from({ length: 20 }, (_, n) => `Fact number ${n}: ${'x'.repeat(400)}`);
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.reaches(id, 'AWAITING_SELECTION');
    await galley.database.pool.query('update order_subjects set facts = $2 where order_id = $1', [
      id,
      JSON.stringify(facts),
    ]);
    fault(keyword, 'content', { type: 'respond', status: 400, body });
    await store!.pick(id);
    await store!.reaches(id, 'GENERATING_IMAGE');
    const [first, second] = requests(keyword, 'content');
    const saved = first!.prompt.length - second!.prompt.length;
    expect(saved).toBeGreaterThanOrEqual(808 * 4);
    expect(second!.prompt).toContain('Fact number 0');
  });

  test.concurrent('and is final the second time', async () => {
    const [store] = galley.stores;
    const keyword = 'endless planner';
    fault(keyword, 'content', { type: 'respond', status: 400, body }, -1);
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Order.Invalid' });
    expect(requests(keyword, 'content')).toHaveLength(2);
  });
});

test.concurrent.each([
  ['an HTML page', { type: 'html' }],
  ['half a body', { type: 'cut' }],
  ['no choices', { type: 'emptyChoices' }],
  ['a dropped connection', { type: 'dropBefore' }],
  ['a server error', { type: 'respond', status: 502, body: 'Bad gateway' }],
] as Array<[string, FaultAction]>)(
  '%s at the provider is waited out without using up an attempt',
  async (name, action) => {
    const [, , store] = galley.stores;
    const keyword = `odd ${name} scarf`;
    fault(keyword, 'ideas', action, 2);
    const id = await store!.order({ sourceId: keyword, policy: { ...policy, draftAttempts: 1 } });
    await store!.reaches(id, 'AWAITING_SELECTION');
    expect(requests(keyword, 'ideas').length).toBeGreaterThanOrEqual(3);
  },
);

/** Findings of an order's attempts, as people see them. */
async function findingsOf(store: Galley['stores'][number], id: string) {
  const { json } = await store.call('GET', `/api/blog-generation/${id}/attempts`);
  const items = json['items'] as Array<{ findings: Array<{ rule: string; reason: string }> }>;
  return items.flatMap(({ findings }) => findings);
}

const errorOf = (status: number, code: string, more: object = {}): FaultAction => ({
  type: 'respond',
  status,
  body: { error: { message: 'No.', type: 'invalid_request_error', param: null, code, ...more } },
});

test.concurrent.each<[string, 'ideas' | 'content' | 'quality', FaultAction]>([
  ['invalid_prompt', 'content', errorOf(400, 'invalid_prompt')],
  [
    'an inner error',
    'ideas',
    errorOf(400, 'content_filter', { innererror: { code: 'ResponsibleAIPolicyViolation' } }),
  ],
  ['moderation', 'quality', errorOf(400, 'moderation_blocked')],
])('a refusal with 400 by %s is final, with a reason a customer can read', async (name, kind, action) => {
  const [store] = galley.stores;
  const keyword = `refused ${name} soap`;
  fault(keyword, kind, action);
  const id = await store!.order({ sourceId: keyword, policy });
  if (kind !== 'ideas') await store!.pick(id);
  const failed = await store!.reaches(id, 'FAILED');
  expect(failed).toMatchObject({ errorType: 'Draft.Refused' });
  expect(failed.error).toMatch(/choose another/);
  expect(requests(keyword, kind)).toHaveLength(1);
});

test.concurrent(
  'a request that the provider cannot process ends its order, with what to do about it',
  async () => {
    const [store] = galley.stores;
    const keyword = 'unprocessable kettle';
    fault(keyword, 'content', { type: 'respond', status: 400, body: 'no' });
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    const failed = await store!.reaches(id, 'FAILED');
    expect([failed.errorType, failed.error]).toEqual(['Provider.Rejected', expect.stringContaining('Retry')]);
  },
);

test.concurrent.each<[string, FaultAction]>([
  ['no choices', { type: 'emptyChoices' }],
  ['a number', { type: 'answer', message: { content: 42 } }],
  ['a page', { type: 'html' }],
])(
  '%s in place of each answer is paid for three times an attempt at most, and told',
  async (name, action) => {
    const [store] = galley.stores;
    const keyword = `odd ${name} chair`;
    fault(keyword, 'content', action, -1);
    const id = await store!.order({ sourceId: keyword, policy: { ...policy, draftAttempts: 2 } });
    await store!.pick(id);
    expect(await store!.reaches(id, 'FAILED', 30_000)).toMatchObject({ errorType: 'Draft.Rejected' });
    expect(requests(keyword, 'content')).toHaveLength(6);
    const findings = await findingsOf(store!, id);
    expect(findings.map(({ rule }) => rule)).toEqual(['odd_answer', 'odd_answer']);
    expect(findings[0]!.reason).toMatch(/could not be used 3 times/);
  },
);

test.concurrent('ideas that are no answer each time end likewise', async () => {
  const [store] = galley.stores;
  const keyword = 'odd idea lamp';
  fault(keyword, 'ideas', { type: 'answer', completion: { choices: null } }, -1);
  const id = await store!.order({ sourceId: keyword, policy: { ...policy, draftAttempts: 1 } });
  expect(await store!.reaches(id, 'FAILED', 30_000)).toMatchObject({ errorType: 'Draft.Rejected' });
  expect(requests(keyword, 'ideas')).toHaveLength(3);
});

test.concurrent.each<[string, FaultAction]>([
  ['a sentence', { type: 'content', content: 'I like it.' }],
  ['no choices', { type: 'emptyChoices' }],
])(
  'a review that is %s each time is paid for three times, and its draft is rejected for that',
  async (name, action) => {
    const [store] = galley.stores;
    const keyword = `unread ${name} clock`;
    fault(keyword, 'quality', action, -1);
    const id = await store!.order({ sourceId: keyword, policy: { ...policy, draftAttempts: 1 } });
    await store!.pick(id);
    expect(await store!.reaches(id, 'FAILED', 30_000)).toMatchObject({ errorType: 'Draft.Rejected' });
    expect(requests(keyword, 'quality')).toHaveLength(3);
    expect((await findingsOf(store!, id)).at(-1)).toMatchObject({ rule: 'review_unreadable' });
  },
);

test.concurrent('content in parts is read', async () => {
  const [store] = galley.stores;
  const keyword = 'parted basket';
  for (const kind of ['ideas', 'content', 'quality'] as const) fault(keyword, kind, { type: 'parts' });
  const id = await store!.order({ sourceId: keyword, policy });
  await store!.pick(id);
  await store!.reaches(id, 'GENERATING_IMAGE');
  expect(requests(keyword, 'content')).toHaveLength(1);
});

// By themselves and last, as what was asked for is noted in one place for all.
describe('case 3: reset headers in every form', () => {
  const tokens = (value: string): Record<string, string> => ({
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-remaining-requests': '12',
    'x-ratelimit-reset-requests': '9h',
    'x-ratelimit-reset-tokens': value,
  });

  test.each([
    ['1s', 1_000],
    ['6m0s', 360_000],
    ['20ms', 20],
    ['1m30s', 90_000],
    ['2m30.5s', 150_500],
    ['1h30m', 5_400_000],
    ['0s', 0],
    ['60', 60_000],
  ])('"%s" of the exhausted budget is %i ms', async (value, expected) => {
    const [store] = galley.stores;
    const keyword = `reset header ${expected}`;
    fault(keyword, 'ideas', { type: 'respond', status: 429, headers: tokens(value), body: { error: {} } });
    asked.length = 0;
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.reaches(id, 'AWAITING_SELECTION');
    expect(asked).toContain(expected);
  });

  test.each(['', 'abc', '-5s'])('"%s" means nothing, and our own backoff applies', async (value) => {
    const [store] = galley.stores;
    const keyword = `reset nonsense ${value.length}`;
    fault(keyword, 'ideas', { type: 'respond', status: 429, headers: tokens(value), body: { error: {} } });
    asked.length = 0;
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.reaches(id, 'AWAITING_SELECTION');
    expect(asked).toEqual([undefined]);
  });
});
