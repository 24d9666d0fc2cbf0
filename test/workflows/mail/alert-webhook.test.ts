import { randomUUID } from 'node:crypto';
import { secretsOf } from '../../../src/config/secrets';
import { alertIdOf } from '../../../src/contract/ids';
import { stuckDeliveriesSweep } from '../../../src/dispatch/sweeps/stuck-deliveries';
import { until } from '../../support/api-client';
import { makeMember, makeParty } from '../../support/belongings';
import { startChatReceiver } from '../../support/chat-receiver';
import type { ChatReceiver } from '../../support/chat-receiver';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { mailRow } from '../../support/mail';

let galley: Galley;
let chat: ChatReceiver;
let webhookUrl: string | undefined;

beforeAll(async () => {
  chat = await startChatReceiver();
  webhookUrl = chat.url;
  galley = await startGalley({
    lanes: ['orders', 'webhooks', 'records'],
    env: { ALERT_WEBHOOK_URL: chat.url },
    deps: (deps) => ({
      ...deps,
      alerts: {
        get webhookUrl() {
          return webhookUrl;
        },
      },
    }),
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await chat?.stop();
});

const pool = () => galley.database.pool;

/** An incident that was not told before; answers a word that it alone has. */
const newReason = (): string => `reason_${randomUUID().slice(0, 8)}`;

const close = (reason: string, model?: string) =>
  galley.db.transaction((tx) => tx.adminAlerts.alertOfClosing({ account: 'openai', model, reason }));

const textsOf = (reason: string) =>
  chat.received.filter(({ body }) => (body as { text: string }).text.includes(reason));

async function alertOf(reason: string): Promise<{ id: string }> {
  const { rows } = await pool().query<{ id: string }>(
    `select id from webhook_deliveries where channel = 'alert' and body ->> 'reason' = $1`,
    [reason],
  );
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

/** Waits until an alert is settled, and answers what is recorded of it. */
async function settled(reason: string, state = 'delivered') {
  const { id } = await alertOf(reason);
  await until(`an alert that is ${state}`, async () => (await mailRow(galley, id)).state === state, 30_000);
  return { id, ...(await mailRow(galley, id)) };
}

test('an incident is told once an hour, whoever is a member, in the words of its mail', async () => {
  const reason = newReason();
  await Promise.all([1, 2, 3].map(() => close(reason)));
  await close(reason);
  expect(await settled(reason)).toMatchObject({ tries: 1, lastStatus: 200, lastProblem: null });
  const [message, ...more] = textsOf(reason);
  expect(more).toEqual([]);
  expect(message!.body).toEqual({
    text: [
      '*OpenAI refuses our requests*',
      `Reason: ${reason}. Check the provider’s key, quota and billing.`,
      'Orders that need it wait. They go on once the provider takes requests again, which Galley keeps trying.',
      '<https://galley.example/|Open overview>',
    ].join('\n'),
  });
  expect(message!.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(Object.keys(message!.headers).filter((name) => name.startsWith('webhook-'))).toEqual([]);
});

test('it is told once, however many people are mailed', async () => {
  const { tenantId } = await makeParty(galley, 'admin', 'operator');
  for (let n = 0; n < 3; n += 1) await makeMember(galley, { tenantId, role: 'operator' });
  const reason = newReason();
  await close(reason);
  await settled(reason);
  expect(textsOf(reason)).toHaveLength(1);
  const { rows } = await pool().query(
    `select 1 from webhook_deliveries where channel = 'mail' and body ->> 'reason' = $1`,
    [reason],
  );
  expect(rows.length).toBeGreaterThanOrEqual(3);
});

test('what an incident holds is text: it mentions nobody and links nowhere', async () => {
  const reason = newReason();
  await close(reason, '<!channel> & <https://elsewhere.example|here>');
  await settled(reason);
  const { text } = textsOf(reason)[0]!.body as { text: string };
  expect(text).toContain('&lt;!channel&gt; &amp; &lt;https://elsewhere.example|here&gt;');
  expect(text.match(/<[^>]*>/g)).toEqual(['<https://galley.example/|Open overview>']);
});

test('a cause that is undone is not told', async () => {
  const reason = newReason();
  const undone = galley.db.transaction(async (tx) => {
    await tx.adminAlerts.alertOfClosing({ account: 'openai', reason });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  const { rowCount } = await pool().query(
    `select 1 from webhook_deliveries where body ->> 'reason' = $1 union all
     select 1 from outbox m where m.kind = 'alert' and m.state = 'pending'`,
    [reason],
  );
  expect(rowCount).toBe(0);
});

test('a webhook that is away, or leads elsewhere, is tried again with the same text', async () => {
  chat.answer({ status: 500 }, { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } });
  const reason = newReason();
  await close(reason);
  expect(await settled(reason)).toMatchObject({ tries: 3, lastStatus: 200, lastProblem: null });
  const texts = textsOf(reason).map(({ body }) => JSON.stringify(body));
  expect(texts).toHaveLength(3);
  expect(new Set(texts).size).toBe(1);
});

test('whose answer is lost gets it again', async () => {
  chat.answer('drop');
  const reason = newReason();
  await close(reason);
  expect(await settled(reason)).toMatchObject({ tries: 2 });
  expect(textsOf(reason)).toHaveLength(2);
});

test('one that asks for a pause is not asked sooner', async () => {
  chat.answer({ status: 429, headers: { 'retry-after': '4' } });
  const reason = newReason();
  await close(reason);
  expect(await settled(reason)).toMatchObject({ tries: 2 });
  const [first, second] = textsOf(reason);
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(4_000);
});

test('an alert that nobody took for three days is given up, which operators see and send again', async () => {
  chat.answer({ status: 503 }, { status: 503 });
  const reason = newReason();
  await close(reason);
  const { id } = await alertOf(reason);
  await until('it was tried', async () => (await mailRow(galley, id)).lastProblem === 'http_503');
  await pool().query(
    `update webhook_deliveries set first_tried_at = first_tried_at - interval '3 days' where id = $1`,
    [id],
  );
  expect(await settled(reason, 'failed')).toMatchObject({ lastProblem: 'http_503', lastStatus: 503 });
  const operator = (await makeParty(galley, 'operator', 'operator')).client;
  const { json } = await operator.call('GET', '/api/v1/admin/alerts?state=failed');
  expect(json).toMatchObject({
    ...{ success: true, data: { nextCursor: null } },
    data: { items: [{ id, alert: 'account_closed', account: 'openai', reason, lastProblem: 'http_503' }] },
  });
  chat.answer({ status: 200 });
  const path = `/api/v1/admin/alerts/${id}/resend`;
  expect(await operator.call('POST', path, { body: {} })).toMatchObject({
    ...{ status: 202, json: { data: { id, state: 'pending' } } },
  });
  await settled(reason);
  expect((await galley.stores[0]!.call('GET', '/api/v1/admin/alerts')).status).toBe(403);
});

test('a webhook that is gone for good is not asked again', async () => {
  chat.answer({ status: 410 });
  const reason = newReason();
  await close(reason);
  expect(await settled(reason, 'failed')).toMatchObject({ tries: 1, lastProblem: 'http_410' });
  expect(textsOf(reason)).toHaveLength(1);
});

test('an alert whose workflow has ended is found', async () => {
  chat.answer({ status: 500 }, { status: 500 });
  const reason = newReason();
  await close(reason);
  const { id: alertId } = await alertOf(reason);
  await until('it was tried', async () => (await mailRow(galley, alertId)).tries > 0);
  await galley.temporal.workflow.getHandle(alertIdOf({ alertId })).terminate('test');
  const sweep = stuckDeliveriesSweep({
    ...{ pool: pool(), dispatcher: galley.dispatcher },
    pace: { everyMs: 0, quietMs: 0 },
  });
  await until('it is found', async () => {
    await sweep.run();
    return (await mailRow(galley, alertId)).state === 'delivered';
  });
});

test('the address is a secret: no row, history or answer has it', async () => {
  const reason = newReason();
  await close(reason);
  const { id } = await settled(reason);
  expect(secretsOf(galley.config)).toEqual(
    expect.arrayContaining([chat.url, new URL(chat.url).pathname]) as string[],
  );
  const { rows } = await pool().query(
    'select to_jsonb(d)::text as row from webhook_deliveries d where id = $1',
    [id],
  );
  const handle = galley.temporal.workflow.getHandle(alertIdOf({ alertId: id }));
  const { json } = await galley.operator.call('GET', '/api/v1/admin/alerts');
  const seen = JSON.stringify([rows, await handle.fetchHistory(), json]);
  expect(seen).not.toContain('kept-secret-word');
});

test('without a webhook an alert is on record, and nothing waits', async () => {
  webhookUrl = undefined;
  const reason = newReason();
  await close(reason);
  expect(await settled(reason, 'failed')).toMatchObject({ tries: 0, lastProblem: 'not_configured' });
  webhookUrl = chat.url;
});

test('a workflow that is started by hand with something else ends at once', async () => {
  const handle = await galley.temporal.workflow.start('deliverAlert', {
    ...{ workflowId: `by-hand-${randomUUID()}`, taskQueue: 'orders', args: [{ alertId: 'x' }] },
  });
  await expect(handle.result()).rejects.toThrow();
});
