// The whole life of orders that are bought, with everything real: payment, writing, review, publication and refund.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newContext, seriousOn, shared, signedIn, skip, until, visit } from './support/panel.mjs';
import { anArticle, buy, signInAs } from './support/purchases.mjs';

const isElsewhere = (url) => url.origin !== new URL(shared.url).origin;

/** Pays for an order as its buyer, and waits on its page until the text is there. */
async function paidPage(t, order) {
  const context = await newContext(t);
  await signInAs(context, order);
  const page = await context.newPage();
  await visit(page, `/order-status/${order.orderId}`);
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.waitForURL(isElsewhere);
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.waitForURL(/\/order-status\/[\da-f-]+\?paid=1$/);
  await ready(page);
  return page;
}

const regenerate = (page) => page.getByRole('button', { name: 'Regenerate Backlink', exact: true });
const submit = (page) => page.getByRole('button', { name: 'Submit for Review', exact: true });

/** Waits until the text of an order is its buyer's to judge. */
const ready = (page) => submit(page).waitFor({ timeout: 120_000 });

async function submitOn(page) {
  await submit(page).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Submit for Review' }).click();
  await page.getByText('You submitted this version on').waitFor();
}

const reviewPage = (t, { orderId }) => signedIn(t, `/admin/orders/${orderId}`, { key: shared.admin.key });

test('paid, regenerated, submitted, rejected, refunded', { skip }, async (t) => {
  const order = await buy({ anchorText: 'garden water butts' });
  const page = await paidPage(t, order);
  await page.locator('.prose mark').first().waitFor();
  assert.match((await page.locator('.prose mark').allTextContents()).join(''), /garden water butts/);
  assert.deepEqual(await seriousOn(page), []);
  await regenerate(page).click();
  await page
    .getByText('In queue', { exact: true })
    .or(page.getByText('AI is working', { exact: true }))
    .waitFor();
  await ready(page);
  await page.getByText('Regenerations: 1 of 20 today.').waitFor();
  await page.getByText('Earlier versions').waitFor();
  await submitOn(page);
  const admin = await reviewPage(t, order);
  await admin.getByRole('button', { name: 'Reject' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The shop is closed.');
  await dialog.getByRole('button', { name: 'Reject' }).click();
  await page.getByText('The shop is closed.').waitFor();
  await page.getByText('Your payment of €140 has been refunded.').waitFor({ timeout: 120_000 });
  await admin.getByText('Refunded').first().waitFor();
});

test('paid, submitted, approved, and read by everybody', { skip }, async (t) => {
  const order = await buy({ anchorText: 'a rain barrel with a lid' });
  const page = await paidPage(t, order);
  await submitOn(page);
  const admin = await reviewPage(t, order);
  await admin.locator('.difference ins').first().waitFor();
  await admin.getByRole('button', { name: 'Approve' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByText('Your text is online.').waitFor({ timeout: 120_000 });
  await page.getByRole('link', { name: 'Open published page' }).waitFor();
  assert.deepEqual(await seriousOn(page), []);
  const { id } = await anArticle();
  const visitor = await (await newContext(t)).newPage();
  await visit(visitor, `/articles/${id}`);
  await visitor.getByRole('link', { name: 'a rain barrel with a lid' }).waitFor();
  await until('the order has ended', async () => {
    const { data } = await shared.admin.call('GET', `/api/v1/admin/orders/${order.orderId}`);
    return data.outcome === 'published';
  });
});
