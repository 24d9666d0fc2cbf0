import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newContext, seriousOn, shared, skip, until, visit } from './support/panel.mjs';
import { startProxy } from './support/proxy.mjs';
import { addVersion, breakOrder, buy, payQuietly, setPhase, signInAs } from './support/purchases.mjs';

/** The page of an order, for its buyer. */
async function pageOf(t, order, options = {}) {
  const context = await newContext(t, options);
  await signInAs(context, order);
  const page = await context.newPage();
  await visit(page, `/order-status/${order.orderId}`);
  return page;
}

const statusOf = async ({ orderId, cookie }) =>
  (await (await fetch(`${shared.url}/api/v1/purchase/status/${orderId}`, { headers: { cookie } })).json())
    .data;

const regenerate = (page) => page.getByRole('button', { name: 'Regenerate Backlink', exact: true });
const submit = (page) => page.getByRole('button', { name: 'Submit for Review', exact: true });

test(
  'the page follows an order: in queue, worked on, ready with its sentence marked',
  { skip },
  async (t) => {
    const order = await buy();
    await payQuietly(order);
    const page = await pageOf(t, order);
    await page.getByText('In queue', { exact: true }).waitFor();
    await page.getByText(/\d+–\d+ minutes left/).waitFor();
    assert.equal(await page.getByRole('list', { name: 'Steps' }).getByRole('listitem').count(), 5);
    assert.equal(await regenerate(page).count(), 0);
    await setPhase(order, 'running');
    await page.getByText('AI is working', { exact: true }).waitFor();
    assert.deepEqual(await seriousOn(page), []);
    await addVersion(order);
    await submit(page).waitFor();
    await page.getByText('Ready for your review', { exact: true }).waitFor();
    // The sentence goes through words in bold and a link.
    const marked = (await page.locator('.prose mark').allTextContents()).join('');
    assert.equal(marked, 'Round 1: a row of garden water butts by the wall gets it through dry weeks.');
    await page.getByText('If you do nothing, this version is submitted for you on').waitFor();
    await page.getByText('Regenerations: 0 of 20 today.').waitFor();
    assert.deepEqual(await seriousOn(page), []);
  },
);

test('a double click regenerates once, and the version before can still be read', { skip }, async (t) => {
  const order = await buy();
  await payQuietly(order);
  await addVersion(order);
  const page = await pageOf(t, order);
  await regenerate(page).dblclick();
  await page.getByText('In queue', { exact: true }).waitFor();
  assert.equal((await statusOf(order)).regeneration.usedToday, 1);
  await addVersion(order);
  await page.getByText('Regenerations: 1 of 20 today.').waitFor();
  await page.getByText('For reading only').waitFor();
  const earlier = page.locator('.rows.versions');
  await earlier.getByRole('button', { name: /^Show text of version/ }).click();
  await earlier.getByText('Round 1: a').waitFor();
  assert.equal(await submit(page).count(), 1);
  assert.deepEqual(await seriousOn(page), []);
});

test('submitting asks first; what another tab did meanwhile is told, and shown', { skip }, async (t) => {
  const order = await buy();
  await payQuietly(order);
  await addVersion(order);
  const page = await pageOf(t, order);
  await submit(page).waitFor();
  // The page does not hear of what happens elsewhere.
  await page.route('**/api/events*', (route) => route.abort());
  await page.route('**/purchase/status/**', (route) => route.abort());
  const { version } = await statusOf(order);
  const body = JSON.stringify({ orderId: order.orderId, versionId: version.versionId });
  const headers = { cookie: order.cookie, 'content-type': 'application/json', 'x-galley-panel': '1' };
  await fetch(`${shared.url}/api/v1/purchase/submit-for-review`, { method: 'POST', headers, body });
  await regenerate(page).click();
  await page.getByText('This changed while you were looking at it.').waitFor();
  await page.unroute('**/purchase/status/**');
  await page.unroute('**/api/events*');
  await page.getByText('You submitted this version on').waitFor();
  assert.equal(await regenerate(page).count(), 0);
});

test('submit with the keyboard alone, in German', { skip }, async (t) => {
  const order = await buy({ locale: 'de' });
  await payQuietly(order);
  await addVersion(order);
  const page = await pageOf(t, order, { locale: 'de-DE' });
  await page.getByRole('button', { name: 'Zur Prüfung einreichen' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText(/Version \d zur Prüfung einreichen\?/).waitFor();
  assert.deepEqual(await seriousOn(page), []);
  await dialog.getByRole('button', { name: 'Zurück' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await statusOf(order)).status, 'QUALITY_CHECK');
  await page.getByRole('button', { name: 'Zur Prüfung einreichen' }).press('Enter');
  await dialog.getByRole('button', { name: 'Zur Prüfung einreichen' }).press('Enter');
  await page.getByText('Sie haben diese Version am').waitFor();
  assert.equal((await statusOf(order)).submittedBy, 'buyer');
  // The button that was pressed is gone; the head of the page has the focus.
  await until('the head has the focus', () =>
    page.evaluate(() => document.activeElement === document.querySelector('main h1')),
  );
});

test('a limit that is reached says from when on it goes on', { skip }, async (t) => {
  const order = await buy();
  await payQuietly(order);
  await addVersion(order);
  await shared.system.pool.query('update purchase_limits set regenerations_per_day = 1');
  t.after(() => shared.system.pool.query('update purchase_limits set regenerations_per_day = 20'));
  const page = await pageOf(t, order);
  await regenerate(page).click();
  await page.getByText('In queue', { exact: true }).waitFor();
  await addVersion(order);
  await page.getByText(/Regenerations: 1 of 1 today\. The next one is possible from/).waitFor();
  assert.equal(await regenerate(page).isDisabled(), true);
  assert.equal(await submit(page).isEnabled(), true);
});

test('an order that broke says what happens next, and when the money goes back', { skip }, async (t) => {
  const order = await buy();
  await payQuietly(order);
  await addVersion(order, { isRejected: true });
  await breakOrder(order);
  const page = await pageOf(t, order);
  await page.getByText('We could not finish your text.').waitFor();
  await page.getByText(/If the work is not started again by .* your payment of €140 is refunded\./).waitFor();
  // Nobody is shown a draft that did not pass.
  assert.equal(await page.locator('.prose').count(), 0);
  assert.deepEqual(await seriousOn(page), []);
});

test(
  'a lost connection is said, and what happened meanwhile is there once it is back',
  { skip },
  async (t) => {
    const order = await buy();
    await payQuietly(order);
    const proxy = await startProxy(shared.url);
    t.after(() => proxy.stop());
    const context = await newContext(t);
    const [name, value] = order.cookie.split('=');
    await context.addCookies([{ name, value, url: proxy.url, httpOnly: true, sameSite: 'Strict' }]);
    const page = await context.newPage();
    await page.goto(`${proxy.url}/order-status/${order.orderId}`);
    await page.getByText('In queue', { exact: true }).waitFor();
    proxy.cut();
    await page.getByText('Connection lost.').waitFor();
    await addVersion(order);
    proxy.mend();
    await submit(page).waitFor();
    await page.getByText('Connection lost.').waitFor({ state: 'hidden' });
  },
);
