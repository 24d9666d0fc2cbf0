import { prepareRestored } from '../../../src/db/restore';
import { until } from '../../support/api-client';
import type { ApiClient, OrderJson } from '../../support/api-client';
import { SAMPLE_STORES } from '../../../src/simulators/products';
import { connectStore } from '../../simulators/clients';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { itemReaches, orderPage, pageAbout } from '../../support/items';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 2 };

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const posts = () => galley.simulators.control.posts();
const titlesOf = (list: Array<{ fields: Record<string, unknown> }>) =>
  list.map(({ fields }) => String(fields['title']));
const read = (ids: readonly string[]): Promise<OrderJson[]> => Promise.all(ids.map((id) => store.read(id)));

/** Places orders and takes each to a status. */
async function place(
  sourceIds: readonly string[],
  body: Record<string, unknown>,
  status: string,
): Promise<string[]> {
  return Promise.all(
    sourceIds.map(async (sourceId) => {
      const id = await store.order({ sourceId, policy, ...body });
      if (status !== 'AWAITING_SELECTION') await store.pick(id);
      await store.reaches(id, status);
      return id;
    }),
  );
}

const inSeconds = (seconds: number): { publishAt: string; timeZone: string } => ({
  publishAt: new Date(Date.now() + seconds * 1_000).toISOString(),
  timeZone: 'UTC',
});

/** Temporal starts empty, as the documented steps have it. Its lists may still show for a while what is gone. */
async function emptyTemporal(): Promise<void> {
  const { namespace } = galley.temporal.options;
  const { workflowService: service, workflow } = galley.temporal;
  await until(
    'no run is left',
    async () => {
      let left = 0;
      for await (const { workflowId, runId } of workflow.list()) {
        const workflowExecution = { workflowId, runId };
        const isThere = await service
          .describeWorkflowExecution({ namespace, execution: workflowExecution })
          .then(() => true)
          .catch(() => false);
        if (!isThere) continue;
        left += 1;
        await service.deleteWorkflowExecution({ namespace, workflowExecution }).catch(() => undefined);
      }
      return left === 0;
    },
    60_000,
  );
}

/** Changes the text of a post as the staff of the store would. */
async function edit(postId: string): Promise<void> {
  const { call } = await connectStore(galley.simulators, SAMPLE_STORES[0].instanceId);
  const path = `/blog/v3/draft-posts/${postId}`;
  await call('PATCH', path, { draftPost: { id: postId, richContent: { nodes: [] } } });
  await call('POST', `${path}/publish`, {});
}

/** Waits until the system answers again after its connections were cut. */
async function answersAgain(): Promise<void> {
  await until('the API answers', async () => {
    const answer = await store.call('GET', '/api/blog-generation').catch(() => undefined);
    return answer?.status === 200;
  });
}

test('after Postgres was restored to an hour ago nothing is published twice, and every order goes on', async () => {
  const published = await place(['posted kettle', 'posted mug'], {}, 'DONE');
  const offered = await place(['offered spade', 'offered rake'], {}, 'AWAITING_SELECTION');
  const otherIdea = await place(['changed lantern'], {}, 'AWAITING_SELECTION');
  const finished = await place(
    ['finished tent', 'finished stove', 'edited pillow'],
    { publishMode: 'approve' },
    'AWAITING_APPROVAL',
  );
  const due = await place(['due soap', 'due towel'], inSeconds(12), 'SCHEDULED');
  const later = await place(['later pen'], inSeconds(3_600), 'SCHEDULED');
  const drafted = await place(['drafted notebook'], { publishMode: 'draft' }, 'AWAITING_SELECTION');
  const [cancelled] = await place(['cancelled apron'], { publishMode: 'approve' }, 'AWAITING_APPROVAL');
  await store.act(cancelled!, 'cancel');
  const [untouched] = await place(['untouched blanket'], { publishMode: 'approve' }, 'AWAITING_APPROVAL');

  const backup = await galley.database.backUp();
  await answersAgain();

  // An hour in which people pick, approve and retry, times come, and posts go out.
  await Promise.all([...offered, ...otherIdea, ...drafted].map((id) => store.pick(id)));
  await Promise.all(finished.map((id) => store.act(id, 'approve')));
  await store.act(cancelled!, 'retry');
  await store.reaches(cancelled!, 'AWAITING_APPROVAL');
  await store.act(cancelled!, 'approve');
  const gone = [...offered, ...otherIdea, ...finished, ...due, ...drafted, cancelled!];
  const before = new Map<string, OrderJson>();
  for (const order of await Promise.all(gone.map((id) => store.reaches(id, 'DONE', 60_000))))
    before.set(order.id, order);
  const lost = await store.publish({ sourceId: 'lost cup', policy });
  // The store's staff change one of the posts.
  await edit(before.get(finished[2]!)!.publication!.postId!);
  await galley.stopWorkers();
  const titles = titlesOf(posts()).sort();
  const draftsThen = galley.simulators.control.drafts().length;

  await backup.restore();
  await answersAgain();
  expect((await store.call('GET', `/api/blog-generation/${lost.id}`)).status).toBe(404);
  await emptyTemporal();
  const prepared = await prepareRestored(galley.database.pool);
  expect(prepared).toEqual({ looking: gone.length + later.length + 1, restarted: gone.length + 1 });
  await galley.startWorkers();

  // What was due goes on by itself, and looks first.
  const taken = await Promise.all(due.map((id) => store.reaches(id, 'DONE')));
  for (const order of taken) {
    expect(order.publication!.postId).toBe(before.get(order.id)!.publication!.postId);
    expect(order.publication!.url).toBe(before.get(order.id)!.publication!.url);
    expect(order.publication!.lookups).toMatchObject([{ found: 'match' }]);
  }
  // People do again what they did.
  await Promise.all([...offered, ...drafted].map((id) => store.pick(id)));
  await Promise.all(otherIdea.map((id) => store.pick(id, 1)));
  await Promise.all(
    finished.map(async (id) => {
      await store.reaches(id, 'AWAITING_APPROVAL');
      await store.act(id, 'approve');
    }),
  );
  await store.act(cancelled!, 'retry');
  await store.reaches(cancelled!, 'AWAITING_APPROVAL');
  await store.act(cancelled!, 'approve');
  await Promise.all(gone.map((id) => store.reaches(id, ['DONE', 'UNCONFIRMED'])));

  expect(titlesOf(posts()).sort()).toEqual(titles);
  expect(galley.simulators.control.drafts()).toHaveLength(draftsThen);
  // Finished posts are known again by their text; what was written anew or edited is for a person.
  for (const order of await read([finished[0]!, finished[1]!, cancelled!]))
    expect([order.status, order.publication!.postId]).toEqual([
      'DONE',
      before.get(order.id)!.publication!.postId,
    ]);
  const held = await read([finished[2]!, ...otherIdea]);
  expect(held.map(({ status }) => status)).toEqual(['UNCONFIRMED', 'UNCONFIRMED']);
  for (const { error } of held) expect(error).toMatch(/restored from a backup/);
  expect((await read(published)).map(({ status }) => status)).toEqual(['DONE', 'DONE']);
  expect((await read(later)).map(({ status }) => status)).toEqual(['SCHEDULED']);

  // Of what nothing is at the store goes out as ever.
  await store.reaches(untouched!, 'AWAITING_APPROVAL');
  await store.act(untouched!, 'approve');
  const out = await store.reaches(untouched!, 'DONE');
  expect(out.publication!.lookups).toMatchObject([{ found: 'none' }, { found: 'none' }]);
  // And a person who found the post of another idea deleted it: "absent" makes the order's own.
  await store.act(otherIdea[0]!, 'resolve', { resolution: 'absent' });
  await store.reaches(otherIdea[0]!, 'DONE');
  expect(posts()).toHaveLength(titles.length + 2);
}, 180_000);

test('with an empty Temporal under a full Postgres every open order goes on', async () => {
  const waiting = await place(
    ['emptied fork', 'emptied hoe'],
    { publishMode: 'approve' },
    'AWAITING_APPROVAL',
  );
  const picking = await place(['emptied vase'], {}, 'AWAITING_SELECTION');
  await galley.stopWorkers();
  const page = await orderPage(store, pageAbout('emptied lamp'));
  await emptyTemporal();
  await prepareRestored(galley.database.pool);
  await galley.startWorkers();
  await Promise.all(
    waiting.map(async (id) => {
      await store.reaches(id, 'AWAITING_APPROVAL');
      await store.act(id, 'approve');
    }),
  );
  await Promise.all(picking.map((id) => store.pick(id)));
  await Promise.all([...waiting, ...picking].map((id) => store.reaches(id, 'DONE')));
  await itemReaches(store, page.id, 'completed');
}, 120_000);
