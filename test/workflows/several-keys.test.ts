import { startGalley } from '../support/galley';
import { until } from '../support/api-client';
import type { Galley } from '../support/galley';
import { itemReaches, orderPage } from '../support/items';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface KeyJson {
  id: string;
  lastFour: string | null;
  isSetting: boolean;
  state: string;
  reason: string | null;
}

const KEYS = '/api/v1/admin/provider-keys';
const keysIn = (json: Record<string, unknown>): KeyJson[] => (json['data'] as { items: KeyJson[] }).items;

async function add(key: string, requestsPerMinute: number): Promise<KeyJson> {
  const body = { key, label: `account ${key.slice(-4)}`, requestsPerMinute, tokensPerMinute: 5_000_000 };
  const { status, json } = await galley.operator.call('POST', KEYS, { body });
  expect(status).toBe(201);
  expect(JSON.stringify(json)).not.toContain(key);
  return keysIn(json).find(({ lastFour }) => lastFour === key.slice(-4))!;
}

const callsBy = async (): Promise<Map<string, { answered: number; failed: number }>> => {
  const { rows } = await galley.database.pool.query<{ id: string; answered: number; failed: number }>(
    `select key_id as id, count(*) filter (where state = 'answered')::int as answered,
            count(*) filter (where state = 'failed')::int as failed
       from provider_calls where provider = 'openai' group by 1`,
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
};

test('pages are written with several keys; one that is used up is left out, one that is removed is forgotten, and nothing is paid twice', async () => {
  const client = galley.stores[1]!;
  const good = await add('sk-rpm-450-the-good-one-g00d', 450);
  const order = (n: number) =>
    orderPage(client, { pageType: 'category', targetKeywords: [`kettles of kind ${n}`] });
  const first = await Promise.all([1, 2, 3].map(order));
  await until(
    'the further key is used',
    async () => ((await callsBy()).get(good.id)?.answered ?? 0) > 0,
    30_000,
  );
  const used = await add('sk-used-up-since-yesterday-5edq', 900);
  const second = await Promise.all([4, 5, 6].map(order));
  const items = [...first, ...second];
  for (const { id } of items)
    expect(await itemReaches(client, id, 'completed', 'failed')).toMatchObject({ status: 'completed' });

  const keys = keysIn((await galley.operator.call('GET', KEYS)).json);
  expect(keys.find(({ id }) => id === used.id)).toMatchObject({
    state: 'shut',
    reason: 'insufficient_quota',
  });
  const setting = keys.find(({ isSetting }) => isSetting)!;
  expect([setting.state, keys.find(({ id }) => id === good.id)!.state]).toEqual(['open', 'open']);
  const { rows } = await galley.database.pool.query<{ state: string }>(
    `select state from provider_accounts where provider = 'openai'`,
  );
  expect(rows[0]!.state).toBe('open');
  const calls = await callsBy();
  expect(calls.get(good.id)!.answered).toBeGreaterThan(5);
  expect(calls.get(setting.id)!.answered).toBeGreaterThan(5);
  expect(calls.get(used.id)).toMatchObject({ answered: 0 });
  expect(calls.get(used.id)!.failed).toBeGreaterThan(0);
  // Ten parts a page, each paid once.
  expect([...calls.values()].reduce((sum, { answered }) => sum + answered, 0)).toBe(items.length * 10);

  expect((await galley.operator.call('DELETE', `${KEYS}/${good.id}`)).status).toBe(200);
  const last = await order(7);
  expect(await itemReaches(client, last.id, 'completed', 'failed')).toMatchObject({ status: 'completed' });
  expect((await callsBy()).get(good.id)!.answered).toBe(calls.get(good.id)!.answered);
  const again = await galley.operator.call('POST', `${KEYS}/${setting.id}/pause`, {
    body: { reason: 'A check.' },
  });
  expect(again.status).toBe(200);
}, 90_000);
