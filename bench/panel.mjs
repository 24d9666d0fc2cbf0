// The panel while a thousand pages change: how long it blocks its user, how much memory it uses, and how quickly it
// loads on a slow connection.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { findBrowser, LAUNCH_ARGS, NO_BROWSER, signIn } from '../scripts/browser.mjs';
import { panelSize } from '../scripts/panel-size.mjs';
import { cpuShare, cpuTicks, percentile, rounded, seconds } from './support/measure.mjs';
import { say, startSystem } from './support/system.mjs';

/**
 * A slow mobile connection as emulated by browser tools (Lighthouse's "slow 4G"), and a processor slowed to a quarter.
 */
const SLOW = {
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const SLOWDOWN = 4;

/** A longer task on the main thread blocks the user (W3C Long Tasks), in milliseconds. */
const LONG_MS = 50;

const HEAP_EVERY_MS = 10_000;

const page = (n) => ({
  pageType: ['product', 'category', 'brand', 'inspire', 'engage'][n % 5],
  targetKeywords: [`moving page ${n}`],
});

/**
 * Opens the panel on a slow connection with an empty cache. Returns when its heading appeared and how much was
 * transferred.
 */
async function firstLoad(browser, url, cookies) {
  const context = await browser.newContext();
  await context.addCookies(cookies);
  const tab = await context.newPage();
  const devtools = await context.newCDPSession(tab);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', { offline: false, ...SLOW });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  const since = performance.now();
  await tab.goto(url, { waitUntil: 'commit' });
  await tab.getByRole('heading', { level: 1 }).waitFor();
  const headingMs = performance.now() - since;
  const paintMs = await tab.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  );
  await context.close();
  return {
    headingMs: rounded(headingMs, 0),
    paintMs: rounded(paintMs ?? 0, 0),
    kb: rounded(bytes / 1024, 0),
  };
}

/** Memory of the page: JavaScript heap in MB, and document nodes. */
async function memoryOf(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return { heapMb: rounded(of('JSHeapUsedSize') / 1024 / 1024, 1), nodes: of('Nodes') };
}

/** The same after garbage collection; not used while tasks are timed, because collecting is a task itself. */
async function cleanMemoryOf(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  return memoryOf(devtools);
}

export async function bench(flags = {}) {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const count = Number(flags.count ?? 1000);
  const timeoutMs = Number(flags.minutes ?? 10) * 60_000;
  const speed = Number(flags.speed ?? 2.4);
  const slots = Number(flags.slots ?? 50);
  const { stack, makeStore, stop } = await startSystem({
    speed,
    env: { ITEMS_AT_ONCE: String(slots), ITEMS_PER_MINUTE: '1000000' },
  });
  const browser = await chromium.launch({ executablePath, args: LAUNCH_ARGS });
  try {
    const store = await makeStore('Panel');
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const tab = await context.newPage();
    await signIn(tab, { url: stack.apiUrl, path: '/pages', key: store.key });
    const cookies = await context.cookies();
    const loads = {
      signIn: await firstLoad(browser, stack.apiUrl, []),
      overview: await firstLoad(browser, stack.apiUrl, cookies),
    };
    say(`first load on a slow connection: ${JSON.stringify(loads)}`);
    const devtools = await context.newCDPSession(tab);
    await devtools.send('Performance.enable');
    await tab.evaluate(() => {
      window.tasks = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.tasks.push(duration);
      }).observe({ type: 'longtask' });
    });
    const items = Array.from({ length: count }, (_, n) => page(n));
    const batch = await store.call('POST', '/api/generation/batch', { items });
    await tab.getByRole('listitem').nth(30).waitFor();
    const ticks = cpuTicks();
    const since = performance.now();
    const first = await cleanMemoryOf(devtools);
    const heaps = [first.heapMb];
    while (performance.now() - since < timeoutMs) {
      await pause(Math.min(HEAP_EVERY_MS, timeoutMs));
      const { heapMb, nodes } = await memoryOf(devtools);
      heaps.push(heapMb);
      const { percentComplete } = await store.call('GET', `/api/generation/batch/${batch.id}`);
      if (heaps.length % 6 === 0)
        say(`${seconds(since).toFixed(0)} s: ${percentComplete} %, ${heapMb} MB, ${nodes} nodes`);
      if (percentComplete === 100) break;
    }
    const tasks = (await tab.evaluate(() => window.tasks)).filter((ms) => ms > LONG_MS);
    const last = await cleanMemoryOf(devtools);
    const shown = await tab.getByText('Completed', { exact: true }).count();
    const { completed } = await store.call('GET', `/api/generation/batch/${batch.id}`);
    const size = panelSize(join(import.meta.dirname, '..', 'dist', 'panel', 'assets'));
    return {
      ...{ speed, items: count, slots },
      seconds: rounded(seconds(since), 0),
      cpuBusy: rounded(cpuShare(ticks)),
      completed,
      finishedRowsShown: shown,
      longTasks: tasks.length,
      longestTaskMs: rounded(Math.max(0, ...tasks), 0),
      longTaskP95Ms: tasks.length > 0 ? rounded(percentile(tasks, 0.95), 0) : 0,
      heapMbFirst: first.heapMb,
      heapMbLast: last.heapMb,
      heapMbMost: Math.max(...heaps),
      nodesFirst: first.nodes,
      nodesLast: last.nodes,
      slowLine: loads,
      scriptKbFirst: rounded(size.first / 1024, 0),
      scriptKbAll: rounded(size.all / 1024, 0),
    };
  } finally {
    await browser.close();
    await stop();
  }
}
