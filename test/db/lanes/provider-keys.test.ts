import { randomBytes } from 'node:crypto';
import { createDb } from '../../../src/db/db';
import type { Db } from '../../../src/db/db';
import { providerKeyBinding } from '../../../src/db/lanes/provider-keys';
import { createSealer } from '../../../src/db/tenants/seal';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';

const SETTING = '00000000-0000-4000-8000-000000000001';
const ofSetting = { requestsPerMinute: 300, tokensPerMinute: 300_000 };
const sealer = createSealer({ key: randomBytes(32) });

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.pool, { sealer });
});

afterAll(async () => {
  await database?.drop();
});

beforeEach(async () => {
  await database.pool.query('delete from provider_keys where not is_setting');
  await database.pool.query(
    `update provider_keys set state = 'open', reason = null, try_at = null, tries = 0, cooling_until = null, paused_at = null,
            used_until = '-infinity'`,
  );
});

const add = (key: string, requestsPerMinute: number) =>
  db.transaction((tx) =>
    tx.providerKeys.addKey({
      ...{
        key,
        label: 'Another account',
        requestsPerMinute,
        tokensPerMinute: requestsPerMinute * 1_000,
        by: 'somebody',
      },
    }),
  );
const take = () => db.providerKeys.takeKey({ tokens: 100, ofSetting });
const change = (id: string, act: 'pause' | 'resume' | 'remove') =>
  db.transaction((tx) => tx.providerKeys.changeKey({ id, act, by: 'somebody' }));

async function takenBy(calls: number): Promise<Map<string, number>> {
  const taken = await Promise.all(Array.from({ length: calls }, take));
  const counts = new Map<string, number>();
  for (const key of taken) counts.set(key!.id, (counts.get(key!.id) ?? 0) + 1);
  return counts;
}

test('calls that are made at the same time are shared in proportion to what the keys bear', async () => {
  const small = await add('sk-the-small-account', 100);
  const counts = await takenBy(80);
  expect(counts.get(SETTING)).toBeGreaterThanOrEqual(57);
  expect(counts.get(SETTING)).toBeLessThanOrEqual(63);
  expect(counts.get(small.id)).toBe(80 - counts.get(SETTING)!);
});

test('a key that is used up is left out, then tried by one call, and used again once that is served', async () => {
  const { id } = await add('sk-soon-used-up-key', 300);
  expect(await db.providerKeys.shutKey({ id, reason: 'insufficient_quota' })).toEqual({
    ...{ isNew: true, hasOther: true },
  });
  expect([...(await takenBy(20)).keys()]).toEqual([SETTING]);
  await database.pool.query(`update provider_keys set try_at = clock_timestamp() where id = $1`, [id]);
  expect((await takenBy(20)).get(id)).toBe(1);
  await db.providerKeys.openKey({ id });
  expect((await takenBy(40)).get(id)).toBeGreaterThan(10);
});

test('the last key that is refused says that there is no other, and is the one that is asked all the same', async () => {
  const { id } = await add('sk-the-other-account', 300);
  await db.providerKeys.shutKey({ id: SETTING, reason: 'insufficient_quota' });
  expect(await db.providerKeys.shutKey({ id, reason: 'insufficient_quota' })).toEqual({
    ...{ isNew: true, hasOther: false },
  });
  expect(await take()).toMatchObject({ wasShut: true });
});

test('a key that is asked to slow down gets no calls meanwhile', async () => {
  const { id } = await add('sk-much-too-busy-key', 300);
  await db.providerKeys.coolKey({ id, reason: 'rate_limit_requests', delayMs: 60_000 });
  expect([...(await takenBy(10)).keys()]).toEqual([SETTING]);
});

test('a key is sealed, known again, paused, and forgotten when it is removed, but never the last one in use', async () => {
  const { id, isNew } = await add('sk-a-secret-of-ours', 300);
  expect(isNew).toBe(true);
  expect(await add('sk-a-secret-of-ours', 5)).toEqual({ id, isNew: false });
  const sealed = async () =>
    (
      await database.pool.query<{ key: Buffer | null }>(
        'select sealed_key as key from provider_keys where id = $1',
        [id],
      )
    ).rows[0]!.key;
  const kept = (await sealed())!;
  expect(kept.includes('sk-a-secret-of-ours')).toBe(false);
  expect(sealer.open(kept, providerKeyBinding(id))).toBe('sk-a-secret-of-ours');
  expect(JSON.stringify(await db.providerKeys.listKeys())).not.toContain('secret-of');

  expect(await change(SETTING, 'pause')).toBe('done');
  expect(await change(id, 'pause')).toBe('last');
  expect(await change(id, 'remove')).toBe('last');
  expect([...(await takenBy(5)).keys()]).toEqual([id]);
  expect(await change(SETTING, 'resume')).toBe('done');
  expect(await change(SETTING, 'remove')).toBe('missing');
  expect(await change(id, 'remove')).toBe('done');
  expect(await change(id, 'remove')).toBe('missing');
  expect(await sealed()).toBeNull();
  expect((await take())!.id).toBe(SETTING);
});

test('limits that answers name count where they are lower, but not for the key of the setting', async () => {
  const { id } = await add('sk-of-a-lower-tier-x', 300);
  await db.providerKeys.saveReadLimits({ id, model: 'm', requests: 100, tokens: 100_000 });
  await db.providerKeys.saveReadLimits({ id: SETTING, model: 'm', requests: 1, tokens: 1 });
  const counts = await takenBy(80);
  expect(counts.get(id)).toBeGreaterThanOrEqual(17);
  expect(counts.get(id)).toBeLessThanOrEqual(23);
});
