// Runs a benchmark by name and prints its results; `--json FILE` saves them. Further flags belong to the benchmark.
import { readdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const folder = dirname(fileURLToPath(import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.replace(/\.mjs$/, ''));

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    count: { type: 'string' },
    stores: { type: 'string' },
    speed: { type: 'string' },
    workers: { type: 'string' },
    small: { type: 'string' },
    minutes: { type: 'string' },
    slots: { type: 'string' },
    seconds: { type: 'string' },
    without: { type: 'string' },
    only: { type: 'string' },
    open: { type: 'string' },
    runs: { type: 'string' },
    'at-once': { type: 'string' },
    server: { type: 'string' },
  },
});
const [name] = positionals;
if (!names.includes(name)) {
  console.error(`Error: specify a benchmark: ${names.join(', ')}`);
  process.exit(1);
}
const { bench } = await import(`./${name}.mjs`);
const figures = { bench: name, node: process.version, loadBefore: loadavg()[0], ...(await bench(values)) };
console.log(JSON.stringify(figures, null, 2));
if (values.json)
  writeFileSync(resolve(values.json), `${JSON.stringify(figures, null, 2)}\n`, { mode: 0o600 });
// A benchmark that has a bound says so if it was passed.
if (figures.failed) process.exitCode = 1;
