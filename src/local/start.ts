import { join } from 'node:path';
import { openAppLog } from './app-log';
import { banner } from './banner';
import { FLAGS_HELP, parseFlags } from './flags';
import { watchInterrupts } from './interrupts';
import { readableLine } from './log-line';
import { newsFilter } from './news-filter';
import { mayPrintSecrets } from './secret-output';
import { loadSampleWeek } from './sample-week';
import { createSignInLinks } from './sign-in';
import { startStack } from './stack';
import type { Stack } from './stack';
import type { StackOptions } from './stack-steps';
import { killStateDir } from './state-dir';

const ROOT = join(__dirname, '..', '..');
/** Where everything is kept; what runs as in production has databases of its own. */
const STATE_DIRS = { plain: join(ROOT, '.galley'), production: join(ROOT, '.galley-production') };
const APP_LOG = join(ROOT, 'logs', 'app.log');

async function main(): Promise<number> {
  const flags = parseFlags({ args: process.argv.slice(2), defaultSpeed: 1, env: process.env });
  const stateDir = flags.prod ? STATE_DIRS.production : STATE_DIRS.plain;
  // However this process ends, nothing it started keeps running.
  process.on('exit', () => killStateDir({ root: stateDir }));
  if (flags.help) {
    console.log(
      `npm start -- [flags]\nnpm run prod:local -- [flags]   as npm start -- --prod; with --demo, runs the demo\n${FLAGS_HELP}`,
    );
    return 0;
  }
  const abort = new AbortController();
  const stopRequested = new Promise<void>((resolve) => {
    abort.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  watchInterrupts({
    onFirst: () => {
      abort.abort();
      console.log('\nStopping; press Ctrl-C again to force');
    },
    onSecond: () => process.exit(130),
  });
  const begun = Date.now();
  const appLog = openAppLog({ file: APP_LOG });
  const isNews = newsFilter();
  const stack = await startUnlessStopped({
    stateDir,
    fresh: flags.fresh,
    inMemory: false,
    production: flags.prod,
    ports: flags.ports,
    speed: flags.speed,
    env: process.env,
    log: (line) => console.log(line),
    onLine: (name, { text }) => {
      appLog.write({ name, text });
      const line = readableLine({ name, text });
      if (!flags.quiet && isNews(line)) console.log(line);
    },
    signal: abort.signal,
  });
  if (!stack) return 130;
  const seconds = (Date.now() - begun) / 1000;
  const showsKeys = mayPrintSecrets({ asked: flags.printKeys });
  const signIns = showsKeys ? await createSignInLinks(stack) : [];
  const facts = { ...stack, appLog: APP_LOG, signIns, speed: flags.speed, seconds };
  console.log(banner({ ...facts, showsKeys }));
  if (flags.sample && !flags.prod && !process.env['DATABASE_URL']) void loadSample(stack, abort.signal);
  const lost = await Promise.race([stopRequested, anyGivenUp(stack), unforeseen()]);
  if (lost) console.error(`Error: ${lost}`);
  await stack.stop();
  await appLog.close();
  return lost ? 1 : 0;
}

/** Loads the sample week in the background and reports the result. */
async function loadSample(stack: Stack, signal: AbortSignal): Promise<void> {
  const begun = Date.now();
  try {
    const orders = await loadSampleWeek({
      system: stack,
      signal,
      onBegin: () =>
        console.log(
          'Sample week: loading takes about a minute. To start empty: npm start -- --fresh --no-sample',
        ),
    });
    if (orders === undefined) return;
    const seconds = Math.round((Date.now() - begun) / 1000);
    console.log(`Sample week: loaded ${orders} orders in ${seconds} s`);
  } catch (error) {
    if (!signal.aborted)
      console.error(`Sample week: could not be loaded completely (${(error as Error).message})`);
  }
}

async function startUnlessStopped(options: StackOptions): Promise<Stack | undefined> {
  try {
    return await startStack(options);
  } catch (error) {
    if (options.signal?.aborted) return undefined;
    throw error;
  }
}

/** An error that nobody foresaw; the system is stopped in order, so that nothing is lost with it. */
function unforeseen(): Promise<string> {
  return new Promise((resolve) => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const)
      process.on(event, (error: unknown) => resolve(error instanceof Error ? error.message : String(error)));
  });
}

function anyGivenUp({ children }: Stack): Promise<string> {
  const running = [children.api, ...children.workers, children.simulators].filter(
    (child) => child !== undefined,
  );
  return Promise.race(running.map(({ givenUp }) => givenUp));
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`Error: ${error.message}`);
    process.exit(1);
  },
);
