import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { addBatch } from './commands/batch';
import { addBulk } from './commands/bulk';
import { addExport } from './commands/export';
import { addOrder } from './commands/order';
import { addPick } from './commands/pick';
import { addStatus } from './commands/status';
import { addTail } from './commands/tail';
import { addWatch } from './commands/watch';
import { wholeNumber } from './context';
import { MAX_WAIT_SECONDS } from './http';
import type { CliIo } from './io';
import { isTerminal } from './output';

const AFTER = `
Settings:
  GALLEY_URL       address of the API (default: http://127.0.0.1:3000)
  GALLEY_API_KEY   the key
  or a file that only you can read, ~/.config/galley/config.json:
  {"url": "https://galley.example.com", "apiKey": "…"}

Exit codes:
  0 done   1 refused, or an order failed   2 wrong use   3 server not reached`;

function versionOf(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Sets what each command has of the one it belongs to, also for those that are added later. */
function setUp(io: CliIo, command: Command): void {
  const width = (): number => (isTerminal(io.stdout, io.env) ? (io.stdout.columns ?? 80) : 80);
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) =>
        write(text.replace(/^error: (.)/, (_, first: string) => `Error: ${first}`)),
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true });
}

/** Creates the command `galley` with all its subcommands. */
export function createProgram(io: CliIo): Command {
  const program = new Command('galley');
  setUp(io, program);
  program
    .description('Place content orders and follow them until they are published')
    .version(versionOf())
    .option('--json', 'write JSON, for scripts')
    .option(
      '--max-wait <seconds>',
      `longest wait for a busy server (default: ${MAX_WAIT_SECONDS})`,
      wholeNumber(0, 86_400),
    )
    .option('--idempotency-key <key>', 'do a request once, however often the command is run with this key')
    .addHelpText('after', AFTER);
  for (const add of [addOrder, addBatch, addPick, addStatus, addWatch, addBulk, addExport, addTail])
    add(io, program);
  return program;
}
