import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ITEM_DELAY_MS } from '../contract/bulk';
import { storeApi } from './demo-api';
import { runOrders } from './demo-orders';
import type { FinishedOrder, PlannedOrder } from './demo-orders';
import { makespan } from './demo-timeline';
import { ganttLines } from './demo-view';
import { runEverything } from './everything/everything';
import { FLAGS_HELP, parseFlags } from './flags';
import type { Flags } from './flags';
import { watchInterrupts } from './interrupts';
import { keepLogs } from './kept-logs';
import { liveTable } from './live-table';
import { sharedFolder } from './postgres-binaries';
import { withoutProviderKeys } from './providers';
import { startStack } from './stack';
import type { SampleStore, Stack } from './stack';
import { killStateDir, openStateDir } from './state-dir';

const DEMO_ROOT = join(tmpdir(), `galley-demo-${process.getuid?.() ?? 0}`);
const RUN = 'run-';
/** Where `--all` writes its pages; in the working folder, so that they are found. */
const OUTPUT = 'demo-output';
const ALL_HELP = `  --all                show everything in under five minutes: posts, purchases, a refund, a bulk job, a killed
                       worker; texts as HTML in ${OUTPUT}/, which is written anew each time`;
const MAX_RATIO = 1.5;
const FIRST_KEYWORD = 'letters by hand';
const KEYWORDS = ['how to brew coffee outdoors', 'plants for a shady balcony', 'washing linen the right way'];

async function demo(options: { stack: Stack; speed: number; signal: AbortSignal }): Promise<void> {
  const { stack, speed, signal } = options;
  const plan = await planOrders(stack);
  const [store] = stack.stores;
  if (!store) throw new Error('there are no sample stores');
  const single: PlannedOrder = {
    label: shortLabel(store, FIRST_KEYWORD),
    api: storeApi({ apiUrl: stack.apiUrl, store }),
    source: { sourceType: 'keyword', sourceId: FIRST_KEYWORD },
  };
  // Six orders of about a minute and a half each at speed 1, with a margin for slow machines.
  const timeoutMs = 60_000 + 600_000 / speed;
  const run = async (orders: PlannedOrder[]): Promise<FinishedOrder[]> => {
    const table = liveTable({ output: process.stdout });
    const finished = await runOrders({ plan: orders, timeoutMs, onChange: table.update, signal });
    table.finish();
    return finished;
  };
  console.log('\nOne order alone');
  const alone = await run([single]);
  console.log(`\n${plan.length} orders from ${stack.stores.length} stores at once`);
  const together = await run(plan);
  console.log(['', ...ganttLines({ rows: together }), ''].join('\n'));
  await checkPublished([...alone, ...together]);
  compare({ alone, together });
}

async function planOrders(stack: Stack): Promise<PlannedOrder[]> {
  const { apiUrl } = stack;
  const perStore = await Promise.all(
    stack.stores.map(async (store: SampleStore, index): Promise<PlannedOrder[]> => {
      const api = storeApi({ apiUrl, store });
      const product = await api.product();
      const keyword = KEYWORDS[index % KEYWORDS.length] ?? store.name;
      return [
        {
          label: shortLabel(store, product.name),
          api,
          source: { sourceType: 'product', sourceId: product.id },
        },
        { label: shortLabel(store, keyword), api, source: { sourceType: 'keyword', sourceId: keyword } },
      ];
    }),
  );
  return perStore.flat();
}

function shortLabel(store: SampleStore, subject: string): string {
  return `${store.name.split(' ')[0] ?? ''}: ${subject}`.slice(0, 28).trim();
}

async function checkPublished(orders: readonly FinishedOrder[]): Promise<void> {
  console.log('Published');
  for (const { label, publishedUrl } of orders) {
    if (!publishedUrl) throw new Error(`${label} is done but has no address`);
    const response = await fetch(publishedUrl, { signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    console.log(`  ${response.status} ${publishedUrl}`);
    if (!response.ok) throw new Error(`${label}: its page returns ${response.status}`);
  }
}

function compare({ alone, together }: { alone: FinishedOrder[]; together: FinishedOrder[] }): void {
  const one = makespan({ timelines: alone.map(({ timeline }) => timeline) });
  const all = makespan({ timelines: together.map(({ timeline }) => timeline) });
  if (!one || !all) throw new Error('the orders have no timestamps');
  const ratio = all / one;
  console.log(
    `\none order alone ${(one / 1000).toFixed(1)} s, six concurrently ${(all / 1000).toFixed(1)} s`,
  );
  console.log(
    `six orders take ${ratio.toFixed(2)} × as long as one (sequentially it would be ${together.length} ×)`,
  );
  if (ratio > MAX_RATIO)
    throw new Error(`six orders took ${ratio.toFixed(2)} × as long as one, more than ${MAX_RATIO} ×`);
}

// Postgres may have its data elsewhere, where its account gets to.
function removeRun(root: string): void {
  for (const folder of [root, sharedFolder({ name: 'postgres', key: join(root, 'postgres') })])
    rmSync(folder, { recursive: true, force: true });
}

// A killed demo leaves its folder, and perhaps its servers; one that is still running is left alone.
async function sweepEarlierRuns(): Promise<void> {
  await mkdir(DEMO_ROOT, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(DEMO_ROOT).filter((each) => each.startsWith(RUN))) {
    const root = join(DEMO_ROOT, name);
    const free = await openStateDir({ root, fresh: true, log: () => undefined }).catch(() => undefined);
    if (free) removeRun(root);
  }
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const isAll = args.includes('--all');
  const flags = parseFlags({ args: args.filter((arg) => arg !== '--all'), defaultSpeed: 10 });
  if (flags.help) {
    console.log(`npm run demo -- [flags]\n${ALL_HELP}\n${FLAGS_HELP}`);
    return 0;
  }
  await sweepEarlierRuns();
  const stateDir = mkdtempSync(join(DEMO_ROOT, RUN));
  const abort = new AbortController();
  process.on('exit', () => killStateDir({ root: stateDir }));
  watchInterrupts({ onFirst: () => abort.abort(), onSecond: () => process.exit(130) });
  const run = { stateDir, flags, isAll, signal: abort.signal };
  const outcome = await runOnce(run).catch((error: Error) => error);
  if (outcome instanceof Error && !abort.signal.aborted) {
    killStateDir({ root: stateDir });
    const kept = keepLogs({ root: DEMO_ROOT, stateDir, now: new Date() });
    console.error(`Error: ${kept.sentence(outcome.message)}\nThe logs are kept in ${kept.folder}`);
    removeRun(stateDir);
    return 1;
  }
  removeRun(stateDir);
  return abort.signal.aborted ? 130 : 0;
}

async function runOnce(options: {
  stateDir: string;
  flags: Flags;
  isAll: boolean;
  signal: AbortSignal;
}): Promise<void> {
  const { stateDir, flags, isAll, signal } = options;
  const log = (line: string): void => console.log(line);
  const stack = await startStack({
    stateDir,
    fresh: false,
    inMemory: !flags.prod,
    production: flags.prod,
    ports: flags.ports,
    speed: flags.speed,
    // The demo's results are reproducible: it publishes nothing to a real store, and uses no existing database or folder.
    env: {
      ...withoutProviderKeys({ env: process.env }),
      DATABASE_URL: undefined,
      PICTURE_DIR: undefined,
      HOST: undefined,
      // As much faster as the simulators are.
      BULK_ITEM_DELAY_MS: String(Math.round(ITEM_DELAY_MS / flags.speed)),
    },
    log,
    signal,
  });
  try {
    const { speed } = flags;
    if (isAll) await runEverything({ stack, speed, signal, outputDir: resolve(OUTPUT), log });
    else await demo({ stack, speed, signal });
  } finally {
    await stack.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`Error: ${error.message}`);
    process.exit(1);
  },
);
