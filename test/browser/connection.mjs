import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newContext, orderThat, shared, signedIn, signIn, skip, until } from './support/panel.mjs';
import { startProxy } from './support/proxy.mjs';

/** An open page shows a change after this long at the latest, whatever was lost on the way to it, in milliseconds. */
const LATEST_MS = 15_000;

/** Opens an order that awaits selection; returns its page and a function that selects an idea elsewhere. */
async function openSelection(t, sourceId, url) {
  const id = await orderThat('AWAITING_SELECTION', { sourceId });
  const page = await signedIn(t, `/orders/${id}`, { url });
  await page.locator('.ideas').waitFor();
  const read = () => shared.store.call('GET', `/api/blog-generation/${id}`);
  return {
    id,
    page,
    select: async () => {
      const { ideas } = await read();
      await shared.store.call('POST', `/api/blog-generation/${id}/select`, { ideaId: ideas[0].id });
      await until('the post is published', async () => (await read()).status === 'DONE');
    },
  };
}

/** Waits until the page shows the finished post instead of the ideas. */
async function seesPost(page) {
  await page.locator('main img').waitFor({ timeout: LATEST_MS });
  assert.equal(await page.locator('.ideas').count(), 0);
}

test(
  'a lost connection is said, and what happened meanwhile is there when it is back',
  { skip },
  async (t) => {
    const proxy = await startProxy(shared.url);
    t.after(() => proxy.stop());
    const page = await signedIn(t, '/pages', { url: proxy.url });
    // Sixteen, five at once: not over before the line is cut.
    const batch = await shared.store.call('POST', '/api/generation/batch', {
      items: Array.from({ length: 16 }, (_, n) => ({ pageType: 'engage', targetKeywords: [`sandals ${n}`] })),
    });
    await page.goto(`${proxy.url}/pages/batches/${batch.id}`);
    await page.getByRole('heading', { level: 1, name: 'Batch of 16' }).waitFor();
    let loads = 0;
    page.on('load', () => (loads += 1));

    proxy.cut();
    await page.getByText('Connection lost.').waitFor();
    // All of it ends while nobody is told.
    await until('the batch has ended', async () => {
      const { completed } = await shared.store.call('GET', `/api/generation/batch/${batch.id}`);
      return completed === 16;
    });
    assert.equal(await page.getByText('16 completed').count(), 0);
    proxy.mend();
    await page.getByText('16 completed, 0 in progress').waitFor();
    await page.getByText('Connection lost.').waitFor({ state: 'hidden' });
    await until(
      'every row says so',
      async () => (await page.getByText('Completed', { exact: true }).count()) === 16,
    );
    assert.equal(loads, 0);
  },
);

test('a server that is away is said where something is asked of it', { skip }, async (t) => {
  const proxy = await startProxy(shared.url);
  t.after(() => proxy.stop());
  const page = await signedIn(t, '/', { url: proxy.url });
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.getByRole('link', { name: 'Spending' }).click();
  await page.getByRole('heading', { level: 1, name: 'Spending' }).waitFor();
  proxy.cut();
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('alert').first().waitFor();
  proxy.mend();
  const again = page.getByRole('button', { name: 'Try again' });
  if (await again.count()) await again.first().click();
  await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor();
});

test('a silent event stream does not leave a page behind', { skip }, async (t) => {
  const proxy = await startProxy(shared.url);
  t.after(() => proxy.stop());
  const { page, select } = await openSelection(t, 'silent clogs', proxy.url);
  proxy.mute();
  await select();
  await seesPost(page);
});

test('a request without a response does not leave a page behind', { skip }, async (t) => {
  const proxy = await startProxy(shared.url);
  t.after(() => proxy.stop());
  const { id, page, select } = await openSelection(t, 'stuck zips', proxy.url);
  proxy.mute();
  let isStuck = true;
  let stuck = 0;
  await page.route(`**/api/blog-generation/${id}`, async (route) => {
    if (!isStuck) return route.continue();
    // This request never gets a response.
    stuck += 1;
  });
  await select();
  await until('the page has asked', () => stuck > 0);
  isStuck = false;
  await seesPost(page);
});

test('a slow first response does not hide what happened meanwhile', { skip }, async (t) => {
  const id = await orderThat('AWAITING_SELECTION', { sourceId: 'slow slippers' });
  const page = await signedIn(t, '/');
  let release;
  const released = new Promise((resolve) => (release = resolve));
  let isFirst = true;
  let isRead = false;
  await page.route(`**/api/blog-generation/${id}`, async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    const response = await route.fetch();
    isRead = true;
    await released;
    await route.fulfill({ response });
  });
  await page.goto(`${shared.url}/orders/${id}`);
  await until('the order is read', () => isRead);
  const cancelled = ({ byPhase }) => byPhase.cancelled;
  const before = cancelled(await shared.store.call('GET', '/api/queue/stats'));
  // The page refetches the counts and the order together, once it is told of the change.
  const counted = page.waitForResponse(
    async (response) =>
      response.url().endsWith('/api/queue/stats') && cancelled(await response.json()) > before,
  );
  await shared.store.call('POST', `/api/blog-generation/${id}/cancel`);
  await counted;
  release();
  await page.locator('.ideas').waitFor();
  await page.locator('.ideas').waitFor({ state: 'hidden', timeout: LATEST_MS });
});

test('a browser that wrongly reports to be offline keeps its page up to date', { skip }, async (t) => {
  const { page, select } = await openSelection(t, 'lonely loafers');
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await select();
  await seesPost(page);
});

/** Makes a page believe that its tab is in front or hidden; in a headless browser every tab counts as visible. */
const setVisible = (page, isVisible) =>
  page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    },
    isVisible ? 'visible' : 'hidden',
  );

test(
  'the eighth tab opens like the first, and the first is up to date when it is back in front',
  { skip },
  async (t) => {
    const context = await newContext(t);
    const first = await context.newPage();
    await signIn(first, { path: '/orders' });
    let last = first;
    for (let tabs = 2; tabs <= 8; tabs += 1) {
      await setVisible(last, false);
      last = await context.newPage();
      await last.goto(`${shared.url}/orders`);
      await last.getByRole('heading', { level: 1 }).waitFor();
    }
    const { id } = await shared.store.call('POST', '/api/blog-generation', {
      sourceType: 'keyword',
      sourceId: 'eight-eyed boots',
    });
    const row = (page) => page.locator(`a[href$="/orders/${id}"]`).first();
    await row(last).waitFor({ timeout: LATEST_MS });
    assert.equal(await row(first).count(), 0);
    await setVisible(first, true);
    await row(first).waitFor({ timeout: LATEST_MS });
  },
);
