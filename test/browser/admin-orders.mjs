import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newContext, seriousOn, shared, signedIn, skip, until, visit } from './support/panel.mjs';
import {
  addVersion,
  anArticle,
  breakOrder,
  buy,
  payQuietly,
  setPhase,
  signInAs,
} from './support/purchases.mjs';

/** An order whose text waits for an administrator. */
async function submitted(options) {
  const order = await buy(options);
  await payQuietly(order);
  const versionId = await addVersion(order, {
    notes: [
      { rule: 'style.repeats', severity: 'minor', reason: 'A word is there twice.', hint: '', quote: 'rain' },
    ],
  });
  const answer = await fetch(`${shared.url}/api/v1/purchase/submit-for-review`, {
    method: 'POST',
    headers: { cookie: order.cookie, 'content-type': 'application/json', 'x-galley-panel': '1' },
    body: JSON.stringify({ orderId: order.orderId, versionId }),
  });
  assert.equal(answer.status, 200);
  return { ...order, versionId };
}

const asAdmin = (t, path, options) => signedIn(t, path, { key: shared.admin.key, ...options });
const detailOf = async ({ orderId }) =>
  (await shared.admin.call('GET', `/api/v1/admin/orders/${orderId}`)).data;

test('the number in the navigation is that of the list to which its filter leads', { skip }, async (t) => {
  await submitted();
  const page = await asAdmin(t, '/admin/orders?waiting=review');
  const rows = page.locator('.rows.bought > li');
  await rows.first().waitFor();
  const place = page.getByRole('navigation').getByRole('link', { name: /^Orders/ });
  const told = async () => Number.parseInt(await place.locator('.unseen').textContent(), 10);
  await until('both are the same', async () => (await told()) === (await rows.count()));
  // Both follow what happens.
  const before = await rows.count();
  const order = await submitted();
  await until('there is one more', async () => (await rows.count()) === before + 1);
  await until('which is counted', async () => (await told()) === before + 1);
  await rows.filter({ hasText: order.email }).getByText('Review', { exact: true }).waitFor();
  assert.deepEqual(await seriousOn(page), []);
});

test('a text is compared with the published one, and approved', { skip }, async (t) => {
  const order = await submitted();
  const page = await asAdmin(t, `/admin/orders/${order.orderId}`);
  const table = page.getByRole('table').filter({ hasText: 'published' });
  await table.locator('ins').first().waitFor();
  const added = (await table.locator('ins').allTextContents()).join('');
  assert.match(added, /Round 1: a \*\*row of \[garden water butts\]\(https:\/\/water\.example\/butts\)/);
  assert.equal(await table.locator('del').count(), 0);
  const lines = await table.getByRole('row').count();
  await table
    .getByRole('button', { name: /^Show \d+ unchanged lines$/ })
    .first()
    .click();
  assert.ok((await table.getByRole('row').count()) > lines);
  await page.getByText('sponsored nofollow').waitFor();
  await page.getByText('A word is there twice.').waitFor();
  await page.getByText('Submitted for review', { exact: true }).waitFor();
  assert.deepEqual(await seriousOn(page), []);
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByText('Approved', { exact: true }).first().waitFor();
  await until('nothing is left to approve', async () => !(await detailOf(order)).canApprove);
  await page.getByRole('button', { name: 'Approve' }).waitFor({ state: 'detached' });
});

test('a rejection needs a reason, which its buyer reads', { skip }, async (t) => {
  const order = await submitted();
  const page = await asAdmin(t, `/admin/orders/${order.orderId}`);
  await page.getByRole('button', { name: 'Reject' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The order ends, and the payment of €140 is refunded.').waitFor();
  const go = dialog.getByRole('button', { name: 'Reject' });
  assert.equal(await go.isDisabled(), true);
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The shop sells <b>something</b> else.');
  assert.deepEqual(await seriousOn(page), []);
  await go.click();
  await page.getByText('Reason for the rejection, as the buyer reads it').waitFor();
  assert.equal((await detailOf(order)).outcome, 'rejected');
  const context = await newContext(t);
  await signInAs(context, order);
  const buyers = await context.newPage();
  await visit(buyers, `/order-status/${order.orderId}`);
  await buyers.getByText('Our team did not approve this text.').waitFor();
  await buyers.getByText('The shop sells <b>something</b> else.').waitFor();
  await buyers.getByText(/payment of €140|refund of €140/).waitFor();
});

test('a decision that comes too late is told with where the order is by now', { skip }, async (t) => {
  const order = await submitted();
  const page = await asAdmin(t, `/admin/orders/${order.orderId}`);
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  await page.route('**/api/events*', (route) => route.abort());
  await page.route(`**/api/v1/admin/orders/${order.orderId}`, (route) => route.abort());
  await shared.admin.call('POST', `/api/v1/admin/orders/${order.orderId}/reject`, {
    versionId: order.versionId,
    reason: 'No.',
  });
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByText('This order has changed in the meantime').waitFor();
  await page.unrouteAll();
  await page.getByText('its status is now “Failed”').waitFor();
});

test('an order that broke is started again as long as it is not refunded', { skip }, async (t) => {
  const order = await buy();
  await payQuietly(order);
  await addVersion(order, { isRejected: true });
  await breakOrder(order);
  const page = await asAdmin(t, '/admin/orders?waiting=retry');
  await page.getByRole('listitem').filter({ hasText: order.email }).getByRole('link').click();
  await page.getByText('Refund planned').first().waitFor();
  await page.getByText('Rejected by AI').first().waitFor();
  assert.deepEqual(await seriousOn(page), []);
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Retry' }).click();
  await page.getByRole('button', { name: 'Retry' }).waitFor({ state: 'detached' });
  // Its writer may be done with it already.
  assert.match((await detailOf(order)).status, /^(?:PROCESSING|QUALITY_CHECK)$/);
});

test('an administrator orders a link, checked as it is written, and an article', { skip }, async (t) => {
  const { title } = await anArticle();
  const page = await asAdmin(t, '/admin/orders');
  await page.getByRole('link', { name: 'New order' }).click();
  await page.getByRole('combobox', { name: 'Product' }).click();
  await page.getByRole('option', { name: 'Link in an article' }).click();
  await page.getByRole('searchbox', { name: 'Search published articles' }).fill('hedge winters');
  await page.getByRole('button', { name: `Choose ${title}` }).click();
  await page.getByRole('textbox', { name: 'Link address' }).fill('http://localhost/');
  await page.getByText('this address can’t be reached from the internet').waitFor();
  await page.getByRole('textbox', { name: 'Link address' }).fill('https://water.example/own');
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByText('Check this field: a value is required').waitFor();
  await page.getByRole('textbox', { name: 'Link text' }).fill('rain barrels');
  await page.getByText('The link goes here:').or(page.getByText('is added after:')).waitFor();
  assert.deepEqual(await seriousOn(page), []);
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.waitForURL(/\/admin\/orders\/[\da-f-]{36}$/);
  await page.getByText('Own order, free of charge').first().waitFor();

  await visit(page, '/admin/orders/new');
  await page.getByRole('combobox', { name: 'Site' }).click();
  await page.getByRole('option', { name: 'Hedge & Trowel' }).click();
  for (const [label, text] of [
    ['Topic', 'Rain water in small gardens'],
    ['Search keyword', 'rain water garden'],
    ['Link address', 'https://water.example/own'],
    ['Link text', 'rain barrels'],
  ])
    await page.getByRole('textbox', { name: label }).fill(text);
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.waitForURL(/\/admin\/orders\/[\da-f-]{36}$/);
  await page.getByRole('heading', { level: 1, name: 'Rain water in small gardens' }).waitFor();
});

test('each figure of a queue leads to a list with as many orders', { skip }, async (t) => {
  const [active, waiting] = [await buy(), await buy()];
  for (const order of [active, waiting]) await payQuietly(order);
  await setPhase(active, 'running');
  await submitted();
  // What other tests ordered is worked on by a real worker, until nothing moves any more.
  const counts = async () => {
    const { data } = await shared.admin.call('GET', '/api/v1/admin/queues');
    return JSON.stringify(
      data.queues.map(({ waiting, active, review, adminReview }) => [waiting, active, review, adminReview]),
    );
  };
  await until('nothing moves', async () => {
    const before = await counts();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    return (await counts()) === before;
  });
  const page = await asAdmin(t, '/admin/queues');
  const links = page.getByRole('link', { name: /^Show \d+ orders?: / });
  await links.first().waitFor();
  assert.deepEqual(await seriousOn(page), []);
  const names = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.ok(names.length >= 3, `${names}`);
  for (const href of names) {
    await visit(page, '/admin/queues');
    const link = page.locator(`a[href="${href}"]`);
    const count = Number(await link.textContent());
    await link.click();
    await page.locator('.rows.bought').waitFor();
    await until(
      `${href} has ${count} orders`,
      async () => (await page.locator('.rows.bought > li').count()) === count,
    );
  }
});
