import { takeTurn } from '../../src/db/outbox/turns';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const take = (name: string, everyMs: number) => takeTurn(database.pool, { name, everyMs });

test('of many processes one has the turn, and the next one is not due yet', async () => {
  const taken = await Promise.all(Array.from({ length: 10 }, () => take('shared', 60_000)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  expect(await take('shared', 60_000)).toBe(false);
});

test('a turn that was put off for longer than one waits is due', async () => {
  expect(await take('paces', 60_000)).toBe(true);
  expect(await take('paces', 1_000)).toBe(true);
  expect(await take('paces', 1_000)).toBe(false);
});

test('a turn is due after the clock was set back', async () => {
  expect(await take('clock', 1_000)).toBe(true);
  await database.pool.query(
    `update sweep_turns set next_at = next_at + interval '1 hour' where name = 'clock'`,
  );
  expect(await take('clock', 1_000)).toBe(true);
});
