#!/usr/bin/env node
// The command `galley`. Built from src/cli; see docs/command.md.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

if (!existsSync(built)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  process.stderr.write(`Error: the command is not built yet. Run "npm run build" in ${root}\n`);
  process.exit(2);
}

// Whoever reads what is written may stop reading, as head does.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const interrupt = new AbortController();
process.on('SIGINT', () => {
  // The second time, whatever is being waited for.
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
});
process.on('SIGTERM', () => interrupt.abort());

const { runCli } = createRequire(import.meta.url)(built);
process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  home: homedir(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  interrupted: interrupt.signal,
});
