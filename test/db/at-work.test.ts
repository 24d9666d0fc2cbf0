import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { PHASES } from '../../src/contract/orders';
import { webhookEventOf } from '../../src/contract/webhooks';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

const MIGRATIONS_DIR = path.join(__dirname, '..', '..', 'migrations');

const AT_WORK = ['accepted', 'queued', 'running'];

let database: TestDatabase;
let tenantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  tenantId = randomUUID();
  await database.pool.query(`insert into tenants (id, kind, name) values ($1, 'store', 'shop')`, [tenantId]);
});

afterAll(async () => {
  await database?.drop();
});

async function insertOrder(phase: string): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    `insert into orders (id, kind, tenant_id, status, phase, priority, policy, finished_at)
     values ($1, 'blog', $2, 'PENDING', $3, 5, '{}', case when $3 in ('done', 'failed', 'cancelled') then now() end)`,
    [id, tenantId, phase],
  );
  return id;
}

async function isAtWork(id: string): Promise<boolean | null> {
  const { rows } = await database.pool.query<{ at_work: boolean | null }>(
    'select at_work from orders where id = $1',
    [id],
  );
  return rows[0]!.at_work;
}

const expected = (phase: string): true | null => (AT_WORK.includes(phase) ? true : null);

test.each(PHASES)('an order that is %s says whether it is at work, wherever it came from', async (phase) => {
  expect(await isAtWork(await insertOrder(phase))).toBe(expected(phase));
  for (const before of PHASES) {
    const id = await insertOrder(before);
    await database.pool.query('update orders set phase = $2 where id = $1', [id, phase]);
    expect({ before, atWork: await isAtWork(id) }).toEqual({ before, atWork: expected(phase) });
  }
});

test('a move within a status writes no index, as long as there is room in the page', async () => {
  const id = await insertOrder('queued');
  // A connection of its own: one of the pool may still have to report what earlier transactions did.
  const connection = new Client({ connectionString: database.url });
  await connection.connect();
  try {
    await connection.query('begin');
    for (const phase of ['running', 'queued', 'running'])
      await connection.query(
        'update orders set phase = $2, updated_at = clock_timestamp(), moved_at = clock_timestamp() where id = $1',
        [id, phase],
      );
    const { rows } = await connection.query(
      `select n_tup_upd::int as updates, n_tup_hot_upd::int as "withoutIndexes" from pg_stat_xact_user_tables where relname = 'orders'`,
    );
    expect(rows).toEqual([{ updates: 3, withoutIndexes: 3 }]);
  } finally {
    await connection.end();
  }
});

test('orders from before say it, too', async () => {
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    await admin.query(`
      drop trigger orders_at_work on orders; drop function note_work; alter table orders drop column at_work;
      drop index orders_unfinished; drop index orders_unconfirmed;
      create index orders_open_by_status on orders (phase, kind, status, updated_at);
      create index orders_unconfirmed on orders (id) where phase = 'waiting_person' and status = 'UNCONFIRMED'`);
    const ids = await Promise.all(PHASES.map((phase) => insertOrder(phase)));
    const sql = await readFile(path.join(MIGRATIONS_DIR, '0032_hot_updates.sql'), 'utf8');
    await admin.query('begin');
    await admin.query(sql);
    await admin.query('commit');
    for (const [n, phase] of PHASES.entries()) expect(await isAtWork(ids[n]!)).toBe(expected(phase));
  } finally {
    await admin.end();
  }
});

test('no webhook listens to what is written together with a move', () => {
  expect([webhookEventOf('stage.started'), webhookEventOf('stage.completed')]).toEqual([null, null]);
});
