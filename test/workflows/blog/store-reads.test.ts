import { Context } from '@temporalio/activity';
import type { FaultAction } from '../../../src/simulators/core/fault-types';
import { until } from '../../support/api-client';
import type { ApiClient, OrderJson } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 3 };

/** Where an activity fails as a bug of ours would: in comparing drafts, or before reading a post back. */
let broken: 'look' | 'confirm' | undefined;

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley({
    deps: (deps) => ({
      ...deps,
      // What is asked again after seconds or a minute is asked again at once.
      classify: (error) => ({ ...deps.classify(error), delayMs: 50 }),
      db: {
        ...deps.db,
        orders: {
          ...deps.db.orders,
          findOrder: (key) =>
            broken === 'confirm' && Context.current().info.activityType === 'confirmPost'
              ? Promise.reject(new TypeError('a bug of ours'))
              : deps.db.orders.findOrder(key),
        },
      },
      publishers: {
        wix: {
          ...deps.publishers.wix,
          format: {
            ...deps.publishers.wix.format,
            visibleText: (document) => {
              if (broken === 'look') throw new TypeError('a bug of ours');
              return deps.publishers.wix.format.visibleText(document);
            },
          },
        },
      },
    }),
  });
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(() => {
  broken = undefined;
  galley.simulators.control.clearFaults();
});

function fault(kind: string, action: FaultAction, times = 1_000): void {
  galley.simulators.control.addFault({ provider: 'wix', kind, action, times });
}

const respond = (status: number): FaultAction => ({ type: 'respond', status, body: { message: 'no' } });
const postsNamed = (order: OrderJson) =>
  galley.simulators.control.posts().filter((post) => post.fields['title'] === order.post!.title);
const draftsNamed = (order: OrderJson) =>
  galley.simulators.control.drafts().filter((draft) => draft.fields['title'] === order.post!.title);
const readsSince = (before: number): number =>
  galley.simulators.control.requests({ provider: 'wix', kind: 'post.get' }).length - before;

async function picked(sourceId: string): Promise<string> {
  const id = await store.order({ sourceId, policy });
  await store.pick(id);
  return id;
}

describe('reading a published post back', () => {
  test.each([503])('that is answered with %s for good leaves it published', async (status) => {
    fault('post.get', respond(status));
    const before = galley.simulators.control.requests({ provider: 'wix', kind: 'post.get' }).length;
    const id = await picked(`unread ${status} kettle`);
    const done = await store.reaches(id, 'DONE');
    expect(done).toMatchObject({ phase: 'done', error: null, publication: { url: null } });
    expect(postsNamed(done).map((post) => post.id)).toEqual([done.publication!.postId]);
    expect(readsSince(before)).toBe(6);
    const run = galley.temporal.workflow.getHandle(`blog:${id}`);
    await until('the run completed', async () => (await run.describe()).status.name === 'COMPLETED');
  });

  test('that is refused at first still brings its address', async () => {
    fault('post.get', respond(404), 2);
    const done = await store.reaches(await picked('late kettle'), 'DONE');
    expect(done.publication!.url).toContain('/post/');
  });

  test('that ends in a fault of our own leaves it published, too', async () => {
    broken = 'confirm';
    const done = await store.reaches(await picked('faulty kettle'), 'DONE');
    expect(done.publication).toMatchObject({ postId: expect.any(String) as string, url: null });
    expect(postsNamed(done)).toHaveLength(1);
  });
});

describe('looking for a draft whose answer was lost', () => {
  beforeEach(() => fault('draft.create', { type: 'dropAfter' }, 1));

  test.each([404])('with nothing but %s is for a person, and no second draft is made', async (status) => {
    fault('draft.query', respond(status));
    const id = await picked(`hidden ${status} spade`);
    const order = await store.reaches(id, 'UNCONFIRMED');
    expect(order.publication!.lookups).toMatchObject([{ found: 'no_answer' }, { found: 'no_answer' }]);
    expect(draftsNamed(order)).toHaveLength(1);
    galley.simulators.control.clearFaults();
    const draftId = draftsNamed(order)[0]!.id;
    await store.act(id, 'resolve', { resolution: 'exists', draftId });
    await store.reaches(id, 'DONE');
    expect(postsNamed(order)).toHaveLength(1);
  });

  test.each([403])('waits out %s, however often it comes', async (status) => {
    fault('draft.query', respond(status), 5);
    const done = await store.reaches(await picked(`awaited ${status} spade`), 'DONE');
    expect(done.publication!.lookups).toMatchObject([{ found: 'match' }]);
    expect(draftsNamed(done)).toHaveLength(1);
  });

  test('that ends in a fault of our own is for a person', async () => {
    broken = 'look';
    const order = await store.reaches(await picked('faulty spade'), 'UNCONFIRMED');
    broken = undefined;
    expect(draftsNamed(order)).toHaveLength(1);
    const draftId = draftsNamed(order)[0]!.id;
    await store.act(order.id, 'resolve', { resolution: 'exists', draftId });
    await store.reaches(order.id, 'DONE');
  });
});
