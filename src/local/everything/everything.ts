import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTemporalClient } from '../../clients/temporal';
import { createPool } from '../../db/pool';
import { apiCaller } from '../api-call';
import type { ApiCall } from '../api-call';
import { storeApi } from '../demo-api';
import { runOrders } from '../demo-orders';
import { makespan } from '../demo-timeline';
import type { SampleStore, Stack } from '../stack';
import { measureTold } from './books';
import { placeJob } from './bulk-job';
import type { DemoJob } from './bulk-job';
import { startListener } from './listener';
import type { Listener } from './listener';
import { outputFiles } from './pages';
import { readReport } from './report';
import type { WhatWasDone } from './report';
import { simulatedAt } from './simulated';
import { tableText } from './table';
import { approve, buyAndSubmit, reject } from './visitor';
import type { Shop, Wanted } from './visitor';
import { waitFor } from './waiting';
import { finishersOf, killWorker } from './worker-kill';

/** Keywords of the blog orders, one for each store. */
const KEYWORDS = ['coffee outdoors', 'plants for a shady balcony', 'linen that lasts'];

const LINKED_ARTICLE = 'cleaning-a-hand-grinder';
const LINK = { targetUrl: 'https://grinders.example/parts', anchorText: 'hand grinder' };
const ARTICLE = {
  ...{ topic: 'How to descale a kettle', niche: 'kitchens', keyword: 'kettle descaling' },
  ...{ targetUrl: 'https://grinders.example/descaler', anchorText: 'a mild descaler' },
};

/** Texts that are written before the worker is killed, and before the job is paused. */
const WRITTEN_BEFORE_KILL = 1;
const WRITTEN_BEFORE_PAUSE = 4;

/** How long is looked whether a paused job begins anything, in milliseconds. */
const LOOK_MS = 1_000;

/** What the demo of everything is run with. */
export interface EverythingOptions {
  stack: Stack;
  speed: number;
  signal: AbortSignal;
  /** Where its pages are written; whatever is there is deleted. */
  outputDir: string;
  log: (line: string) => void;
}

/** What is tidied up at the end, in the reverse order. */
type Closing = Array<() => Promise<void>>;

/** Has the end of bulk jobs told to a webhook on this machine and, once it is confirmed, to a mail address. */
async function subscribe(shop: Shop, call: ApiCall, listener: Listener): Promise<void> {
  const hook = (await call('POST', '/api/webhooks', {
    url: listener.url,
    eventTypes: ['bulk.finished'],
  })) as { secret: string };
  listener.trust(hook.secret);
  const address = 'editor@store.example';
  await call('POST', '/api/mail/subscriptions', { address, kinds: ['bulk_finished'] });
  const token = await waitFor(
    `the mail to ${address}`,
    () => shop.simulated.tokenMailedTo(address, '/api/mail/confirm/'),
    shop,
  );
  const confirmed = await fetch(`${shop.apiUrl}/api/mail/confirm/${token}`, { method: 'POST' });
  if (!confirmed.ok) throw new Error(`the address was not confirmed: ${confirmed.status}`);
}

/** What there is to buy: a link in an article, and a new article for its site. */
async function wares({ apiUrl, signal }: Shop): Promise<{ link: Wanted; article: Wanted }> {
  const ask = async (path: string): Promise<Array<Record<string, unknown>>> => {
    const response = await fetch(`${apiUrl}${path}`, { signal });
    const { data } = (await response.json()) as { data?: { items?: Array<Record<string, unknown>> } };
    return data?.items ?? [];
  };
  const article = (await ask('/api/v1/articles')).find(({ slug }) => slug === LINKED_ARTICLE);
  const [site] = await ask('/api/v1/domains');
  if (!article || !site) throw new Error('the sample sites are not in the catalogue');
  return {
    link: { ...LINK, articleId: String(article['id']) },
    article: { ...ARTICLE, domainId: String(site['id']) },
  };
}

/** Orders a blog post for every store and picks its first idea. Answers the orders. */
async function blogPosts({ stack, signal, log }: EverythingOptions, timeoutMs: number): Promise<string[]> {
  const statuses = new Map<string, string>();
  const plan = stack.stores.map((store: SampleStore, n) => ({
    label: `blog post for ${store.name}`,
    api: storeApi({ apiUrl: stack.apiUrl, store }),
    source: { sourceType: 'keyword' as const, sourceId: KEYWORDS[n % KEYWORDS.length]! },
  }));
  const finished = await runOrders({
    ...{ plan, timeoutMs, signal },
    onChange: (rows) => {
      for (const { label, status } of rows) {
        if (statuses.get(label) !== status && status === 'DONE') log(`${label}: published`);
        statuses.set(label, status);
      }
    },
  });
  const ms = makespan({ timelines: finished.map(({ timeline }) => timeline) }) ?? 0;
  log(`${finished.length} blog posts: published within ${(ms / 1_000).toFixed(1)} s`);
  return finished.map(({ id }) => id);
}

/** Pauses the job while it writes, sees that nothing begins meanwhile, and resumes it. */
async function pauseAndResume(job: DemoJob, { signal, log }: EverythingOptions): Promise<string[]> {
  await job.untilWritten(WRITTEN_BEFORE_PAUSE);
  const seen = await job.pause();
  log(`bulk job: ${seen.join(', then ')}`);
  const before = await job.read();
  await pause(LOOK_MS, undefined, { signal });
  const after = await job.read();
  if (JSON.stringify(before.jobs) !== JSON.stringify(after.jobs))
    throw new Error('something of the bulk job changed although it was paused');
  await job.resume();
  log('bulk job: resumed');
  return seen;
}

/** Writes the pages; what was written before is deleted. */
async function writePages(dir: string, files: ReturnType<typeof outputFiles>): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  for (const { name, content } of files) await writeFile(join(dir, name), content);
}

/**
 * Shows everything at once: blog posts, a link that is bought and approved, an article that is bought and refunded, a bulk job with a pause,
 * and a worker that is killed meanwhile. Writes the texts as pages. Throws if anything fails, is lost or was done twice.
 */
export async function runEverything(options: EverythingOptions): Promise<void> {
  const { stack, speed, log } = options;
  const begun = Date.now();
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const closing: Closing = [];
  try {
    await perform({ ...options, signal }, closing, { begun, timeoutMs: 90_000 + 900_000 / speed });
  } catch (error) {
    failed.abort();
    throw error;
  } finally {
    for (const close of closing.reverse())
      await close().catch((error: Error) => log(`could not be closed: ${error.message} (${stack.apiUrl})`));
  }
}

async function perform(
  options: EverythingOptions,
  closing: Closing,
  time: { begun: number; timeoutMs: number },
): Promise<void> {
  const { stack, signal, outputDir, log } = options;
  const patience = { deadline: time.begun + time.timeoutMs, signal };
  const { apiUrl, simulatorsUrl, databaseUrl } = stack;
  const [store] = stack.stores;
  if (!store || simulatorsUrl === undefined) throw new Error('there are no sample stores, or no simulators');
  const simulated = simulatedAt({ url: simulatorsUrl, signal });
  const shop: Shop = {
    ...{ ...patience, apiUrl, simulated },
    admin: apiCaller({ apiUrl, key: stack.adminKey, signal }),
  };
  const call = apiCaller({ apiUrl, key: store.apiKey, signal });
  const pool = createPool({
    ...{ url: databaseUrl, ssl: 'off', max: 2, min: 0, applicationName: 'galley-demo' },
    onIdleError: () => undefined,
  });
  closing.push(() => pool.end());
  const temporal = createTemporalClient({
    ...{ address: stack.temporalAddress, namespace: 'default', tls: false, apiKey: undefined },
  });
  closing.push(() => temporal.close());
  const listener = await startListener();
  closing.push(() => listener.stop());

  const { link, article } = await wares(shop);
  await subscribe(shop, call, listener);
  log('everything at once: blog posts, purchases and a bulk job');
  const job = await placeJob(call, patience);
  const email = (): string => `buyer-${randomUUID().slice(0, 8)}@shop.example`;
  const buyLink = async (): Promise<string> => {
    const submitted = await buyAndSubmit(shop, link, email());
    await approve(shop, submitted);
    log('bought link: paid, written, submitted, approved, published');
    return submitted.orderId;
  };
  const buyArticle = async (): Promise<string> => {
    const submitted = await buyAndSubmit(shop, article, email());
    await reject(shop, submitted);
    log('bought article: paid, written, submitted, rejected, refunded');
    return submitted.orderId;
  };
  const killAndPause = async () => {
    const parts = { worker: stack.children.worker, pool, client: temporal.client };
    await job.untilWritten(WRITTEN_BEFORE_KILL);
    const killed = await killWorker(parts, patience);
    log(
      `worker ${killed.pid}: killed (SIGKILL) in the middle of ${killed.busy.map(({ type }) => type).join(', ')}`,
    );
    const paused = await pauseAndResume(job, options);
    await job.untilEnded();
    log('bulk job: ended');
    return { killed, paused };
  };
  const [posts, approved, refunded, { killed, paused }] = await Promise.all([
    blogPosts(options, time.timeoutMs),
    buyLink(),
    buyArticle(),
    killAndPause(),
  ]);
  await waitFor(
    'all mail and the webhook',
    async () => {
      const { undelivered } = await measureTold(pool, job.id);
      return undelivered === 0 && listener.ids().size > 0 ? true : undefined;
    },
    patience,
  );
  const { total_items: items } = (await job.read()).bulk_job;
  const done: WhatWasDone = {
    ...{ posts, approved, refunded, jobId: job.id, paused, killed },
    finished: await finishersOf(temporal.client, killed),
    heard: listener.ids().size,
    placed: stack.stores.length + 2 + 1 + items,
  };
  const { rows, texts } = await readReport({ pool, simulated }, done);
  const [lost, doubled] = [rows.map((row) => row.lost), rows.map((row) => row.doubled)].map((all) =>
    all.reduce((sum, n) => sum + n, 0),
  );
  const seconds = ((Date.now() - time.begun) / 1_000).toFixed(1);
  const summary = `${done.placed} orders in ${seconds} s, by Postgres and the providers' own books: ${lost} lost, ${doubled} doubled.`;
  log(['', ...tableText(rows), '', summary].join('\n'));
  await writePages(outputDir, outputFiles({ rows, texts, summary }));
  log(`${texts.length} texts as HTML: ${join(outputDir, 'index.html')}`);
  if (lost !== 0 || doubled !== 0) throw new Error(`${lost} lost, ${doubled} doubled; see the table`);
}
