import { until } from '../support/api-client';
import { makeMember, makeParty } from '../support/belongings';
import { jobByHand } from '../support/bulk-rows';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { ledgerGaps } from '../support/ledger';
import { mailsTo } from '../support/mail';
import { startReceiver } from '../support/receiver';
import type { Receiver } from '../support/receiver';
import { startWorkerProcess } from '../support/worker-process';

let galley: Galley;
let receiver: Receiver;

beforeAll(async () => {
  // Slow enough that a kill meets texts in the middle of being written.
  galley = await startGalley({ lanes: [], simulators: { speed: 10 } });
  receiver = await startReceiver();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await receiver?.stop();
});

test('a worker killed in the middle of a bulk job loses no text and writes none twice; its end is told once', async () => {
  const { pool } = galley.database;
  const { client, tenantId } = await makeParty(galley, 'store', 'store');
  const made = await client.call('POST', '/api/webhooks', { body: { url: receiver.url } });
  receiver.trust(String(made.json['secret']));
  receiver.answer({ status: 500, times: 1 });
  const { address } = await makeMember(galley, { tenantId, role: 'store' });
  const people = await pool.query<{ id: string }>('select id from people where address = $1', [address]);
  const counted = async (sql: string): Promise<number> =>
    (await pool.query<{ n: number }>(`select count(*)::int as n ${sql}`)).rows[0]!.n;

  const first = await startWorkerProcess(galley.environment);
  const { jobId, itemIds } = await jobByHand(galley, { tenantId, personId: people.rows[0]!.id });
  const isBegun = `from provider_calls where state = 'begun'`;
  await until('some texts are written and another one is on its way', async () => {
    const written = await counted(`from orders where parent_id is not null and status = 'completed'`);
    return written >= 2 && (await counted(isBegun)) >= 1;
  });
  await first.kill();
  const destroyed = await counted(isBegun);
  const second = await startWorkerProcess(galley.environment);
  await until('the end is told', async () => receiver.received.length >= 1, 60_000);
  const mails = await mailsTo(galley, address);
  expect(await second.stop()).toBe(0);

  const job = await galley.db.bulkJobs.findJob({ orderId: jobId });
  expect(job).toMatchObject({ status: 'completed', completed: itemIds.length, failed: 0, cancelled: 0 });
  const twice = await pool.query(
    `select order_id from provider_calls where state = 'answered' group by order_id, round, attempt having count(*) > 1`,
  );
  expect(twice.rows).toEqual([]);
  expect(await counted(isBegun)).toBeLessThanOrEqual(destroyed);
  expect(await ledgerGaps(pool)).toEqual([]);
  expect(receiver.received.map(({ type, orderId }) => [type, orderId])).toEqual([['bulk.finished', jobId]]);
  expect(receiver.received[0]!.data).toMatchObject({ total: itemIds.length, completed: itemIds.length });
  expect(mails.map(({ subject }) => subject)).toEqual(['Bulk job finished: 10 of 10 completed']);
  expect(await counted(`from webhook_deliveries where channel in ('webhook', 'mail')`)).toBe(2);
}, 120_000);
