import type { SimulatedMail } from '../../../src/simulators/smtp/mailbox';
import { digestsSweep } from '../../../src/dispatch/sweeps/digests';
import { silentLogger } from '../../../src/telemetry/logger';
import { until } from '../../support/api-client';
import { makeMember, makeParty } from '../../support/belongings';
import type { Party } from '../../support/belongings';
import {
  actionOn,
  advance,
  begunItems,
  endItem,
  finishJob,
  jobByHand,
  textAbout,
} from '../../support/bulk-rows';
import type { JobByHand } from '../../support/bulk-rows';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { mailsTo, newAddress, tokenIn } from '../../support/mail';
import { startReceiver } from '../../support/receiver';
import type { Received, Receiver } from '../../support/receiver';

let galley: Galley;
const receivers: Receiver[] = [];

beforeAll(async () => {
  // The runs of jobs and items wait for the lane `records`, so that each ends when the test says so.
  galley = await startGalley({ lanes: ['orders', 'webhooks', 'mail'] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

interface Shop extends Party {
  receiver: Receiver;
  /** Subscribed to everything, at once. */
  subscriber: string;
}

async function subscribe(
  { client }: Pick<Party, 'client'>,
  body: Record<string, unknown> = {},
): Promise<string> {
  const address = String(body['address'] ?? newAddress());
  const made = await client.call('POST', '/api/mail/subscriptions', { body: { address, ...body } });
  expect(made.status).toBe(201);
  if (made.json['consent'] === 'given') return address;
  const [mail] = await mailsTo(galley, address);
  const token = tokenIn(mail!, '/api/mail/confirm/');
  expect((await fetch(`${galley.apiUrl}/api/mail/confirm/${token}`, { method: 'POST' })).status).toBe(200);
  return address;
}

/** A shop with a webhook that hears of everything and a subscriber to all kinds of mail. */
async function makeShop(): Promise<Shop> {
  const party = await makeParty(galley, 'store', 'store');
  const receiver = await startReceiver();
  receivers.push(receiver);
  const hook = await party.client.call('POST', '/api/webhooks', { body: { url: receiver.url } });
  receiver.trust(String(hook.json['secret']));
  return { ...party, receiver, subscriber: await subscribe(party) };
}

const personOf = async (address: string): Promise<string> => {
  const { rows } = await galley.database.pool.query<{ id: string }>(
    'select id from people where address = $1',
    [address],
  );
  return rows[0]!.id;
};

/** A member of the shop, who places jobs. */
async function placer({ tenantId }: Party): Promise<{ address: string; personId: string; memberId: string }> {
  const { address, memberId } = await makeMember(galley, { tenantId, role: 'store' });
  return { address, memberId, personId: await personOf(address) };
}

const isAboutJobs = ({ subject }: SimulatedMail): boolean => /^(Bulk job|Massenauftrag)/.test(subject ?? '');

/** Mails about the ends of jobs that are queued for an address, however often they were sent. */
async function queuedFor(address: string): Promise<number> {
  const { rows } = await galley.database.pool.query<{ n: number }>(
    `select count(*)::int as n from webhook_deliveries where recipient = $1 and event_type = 'bulk_finished'`,
    [address],
  );
  return rows[0]!.n;
}

/** Waits for so many mails about the ends of jobs to an address, each with a Message-ID of its own. */
async function toldTo(address: string, count: number): Promise<SimulatedMail[]> {
  const got = (): SimulatedMail[] => galley.simulators.control.mails(address).filter(isAboutJobs);
  await until(
    `${count} mails about jobs`,
    async () => new Set(got().map((one) => one.messageId)).size >= count,
  );
  expect(await queuedFor(address)).toBe(count);
  expect(new Set(got().map(({ messageId }) => messageId)).size).toBe(count);
  return got();
}

/** Waits for so many webhook events about a job and its items, which are all that there are. */
async function heard({ receiver }: Shop, job: JobByHand, count: number): Promise<Received[]> {
  const ids = [job.jobId, ...job.itemIds];
  const got = (): Received[] => receiver.received.filter(({ orderId }) => ids.includes(orderId));
  await until(`${count} events about a job`, async () => got().length >= count);
  const { rows } = await galley.database.pool.query<{ n: number }>(
    `select count(*)::int as n from webhook_deliveries where channel = 'webhook' and order_id = any($1)`,
    [ids],
  );
  expect(rows[0]!.n).toBe(count);
  expect(new Set(got().map(({ id }) => id)).size).toBe(count);
  expect(got().map(({ type }) => type)).toEqual(Array.from({ length: count }, () => 'bulk.finished'));
  expect(receiver.unsigned).toBe(0);
  return got();
}

const eventsOf = async (jobId: string): Promise<number> =>
  (await galley.db.events.listEvents({ orderId: jobId, limit: 200 })).filter(
    ({ type }) => type === 'bulk.finished',
  ).length;

test('the end of a job is told once to each: signed, tried again, with what failed, in the reader’s language', async () => {
  const shop = await makeShop();
  const person = await placer(shop);
  await galley.database.pool.query(`update members set locale = 'de' where id = $1`, [person.memberId]);
  shop.receiver.answer({ status: 500, times: 2 });
  const job = await jobByHand(galley, {
    ...shop,
    personId: person.personId,
    templateName: 'Autumn <b>& friends</b>',
    topics: Array.from({ length: 10 }, (_, n) => `Topic <i>${n + 1}</i> & more`),
  });
  await finishJob(galley, job, (n) => (n < 2 ? 'failed' : 'completed'));

  const [event] = await heard(shop, job, 1);
  const { rows } = await galley.database.pool.query<{ tries: number }>(
    'select tries from webhook_deliveries where order_id = $1 and channel = $2',
    [job.jobId, 'webhook'],
  );
  expect(rows[0]!.tries).toBe(3);
  const summary = [1, 2].map((n) => `${n}. Topic <i>${n}</i> & more: It was rejected three times.`);
  expect(event!.data).toMatchObject({
    ...{ orderId: job.jobId, bulk_job_id: job.jobId, kind: 'bulk', mode: 'topic', round: 1 },
    ...{ status: 'completed', phase: 'done', total: 10, completed: 8, failed: 2, cancelled: 0 },
    ...{
      error_summary: summary,
      template_name: 'Autumn <b>& friends</b>',
      schedule_id: null,
      schedule_name: null,
    },
    completed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
  });

  const [english] = await toldTo(shop.subscriber, 1);
  expect(english!.subject).toBe('Bulk job finished: 8 of 10 completed');
  expect(english!.text).toContain('8 of 10 texts completed, 2 failed, 0 cancelled');
  for (const line of summary) expect(english!.text).toContain(line);
  expect(english!.html).toContain('Topic &lt;i&gt;1&lt;/i&gt; &amp; more');
  expect(english!.html).not.toContain('<b>');
  expect(english!.text).toContain(`https://galley.example/bulk/${job.jobId}`);
  expect(english!.headers['list-unsubscribe']).toBeDefined();
  const [german] = await toldTo(person.address, 1);
  expect(german!.subject).toBe('Massenauftrag beendet: 8 von 10 fertig');
  expect(german!.text).toContain('weil Sie den Auftrag erteilt haben');
  expect(german!.headers['list-unsubscribe']).toBeUndefined();
});

test('a job that is cancelled while an item is written is told of after that item', async () => {
  const shop = await makeShop();
  const job = await jobByHand(galley, shop);
  await advance(galley, job);
  const [first, second, third] = (await begunItems(galley, job)) as [string, string, string];
  await endItem(galley, first, 'completed');
  expect((await galley.db.bulkActions.cancelJob(actionOn(job.jobId))).outcome).toBe('done');
  await endItem(galley, second, 'failed');
  expect(await eventsOf(job.jobId)).toBe(0);
  await endItem(galley, third, 'completed');
  const [event] = await heard(shop, job, 1);
  expect(event!.data).toMatchObject({
    status: 'cancelled',
    total: 10,
    completed: 2,
    failed: 1,
    cancelled: 7,
  });
  const [mail] = await toldTo(shop.subscriber, 1);
  expect(mail!.subject).toBe('Bulk job cancelled: 2 of 10 completed');
});

test('one that is cancelled before anything has begun is told of at once', async () => {
  const shop = await makeShop();
  const job = await jobByHand(galley, shop);
  await galley.db.bulkActions.cancelJob(actionOn(job.jobId));
  expect((await heard(shop, job, 1))[0]!.data).toMatchObject({ status: 'cancelled', cancelled: 10 });
});

test('a job whose run is lost, and its retry after that: two rounds, told once each', async () => {
  const shop = await makeShop();
  const job = await jobByHand(galley, shop);
  await advance(galley, job);
  const [item, ...others] = await begunItems(galley, job);
  const ending = { outcome: 'failed', failureType: 'Run.Lost', reason: 'lost' } as const;
  for (let n = 0; n < 2; n += 1) await galley.db.orderRuns.endRun({ orderId: job.jobId, startNo: 1, ending });
  for (const id of others) await endItem(galley, id, 'completed');
  expect(await eventsOf(job.jobId)).toBe(0);
  await endItem(galley, item!, 'failed');
  const [lost] = await heard(shop, job, 1);
  expect(lost!.data).toMatchObject({ status: 'failed', completed: 2, failed: 1, cancelled: 7 });

  expect((await galley.db.bulkActions.retryJob(actionOn(job.jobId))).outcome).toBe('done');
  await finishJob(galley, job, () => 'failed');
  const [, again] = await heard(shop, job, 2);
  expect(again!.data).toMatchObject({ status: 'completed', round: 2, completed: 2, failed: 8, cancelled: 0 });
  expect((again!.data['error_summary'] as string[]).length).toBe(8);
  const mails = await toldTo(shop.subscriber, 2);
  expect(mails.map(({ subject }) => subject)).toEqual([
    ...['Bulk job failed: 2 of 10 completed', 'Bulk job finished: 2 of 10 completed'],
  ]);
});

test('fifty long failures fit into the message and the mail', async () => {
  const shop = await makeShop();
  const topics = Array.from({ length: 50 }, (_, n) => `${'𝔊é"\\'.repeat(60)} ${n}`);
  const job = await jobByHand(galley, { ...shop, topics });
  await finishJob(galley, job, () => 'failed');
  const [event] = await heard(shop, job, 1);
  const summary = event!.data['error_summary'] as string[];
  expect(summary.length).toBe(50);
  for (const line of summary) expect([...line].length).toBeLessThanOrEqual(200);
  expect(summary.map((line) => Number.parseInt(line, 10))).toEqual(topics.map((_, n) => n + 1));
  const [mail] = await toldTo(shop.subscriber, 1);
  expect(mail!.subject).toBe('Bulk job finished: 0 of 50 completed');
  expect(mail!.text).toMatch(/^- and \d+ more\s*$/m);
});

describe('the person who placed a job', () => {
  test('gets one mail, whatever they are subscribed to by the same address', async () => {
    const shop = await makeShop();
    const [{ address, personId }, other] = [await placer(shop), await placer(shop)];
    await subscribe(shop, { address: address.toUpperCase(), kinds: ['bulk_finished'] });
    await subscribe(shop, { address: other.address, kinds: ['store_failed'] });
    const [own, others] = [
      await jobByHand(galley, { ...shop, personId }),
      await jobByHand(galley, { ...shop, personId: other.personId }),
    ];
    for (const job of [own, others]) await finishJob(galley, job, () => 'completed');
    const { rows } = await galley.database.pool.query<{ n: number }>(
      `select count(*)::int as n from webhook_deliveries where lower(recipient) = $1 and event_type = 'bulk_finished'`,
      [address],
    );
    // One of each job, as a subscriber; none of their own job besides.
    expect(rows[0]!.n).toBe(2);
    await toldTo(other.address, 1);
  });

  test('gets none after leaving, or after unsubscribing from the tenant’s mail; an operator gets one', async () => {
    const shop = await makeShop();
    const [left, declined] = [await placer(shop), await placer(shop)];
    await galley.db.transaction((tx) =>
      tx.members.removeMember({ ...left, tenantId: shop.tenantId, by: { kind: 'key', id: shop.keyId } }),
    );
    await subscribe(shop, { address: declined.address });
    await galley.database.pool.query(
      `update mail_subscriptions set consent = 'unsubscribed', declined_hash = sha256(convert_to(lower(address), 'UTF8'))
        where address = $1`,
      [declined.address],
    );
    const operators = await makeParty(galley, 'operator', 'operator');
    const operator = await makeMember(galley, { tenantId: operators.tenantId, role: 'operator' });
    const personIds = [left.personId, declined.personId, await personOf(operator.address)];
    for (const personId of personIds)
      await finishJob(galley, await jobByHand(galley, { ...shop, personId }), () => 'completed');
    await toldTo(operator.address, 1);
    expect([await queuedFor(left.address), await queuedFor(declined.address)]).toEqual([0, 0]);
  });
});

test('a daily summary tells of jobs that ended, also of one whose last item ended after it', async () => {
  const shop = await makeShop();
  const address = await subscribe(shop, { frequency: 'daily', kinds: ['bulk_finished', 'store_failed'] });
  const [done, cancelled, open] = [
    await jobByHand(galley, { ...shop, templateName: 'Weekly' }),
    await jobByHand(galley, { ...shop, templateName: 'Given up' }),
    await jobByHand(galley, { ...shop, templateName: 'Under way' }),
  ];
  await finishJob(galley, done, (n) => (n === 0 ? 'failed' : 'completed'));
  for (const job of [cancelled, open]) {
    await advance(galley, job);
    await galley.db.bulkActions.cancelJob(actionOn(job.jobId));
  }
  for (const id of await begunItems(galley, cancelled)) await endItem(galley, id, 'completed');
  const { pool } = galley.database;
  await pool.query(`update order_events set at = at - interval '2 minutes' where order_id = any($1)`, [
    [done.jobId, cancelled.jobId],
  ]);
  await pool.query(
    `update mail_subscriptions set digest_at = clock_timestamp() - interval '1 second', digested_until = clock_timestamp() - interval '1 day'
      where address = $1`,
    [address],
  );
  await digestsSweep({ pool, log: silentLogger() }).run();
  const [, mail] = await mailsTo(galley, address, 2);
  expect(mail!.text).toContain('Bulk jobs finished (2)');
  for (const title of ['- Given up', '- Weekly']) expect(mail!.text).toContain(title);
  // Its items are told of by their job alone.
  expect(mail!.text).not.toContain('Failed (');
  expect(await queuedFor(address)).toBe(0);
});

test('a text that was ordered alone is told of as other orders are', async () => {
  const shop = await makeShop();
  const accept = (topic: string): Promise<string> =>
    galley.db.transaction((tx) =>
      tx.contentAccept.acceptContent({ tenantId: shop.tenantId, priority: 5, request: textAbout(topic) }),
    );
  const [done, failed] = [await accept('Alone'), await accept('Alone too')];
  await galley.database.pool.query(
    `update orders set status = 'processing', phase = 'queued' where id = any($1)`,
    [[done, failed]],
  );
  await endItem(galley, done, 'completed');
  await endItem(galley, failed, 'failed');
  await until('both are heard of', async () => shop.receiver.received.length === 2);
  expect(shop.receiver.received.map(({ type, orderId }) => [type, orderId]).sort()).toEqual(
    [
      ['order.done', done],
      ['order.failed', failed],
    ].sort(),
  );
  const mails = await until('the failure is mailed', async () => {
    const got = galley.simulators.control.mails(shop.subscriber);
    return got.length === 2 && got;
  });
  expect(mails[1]!.subject).toBe('Failed: Alone too');
});
