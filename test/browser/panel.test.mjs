// The panel in a real browser, on a whole system of its own. Needs what `npm run build` makes.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { startSystem } from '../../bench/support/system.mjs';

const SPEED = 4;
const PATIENCE_MS = 30_000;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const skip = existsSync(executablePath)
  ? false
  : `NO BROWSER at ${executablePath}: nothing of the panel is tested`;
if (skip) console.error(skip);

let system;
let browser;
let store;

before(async () => {
  if (skip) return;
  system = await startSystem({ speed: SPEED });
  store = await system.makeStore('Bright Shoes');
  browser = await chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
    ],
  });
});

after(async () => {
  await browser?.close();
  await system?.stop();
});

/** A page of whoever holds the store's key, signed in, at an address of the panel. */
async function signedIn(t, path) {
  const context = await browser.newContext({ locale: 'en-GB' });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${system.stack.apiUrl}${path}`);
  await page.getByLabel('Key').fill(store.key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').waitFor();
  return page;
}

test(
  'a wrong key is refused in words, and a right one leads to where the reader wanted to go',
  { skip },
  async (t) => {
    const context = await browser.newContext({ locale: 'de-DE' });
    t.after(() => context.close());
    const page = await context.newPage();
    await page.goto(`${system.stack.apiUrl}/orders`);
    await page.getByLabel('Schlüssel').fill('galley_no-such-key');
    await page.keyboard.press('Enter');
    assert.match(await page.getByRole('alert').textContent(), /nicht bekannt/);
    await page.getByLabel('Schlüssel').fill(store.key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Blogbeiträge' }).waitFor();
  },
);

test(
  'a batch is placed, its bad line named first, and is seen to end without a reload',
  { skip },
  async (t) => {
    const page = await signedIn(t, '/pages');
    await page.getByRole('button', { name: 'New pages' }).click();
    const lines = page.getByRole('textbox', { name: 'Pages' });
    await lines.fill('product; red shoes; en; 5\nnothing; blue shoes');
    await page.getByText('Line 2: begin with product').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Order 1 page' }).isDisabled(), true);
    await lines.fill('product; red shoes; en; 5\nbrand; blue shoes');
    await page.getByRole('button', { name: 'Order 2 pages' }).click();
    await page.getByRole('heading', { level: 1, name: 'Batch of 2 pages' }).waitFor();
    let loads = 0;
    page.on('load', () => (loads += 1));
    await page.getByText('2 finished, 0 in progress').waitFor();
    assert.equal(loads, 0);
  },
);

test('an idea is picked, and the post is seen to be published', { skip }, async (t) => {
  const page = await signedIn(t, '/orders');
  await page.getByRole('button', { name: 'New blog post' }).click();
  await page.getByRole('textbox', { name: 'Keyword' }).fill('winter soles');
  await page.getByRole('button', { name: 'Order the post' }).click();
  await page
    .getByRole('button', { name: /^Pick this one/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Open the published post' }).waitFor();
  assert.equal(
    await page.getByRole('img').evaluate((image) => image.complete && image.naturalWidth > 0),
    true,
  );
});

/** What axe finds to be serious on a page. */
async function seriousOn(page) {
  const found = await page.evaluate(`(() => { ${axe}; return axe.run(); })()`);
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

test('axe finds nothing serious on any page, light or dark', { skip }, async (t) => {
  const page = await signedIn(t, '/');
  const { items } = await store.call('GET', '/api/generation?limit=1');
  const orders = await store.call('GET', '/api/blog-generation?limit=1');
  const addresses = [
    '/',
    '/pages',
    `/pages/${items[0].id}`,
    '/orders',
    `/orders/${orders.items[0].id}`,
    '/nothing',
  ];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const address of addresses) {
      await page.goto(`${system.stack.apiUrl}${address}`, { waitUntil: 'load' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.deepEqual(await seriousOn(page), [], `${address} ${colorScheme}`);
    }
  }
});

test('an order is cancelled by keyboard alone, after a question', { skip }, async (t) => {
  const order = await store.call('POST', '/api/blog-generation', {
    sourceType: 'keyword',
    sourceId: 'wet socks',
  });
  const page = await signedIn(t, `/orders/${order.id}`);
  await page
    .getByRole('button', { name: /^Pick this one/ })
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog', { name: 'Cancel this?' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('It was stopped.').waitFor();
});
