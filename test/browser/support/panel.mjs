// One system and one browser for all tests of the panel.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { api, startSystem } from '../../../bench/support/system.mjs';
import { findBrowser, LAUNCH_ARGS, NO_BROWSER, signIn as enter } from '../../../scripts/browser.mjs';

/** Simulators answer so many times faster than real providers. */
const SPEED = 8;
const PATIENCE_MS = 40_000;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const executablePath = await findBrowser();
if (!executablePath) {
  console.error(NO_BROWSER);
  // A machine that is there to test does not pass what it has not looked at.
  if (process.env.CI === 'true') process.exitCode = 1;
}

/** Why nothing is tested; false where everything is. */
export const skip = executablePath ? false : NO_BROWSER;

/** What all tests share; filled by `start`. */
export const shared = {};

export async function start() {
  if (skip) return;
  shared.system = await startSystem({ speed: SPEED });
  shared.url = shared.system.stack.apiUrl;
  shared.store = await shared.system.makeStore('Bright Shoes');
  shared.admin = { key: shared.system.stack.adminKey, call: api(shared.url, shared.system.stack.adminKey) };
  shared.browser = await chromium.launch({ executablePath, args: LAUNCH_ARGS });
}

export async function stop() {
  await shared.browser?.close();
  await shared.system?.stop();
}

/** Orders a fault of the simulators. */
export async function fault(rule) {
  const answer = await fetch(`${shared.system.stack.simulatorsUrl}/control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  });
  if (!answer.ok) throw new Error(`the simulators refused a fault: ${await answer.text()}`);
}

/** Prints what a page shows at the end of a failed test. */
async function report(t, page) {
  const text = await page.evaluate(() => document.body.innerText).catch(({ message }) => message);
  console.error(`"${t.name}" failed; ${page.url()} shows:\n${text}`);
}

const violations = new WeakMap();

/** What the pages of a page's context did against the policy that they are served with, so far. */
export const violationsOf = (page) => violations.get(page.context());

/** Has every page of a context tell what its policy refused. */
async function watchPolicy(context) {
  const seen = [];
  violations.set(context, seen);
  await context.exposeBinding('reportViolation', (_source, violation) => void seen.push(violation));
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      globalThis.reportViolation(`${effectiveDirective} ${blockedURI}`),
    ),
  );
}

/** A browser of somebody of their own, with nobody signed in. A test whose pages break their policy fails. */
export async function newContext(t, options = {}) {
  const context = await shared.browser.newContext({ locale: 'en-GB', ...options });
  await watchPolicy(context);
  t.after(async () => {
    if (!t.passed) for (const page of context.pages()) await report(t, page);
    await context.close();
    assert.deepEqual(violations.get(context), [], 'its pages broke their policy');
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** Signs in on a page; as the store at the system's own address where it is not said otherwise. */
export const signIn = (page, { path, key = shared.store.key, url = shared.url } = {}) =>
  enter(page, { url, path, key });

/** A page of whoever holds a key, signed in, at an address of the panel. */
export async function signedIn(t, path, { key, url, ...options } = {}) {
  const context = await newContext(t, options);
  const page = await context.newPage();
  await signIn(page, { path, key, url });
  return page;
}

/** Goes to an address within the panel by loading it anew. */
export async function visit(page, path) {
  await page.goto(`${shared.url}${path}`, { waitUntil: 'load' });
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Waits until whatever opens or fades stands as it will stay; what turns without end goes on. */
async function settled(page) {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished.catch(() => undefined)),
    ),
  );
}

/** What axe finds to be serious on a page. */
export async function seriousOn(page) {
  await settled(page);
  const found = await page.evaluate(`(() => { ${axe}; return axe.run(); })()`);
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

/** Asks until something holds. */
export async function until(what, ask) {
  const late = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > late) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Orders a post and waits until it stands so. */
export async function orderThat(status, body, call = shared.store.call) {
  const { id } = await call('POST', '/api/blog-generation', { sourceType: 'keyword', ...body });
  let isPicked = false;
  await until(`an order that is ${status}`, async () => {
    const order = await call('GET', `/api/blog-generation/${id}`);
    if (order.status === 'AWAITING_SELECTION' && status !== 'AWAITING_SELECTION' && !isPicked) {
      isPicked = true;
      await call('POST', `/api/blog-generation/${id}/select`, { ideaId: order.ideas[0].id });
    }
    return order.status === status;
  });
  return id;
}

/** The pages of bulk jobs and their texts; where there is no schedule yet, one is made that never comes. */
async function bulkAddresses({ call }) {
  const [jobs, texts, templates, schedules] = await Promise.all([
    call('GET', '/api/bulk-generate?limit=1'),
    call('GET', '/api/content?limit=1'),
    call('GET', '/api/bulk-templates'),
    call('GET', '/api/bulk-schedules'),
  ]);
  const schedule =
    schedules.items[0] ??
    (await call('POST', '/api/bulk-schedules', {
      ...{ name: 'Mondays', templateId: templates.items[0].id, cron: '0 9 * * 1', paused: true },
    }));
  return [
    ...['/bulk', '/bulk/new', '/bulk/templates', '/bulk/schedules', '/bulk/schedules/new', '/content'],
    `/bulk/new?template=${templates.items[0].id}`,
    `/bulk/${jobs.items[0].id}`,
    `/bulk/schedules/${schedule.id}`,
    `/bulk/schedules/${schedule.id}/edit`,
    `/content/${texts.items[0].id}`,
  ];
}

/** Every kind of page there is, with something on it where there is something. */
export async function addresses() {
  const { store, admin } = shared;
  const [items, orders, stores, webhooks] = await Promise.all([
    store.call('GET', '/api/generation?limit=1'),
    store.call('GET', '/api/blog-generation?limit=1'),
    store.call('GET', '/api/stores'),
    store.call('GET', '/api/webhooks'),
  ]);
  const waiting = await admin.call('GET', '/api/blog-generation?phase=waiting_person');
  const storeId = stores.items[0].id;
  const { data: articles } = await (await fetch(`${shared.url}/api/v1/articles?limit=1`)).json();
  const hook =
    webhooks.items[0] ?? (await store.call('POST', '/api/webhooks', { url: 'https://hooks.example/galley' }));
  return [
    ...['/', '/pages', '/orders', '/orders?phase=waiting_person', '/stores', '/calendar', '/spending'],
    ...['/spending?by=stage', '/deliveries', '/mail', '/nothing'],
    `/pages/${items.items[0].id}`,
    `/pages/batches/${items.items[0].batchId}`,
    `/orders/${orders.items[0].id}`,
    ...waiting.items.slice(0, 3).map(({ id }) => `/orders/${id}`),
    ...['settings', 'connection', 'products', 'posts'].map((section) => `/stores/${storeId}/${section}`),
    ...(await bulkAddresses(store)),
    `/deliveries/${hook.id}`,
    `/customers/${store.tenantId}`,
    ...['/articles', '/articles?q=nothing-like-it', `/articles/${articles.items[0].id}`],
    ...['/articles/order', '/purchase', '/purchase/check-mail', '/my-orders', '/what-we-check'],
    `/order-status/${orders.items[0].id}`,
    `/customers/${store.tenantId}/members`,
    '/sessions',
  ];
}

/** Pages that only operators and administrators have. */
export async function adminAddresses() {
  const { call } = shared.admin;
  const [sites, articles] = await Promise.all([
    call('GET', '/api/domains?limit=1'),
    call('GET', '/api/articles?limit=1'),
  ]);
  return [
    ...['/customers', '/catalogue', '/catalogue/import', '/admin/queues', '/admin/orders'],
    ...['/admin/orders?waiting=review', '/admin/orders/new', '/admin/orders/new?product=backlink'],
    ...['/refunds', '/alerts'],
    `/catalogue/sites/${sites.items[0].id}`,
    `/catalogue/articles/${articles.items[0].id}`,
  ];
}
