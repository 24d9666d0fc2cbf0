import { until } from '../support/api-client';
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
