import { parseArgs } from 'node:util';
import { startSimulators } from './server';

const numberFlags = ['port', 'speed', 'seed', 'openai-rpm', 'openai-tpm'] as const;

function readNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  const least = name === 'port' || name === 'seed' ? 0 : Number.MIN_VALUE;
  if (value.trim() === '' || !Number.isFinite(number) || number < least)
    throw new Error(`--${name} must be a number, got "${value}"`);
  return number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'public-url': { type: 'string' },
      speed: { type: 'string' },
      seed: { type: 'string' },
      'state-file': { type: 'string' },
      'openai-rpm': { type: 'string' },
      'openai-tpm': { type: 'string' },
      'mark-posts': { type: 'boolean' },
    },
  });
  const [port, speed, seed, rpm, tpm] = numberFlags.map((name) => readNumber(name, values[name]));
  const simulators = await startSimulators({
    host: values.host,
    publicUrl: values['public-url'],
    port,
    speed,
    seed,
    openai: { rpm, tpm },
    markPosts: values['mark-posts'],
    stateFile: values['state-file'],
  });
  process.stdout.write(`${JSON.stringify({ ready: true, url: simulators.url })}\n`);
  let stopped = false;
  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    simulators.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
