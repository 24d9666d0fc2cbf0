import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { mailedToken } from './support/mail.mjs';
import { fault, seriousOn, shared, signedIn, skip, until } from './support/panel.mjs';

const require = createRequire(import.meta.url);
const { inTransaction } = require('../../dist/db/pool.js');
const { requestRefund } = require('../../dist/db/payments/refunds.js');

const OPERATORS_ALERT = 'A refund is unconfirmed';

let number = 0;

async function post(path, body, headers = {}) {
  const response = await fetch(`${shared.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: shared.url, 'x-galley-panel': '1', ...headers },
    body: JSON.stringify(body),
  });
  const json = await response.json();
  if (!response.ok) throw new Error(`${path} answered ${JSON.stringify(json)}`);
  return json.data;
}

/** Buys a link without the panel, and answers the order's id. */
async function paidOrder() {
  const email = `refunded-${(number += 1)}-${Date.now()}@buyers.example`;
  const found = await fetch(`${shared.url}/api/v1/articles?q=hedge%20winters`);
  const [{ id: articleId }] = (await found.json()).data.items;
  await post('/api/v1/purchase/start', {
    ...{ articleId, anchorText: 'garden water butts', targetUrl: 'https://water.example/butts', email },
  });
  const token = await mailedToken(email, 'purchase_link');
  const { orderId, checkoutUrl } = await post('/api/v1/purchase/confirm', { token });
  const sessionId = checkoutUrl.split('/').at(-1);
  const { simulatorsUrl } = shared.system.stack;
  await fetch(`${simulatorsUrl}/control/stripe/sessions/${sessionId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'pay' }),
  });
  await until('the payment', async () => {
    const { paidAt } = await shared.admin.call('GET', `/api/backlink-orders/${orderId}`);
    return paidAt !== null;
  });
  return orderId;
}

/** Has the money of an order go back, which Stripe answers so; answers the refund's id. */
async function refundThat(orderId, { status, code, times }) {
  const body = { error: { type: 'api_error', code, message: 'No.' } };
  await fault({
    ...{ provider: 'stripe', kind: 'refund.create', times, match: { contains: orderId } },
    action: { type: 'respond', status, body },
  });
  const { refundId } = await inTransaction(shared.system.pool, (tx) =>
    requestRefund(tx, { orderId, reason: 'rejected' }),
  );
  return refundId;
}

const reaches = (orderId, state) =>
  until(`a refund that is ${state}`, async () => {
    const { data } = await shared.admin.call('GET', `/api/v1/admin/refunds?state=${state}`);
    return data.items.find((refund) => refund.orderId === orderId);
  });

test(
  'a refund that nobody knows the outcome of is marked as refunded, with its id in Stripe',
  { skip },
  async (t) => {
    const orderId = await paidOrder();
    const refundId = await refundThat(orderId, { status: 500, code: 'api_error', times: -1 });
    const { pool } = shared.system;
    await until('a lost answer', async () => {
      const { rowCount } = await pool.query(
        `update refunds set unsure_since = now() - interval '25 hours' where id = $1 and unsure_since is not null`,
        [refundId],
      );
      return rowCount === 1;
    });
    await reaches(orderId, 'unconfirmed');
    const page = await signedIn(t, '/', { key: shared.admin.key });
    await page.getByRole('link', { name: 'Refunds' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Refunds' }).waitFor();
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Unconfirmed' }).click();
    await page.waitForURL(/state=unconfirmed/);
    await page.getByText('€140 · Order rejected').waitFor();
    assert.deepEqual(await seriousOn(page), []);
    await page.getByRole('button', { name: 'Mark as refunded' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Mark €140 as refunded?').waitFor();
    await dialog.getByLabel('Refund ID in Stripe').fill('pi_wrong');
    await dialog.getByRole('button', { name: 'Mark as refunded' }).click();
    await dialog.getByText(/must be the id of a refund in Stripe/).waitFor();
    assert.deepEqual(await seriousOn(page), []);
    const stripeId = `re_${Date.now()}`;
    await dialog.getByLabel('Refund ID in Stripe').fill(stripeId);
    await dialog.getByRole('button', { name: 'Mark as refunded' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('€140 · Order rejected').waitFor({ state: 'detached' });
    const settled = await reaches(orderId, 'succeeded');
    assert.equal(settled.stripeRefundId, stripeId);
    assert.equal(settled.resolution, 'refunded');
    // The order's timeline tells it, too.
    await page.goto(`${shared.url}/admin/orders/${orderId}`);
    for (const words of [
      'Refund of €140 not confirmed by Stripe',
      'Refund reported as made',
      '€140 refunded',
    ])
      await page.getByText(words).waitFor();
  },
);

test(
  'a refund that failed is retried once that is confirmed; an operator sees it without the button',
  { skip },
  async (t) => {
    const orderId = await paidOrder();
    await refundThat(orderId, { status: 400, code: 'charge_disputed', times: 1 });
    await reaches(orderId, 'failed');
    const operator = await signedIn(t, '/refunds?state=failed', { key: shared.system.stack.operatorKey });
    await operator.getByText(/problem: charge_disputed/).waitFor();
    assert.equal(await operator.getByRole('button', { name: 'Retry refund' }).count(), 0);
    const page = await signedIn(t, '/refunds?state=failed', { key: shared.admin.key });
    await page.getByRole('button', { name: 'Retry refund' }).click();
    const ask = page.getByRole('alertdialog');
    await ask.getByText('Retry the refund of €140?').waitFor();
    assert.deepEqual(await seriousOn(page), []);
    await ask.getByRole('button', { name: 'Refund €140' }).click();
    await reaches(orderId, 'succeeded');
    await page.getByText('No refunds have this status.').waitFor();
  },
);

test('operators see what they were alerted to, and have it sent again', { skip }, async (t) => {
  const page = await signedIn(t, '/mail', { key: shared.system.stack.operatorKey });
  await page.getByRole('link', { name: 'Alerts' }).click();
  await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
  const line = page.getByRole('listitem').filter({ hasText: OPERATORS_ALERT });
  await line.getByText('no alert webhook is set').waitFor();
  assert.deepEqual(await seriousOn(page), []);
  await line.getByRole('button', { name: 'Resend' }).click();
  await line.getByText('Failed').waitFor();
});

test('a seller is not led to refunds, and gets none', { skip }, async (t) => {
  const page = await signedIn(t, '/');
  assert.equal(await page.getByRole('link', { name: 'Refunds' }).count(), 0);
  await page.goto(`${shared.url}/refunds`);
  await page.getByText(/You don[’']t have permission/).waitFor();
});
