import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  // Nobody works, so that an order stays where a test puts it.
  galley = await startGalley({
    lanes: [],
    env: { OPENAI_RPM: '100', OPENAI_TPM: '50000', REPLICATE_RPM: '40' },
  });
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface LaneJson {
  lane: string;
  state: string;
  reason: string | null;
  pausedBy: string | null;
  workers: number;
  slots: number;
  busy: number;
  backlog: number;
}

const lanesOf = (json: Record<string, unknown>): LaneJson[] => json['items'] as LaneJson[];
const stateOf = (json: Record<string, unknown>, lane: string): LaneJson =>
  lanesOf(json).find((one) => one.lane === lane)!;
const acts = async (): Promise<string[]> => {
  const rows = await galley.database.pool.query<{ word: string }>(
    `select action || ':' || lane || ':' || reason as word from lane_actions order by id`,
  );
  return rows.rows.map(({ word }) => word);
};

test('a lane is stopped with a reason that people see, once, and goes on', async () => {
  const id = await store.order();
  await galley.database.pool.query(
    `update orders set status = 'GENERATING_CONTENT', phase = 'queued' where id = $1`,
    [id],
  );
  expect((await store.read(id)).waiting).toBeNull();
  const body = { reason: 'The writing service is being moved.' };
  const paused = await galley.operator.call('POST', '/api/lanes/writing/pause', { body });
  expect([paused.status, paused.json['changed']]).toEqual([200, ['writing']]);
  expect(stateOf(paused.json, 'writing')).toMatchObject({
    state: 'paused',
    reason: body.reason,
    pausedBy: expect.stringMatching(/^key:/) as string,
  });
  const again = await galley.operator.call('POST', '/api/lanes/writing/pause', {
    body: { reason: 'Another.' },
  });
  expect([again.json['changed'], stateOf(again.json, 'writing').reason]).toEqual([[], body.reason]);
  expect((await store.read(id)).waiting).toEqual({
    type: 'Lane.Paused',
    reason: 'paused',
    message: expect.stringContaining(body.reason) as string,
  });
  // An order that needs another lane is not told of it.
  await galley.database.pool.query(`update orders set status = 'GENERATING_IMAGE' where id = $1`, [id]);
  expect((await store.read(id)).waiting).toBeNull();
  const resumed = await galley.operator.call('POST', '/api/lanes/writing/resume');
  expect([resumed.json['changed'], stateOf(resumed.json, 'writing').state]).toEqual([['writing'], 'open']);
  expect(await acts()).toEqual([`pause:writing:${body.reason}`, 'resume:writing:']);
});

test('everything is stopped and goes on together, but for what was stopped or going before', async () => {
  await galley.operator.call('POST', '/api/lanes/images/pause', { body: { reason: 'Pictures only.' } });
  const all = await galley.operator.call('POST', '/api/lanes/pause', { body: { reason: 'Moving house.' } });
  const changed = all.json['changed'] as string[];
  expect(changed).not.toContain('images');
  expect(changed.length).toBeGreaterThan(4);
  expect(stateOf(all.json, 'images').reason).toBe('Pictures only.');
  const resumed = await galley.operator.call('POST', '/api/lanes/resume');
  expect((resumed.json['changed'] as string[]).sort()).toEqual([...changed, 'images'].sort());
  expect(lanesOf(resumed.json).every(({ state }) => state === 'open')).toBe(true);
});

test.each([
  ['a lane that is none', '/api/lanes/kitchen/pause', { reason: 'x' }],
  ['the lane of the workflows themselves', '/api/lanes/orders/pause', { reason: 'x' }],
  ['no reason', '/api/lanes/writing/pause', {}],
  ['an empty reason', '/api/lanes/writing/pause', { reason: ' ' }],
])('%s is refused', async (_, path, body) => {
  expect((await galley.operator.call('POST', path, { body })).status).toBe(400);
});

test('the accounts are shown under the names that dashboards know, with their lanes', async () => {
  const id = await store.order();
  await galley.database.pool.query(
    `insert into provider_calls (id, order_id, tenant_id, lane, provider, stage, round, attempt, charged_tokens, began_at)
     select gen_random_uuid(), o.id, o.tenant_id, p.lane, p.provider, 'x', 1, 1, p.tokens, clock_timestamp() - p.ago * interval '1 second'
       from orders o, (values ('ideas', 'openai', 2000, 5), ('writing', 'openai', 4000, 50), ('writing', 'openai', 4000, 70), ('images', 'replicate', 0, 1)) as p (lane, provider, tokens, ago)
      where o.id = $1`,
    [id],
  );
  await galley.db.lanes.saveWorker({
    id: 'one',
    lanes: [{ lane: 'writing', slots: 50, busy: 7 }],
  });
  await galley.db.lanes.saveWorker({
    id: 'two',
    lanes: [{ lane: 'writing', slots: 50, busy: 3 }],
  });
  const openai = await galley.operator.call('GET', '/api/rate-limiter/stats');
  expect(openai.json).toMatchObject({
    queueLength: 0,
    requestsInLastMinute: 2,
    maxRPM: 100,
    rpmUsagePercent: 2,
    tokensInLastMinute: 6000,
    maxTPM: 50_000,
    tpmUsagePercent: 12,
    state: 'open',
    budgetShare: 1,
  });
  const lanes = openai.json['lanes'] as LaneJson[];
  expect(lanes.map(({ lane }) => lane).sort()).toEqual(['ideas', 'quality', 'writing']);
  expect(lanes.find(({ lane }) => lane === 'writing')).toMatchObject({ workers: 2, slots: 100, busy: 10 });
  const replicate = await galley.operator.call('GET', '/api/replicate-rate-limiter/stats');
  expect(replicate.json).toMatchObject({ requestsInLastMinute: 1, maxRPM: 40, rpmUsagePercent: 2.5 });
  expect(replicate.json).not.toHaveProperty('maxTPM');
  await galley.database.pool.query(
    `update provider_accounts set state = 'closed', reason = 'insufficient_quota', probe_at = now() + interval '5 s' where provider = 'openai'`,
  );
  const shut = await galley.operator.call('GET', '/api/rate-limiter/stats');
  expect(shut.json).toMatchObject({
    state: 'closed',
    reason: 'insufficient_quota',
    until: expect.any(String) as string,
  });
});

test('the queue is counted by phase, kind and status; everybody sees their own', async () => {
  const [, other] = galley.stores;
  const mine = await store.call('GET', '/api/queue/stats');
  const before = mine.json['open'] as number;
  await store.act(await store.order(), 'cancel');
  await store.order();
  await other!.order();
  const after = await store.call('GET', '/api/queue/stats');
  expect(after.json).toMatchObject({ open: before + 1, limit: 2_000 });
  expect(after.json).not.toHaveProperty('tenants');
  const byPhase = after.json['byPhase'] as Record<string, number>;
  expect(byPhase['cancelled']).toBeGreaterThan(0);
  expect(byPhase['accepted']! + byPhase['queued']! + byPhase['running']!).toBe(before + 1);
  const all = await galley.operator.call('GET', '/api/queue/stats');
  expect(all.json).toMatchObject({ open: before + 2, limit: 10_000, estimatedWaitMinutes: 1 });
  const tenants = all.json['tenants'] as Array<{ open: number }>;
  expect(tenants.reduce((sum, { open }) => sum + open, 0)).toBe(before + 2);
});

test('throughput is what was completed, and of a tenant only its own', async () => {
  const [, other] = galley.stores;
  const ofEach = async () =>
    Promise.all(
      [store, other!, galley.operator].map(
        async (client) => (await client.call('GET', '/api/queue/stats')).json['completionsPerMinute'],
      ),
    );
  const [before, , all] = (await ofEach()) as [number, number, number];
  for (let n = 0; n < 3; n += 1) await other!.act(await other!.order(), 'cancel');
  expect(await ofEach()).toEqual([before, 0, all]);
  const end = (id: string, status: string, phase: string) =>
    galley.database.pool.query(
      'update orders set status = $2, phase = $3, finished_at = now() where id = $1',
      [id, status, phase],
    );
  await end(await other!.order(), 'FAILED', 'failed');
  expect(await ofEach()).toEqual([before, 0, all]);
  await end(await other!.order(), 'DONE', 'done');
  const [mine, theirs, together] = (await ofEach()) as [number, number, number];
  expect([mine, theirs]).toEqual([before, 0.1]);
  expect(together).toBeCloseTo(all + 0.1);
});
