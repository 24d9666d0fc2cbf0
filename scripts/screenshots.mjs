// Takes a screenshot of every page of the panel (busy, empty, failing, dark, on a phone), into docs/screenshots or the
// folder given.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { api } from '../bench/support/system.mjs';
import { startProxy } from '../test/browser/support/proxy.mjs';
import { findBrowser, LAUNCH_ARGS, NO_BROWSER, signIn } from './browser.mjs';

const require = createRequire(import.meta.url);
const { startStack } = require('../dist/local/stack.js');
const { loadSampleWeek } = require('../dist/local/sample-week.js');
const { killStateDir } = require('../dist/local/state-dir.js');

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'docs', 'screenshots'));

const DESK = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };
const PHONE = { viewport: { width: 390, height: 844 }, locale: 'en-GB' };
const DARK = { ...DESK, colorScheme: 'dark' };
const GERMAN = { ...DESK, locale: 'de-DE' };

/** Waits until everything has loaded and nothing moves. */
async function settled(page) {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForTimeout(1_500);
}

function camera(browser, url) {
  const open = new Map();
  async function signedIn(key, options, at) {
    const name = JSON.stringify([key, options, at]);
    if (open.has(name)) return open.get(name);
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await signIn(page, { url: at, key });
    open.set(name, page);
    return page;
  }
  return {
    signedIn,
    async take(name, path, key, options = DESK) {
      const page = await signedIn(key, options, url);
      await page.goto(`${url}${path}`);
      await settled(page);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      console.log(name);
    },
    async takeAsItIs(name, page) {
      await page.screenshot({ path: join(folder, `${name}.png`) });
      console.log(name);
    },
  };
}

/** The token of the newest mail to an address whose text has a link that begins so. */
async function mailedToken(stack, address, path) {
  for (;;) {
    const response = await fetch(`${stack.simulatorsUrl}/control/mails?to=${encodeURIComponent(address)}`);
    const { mails } = await response.json();
    const found = mails.flatMap(({ text }) => (text ?? '').split(path).slice(1)).at(-1);
    if (found) return /^[\w-]+/.exec(found)[0];
    await pause(200);
  }
}

/** The way of a visitor from an article to a paid order, on one device. */
async function takeBuying(stack, browser, { suffix, options, shoot }) {
  const page = await (await browser.newContext({ ...options, reducedMotion: 'reduce' })).newPage();
  const email = `ada${suffix}@example.com`;
  const found = await fetch(`${stack.apiUrl}/api/v1/articles?q=hedge%20winters`);
  const [article] = (await found.json()).data.items;
  async function take(name, path) {
    if (path) await page.goto(`${stack.apiUrl}${path}`);
    await settled(page);
    await shoot(`${name}${suffix}`, page);
  }
  await take('buy-articles', '/articles');
  await take('buy-article', '/articles/order');
  await page.goto(`${stack.apiUrl}/articles/${article.id}`);
  await settled(page);
  await page.locator('#order input').nth(0).fill('garden water butts');
  await page.locator('#order input').nth(1).fill('https://wässer.example/butts');
  await page.locator('#order input[type="email"]').fill(email);
  await page.locator('.place blockquote').waitFor();
  await page.locator('#order').scrollIntoViewIfNeeded();
  await page.locator('#order').evaluate((form) => form.scrollIntoView());
  await take('buy-link');
  await page.locator('#order button[type="submit"]').click();
  await page.waitForURL('**/purchase/check-mail');
  await take('buy-check-mail');
  await take('buy-confirm', `/purchase#${await mailedToken(stack, email, '/purchase#')}`);
  await page.locator('main button').click();
  await page.getByRole('button', { name: 'Pay', exact: true }).waitFor();
  const checkout = page.url();
  await take('buy-orders', '/my-orders');
  const orderPath = await page.locator('.rows a').first().getAttribute('href');
  await take('buy-unpaid', orderPath);
  await page.goto(checkout);
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.waitForURL('**/order-status/**');
  await page.locator('.order-steps .done').waitFor();
  await take('buy-received');
  await page.context().clearCookies();
  await take('buy-elsewhere', orderPath);
  return orderPath.split('/').at(-1);
}

/** A bulk job under way, and a schedule that places it every Monday. */
async function makeBulk({ call }) {
  const topics = ['Descaling', 'Grinding', 'Tamping', 'Steaming milk', 'Storing beans'];
  const request = {
    mode: 'topic',
    concurrency: 2,
    items: topics.flatMap((topic) => [{ topic: `${topic} at home` }, { topic: `${topic} in a café` }]),
  };
  const job = await call('POST', '/api/bulk-generate', { ...request, name: 'Coffee basics' });
  const template = await call('POST', '/api/bulk-templates', { name: 'Coffee basics', request });
  const schedule = await call('POST', '/api/bulk-schedules', {
    ...{ name: 'Coffee on Mondays', templateId: template.id, cron: '0 9 * * 1', timeZone: 'Europe/Berlin' },
  });
  return { jobId: job.id, scheduleId: schedule.id };
}

async function takeAll(stack, browser) {
  const url = stack.apiUrl;
  const { take, takeAsItIs, signedIn } = camera(browser, url);
  const admin = { key: stack.adminKey, call: api(url, stack.adminKey) };
  const store = { key: stack.stores[0].apiKey, call: api(url, stack.stores[0].apiKey) };
  const makeStore = async (name) => {
    const tenant = await admin.call('POST', '/api/tenants', { kind: 'store', name });
    const { key } = await admin.call('POST', `/api/tenants/${tenant.id}/keys`, { label: 'first' });
    return { key, tenantId: tenant.id };
  };
  const fresh = await makeStore('Fresh Start');
  const capped = await makeStore('Careful Shop');
  await admin.call('PATCH', `/api/tenants/${capped.tenantId}`, { dailyCap: { amount: 0, currency: 'USD' } });

  const orders = (await admin.call('GET', '/api/blog-generation?limit=100')).items;
  const orderThat = (status) => `/orders/${orders.find((order) => order.status === status).id}`;
  const items = (await admin.call('GET', '/api/generation?limit=100')).items;
  const pageThat = (status) => items.find((item) => item.status === status);
  const batchId = items[0].batchId;
  const [created] = (await store.call('GET', '/api/stores')).items;
  const { id: hook } = await store.call('POST', '/api/webhooks', {
    url: 'https://hooks.example/galley',
    description: 'Warehouse',
  });

  await take('overview-busy', '/', admin.key);
  await take('overview-empty', '/', fresh.key);
  await take('overview-dark', '/', admin.key, DARK);
  await take('overview-phone', '/', store.key, PHONE);
  await take('pages-busy', '/pages', store.key);
  await take('pages-empty', '/pages', fresh.key);
  await take('batch-phone', `/pages/batches/${batchId}`, store.key, PHONE);
  await take('page-finished', `/pages/${pageThat('completed').id}`, store.key);
  await take('page-failing', `/pages/${pageThat('failed').id}`, store.key);
  await take('orders-busy', '/orders', admin.key);
  await take('orders-empty', '/orders', fresh.key);
  await take('orders-phone', '/orders', store.key, PHONE);
  await take('order-pick', orderThat('AWAITING_SELECTION'), store.key);
  await take('order-approve-dark', orderThat('AWAITING_APPROVAL'), admin.key, DARK);
  await take('order-published-german', orderThat('DONE'), admin.key, GERMAN);
  await take('order-failing', orderThat('FAILED'), admin.key);
  await take('order-unconfirmed', orderThat('UNCONFIRMED'), admin.key);
  await take('stores', '/stores', admin.key);
  await take('store-settings', `/stores/${created.id}/settings`, store.key);
  await take('store-products', `/stores/${created.id}/products`, store.key);
  await take('calendar', '/calendar', admin.key);
  await take('calendar-phone', '/calendar', admin.key, PHONE);
  await take('spending', '/spending', admin.key);
  await take('spending-failing', '/spending', capped.key);
  await take('notifications', '/deliveries', store.key);
  await take('notification-log', `/deliveries/${hook}`, store.key);
  await take('customers', '/customers', admin.key);
  await take('customer', `/customers/${fresh.tenantId}`, admin.key);

  const bulk = await makeBulk(store);
  await take('bulk-jobs', '/bulk', store.key);
  await take('bulk-job', `/bulk/${bulk.jobId}`, store.key);
  await take('bulk-job-german-phone', `/bulk/${bulk.jobId}`, store.key, { ...PHONE, locale: 'de-DE' });
  await take('bulk-new', '/bulk/new', store.key);
  await take('bulk-templates', '/bulk/templates', store.key);
  await take('bulk-schedule-dark', `/bulk/schedules/${bulk.scheduleId}`, store.key, DARK);
  await take('texts', '/content', store.key);

  await takeBuying(stack, browser, { suffix: '', options: DESK, shoot: takeAsItIs });
  const bought = await takeBuying(stack, browser, {
    suffix: '-phone',
    options: { ...PHONE, colorScheme: 'dark', locale: 'de-DE' },
    shoot: takeAsItIs,
  });
  await take('bought-orders', '/admin/orders', admin.key);
  await take('bought-order', `/admin/orders/${bought}`, admin.key);

  const searching = await signedIn(store.key, DESK, url);
  await searching.goto(url);
  await searching.getByRole('combobox', { name: 'Search' }).fill('coffee');
  await searching.getByRole('option').first().waitFor();
  await takeAsItIs('search', searching);

  const proxy = await startProxy(url);
  const losing = await signedIn(store.key, DESK, proxy.url);
  await losing.goto(`${proxy.url}/pages`);
  await settled(losing);
  proxy.cut();
  await losing.getByText('Connection lost.').waitFor();
  await takeAsItIs('connection-lost', losing);
  await proxy.stop();

  const asking = await (await browser.newContext(DESK)).newPage();
  await asking.goto(url);
  await asking.locator('input[type="password"]').fill('galley_no-such-key');
  await asking.keyboard.press('Enter');
  await asking.getByRole('alert').waitFor();
  await takeAsItIs('sign-in-failing', asking);
}

async function main() {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  mkdirSync(folder, { recursive: true });
  const stateDir = mkdtempSync(join(tmpdir(), 'galley-screenshots-'));
  process.once('exit', () => {
    killStateDir({ root: stateDir });
    rmSync(stateDir, { recursive: true, force: true });
  });
  // Ctrl-C does not reach the child processes, so they would outlive this one.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  const { PATH, HOME } = process.env;
  const stack = await startStack({
    stateDir,
    fresh: true,
    inMemory: true,
    ports: {
      api: 3800,
      temporal: 7800,
      ui: 8800,
      postgres: 5800,
      simulators: 4800,
      smtp: 6800,
      metrics: 9800,
    },
    speed: 1,
    env: { PATH, HOME, LOG_LEVEL: 'error' },
    log: () => undefined,
  });
  const browser = await chromium.launch({ executablePath, args: LAUNCH_ARGS });
  try {
    console.log('loading the sample week');
    await loadSampleWeek({ system: stack, signal: new AbortController().signal, onBegin: () => undefined });
    await takeAll(stack, browser);
  } finally {
    await browser.close();
    await stack.stop();
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`Error: ${error.message}`);
    process.exit(1);
  },
);
