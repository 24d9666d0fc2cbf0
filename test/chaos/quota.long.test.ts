import { setTimeout as pause } from 'node:timers/promises';
import { LANES } from '../../src/contract/lanes';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const ORDERS = 200;
const OUTAGE_MS = 60_000;
const SPEED = 6;
const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({
    lanes: LANES,
    simulators: { speed: SPEED },
    env: {
      OPENAI_RPM: String(450 * SPEED),
      OPENAI_TPM: String(450_000 * SPEED),
      REPLICATE_RPM: String(600 * SPEED),
      WIX_RPM_PER_STORE: String(200 * SPEED * 20),
    },
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
}, 60_000);

const asked = (since: number): number[] =>
  galley.simulators.control
    .requests({ provider: 'openai' })
    .map(({ at }) => Date.parse(at))
    .filter((at) => at >= since);

test('a quota exhausted for a minute in the middle of two hundred orders fails none of them and uses up no attempt', async () => {
  const { pool } = galley.database;
  const ids = (
    await Promise.all(
      Array.from({ length: ORDERS }, (_, n) =>
        galley.stores[n % 3]!.order({ sourceId: `patient lamp ${n}`, policy }),
      ),
    )
  ).map((id, n) => ({ id, store: galley.stores[n % 3]! }));
  const picks = Promise.all(
    ids.map(({ id, store }) => store.reaches(id, 'AWAITING_SELECTION', 400_000).then(() => store.pick(id))),
  );
  const count = async (where: string): Promise<number> =>
    (
      await pool.query<{ n: number }>(
        `select count(*)::int as n from orders o left join blog_orders b on b.order_id = o.id where ${where}`,
      )
    ).rows[0]!.n;
  await until(
    'a third have their text',
    async () => (await count('version_id is not null')) > ORDERS / 3,
    200_000,
  );

  const quota = {
    error: {
      message: 'You exceeded your current quota.',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    },
  };
  const begun = Date.now();
  galley.simulators.control.addFault({
    provider: 'openai',
    times: -1,
    action: { type: 'respond', status: 429, body: quota },
  });
  await pause(OUTAGE_MS);
  const during = asked(begun);
  const first = Math.min(...during);
  const late = during.filter((at) => at > first + 2_000);
  galley.simulators.control.clearFaults();
  const clearedAt = Date.now();
  const before = await count('version_id is not null');
  await until(
    'a text is written again',
    async () => (await count('version_id is not null')) > before,
    120_000,
  );
  const resumedAfter = Date.now() - clearedAt;
  process.stdout.write(
    `${during.length} calls in the outage, ${late.length} of them from 2 s after the first refusal on; work resumed ${resumedAfter} ms after it\n`,
  );
  process.stdout.write(`${late.map((at) => ((at - first) / 1000).toFixed(1)).join(' ')}\n`);
  // One probe every five seconds at the most, and less and less often.
  expect(late.length).toBeLessThanOrEqual(OUTAGE_MS / 5_000);
  expect(await count(`status = 'FAILED'`)).toBe(0);
  await picks;
  for (const { id, store } of ids) await store.reaches(id, 'DONE', 300_000);
  expect(await count('round > 1')).toBe(0);
  const refused = await pool.query(`select 1 from unusable_drafts`);
  expect(refused.rowCount).toBe(0);
}, 900_000);
