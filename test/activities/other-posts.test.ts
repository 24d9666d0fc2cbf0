import { randomUUID } from 'node:crypto';
import { createOtherPosts } from '../../src/activities/blog/other-posts';
import { createDb } from '../../src/db/db';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

/** Posts of stores, and what was read of them. */
function postsOf(stores: Record<string, Record<string, string>>) {
  const read: string[] = [];
  const db = {
    versions: {
      listOtherPosts: ({ storeId, known }: { storeId: string; known: readonly string[] }) =>
        Promise.resolve(
          Object.entries(stores[storeId]!).map(([versionId, text]) => {
            const isKnown = known.includes(versionId);
            if (!isKnown) read.push(versionId);
            return { versionId, title: `Title of ${versionId}`, markdown: isKnown ? null : text };
          }),
        ),
    },
  };
  return { db, read };
}

const asked = (storeId: string) => ({ storeId, exceptOrderId: 'none' });
const A = { title: 'Title of a', words: 'one two three' };
const B = { title: 'Title of b', words: 'four five' };

test('a text is read and split into words once, and a new one is added', async () => {
  const stores: Record<string, Record<string, string>> = { s: { a: '# One\n\nTwo **three**.' } };
  const { db, read } = postsOf(stores);
  const list = createOtherPosts({ db, maxBytes: 10_000 });
  expect(await list(asked('s'))).toEqual([A]);
  stores['s']!['b'] = 'Four, [five](https://x.example/six)';
  expect(await list(asked('s'))).toEqual([A, B]);
  expect(await list(asked('s'))).toEqual([A, B]);
  expect(read).toEqual(['a', 'b']);
});

test('a text that is no longer among the last ones is forgotten', async () => {
  const stores: Record<string, Record<string, string>> = { s: { a: 'one two three', b: 'four five' } };
  const { db, read } = postsOf(stores);
  const list = createOtherPosts({ db, maxBytes: 10_000 });
  await list(asked('s'));
  stores['s'] = { b: 'four five' };
  await list(asked('s'));
  stores['s'] = { a: 'one two three', b: 'four five' };
  expect(await list(asked('s'))).toEqual([A, B]);
  expect(read).toEqual(['a', 'b', 'a']);
});

test('the store that was asked for longest ago is forgotten first, and everything is listed all the same', async () => {
  const text = 'word '.repeat(1_000);
  const { db, read } = postsOf({ s: { a: text }, t: { b: text }, u: { c: text } });
  const list = createOtherPosts({ db, maxBytes: 25_000 });
  for (const storeId of ['s', 't', 's', 'u', 's', 'u'])
    expect(await list(asked(storeId))).toMatchObject([{ words: text.trim() }]);
  expect(read).toEqual(['a', 'b', 'c']);
  await list(asked('t'));
  expect(read).toEqual(['a', 'b', 'c', 'b']);
});

test('a store whose texts are more than may be kept is read each time', async () => {
  const { db, read } = postsOf({ s: { a: 'word '.repeat(4_000) } });
  const list = createOtherPosts({ db, maxBytes: 25_000 });
  await list(asked('s'));
  expect((await list(asked('s')))[0]!.words).toHaveLength(19_999);
  expect(read).toEqual(['a', 'a']);
});

describe('with Postgres', () => {
  let galley: Galley;

  beforeAll(async () => {
    galley = await startGalley({ lanes: [] });
  }, 60_000);

  afterAll(async () => {
    await galley?.stop();
  });

  async function post(text: string): Promise<string> {
    const orderId = await galley.stores[0]!.order({ sourceId: `kettle ${randomUUID()}` });
    await galley.db.openers.openOrder({ orderId, startNo: 1 });
    const version = await galley.db.versions.insertVersion({
      ...{ orderId, startNo: 1, round: 1, attempt: 1, basis: randomUUID() },
      text: {
        ...{ title: text, bodyMarkdown: text, excerpt: '', metaTitle: '', metaDescription: '', slug: 's' },
        ...{ tags: [], imageAlt: '', imagePrompt: '' },
      },
      qcStatus: 'APPROVED_BY_AI',
      findings: [],
    });
    await galley.db.blogOrders.setParts({ orderId, versionId: version.id });
    return orderId;
  }

  test('only texts that are not known come over the wire', async () => {
    await post('alpha');
    const own = await post('own');
    const { rows } = await galley.database.pool.query<{ id: string }>(
      'select store_id as id from orders where id = $1',
      [own],
    );
    const db = createDb(galley.database.pool);
    const markdowns: Array<string | null> = [];
    const list = createOtherPosts({
      db: {
        versions: {
          listOtherPosts: async (key) => {
            const found = await db.versions.listOtherPosts(key);
            markdowns.push(...found.map(({ markdown }) => markdown));
            return found;
          },
        },
      },
      maxBytes: 10_000,
    });
    const key = { storeId: rows[0]!.id, exceptOrderId: own };
    expect(await list(key)).toEqual([{ title: 'alpha', words: 'alpha' }]);
    await post('beta');
    const both = [
      { title: 'beta', words: 'beta' },
      { title: 'alpha', words: 'alpha' },
    ];
    expect(await list(key)).toEqual(both);
    expect(markdowns).toEqual(['alpha', 'beta', null]);
  });
});
