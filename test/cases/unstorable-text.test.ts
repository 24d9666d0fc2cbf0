import { SAMPLE_STORES } from '../../src/simulators/products';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { itemReaches, orderPage, pageAbout } from '../support/items';
import { ledgerGaps } from '../support/ledger';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

/** What Postgres refuses in texts and JSON: a null character and half a character. */
const BAD = 'odd\0 \ud83d word';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const store = () => galley.stores[0]!;

/** That every call of an order has ended and nothing is reserved for it. */
async function expectSettled(orderId: string): Promise<void> {
  const open = await galley.database.pool.query(
    `select 1 from provider_calls where order_id = $1 and (state = 'begun' or (reserved_micros > 0 and cost_micros is null))`,
    [orderId],
  );
  expect(open.rowCount).toBe(0);
  expect(await ledgerGaps(galley.database.pool)).toEqual([]);
}

test('a post is published although the model writes what Postgres refuses, and its cost is booked', async () => {
  const { control } = galley.simulators;
  const idea = (n: number, title: string) => ({
    title: `${title} ${BAD}`,
    angle: `Angle ${n} ${BAD}`,
    outline: [`First part ${n}`, `Second ${BAD}`, 'Third part', 'Last part'],
    keyword: 'kettle',
    reason: BAD,
  });
  const titles = [
    'How to descale a kettle at home',
    'Why gooseneck spouts pour better coffee',
    'Seven materials compared for boiling water',
    'The history of tea on the stove',
    'What temperature suits green leaves',
  ];
  const ideas = titles.map((title, n) => idea(n, title));
  control.addFault({ provider: 'openai', kind: 'ideas', action: { type: 'patch', fields: { ideas } } });
  control.addFault({
    provider: 'openai',
    kind: 'content',
    action: { type: 'patch', fields: { excerpt: BAD, metaDescription: BAD, imageAlt: BAD, tags: [BAD] } },
  });
  const id = await store().order({ sourceId: 'kettle', policy });
  await store().pick(id);
  const done = await store().reaches(id, 'DONE', 30_000);
  expect(done.ideas.some(({ title }) => title.includes('odd \ufffd word'))).toBe(true);
  expect(done.cost.amountMicros).toBeGreaterThan(0);
  await expectSettled(id);
}, 60_000);

test('a post is published although the product of the store holds what Postgres refuses', async () => {
  const sourceId = SAMPLE_STORES[0]!.productIds[0]!;
  galley.simulators.control.addFault({
    provider: 'wix',
    kind: 'product',
    action: {
      type: 'respond',
      status: 200,
      body: {
        product: {
          id: sourceId,
          name: `Copper kettle \0`,
          description: `<p>${BAD}</p>`,
          additionalInfoSections: [{ title: BAD, description: BAD }],
        },
      },
    },
  });
  const id = await store().order({ sourceType: 'product', sourceId, policy });
  await store().pick(id);
  await store().reaches(id, 'DONE', 30_000);
  await expectSettled(id);
}, 60_000);

test('an error that quotes what Postgres refuses is recorded, and the step is retried', async () => {
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'ideas',
    action: { type: 'respond', status: 500, body: { error: { message: BAD.repeat(2_000), code: BAD } } },
  });
  const id = await store().order({ sourceId: 'iron pan', policy });
  await store().reaches(id, 'AWAITING_SELECTION', 30_000);
  const failures = await galley.database.pool.query<{ reason: string; detail: string }>(
    'select reason, detail from activity_failures where order_id = $1 order by id',
    [id],
  );
  expect(failures.rows[0]).toMatchObject({ reason: 'http_500' });
  expect(failures.rows[0]!.detail).toContain('word');
}, 60_000);

test('a page is completed although the model writes what Postgres refuses', async () => {
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'component',
    action: { type: 'patch', fields: { metaDescription: BAD } },
  });
  const { id } = await orderPage(store(), pageAbout('garden hose'));
  await itemReaches(store(), id, 'completed');
  await expectSettled(id);
}, 60_000);
