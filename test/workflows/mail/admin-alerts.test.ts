import { randomUUID } from 'node:crypto';
import { until } from '../../support/api-client';
import { makeMember, makeParty } from '../../support/belongings';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { mailsTo } from '../../support/mail';
import { queuedTo } from '../../support/queued-mail';

let galley: Galley;
/** Addresses of people: an administrator, an operator, one who was removed, and one of a shop. */
let told: { admin: string; operator: string };
let untold: { removed: string; shop: string };

beforeAll(async () => {
  galley = await startGalley({ lanes: ['orders', 'ideas', 'mail', 'records'] });
  const { tenantId, keyId } = await makeParty(galley, 'admin', 'operator');
  const [admin, operator, removed] = [
    await makeMember(galley, { tenantId, role: 'admin' }),
    await makeMember(galley, { tenantId, role: 'operator' }),
    await makeMember(galley, { tenantId, role: 'operator' }),
  ];
  await galley.db.transaction((tx) =>
    tx.members.removeMember({ memberId: removed.memberId, tenantId, by: { kind: 'key', id: keyId } }),
  );
  const shop = await makeParty(galley, 'store', 'store');
  const seller = await makeMember(galley, { tenantId: shop.tenantId, role: 'store' });
  told = { admin: admin.address, operator: operator.address };
  untold = { removed: removed.address, shop: seller.address };
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(() => galley.simulators.control.clearFaults());

const alertsTo = async (address: string) =>
  (await queuedTo(galley, address)).filter(({ kind }) => kind === 'admin_alert').map(({ facts }) => facts);

/** Moves earlier alerts into another hour, as if it had passed. */
const anHourLater = () =>
  galley.database.pool.query(
    `update webhook_deliveries set round = round - 1 where event_type = 'admin_alert'`,
  );

test('a provider that refuses us is told to operators and administrators, once, however many calls run into it', async () => {
  const body = {
    error: { message: 'You exceeded your quota.', type: 'insufficient_quota', code: 'insufficient_quota' },
  };
  const action = { type: 'respond', status: 429, body } as const;
  galley.simulators.control.addFault({ provider: 'openai', kind: 'any', times: -1, action });
  const orders = await Promise.all(Array.from({ length: 5 }, () => galley.stores[0]!.order()));
  await until('orders that wait', async () => {
    const { rows } = await galley.database.pool.query<{ n: number }>(
      `select count(*)::int as n from order_events where order_id = any($1) and type = 'stage.waiting'`,
      [orders],
    );
    return rows[0]!.n === orders.length;
  });
  for (const address of Object.values(told)) {
    expect(await alertsTo(address)).toEqual([
      { alert: 'account_closed', account: 'openai', model: '', reason: 'insufficient_quota' },
    ]);
    const [mail] = await mailsTo(galley, address);
    expect(mail).toMatchObject({ subject: 'Galley alert: OpenAI refuses our requests' });
    expect(mail!.text).toContain('Reason: insufficient_quota.');
  }
  for (const address of Object.values(untold)) expect(await queuedTo(galley, address)).toEqual([]);
});

test('an account that opens and closes again is told once an hour, and for another reason at once', async () => {
  const close = (reason: string) =>
    galley.db.transaction((tx) => tx.adminAlerts.alertOfClosing({ account: 'replicate', reason }));
  const reasons = async () =>
    (await alertsTo(told.admin)).filter(({ account }) => account === 'replicate').map(({ reason }) => reason);
  await Promise.all(Array.from({ length: 5 }, () => close('payment_required')));
  await close('payment_required');
  expect(await reasons()).toEqual(['payment_required']);
  await close('key_refused');
  expect(await reasons()).toEqual(['payment_required', 'key_refused']);
  await anHourLater();
  await close('key_refused');
  expect(await reasons()).toEqual(['payment_required', 'key_refused', 'key_refused']);
});

test('an order that fails by a fault of ours is told with a link, in the transaction of its end; others are not', async () => {
  const faults = async () => (await alertsTo(told.operator)).filter(({ alert }) => alert === 'order_fault');
  const fail = async (failureType: 'Internal.Fault' | 'Draft.Rejected') => {
    const orderId = await galley.stores[0]!.order();
    const order = await galley.db.orders.findOrder({ orderId });
    await galley.db.orderRuns.endRun({
      ...{ orderId, startNo: order!.startNo, ending: { outcome: 'failed', failureType } },
    });
    return orderId;
  };
  await fail('Draft.Rejected');
  expect(await faults()).toEqual([]);
  const first = await fail('Internal.Fault');
  await fail('Internal.Fault');
  expect(await faults()).toEqual([{ alert: 'order_fault', orderId: first, orderKind: 'blog' }]);
  await until('the mail', async () =>
    galley.simulators.control
      .mails(told.operator)
      .some(({ text }) => text?.includes(`https://galley.example/orders/${first}`)),
  );
});

test('where nobody operates as a member, nobody is mailed', async () => {
  const { rows } = await galley.database.pool.query<{ id: string }>(
    `update members set removed_at = now() where role in ('admin', 'operator') and removed_at is null returning id`,
  );
  const mails = `select 1 from webhook_deliveries where channel = 'mail'`;
  const before = await galley.database.pool.query(mails);
  await galley.db.transaction((tx) =>
    tx.adminAlerts.alertOfClosing({ account: 'openai', reason: randomUUID() }),
  );
  const after = await galley.database.pool.query(mails);
  expect(after.rowCount).toBe(before.rowCount);
  await galley.database.pool.query('update members set removed_at = null where id = any($1)', [
    rows.map(({ id }) => id),
  ]);
});
