import { parseArgs } from 'node:util';
import { processConfig } from '../config/process-config';
import { MIGRATIONS_DIR } from '../db/migrate';
import { examine } from './doctor-examine';
import { exitCodeOf, reportLines } from './doctor-report';

/** Maximum time to wait for a response, in milliseconds. */
const TIMEOUT_MS = 10_000;

const HELP = [
  'npm run doctor -- [flags]',
  '  --instance ID   Wix site to test (its instance id); defaults to WIX_INSTANCE_ID',
  '  --paid          also generate one token with OpenAI, which costs a fraction of a cent',
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
    instanceId: values.instance ?? process.env['WIX_INSTANCE_ID']?.trim() ?? '',
    paid: values.paid,
    migrationsDir: MIGRATIONS_DIR,
    timeoutMs: TIMEOUT_MS,
    now: () => Date.now(),
  });
  for (const line of reportLines({ diagnoses, config })) console.log(line);
  return exitCodeOf(diagnoses);
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`Error: ${error.message}`);
    process.exit(1);
  },
);
