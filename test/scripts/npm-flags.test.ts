import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { FLAGS_HELP } from '../../src/local/flags';

const MODULE = join(resolve(__dirname, '..', '..', 'scripts'), 'npm-flags.mjs');

function ask<T>(expression: string): T {
  const code = `import * as it from ${JSON.stringify(MODULE)}; console.log(JSON.stringify(${expression} ?? null))`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
  ) as T;
}

const taken = (command: string, env: object) =>
  ask<string | null>(
    `it.flagsTakenByNpm(${JSON.stringify(command)}, ${JSON.stringify({ npm_lifecycle_event: command, ...env })})`,
  );

test('a flag that npm took is told, with the command that passes it on', () => {
  expect(taken('start', { npm_config_fresh: 'true', npm_config_api_port: '3100' })).toBe(
    'npm took the flags --api-port 3100 --fresh for its own; to pass them on, write: npm start -- --api-port 3100 --fresh',
  );
  expect(taken('demo', { npm_config_all: 'true' })).toMatch(/write: npm run demo -- --all$/);
  expect(taken('start', { npm_config_sample: '' })).toMatch(/npm start -- --no-sample$/);
  expect(taken('start', { npm_config_cache: '/x' })).toBeNull();
  expect(taken('start', { npm_config_fresh: 'true', npm_lifecycle_event: '' })).toBeNull();
});

test('every flag of the help is noticed, apart from those that npm keeps to itself', () => {
  const ofNpm = ['help', 'quiet'];
  const flags = [...FLAGS_HELP.matchAll(/--([a-z-]+)/g)]
    .map(([, flag]) => flag!)
    .filter((flag) => !ofNpm.includes(flag));
  expect(ask<string[]>('it.FLAGS.start').sort()).toEqual(flags.sort());
});
