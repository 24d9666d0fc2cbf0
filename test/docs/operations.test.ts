import { randomBytes, randomUUID } from 'node:crypto';
import { makeFirstKey } from '../../src/api/tenants/first-key';
import { createSealer } from '../../src/db/tenants/seal';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';
import { readProjectFile, sectionOf } from './documents';

const operations = readProjectFile('docs/operations.md');

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database?.drop();
});

async function addStore(sealedCredentials: Buffer | null): Promise<void> {
  const tenantId = randomUUID();
  await database.pool.query(`insert into tenants (id, kind, name) values ($1, 'store', 'x')`, [tenantId]);
  await database.pool.query(
    `insert into stores (id, tenant_id, instance_id, name, language, sealed_credentials)
     values ($1, $2, $3, 'x', 'en', $4)`,
    [randomUUID(), tenantId, randomUUID(), sealedCredentials],
  );
}

test('the count by keys tells what is still sealed with the old one', async () => {
  const count = /```sql\n([\s\S]*?)```/.exec(sectionOf(operations, '### The key that seals secrets'))![1]!;
  const [oldKey, key] = [randomBytes(32), randomBytes(32)];
  const before = createSealer({ key: oldKey });
  const after = createSealer({ key, oldKey });
  for (const sealer of [before, before, after]) await addStore(sealer.seal('secret', 'somewhere'));
  await addStore(null);
  const { rows } = await database.pool.query<{ what: string; count: string }>(count);
  expect(rows.map(({ what, count: n }) => [what, Number(n)]).sort()).toEqual([
    ['stores', 1],
    ['stores', 2],
  ]);
});

test('the way back in, when every key of an administrator is lost, works as written', async () => {
  const lost = await makeFirstKey(database.pool);
  expect(lost).toMatch(/^galley_/);
  expect(await makeFirstKey(database.pool)).toBeUndefined();
  const revoke = /-c "(update api_keys [^"]+)"/.exec(sectionOf(operations, '### The first key'))![1]!;
  expect((await database.pool.query(revoke)).rowCount).toBe(1);
  expect((await database.pool.query(revoke)).rowCount).toBe(0);
  const found = await makeFirstKey(database.pool);
  expect(found).toMatch(/^galley_/);
  expect(found).not.toBe(lost);
});
