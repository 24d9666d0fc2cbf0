import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const year = new Date().getUTCFullYear() + 1;

async function entries(client: ApiClient, query: string): Promise<Array<Record<string, unknown>>> {
  const found: Array<Record<string, unknown>> = [];
  for (let cursor = ''; ;) {
    const answer = await client.call('GET', `/api/calendar?${query}${cursor && `&cursor=${cursor}`}`);
    expect(answer.status).toBe(200);
    found.push(...(answer.json['items'] as typeof found));
    if (answer.json['nextCursor'] === null) return found;
    cursor = String(answer.json['nextCursor']);
  }
}

test('planned and published posts stand at their times, page by page, in the zone of whoever asks', async () => {
  const plan = { timeZone: 'Europe/Berlin' };
  const late = await store.order({ sourceId: 'late kettle', publishAt: `${year}-03-28T23:30`, ...plan });
  const early = await store.order({ sourceId: 'early kettle', publishAt: `${year}-03-28T00:30`, ...plan });
  const next = await store.order({ sourceId: 'next kettle', publishAt: `${year}-03-29T00:30`, ...plan });
  const dropped = await store.order({
    sourceId: 'dropped kettle',
    publishAt: `${year}-03-28T12:00`,
    ...plan,
  });
  await store.act(dropped, 'cancel');
  await galley.stores[1]!.order({ sourceId: 'foreign kettle', publishAt: `${year}-03-28T12:00`, ...plan });
  await store.pick(early);
  await store.reaches(early, 'SCHEDULED');

  const day = `from=${year}-03-28&to=${year}-03-29&timeZone=Europe/Berlin&limit=1`;
  const found = await entries(store, day);
  expect(found.map((entry) => entry['orderId'])).toEqual([early, late]);
  expect(found[0]).toMatchObject({
    state: 'planned',
    status: 'SCHEDULED',
    at: `${year}-03-27T23:30:00.000Z`,
    atLocal: expect.stringMatching(new RegExp(`^${year}-03-28T00:30:00\\+01:00$`)) as string,
    title: (await store.read(early)).post!.title,
    url: null,
  });
  expect(found[1]).toMatchObject({ title: null });
  const all = await entries(galley.operator, `from=${year}-03-27&to=${year}-03-30`);
  expect(all).toHaveLength(4);
  expect(all.map((entry) => entry['at'])).toEqual([...all.map((entry) => String(entry['at']))].sort());
  expect(all.map((entry) => entry['orderId'])).toContain(next);
});

test('a published post stands at the time it went out, with its address', async () => {
  const [, , third] = galley.stores;
  const done = await third!.publish({ sourceId: 'published towels' });
  const today = new Date().toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const found = await entries(third!, `from=${today}&to=${tomorrow}`);
  expect(found).toEqual([
    expect.objectContaining({
      orderId: done.id,
      state: 'published',
      status: 'DONE',
      title: done.post!.title,
      url: done.publication!.url,
    }),
  ]);
});

test.each([
  '',
  'from=2027-01-01',
  'from=2027-01-02&to=2027-01-01',
  'from=2027-01-01&to=2029-01-01',
  'from=2027-02-30&to=2027-03-02',
  'from=2027-01-01&to=2027-01-02&timeZone=Mars/Olympus',
  'from=2027-01-01&to=2027-01-02&storeId=x',
  'from=2027-01-01&to=2027-01-02&cursor=made-up',
])('"%s" is refused', async (query) => {
  expect((await store.call('GET', `/api/calendar?${query}`)).status).toBe(400);
});
