import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { forgetOldRequests, giveBackRequests, takeRequests } from '../../src/db/stores/requests';
import type { TakenRequests } from '../../src/db/stores/requests';

import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

const UNDO = `
  alter table stores drop constraint stores_canonical_site, drop column proved_by, drop column proved_at, drop column proved_key_id,
    drop column former_instance_id;
  drop table site_requests, site_codes, used_signatures`;

test('of stores with the same site in other letters, the oldest keeps it, and the migration goes on', async () => {
  const { pool } = database;
  await database.owner.query(UNDO);
  const [tenantId, site, other] = [randomUUID(), randomUUID(), randomUUID()];
  await pool.query(`insert into tenants (id, kind, name) values ($1, 'store', $2)`, [tenantId, 'Cafe\u0301']);
  const addStore = async (instanceId: string, at: string): Promise<string> => {
    const id = randomUUID();
    await pool.query(
      `insert into stores (id, tenant_id, instance_id, name, created_at, connection, category_ids, notification_address)
       values ($1, $2, $3, 'x', $4, 'ok', '["c"]', 'Ada@SHOP.Example')`,
      [id, tenantId, instanceId, at],
    );
    await pool.query(`insert into store_answers (store_id, question, answer) values ($1, 'q', '[]')`, [id]);
    return id;
  };
  const thief = await addStore(site.toUpperCase(), '2026-02-02');
  const owner = await addStore(site[0]!.toUpperCase() + site.slice(1), '2026-01-01');
  const third = await addStore(site.slice(0, -1) + site.slice(-1).toUpperCase() + ' ', '2026-03-03');
  const alone = await addStore(other.toUpperCase(), '2026-01-01');
  const odd = await addStore('shop-1', '2026-01-01');
  await database.owner.query(readFileSync(path.join(__dirname, '../../migrations/0028_doors.sql'), 'utf8'));
  const { rows } = await pool.query<Record<string, unknown> & { id: string }>(
    'select id, instance_id, status, connection, former_instance_id, category_ids, notification_address from stores',
  );
  const of = (id: string) => rows.find((row) => row.id === id);
  expect(of(owner)).toMatchObject({
    instance_id: site,
    status: 'active',
    connection: 'ok',
    category_ids: ['c'],
  });
  expect(of(alone)).toMatchObject({ instance_id: other, status: 'active', former_instance_id: null });
  for (const id of [thief, third, odd])
    expect(of(id)).toMatchObject({
      instance_id: `withdrawn:${id}`,
      status: 'archived',
      connection: 'needs_reconnect',
      former_instance_id: expect.any(String) as string,
      category_ids: [],
      notification_address: 'Ada@shop.example',
    });
  expect((await pool.query('select 1 from store_answers')).rowCount).toBe(0);
  expect((await pool.query('select name from tenants')).rows).toEqual([{ name: 'Caf\u00e9' }]);
  await expect(
    pool.query('update stores set instance_id = $2 where id = $1', [thief, site.toUpperCase()]),
  ).rejects.toThrow('stores_canonical_site');
});

describe('counting requests', () => {
  const take = (limits: Array<{ key: string; most: number }>, count: number) =>
    takeRequests(database.pool, { limits, count });
  const isTaken = (one: object): one is TakenRequests => 'stamps' in one;

  test('is exact however many count at once, under all keys or none', async () => {
    const key = { key: `site:${randomUUID()}`, most: 20 };
    const many = { key: `tenant:${randomUUID()}`, most: 100 };
    const answers = await Promise.all(Array.from({ length: 30 }, () => take([many, key], 3)));
    expect(answers.filter(isTaken)).toHaveLength(6);
    for (const one of answers.filter((answer) => !isTaken(answer)))
      expect((one as { retryAfterS: number }).retryAfterS).toBeGreaterThan(60);
    const other = { key: `site:${randomUUID()}`, most: 100 };
    expect(isTaken(await take([many, other], 82))).toBe(true);
    expect(isTaken(await take([many], 1))).toBe(false);
  });

  test('gives back what was not sent, and forgets after a minute', async () => {
    const key = { key: `site:${randomUUID()}`, most: 6 };
    const [one, two] = [await take([key], 3), await take([key], 3)];
    if (!isTaken(one) || !isTaken(two)) throw new Error('not taken');
    expect(isTaken(await take([key], 1))).toBe(false);
    await giveBackRequests(database.pool, { taken: one, unsent: 2 });
    expect(isTaken(await take([key], 3))).toBe(false);
    expect(isTaken(await take([key], 2))).toBe(true);
    const age = (by: string) =>
      database.pool.query(
        `update site_requests set changed_at = changed_at - $2::interval,
                sent = array(select t - $2::interval from unnest(sent) t) where key = $1`,
        [key.key, by],
      );
    await age('60 seconds');
    const early = await take([key], 1);
    expect(isTaken(early)).toBe(false);
    expect((early as { retryAfterS: number }).retryAfterS).toBeLessThanOrEqual(11);
    await age('11 seconds');
    expect(isTaken(await take([key], 6))).toBe(true);
    await age('6 minutes');
    await forgetOldRequests(database.pool);
    const left = await database.pool.query('select 1 from site_requests where key = $1', [key.key]);
    expect(left.rowCount).toBe(0);
  });
});
