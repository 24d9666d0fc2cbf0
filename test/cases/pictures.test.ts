import { until } from '../support/api-client';
import type { OrderJson } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { Gate } from '../support/hold';
import type { FaultAction } from '../../src/simulators/core/fault-types';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;
let beforePublish: Gate | undefined;

beforeAll(async () => {
  galley = await startGalley({
    env: { REPLICATE_DEADLINE_MS: '1500' },
    deps: (deps) => ({
      ...deps,
      db: {
        ...deps.db,
        blogRuns: {
          ...deps.db.blogRuns,
          beginPublish: async (run) => {
            await beforePublish?.pass();
            return deps.db.blogRuns.beginPublish(run);
          },
        },
      },
    }),
  });
}, 60_000);

afterAll(async () => {
  beforePublish?.release();
  await galley?.stop();
});

/** Only the pictures of the keyword are struck, as orders run side by side here. */
function fault(keyword: string, kind: 'create' | 'delivery', action: FaultAction, times = 1): void {
  galley.simulators.control.addFault({
    provider: 'replicate',
    kind,
    times,
    match: { contains: keyword },
    action,
  });
}

function predictions(keyword: string): Array<{ id: string; status: string }> {
  return galley.simulators.control.predictions().filter((one) => JSON.stringify(one.input).includes(keyword));
}

async function atPicture(sourceId: string): Promise<string> {
  const id = await galley.stores[0]!.order({ sourceId, policy });
  await galley.stores[0]!.pick(id);
  return id;
}

test.concurrent.each(['expired', 'html'] as const)(
  'case 9: a picture address that returns %s is followed by a new picture',
  async (answer) => {
    const [store] = galley.stores;
    const keyword = `address ${answer} mug`;
    fault(keyword, 'delivery', { type: 'delivery', answer });
    const done = await store!.reaches(await atPicture(keyword), 'DONE');
    expect(done.image).toMatchObject({ width: 1200, height: 630 });
    expect(predictions(keyword)).toHaveLength(2);
  },
);

test.concurrent(
  'predictions that nobody can make sense of are asked for three times, not for a day',
  async () => {
    const [store] = galley.stores;
    const keyword = 'senseless bowl';
    fault(keyword, 'create', { type: 'respond', status: 201, body: { status: 'starting' } }, -1);
    const id = await store!.order({ sourceId: keyword, policy: { ...policy, draftAttempts: 1 } });
    await store!.pick(id);
    expect(await store!.reaches(id, 'FAILED', 40_000)).toMatchObject({ errorType: 'Picture.Failed' });
    const creations = galley.simulators.control
      .requests({ provider: 'replicate', kind: 'create' })
      .filter(({ body }) => JSON.stringify(body).includes(keyword));
    expect(creations).toHaveLength(3);
  },
  60_000,
);

test.concurrent(
  'case 10: a prediction that never ends is cancelled at its deadline and replaced',
  async () => {
    const [store] = galley.stores;
    const keyword = 'never ending tent';
    fault(keyword, 'create', { type: 'prediction', ends: 'never' });
    const id = await atPicture(keyword);
    await store!.reaches(id, 'DONE', 30_000);
    expect(
      predictions(keyword)
        .map((one) => one.status)
        .sort(),
    ).toEqual(['canceled', 'succeeded']);
  },
);

test.concurrent('case 10: three failed predictions end the order, and finished stages are kept', async () => {
  const [store] = galley.stores;
  const keyword = 'unlucky pen';
  fault(keyword, 'create', { type: 'prediction', ends: 'failed', error: 'NSFW' }, 3);
  const id = await atPicture(keyword);
  const failed = await store!.reaches(id, 'FAILED');
  expect(failed.errorType).toBe('Picture.Failed');
  await store!.act(id, 'retry');
  const done = await store!.reaches(id, 'DONE');
  expect(done.post!.versionId).toBe(failed.post!.versionId);
});

test.concurrent(
  'case 11: a throttled creation waits for the delay in the body, with one request, and finished stages are kept',
  async () => {
    const [store] = galley.stores;
    const keyword = 'throttled soap';
    fault(keyword, 'create', {
      type: 'respond',
      status: 429,
      body: { detail: 'Request was throttled. Your rate limit resets in ~2s', status: 429, retry_after: 2 },
    });
    const id = await atPicture(keyword);
    await store!.reaches(id, 'DONE');
    const asked = galley.simulators.control
      .requests({ provider: 'replicate', kind: 'create' })
      .filter((request) => JSON.stringify(request.body).includes(keyword));
    expect(asked).toHaveLength(2);
    expect(Date.parse(asked[1]!.at) - Date.parse(asked[0]!.at)).toBeGreaterThanOrEqual(1_900);
  },
);

test.concurrent(
  'case 12: a creation whose response was lost is found by its mark, not paid for twice',
  async () => {
    const [store] = galley.stores;
    const keyword = 'orphaned shears';
    fault(keyword, 'create', { type: 'dropAfter' });
    const id = await atPicture(keyword);
    await store!.reaches(id, 'DONE');
    expect(predictions(keyword)).toHaveLength(1);
    // It was made, so it costs, whether its answer arrived or not.
    const calls = await galley.database.pool.query<{ state: string; cost: string }>(
      `select state, cost_micros::text as cost from provider_calls where order_id = $1 and stage = 'image'`,
      [id],
    );
    expect(calls.rows).toEqual([{ state: 'answered', cost: '3000' }]);
  },
);

test.concurrent(
  'case 13: cancelling an order cancels its prediction at the provider within five seconds',
  async () => {
    const [store] = galley.stores;
    const keyword = 'cancelled lantern';
    fault(keyword, 'create', { type: 'prediction', ends: 'never' });
    const id = await atPicture(keyword);
    await until('the prediction runs', async () => predictions(keyword).length === 1);
    await store!.act(id, 'cancel');
    await until(
      'the prediction is cancelled',
      async () => predictions(keyword)[0]!.status === 'canceled',
      5_000,
    );
  },
);

test.concurrent(
  'case 13: a prediction whose creation has not been answered yet is found and cancelled too',
  async () => {
    const [store] = galley.stores;
    const keyword = 'unanswered trowel';
    fault(keyword, 'create', { type: 'hang', work: true });
    const id = await atPicture(keyword);
    await until('the prediction is made', async () => predictions(keyword).length === 1);
    await store!.act(id, 'cancel');
    const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
    await until('the run is closed', async () => (await handle.describe()).status.name === 'CANCELLED');
    const [made] = predictions(keyword);
    const cancels = galley.simulators.control.requests({ provider: 'replicate', kind: 'cancel' });
    expect(cancels.filter((request) => request.path.includes(made!.id))).toHaveLength(1);
  },
);

const E005 = 'The input or output was flagged as sensitive. Please try again with different inputs. (E005)';

function flag(keyword: string, times = -1, error = E005): void {
  fault(keyword, 'create', { type: 'prediction', ends: 'failed', error }, times);
}

interface TriedPicture {
  part: string | null;
  state: string;
  findings: Array<{ rule: string; reason: string; quote: string }>;
}

async function triedPictures(id: string): Promise<TriedPicture[]> {
  const answer = await galley.stores[0]!.call('GET', `/api/blog-generation/${id}/attempts`);
  return (answer.json['items'] as TriedPicture[]).filter(({ part }) => part === 'image');
}

async function skipped(id: string): Promise<object[]> {
  const events = await galley.stores[0]!.events(id);
  return events.filter(({ type }) => type === 'picture.skipped').map(({ data }) => data);
}

function postOf(order: OrderJson): { fields: Record<string, unknown> } {
  return galley.simulators.control.posts().find(({ id }) => id === order.publication!.postId)!;
}

test.concurrent(
  'a picture that is always flagged fails the order by a reason of its own, and the text can go out without',
  async () => {
    const [store] = galley.stores;
    const keyword = 'flagged teapot';
    flag(keyword);
    const id = await atPicture(keyword);
    const failed = await store!.reaches(id, 'FAILED');
    expect(failed).toMatchObject({ errorType: 'Picture.Failed', picture: 'required', image: null });
    expect(failed.error).toContain('flagged every image');
    expect((await store!.events(id)).at(-1)).toMatchObject({
      type: 'order.failed',
      data: { failureType: 'Picture.Failed', reason: 'picture_flagged' },
    });

    const tried = await triedPictures(id);
    expect(tried.map(({ state, findings: [finding] }) => [state, finding!.rule])).toEqual(
      Array(3).fill(['rejected', 'picture_flagged']),
    );
    const prompts = tried.map(({ findings }) => findings[0]!.quote);
    expect(prompts[1]).toBe(prompts[0]);
    expect(prompts[2]).toContain(`still life about ${keyword}`);
    const asked = galley.simulators.control
      .predictions()
      .filter(({ input }) => prompts.includes(String(input['prompt'])));
    expect(new Set(asked.map(({ input }) => input['seed'])).size).toBe(3);
    // Replicate charges for the time that they ran.
    const costs = await galley.database.pool.query<{ cost: string }>(
      `select sum(cost_micros)::text as cost from provider_calls where order_id = $1 and stage = 'image'`,
      [id],
    );
    expect(costs.rows).toEqual([{ cost: '9000' }]);

    expect((await store!.act(id, 'retry', { withoutPicture: true })).json).toMatchObject({ picture: 'none' });
    const done = await store!.reaches(id, 'DONE');
    expect(done).toMatchObject({ picture: 'none', image: null, post: { versionId: failed.post!.versionId } });
    expect(done.progress).toMatchObject({ completedSteps: done.progress.totalSteps });
    expect(postOf(done).fields).not.toHaveProperty('media');
    expect(await skipped(id)).toEqual([{ by: 'person' }]);
    expect((await store!.events(id)).map(({ type }) => type)).not.toContain('publish.differs');
    expect((await store!.call('GET', `/api/blog-generation/${id}/image`)).status).toBe(404);
  },
);

test.concurrent(
  'a retry after three flagged pictures asks for something else, not for the same again',
  async () => {
    const [store] = galley.stores;
    const keyword = 'stubborn urn';
    flag(keyword);
    const id = await atPicture(keyword);
    const failed = await store!.reaches(id, 'FAILED');
    await store!.act(id, 'retry');
    const done = await store!.reaches(id, 'DONE');
    expect([done.post, done.image === null]).toEqual([failed.post, false]);
    const prompts = (await triedPictures(id)).map(({ findings }) => findings[0]!.quote);
    expect(prompts).toHaveLength(4);
    expect(prompts[3]).toBe(prompts[2]);
    // The last one holds nothing of the text by which it was flagged here.
    expect(prompts.every((prompt) => prompt.includes(keyword))).toBe(true);
  },
);

test.concurrent('two flagged pictures are followed by one of a safer prompt', async () => {
  const [store] = galley.stores;
  const keyword = 'suspicious vase';
  flag(keyword, 2, 'NSFW content detected. Try running it again, or try a different prompt.');
  const done = await store!.reaches(await atPicture(keyword), 'DONE');
  expect(done.image).not.toBeNull();
  expect(predictions(keyword)).toHaveLength(3);
  expect(JSON.stringify(postOf(done).fields['media'])).toContain('wixMedia');
});

test.concurrent(
  'a prompt that is refused at creation costs nothing, and a retry takes a hint for it',
  async () => {
    const [store] = galley.stores;
    const keyword = 'refused bowl';
    const body = { title: 'Refused', detail: 'The prompt violates the content policy.', status: 422 };
    fault(keyword, 'create', { type: 'respond', status: 422, body }, 3);
    const id = await atPicture(keyword);
    expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Picture.Failed' });
    expect((await triedPictures(id)).map(({ findings }) => findings[0]!.rule)).toEqual(
      Array(3).fill('picture_flagged'),
    );
    await store!.act(id, 'retry', { hint: 'only the bowl, from above. Style: none' });
    await store!.reaches(id, 'DONE');
    const [made] = galley.simulators.control
      .predictions()
      .filter(({ input }) => JSON.stringify(input).includes(keyword));
    expect(made!.input['prompt']).toContain(' Hint: only the bowl, from above. Style none.');
    const calls = await galley.database.pool.query<{ cost: string }>(
      `select coalesce(cost_micros, 0)::text as cost from provider_calls where order_id = $1 and stage = 'image' order by cost_micros nulls first`,
      [id],
    );
    expect(calls.rows.map(({ cost }) => cost)).toEqual(['0', '0', '0', '3000']);
  },
);

test.concurrent(
  'an order whose picture is optional goes on without one, and its timeline says so',
  async () => {
    const [store] = galley.stores;
    const keyword = 'optional flask';
    flag(keyword);
    const id = await store!.order({ sourceId: keyword, policy, picture: 'optional' });
    await store!.pick(id);
    const done = await store!.reaches(id, 'DONE');
    expect(done).toMatchObject({ picture: 'none', image: null });
    expect(await skipped(id)).toEqual([{ by: 'setting', reason: 'picture_flagged' }]);
    expect(postOf(done).fields).not.toHaveProperty('media');
  },
);

test.concurrent('an order without a picture asks the provider for none', async () => {
  const [store] = galley.stores;
  const keyword = 'pictureless lamp';
  const id = await store!.order({ sourceId: keyword, policy, picture: 'none' });
  expect((await store!.read(id)).picture).toBe('none');
  await store!.pick(id);
  expect(await store!.reaches(id, 'DONE')).toMatchObject({ image: null });
  expect(predictions(keyword)).toEqual([]);
  const again = await store!.call('POST', '/api/blog-generation', { body: { basedOn: id } });
  expect(again.json).toMatchObject({ picture: 'none' });
});

test.concurrent('at approval the picture can be left out, and be asked for after all', async () => {
  const [store] = galley.stores;
  const keyword = 'approved jar';
  const id = await store!.order({ sourceId: keyword, policy, picture: 'none', publishMode: 'approve' });
  await store!.pick(id);
  expect(await store!.reaches(id, 'AWAITING_APPROVAL')).toMatchObject({ image: null, picture: 'none' });
  await store!.act(id, 'regenerate', { part: 'picture', hint: 'on a shelf' });
  await until('it has a picture', async () => (await store!.read(id)).image !== null);
  expect(await store!.reaches(id, 'AWAITING_APPROVAL')).toMatchObject({ picture: 'required' });
  const approved = await store!.act(id, 'approve', { withoutPicture: true });
  expect(approved.json).toMatchObject({ picture: 'none', repeated: false });
  const done = await store!.reaches(id, 'DONE');
  expect(done.image).toBeNull();
  expect(postOf(done).fields).not.toHaveProperty('media');
});

test.concurrent('pictures that fail for other reasons are no flags, and their prompt stays', async () => {
  const [store] = galley.stores;
  const keyword = 'heavy kettle';
  flag(keyword, 3, 'CUDA out of memory while running the safety checker');
  const id = await atPicture(keyword);
  const failed = await store!.reaches(id, 'FAILED');
  expect(failed.error).not.toContain('flagged');
  const tried = await triedPictures(id);
  expect(tried.map(({ findings }) => findings[0]!.rule)).toEqual(Array(3).fill('failed'));
  expect(new Set(tried.map(({ findings }) => findings[0]!.quote)).size).toBe(1);
});

test.concurrent(
  'a post that its store refuses can be written again by a hint, or about another idea',
  async () => {
    const [store] = galley.stores;
    const keyword = 'refused trivet';
    galley.simulators.control.addFault({
      provider: 'wix',
      kind: 'draft.create',
      times: 2,
      match: { contains: keyword },
      action: { type: 'respond', status: 400, body: { message: 'title is not allowed' } },
    });
    const id = await atPicture(keyword);
    const failed = await store!.reaches(id, 'FAILED');
    expect(failed.errorType).toBe('Publish.Rejected');
    const lost = await store!.act(id, 'retry', { hint: 'another title' });
    expect([lost.status, lost.json['error']]).toEqual([400, 'bad_request']);
    await store!.act(id, 'retry', { part: 'text', hint: 'another title' });
    const second = await store!.reaches(id, 'FAILED');
    expect(second.post!.versionId).not.toBe(failed.post!.versionId);
    expect(second.image).toEqual(failed.image);
    await store!.act(id, 'retry', { part: 'ideas', hint: 'for winter' });
    const asked = await store!.reaches(id, 'AWAITING_SELECTION');
    expect([asked.selectedIdeaId, asked.post, asked.image]).toEqual([null, null, null]);
    await store!.pick(id);
    expect((await store!.reaches(id, 'DONE')).image).not.toBeNull();
  },
);

test.concurrent(
  'a store that makes pictures optional later lets its failed orders go on by a retry',
  async () => {
    const store = galley.stores[1]!;
    const keyword = 'stored crate';
    flag(keyword);
    const id = await store.order({ sourceId: keyword, policy });
    await store.pick(id);
    const failed = await store.reaches(id, 'FAILED');
    const { items } = (await store.call('GET', '/api/stores')).json as { items: Array<{ id: string }> };
    const set = (pictures: string) =>
      store.call('PATCH', `/api/stores/${items[0]!.id}`, { body: { pictures } });
    expect((await set('none')).json).toMatchObject({ pictures: 'none' });
    // One that asks for itself is none of the store's.
    const own = await store.order({ sourceId: 'own picture', policy, picture: 'required' });
    await store.act(id, 'retry');
    expect(await store.reaches(id, 'DONE')).toMatchObject({
      picture: 'none',
      image: null,
      post: { versionId: failed.post!.versionId },
    });
    expect(predictions(keyword)).toHaveLength(3);
    expect(await store.read(own)).toMatchObject({ picture: 'required' });
    await store.pick(own);
    expect((await store.reaches(own, 'DONE')).image).not.toBeNull();
  },
);

// It holds publishing and lets every picture expire, so it runs when the others are done: all above are concurrent.
test('case 9: a picture whose address expires after it was copied is published hours later', async () => {
  const [store] = galley.stores;
  beforePublish = new Gate();
  const id = await atPicture('expiring kettle');
  await beforePublish.reached;
  galley.simulators.control.expirePictures();
  beforePublish.release();
  beforePublish = undefined;
  const done = await store!.reaches(id, 'DONE');
  const answer = await fetch(`${store!.url}${done.image!.url}`, {
    headers: { authorization: `Bearer ${store!.key}` },
  });
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(new Uint8Array(await answer.arrayBuffer()).slice(0, 4)).toEqual(
    new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
  );
  const post = galley.simulators.control.posts().find((one) => one.id === done.publication!.postId);
  expect(JSON.stringify(post!.fields['media'])).toContain('wixMedia');
});
