import { randomBytes, randomUUID } from 'node:crypto';
import { stuckDeliveriesSweep } from '../../../src/dispatch/sweeps/stuck-deliveries';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { mailReaches, mailRow, mailsTo, newAddress, queueOne } from '../../support/mail';

let galley: Galley;
/** Mails whose delivery is not recorded the next time, as if their worker had been killed after sending. */
const unrecorded = new Set<string>();

beforeAll(async () => {
  galley = await startGalley({
    lanes: ['orders', 'mail', 'records'],
    deps: (deps) => ({
      ...deps,
      db: {
        ...deps.db,
        deliveries: {
          ...deps.db.deliveries,
          markDelivered: async (sent) => {
            if (unrecorded.delete(sent.deliveryId)) throw new Error('lost between sending and recording');
            return deps.db.deliveries.markDelivered(sent);
          },
        },
      },
    }),
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(() => galley.simulators.control.clearFaults());

const control = () => galley.simulators.control;
const idsOf = (to: string): string[] =>
  control()
    .mails(to)
    .map(({ messageId }) => messageId);
const secret = randomBytes(32).toString('base64url');

test('a mail goes out once, in HTML and text, and its token is forgotten', async () => {
  const to = newAddress();
  const id = await queueOne(galley, { kind: 'sign_in_link', to, secret, facts: {} });
  const [mail] = await mailsTo(galley, to);
  expect(mail).toMatchObject({
    ...{ to: [to], from: 'galley@galley.example', subject: 'Your sign-in link' },
    messageId: `<${id}@galley.example>`,
  });
  expect(mail!.html).toContain(`href="https://galley.example/sign-in/mail#${secret}"`);
  expect(mail!.text).toContain(`https://galley.example/sign-in/mail#${secret}`);
  expect(mail!.headers).not.toHaveProperty('list-unsubscribe');
  expect(await mailReaches(galley, id, 'delivered')).toEqual({
    ...{ state: 'delivered', tries: 1, lastStatus: 250, lastProblem: null, hasSecret: false },
  });
});

test('one mail of a kind about one thing in one round, and none of a transaction that is rolled back', async () => {
  const [to, about] = [newAddress(), randomUUID()];
  const first = await queueOne(galley, { to, about });
  const mail = {
    ...({ kind: 'failed', about, round: 1, tenantId: null, orderId: null, to, locale: 'en' } as const),
    facts: { orderId: about },
  };
  expect(await galley.db.transaction((tx) => tx.mail.queueMail(mail))).toBeUndefined();
  await expect(
    galley.db.transaction(async (tx) => {
      await tx.mail.queueMail({ ...mail, round: 2 });
      throw new Error('the cause failed');
    }),
  ).rejects.toThrow('the cause failed');
  await expect(galley.db.mail.queueMail({ ...mail, round: 3 })).rejects.toThrow('in the transaction');
  await mailReaches(galley, first, 'delivered');
  expect(idsOf(to)).toHaveLength(1);
});

test('a mail whose answer was lost goes out again with the same Message-ID', async () => {
  control().addScript('mail-answer-lost');
  const to = newAddress();
  const id = await queueOne(galley, { to });
  expect(await mailReaches(galley, id, 'delivered')).toMatchObject({ tries: 2 });
  expect(idsOf(to)).toHaveLength(2);
  expect(new Set(idsOf(to)).size).toBe(1);
});

test('a mail that was sent but not recorded goes out again with the same Message-ID', async () => {
  const to = newAddress();
  const id = await galley.db.transaction(async (tx) => {
    const queued = await tx.mail.queueMail({
      ...{ kind: 'failed', about: randomUUID(), round: 1, tenantId: null, orderId: null, to, locale: 'en' },
      facts: { orderId: randomUUID() },
    });
    unrecorded.add(queued!);
    return queued!;
  });
  await mailReaches(galley, id, 'delivered');
  expect(idsOf(to)).toHaveLength(2);
  expect(new Set(idsOf(to)).size).toBe(1);
});

test('a recipient that is put off is tried again; nothing of it is in histories and failures', async () => {
  control().addScript('mail-greylisted');
  const to = newAddress('greylisted');
  const id = await queueOne(galley, { kind: 'sign_in_link', to, secret, facts: {} });
  expect(await mailReaches(galley, id, 'delivered')).toMatchObject({ tries: 2, lastStatus: 250 });
  expect(idsOf(to)).toHaveLength(1);

  const history = await galley.temporal.workflow.getHandle(`mail:${id}`).fetchHistory();
  const whole = JSON.stringify(history, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
  );
  const { rows } = await galley.database.pool.query(
    'select * from activity_failures where workflow_id = $1',
    [`mail:${id}`],
  );
  expect(rows).toEqual([expect.objectContaining({ type: 'Mail.Unavailable', reason: 'smtp_451' })]);
  expect(whole).toContain(id);
  for (const text of [to, 'shop.example', 'example.com', secret, 'sign-in', 'Greylisted'])
    expect(whole + JSON.stringify(rows)).not.toContain(text);
});

test('an unknown mailbox is final, at once', async () => {
  control().addScript('mail-mailbox-unknown');
  const to = newAddress();
  const id = await queueOne(galley, { kind: 'sign_in_link', to, secret, facts: {} });
  expect(await mailReaches(galley, id, 'failed')).toEqual({
    ...{ state: 'failed', tries: 1, lastStatus: 550, lastProblem: 'smtp_550', hasSecret: false },
  });
  expect(idsOf(to)).toEqual([]);
});

test('a server that is down for a while gets everything, once', async () => {
  await control().setMailDown(true);
  const to = newAddress();
  const ids = [await queueOne(galley, { to }), await queueOne(galley, { to })];
  await until('it was tried in vain', async () => {
    const rows = await Promise.all(ids.map((id) => mailRow(galley, id)));
    return rows.every(({ tries, lastProblem }) => tries >= 2 && lastProblem === 'no_answer');
  });
  await control().setMailDown(false);
  for (const id of ids) await mailReaches(galley, id, 'delivered');
  expect(idsOf(to).sort()).toEqual(ids.map((id) => `<${id}@galley.example>`).sort());
});

test('a sign-in that is refused shuts the channel: mail waits, none is lost, and one mail tries it', async () => {
  const { pool } = galley.database;
  control().addScript('mail-sign-in-refused');
  const to = newAddress();
  const first = await queueOne(galley, { to });
  await until(
    'the channel is closed',
    async () => (await galley.db.mailChannel.readMailChannel()).state === 'closed',
  );
  const ids = [first, await queueOne(galley, { to }), await queueOne(galley, { to })];
  expect(await galley.db.mailChannel.readMailChannel()).toMatchObject({ reason: 'auth_refused' });
  await until('the others found it closed', async () => {
    const { rows } = await pool.query<{ n: number }>(
      `select count(distinct workflow_id)::int as n from activity_failures where type = 'Mail.Closed' and workflow_id = any($1)`,
      [ids.map((id) => `mail:${id}`)],
    );
    return rows[0]!.n === 3;
  });
  // Those that were not the first have asked nobody.
  expect((await Promise.all(ids.map((id) => mailRow(galley, id)))).map(({ state }) => state)).toEqual(
    Array.from({ length: 3 }, () => 'pending'),
  );
  control().clearFaults();
  await pool.query('update mail_channel set try_at = clock_timestamp()');
  for (const id of ids) await mailReaches(galley, id, 'delivered', 40_000);
  expect(new Set(idsOf(to)).size).toBe(3);
  expect(idsOf(to)).toHaveLength(3);
  expect(await galley.db.mailChannel.readMailChannel()).toMatchObject({ state: 'open', reason: null });
}, 60_000);

test('what no server takes in time is given up; sent again, it has the full time again', async () => {
  control().addScript('mail-unavailable');
  const to = newAddress();
  const id = await queueOne(galley, { to });
  await until('it was tried', async () => (await mailRow(galley, id)).lastProblem === 'smtp_452');
  await galley.database.pool.query(
    `update webhook_deliveries set first_tried_at = clock_timestamp() - interval '4 days' where id = $1`,
    [id],
  );
  await mailReaches(galley, id, 'failed');
  control().clearFaults();
  const again = await galley.operator.call('POST', `/api/mail/messages/${id}/resend`, { body: {} });
  expect(again.status).toBe(202);
  await mailReaches(galley, id, 'delivered');
  expect(idsOf(to)).toEqual([`<${id}@galley.example>`]);
  // Once more, under the same id.
  await galley.operator.call('POST', `/api/mail/messages/${id}/resend`, { body: {} });
  await mailsTo(galley, to, 2);
  expect(new Set(idsOf(to)).size).toBe(1);
});

test('a mail with a link for one use is not sent again', async () => {
  const id = await queueOne(galley, { kind: 'sign_in_link', secret, facts: {} });
  await mailReaches(galley, id, 'delivered');
  const again = await galley.operator.call('POST', `/api/mail/messages/${id}/resend`, { body: {} });
  expect(again.status).toBe(409);
});

test('a mail that cannot be composed is given up, and no worker turns on it for ever', async () => {
  const id = await queueOne(galley, { facts: {} });
  expect(await mailReaches(galley, id, 'failed')).toMatchObject({ lastProblem: 'not_composed', tries: 0 });
});

test('a mail whose workflow was ended from outside gets another one', async () => {
  control().addScript('mail-unavailable');
  const to = newAddress();
  const id = await queueOne(galley, { to });
  await until('it was tried', async () => (await mailRow(galley, id)).tries > 0);
  await galley.temporal.workflow.getHandle(`mail:${id}`).terminate('test');
  control().clearFaults();
  const sweep = stuckDeliveriesSweep({
    ...{ pool: galley.database.pool, dispatcher: galley.dispatcher },
    pace: { everyMs: 0, quietMs: 0 },
  });
  await until('it is found', async () => {
    await sweep.run();
    return (await mailRow(galley, id)).state === 'delivered';
  });
  expect(new Set(idsOf(to)).size).toBe(1);
});

test('a mail workflow that is started by hand with something else ends at once', async () => {
  const handle = await galley.temporal.workflow.start('deliverMail', {
    ...{ workflowId: `by-hand-${randomUUID()}`, taskQueue: 'orders', args: [{ mailId: 'x' }] },
  });
  await expect(handle.result()).rejects.toThrow();
});
