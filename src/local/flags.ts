import { parseArgs } from 'node:util';

/** Preferred TCP ports; a busy one is replaced by the next free one. */
export interface WantedPorts {
  api: number;
  temporal: number;
  ui: number;
  postgres: number;
  simulators: number;
  smtp: number;
  metrics: number;
}

/** The command-line flags of the local stack. */
export interface Flags {
  ports: WantedPorts;
  /** Factor by which simulators respond faster than real providers; their limits grow accordingly. */
  speed: number;
  /** Deletes everything from earlier runs. */
  fresh: boolean;
  /** Hides the output of the API and the workers. */
  quiet: boolean;
  /** Loads a sample week into an empty system. */
  sample: boolean;
  /** Shows keys and sign-in links even where the output is no terminal. */
  printKeys: boolean;
  /** As in production: Temporal's server, and a process for each lane. */
  prod: boolean;
  help: boolean;
}

/** Help text for the flags. */
export const FLAGS_HELP = [
  '  --speed N            run the simulators N times faster, with N times the limits',
  '  --fresh              delete the data of earlier runs',
  '  --no-sample          start empty, without the sample week',
  '  --quiet              hide the logs of the API and the workers',
  '  --print-keys         print keys and sign-in links even if the output is not a terminal',
  "  --prod               Temporal's production server on Postgres, and a process for each lane",
  '  --api-port N         (3000)    --temporal-port N   (7233)    --ui-port N       (8233)',
  '  --postgres-port N    (54329)   --simulators-port N   (3900)    --metrics-port N  (9464)',
  '  --smtp-port N       (3925, the mail simulator)',
].join('\n');

/**
 * Parses the flags. Ports that no flag sets are those that the environment sets, where `env` is given. Throws a one-sentence error for
 * an unknown flag or a value out of range.
 */
export function parseFlags({
  args,
  defaultSpeed,
  env = {},
}: {
  args: string[];
  defaultSpeed: number;
  env?: NodeJS.ProcessEnv;
}): Flags {
  const { values } = parseArgs({
    args,
    allowPositionals: false,
    options: {
      'api-port': { type: 'string', default: env['PORT']?.trim() || '3000' },
      'temporal-port': { type: 'string', default: '7233' },
      'ui-port': { type: 'string', default: '8233' },
      'postgres-port': { type: 'string', default: '54329' },
      'simulators-port': { type: 'string', default: '3900' },
      'smtp-port': { type: 'string', default: '3925' },
      'metrics-port': { type: 'string', default: env['METRICS_PORT']?.trim() || '9464' },
      speed: { type: 'string', default: String(defaultSpeed) },
      fresh: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      'no-sample': { type: 'boolean', default: false },
      'print-keys': { type: 'boolean', default: false },
      prod: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const port = (name: keyof typeof values & `${string}-port`): number => {
    const value = /^\d{1,5}$/.test(values[name]) ? Number(values[name]) : NaN;
    if (!(value >= 1 && value <= 65_535))
      throw new Error(`--${name} must be a port between 1 and 65535, got ${values[name]}`);
    return value;
  };
  // Written as people write numbers: neither 3e3 nor 0x10 nor Infinity.
  const speed = /^\d+(\.\d+)?$/.test(values.speed) ? Number(values.speed) : NaN;
  if (!(speed >= 0.1 && speed <= 1000))
    throw new Error(`--speed must be between 0.1 and 1000, got ${values.speed}`);
  return {
    ports: {
      api: port('api-port'),
      temporal: port('temporal-port'),
      ui: port('ui-port'),
      postgres: port('postgres-port'),
      simulators: port('simulators-port'),
      smtp: port('smtp-port'),
      metrics: port('metrics-port'),
    },
    speed,
    fresh: values.fresh,
    quiet: values.quiet,
    sample: !values['no-sample'],
    printKeys: values['print-keys'],
    prod: values.prod,
    help: values.help,
  };
}
