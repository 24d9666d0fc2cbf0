import { Context } from '@temporalio/activity';
import type { FaultAction } from '../../../src/simulators/core/fault-types';
import type { DraftPost } from '../../../src/simulators/wix/types';
import { SAMPLE_STORES } from '../../../src/simulators/products';
import { connectStore } from '../../simulators/clients';
import { until } from '../../support/api-client';
import type { ApiClient, OrderJson } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 3 };

/** The store is looked at again 0.3 s and 3 s after the end. */
const soon = { reminderAfterMs: 864_000 };

/** Where an activity fails as a bug of ours would: in comparing drafts, before reading a post back, or after a publication. */
let broken: 'look' | 'confirm' | 'finish' | undefined;

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley({
    deps: (deps) => ({
      ...deps,
      // What is asked again after seconds or a minute is asked again at once.
      classify: (error) => ({ ...deps.classify(error), delayMs: 50, longestDelayMs: 50 }),
      db: {
        ...deps.db,
        orders: {
          ...deps.db.orders,
          findOrder: (key) =>
            broken === 'confirm' && Context.current().info.activityType === 'confirmPost'
              ? Promise.reject(new TypeError('a bug of ours'))
              : deps.db.orders.findOrder(key),
        },
        publications: {
          ...deps.db.publications,
          looseEnds: (key) =>
            broken === 'finish' && Context.current().info.activityType === 'publishPost'
              ? Promise.reject(new TypeError('a bug of ours'))
              : deps.db.publications.looseEnds(key),
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

const respond = (status: number) => ({ type: 'respond', status, body: { message: 'no' } }) as const;
const postsNamed = (order: OrderJson) =>
  galley.simulators.control.posts().filter((post) => post.fields['title'] === order.post!.title);
const draftsNamed = (order: OrderJson) =>
  galley.simulators.control.drafts().filter((draft) => draft.fields['title'] === order.post!.title);
const readsSince = (before: number): number =>
  galley.simulators.control.requests({ provider: 'wix', kind: 'post.get' }).length - before;

async function picked(sourceId: string, own = {}): Promise<string> {
  const id = await store.order({ sourceId, policy: { ...policy, ...own } });
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
    // One as it was published, and six more.
    expect(readsSince(before)).toBe(7);
    const run = galley.temporal.workflow.getHandle(`blog:${id}`);
    await until('the run completed', async () => (await run.describe()).status.name === 'COMPLETED');
  });

  test.each([
    ['is odd', { type: 'respond', status: 200, body: { post: { id: 7, url: 'nowhere' } } } as const],
  ])('that %s for long is filled in later', async (_, action) => {
    fault('post.get', action);
    const id = await picked(`forgotten kettle ${action.status}`, soon);
    const done = await store.reaches(id, 'DONE');
    expect(done.publication).toMatchObject({ postId: expect.any(String) as string, url: null });
    galley.simulators.control.clearFaults();
    const filled = await until('the address is there', async () => {
      const read = await store.read(id);
      return read.publication!.url !== null && read;
    });
    expect(filled.publication!.url).toContain('/post/');
    expect((await store.events(id)).map(({ type }) => type)).toContain('publish.address');
    expect(postsNamed(done)).toHaveLength(1);
  });

  test('that ends in a fault of our own leaves it published, too', async () => {
    broken = 'confirm';
    fault('post.get', respond(503), 1);
    const done = await store.reaches(await picked('faulty kettle'), 'DONE');
    expect(done.publication).toMatchObject({ postId: expect.any(String) as string, url: null });
    expect(postsNamed(done)).toHaveLength(1);
  });

  test('a fault of our own after the publication leaves the order done', async () => {
    broken = 'finish';
    const id = await picked('finished kettle');
    const done = await store.reaches(id, 'DONE');
    expect(done.publication).toMatchObject({ url: expect.stringContaining('http') as string });
    const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
    await until('the run is closed', async () => (await handle.describe()).status.name !== 'RUNNING');
    expect((await handle.describe()).status.name).toBe('COMPLETED');
    expect((await store.read(id)).status).toBe('DONE');
  });
});

describe('a draft that turns up after it was given up', () => {
  const late = { ...policy, ...soon };
  const spareEvents = async (id: string) =>
    (await store.events(id)).filter(({ type }) => type === 'publish.spare_draft').map(({ data }) => data);
  const creations = () => galley.simulators.control.requests({ provider: 'wix', kind: 'draft.create' });

  /** An order whose first creation was lost, and what the store was handed then. */
  async function doneWithoutDraft(
    sourceId: string,
    own = {},
  ): Promise<{ done: OrderJson; sent: { draftPost: Record<string, unknown> } }> {
    fault('draft.create', { type: 'dropBefore' }, 1);
    const id = await store.order({ sourceId, policy: late, ...own });
    await store.pick(id);
    const done = await store.reaches(id, 'DONE');
    expect(done.publication!.lookups).toMatchObject([{ found: 'none' }, { found: 'none' }]);
    const mine = creations().find(({ body }) => JSON.stringify(body).includes(done.post!.title));
    return { done, sent: structuredClone(mine!.body) as { draftPost: Record<string, unknown> } };
  }

  /** Has the store bring what it was handed then. */
  async function turnUp(sent: object): Promise<DraftPost> {
    const { call } = await connectStore(galley.simulators, SAMPLE_STORES[0].instanceId);
    const { body } = await call('POST', '/blog/v3/draft-posts', sent);
    const id = (body as { draftPost: { id: string } }).draftPost.id;
    return galley.simulators.control.drafts().find((draft) => draft.id === id)!;
  }

  test.each(['draft'])('is deleted where nobody has touched it (%s)', async (publishMode) => {
    const { done, sent } = await doneWithoutDraft(`spare ${publishMode} trowel`, { publishMode });
    const { id } = await turnUp(sent);
    await until('it is told', async () => (await spareEvents(done.id)).length > 0);
    expect(await spareEvents(done.id)).toEqual([{ draftId: id, removed: true }]);
    expect(draftsNamed(done).map((draft) => draft.id)).toEqual([done.publication!.draftId]);
    expect(postsNamed(done)).toHaveLength(publishMode === 'publish' ? 1 : 0);
  });

  test.each([['without our mark', (post: Record<string, unknown>) => renameNodes(post['richContent'])]])(
    'is left alone and told of where it was %s',
    async (how, touch) => {
      const { done, sent } = await doneWithoutDraft(`spare ${how} rake`);
      touch(sent.draftPost);
      const draft = await turnUp(sent);
      await until('it is told', async () => (await spareEvents(done.id)).length > 0);
      expect(await spareEvents(done.id)).toEqual([{ draftId: draft.id, removed: false }]);
      expect(draftsNamed(done)).toHaveLength(2);
    },
  );

  test('is left alone where somebody has published it', async () => {
    const { done, sent } = await doneWithoutDraft('spare published hoe');
    (await turnUp(sent)).status = 'PUBLISHED';
    const looks = () => galley.simulators.control.requests({ provider: 'wix', kind: 'draft.query' }).length;
    const before = looks();
    await until('the store was looked at', async () => looks() > before);
    expect(draftsNamed(done)).toHaveLength(2);
    expect(await spareEvents(done.id)).toEqual([]);
  });
});

function renameNodes(value: unknown): void {
  const { nodes } = value as { nodes?: { id?: string }[] };
  for (const node of nodes ?? []) {
    node.id = 'x';
    renameNodes(node);
  }
}

describe('a picture that the store does not take at once', () => {
  const atAddress = (action: FaultAction, times = 1) =>
    galley.simulators.control.addFault({
      ...{ provider: 'wix', kind: 'upload', match: { contains: '/wix/upload/' }, times, action },
    });
  const uploads = () =>
    galley.simulators.control
      .requests({ provider: 'wix', kind: 'upload' })
      .filter(({ method }) => method === 'PUT');
  const connection = async () =>
    (await galley.database.pool.query<{ connection: string }>('select connection from stores')).rows;

  test.each([
    ['403', respond(403)],
    ['a picture that cannot be used', { type: 'upload', state: 'FAILED' } as const],
  ])('is uploaded anew after %s, and the store stays connected', async (_, action) => {
    atAddress(action, 2);
    const before = uploads().length;
    const done = await store.reaches(await picked(`refused picture ${_}`), 'DONE');
    expect(uploads().length - before).toBe(3);
    expect(postsNamed(done)[0]!.fields['media']).toMatchObject({ displayed: true });
    expect(await connection()).not.toContainEqual({ connection: 'needs_reconnect' });
  });

  test('is waited for', async () => {
    atAddress({ type: 'upload', state: 'PENDING', readyAfterMs: 400 });
    const before = uploads().length;
    await store.reaches(await picked('slow picture'), 'DONE');
    expect(uploads().length - before).toBe(1);
    expect(galley.simulators.control.requests({ provider: 'wix', kind: 'media.get' }).length).toBeGreaterThan(
      0,
    );
  });

  test('is uploaded anew where it is gone before it is ready', async () => {
    atAddress({ type: 'upload', state: 'PENDING' });
    fault('media.get', respond(404), 1);
    const before = uploads().length;
    await store.reaches(await picked('vanished picture'), 'DONE');
    expect(uploads().length - before).toBe(2);
  });

  test('ever fails with a reason, after a few times, and can be retried', async () => {
    atAddress(respond(400), 8);
    const before = uploads().length;
    const id = await picked('unwanted picture');
    const failed = await store.reaches(id, 'FAILED');
    expect(failed).toMatchObject({
      errorType: 'Upload.Failed',
      error: expect.stringContaining('image') as string,
    });
    expect(uploads().length - before).toBe(8);
    await store.act(id, 'retry');
    await store.reaches(id, 'DONE');
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
