import { parseArgs } from 'node:util';
import { hiding } from '../clients/secrets';
import { processConfig } from '../config/process-config';
import { secretsOf } from '../config/secrets';
import { MIGRATIONS_DIR } from '../db/migrate';
import { examine } from './doctor-examine';
import { PLATFORM_DOCTORS } from './doctor-platforms';
import { exitCodeOf, reportLines } from './doctor-report';

/** Maximum time to wait for a response, in milliseconds. */
const TIMEOUT_MS = 10_000;

const SITE_SETTINGS = Object.values(PLATFORM_DOCTORS).map(({ siteSetting }) => siteSetting);

const HELP = [
  'npm run doctor -- [flags]',
  `  --instance ID   site to try (its instance id); ${SITE_SETTINGS.join(' or ')} when left out`,
  '  --paid          also have one token written by OpenAI, which costs a fraction of a cent',
].join('\n');

async function main(): Promise<number> {
  const { values } = parseArgs({
    allowPositionals: false,
    options: {
      instance: { type: 'string' },
      paid: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const config = processConfig();
  const diagnoses = await examine({
    config,
    env: process.env,
    instanceId: values.instance ?? '',
    paid: values.paid,
    migrationsDir: MIGRATIONS_DIR,
    timeoutMs: TIMEOUT_MS,
    now: () => Date.now(),
  });
  for (const line of reportLines({ diagnoses, hide: hiding(secretsOf(config)) })) console.log(line);
  return exitCodeOf(diagnoses);
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`Error: ${error.message}`);
    process.exit(1);
  },
);
