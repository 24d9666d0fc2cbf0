import { join } from 'node:path';
import { FLAGS_HELP, parseFlags } from './flags';
import type { Flags } from './flags';
import { watchInterrupts } from './interrupts';
import { readableLine } from './log-line';
import { startStack } from './stack';
import type { Stack } from './stack';
import type { StackOptions } from './stack-steps';
import { killStateDir } from './state-dir';

const STATE_DIR = join(__dirname, '..', '..', '.galley');

async function main(): Promise<number> {
  const flags = parseFlags({ args: process.argv.slice(2), defaultSpeed: 1 });
  if (flags.help) {
    console.log(`npm start -- [flags]\n${FLAGS_HELP}`);
    return 0;
  }
  const abort = new AbortController();
  const stopAsked = new Promise<void>((resolve) => {
    abort.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  watchInterrupts({
    onFirst: () => {
      console.log('\nStopping; Ctrl-C again to stop by force');
      abort.abort();
    },
    onSecond: () => process.exit(130),
  });
  const begun = Date.now();
  const stack = await startUnlessStopped({
    stateDir: STATE_DIR,
    fresh: flags.fresh,
    inMemory: false,
    ports: flags.ports,
    speed: flags.speed,
    env: process.env,
    log: (line) => console.log(line),
    onLine: flags.quiet ? undefined : (name, line) => console.log(readableLine({ name, text: line.text })),
    signal: abort.signal,
  });
  if (!stack) return 130;
  console.log(banner({ stack, flags, seconds: (Date.now() - begun) / 1000 }));
  const lost = await Promise.race([stopAsked, anyGivenUp(stack)]);
  if (lost) console.error(`Error: ${lost}`);
  await stack.stop();
  return lost ? 1 : 0;
}

async function startUnlessStopped(options: StackOptions): Promise<Stack | undefined> {
  try {
    return await startStack(options);
  } catch (error) {
    if (options.signal?.aborted) return undefined;
    throw error;
  }
}

function anyGivenUp({ children }: Stack): Promise<string> {
  const running = [children.api, children.worker, children.standins].filter((child) => child !== undefined);
  return Promise.race(running.map(({ givenUp }) => givenUp));
}

function banner({ stack, flags, seconds }: { stack: Stack; flags: Flags; seconds: number }): string {
  const key = stack.stores[0]?.apiKey ?? '<key>';
  const providers = stack.providers.map(({ name, standIn }) =>
    standIn ? `${name}: stand-in` : `${name}: the real one, by your key`,
  );
  return [
    '',
    `Galley runs (after ${seconds.toFixed(1)} s).`,
    `  API              ${stack.apiUrl}   (description: ${stack.apiUrl}/openapi.json)`,
    `  Temporal         ${stack.temporalAddress}   Web UI: ${stack.uiUrl ?? 'off'}`,
    `  Providers        ${providers.join(', ')}${stack.standinsUrl ? ` (${stack.standinsUrl}, speed ${flags.speed})` : ''}`,
    `  Logs             ${stack.logDir}`,
    '  Sample stores and their keys',
    ...stack.stores.map(({ name, apiKey }) => `    ${name.padEnd(28)} ${apiKey}`),
    '  Order a post',
    `    curl -s -X POST ${stack.apiUrl}/api/blog-generation \\`,
    `      -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\`,
    `      -d '{"sourceType":"keyword","sourceId":"test"}'`,
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

// Whatever way this process ends, nothing it started goes on without it.
process.on('exit', () => killStateDir({ root: STATE_DIR }));
main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`Error: ${error.message}`);
    process.exit(1);
  },
);
