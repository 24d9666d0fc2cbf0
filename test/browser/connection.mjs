import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shared, signedIn, skip, until } from './support/panel.mjs';
import { startProxy } from './support/proxy.mjs';

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
