import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { LANES } from '../../src/contract/lanes';
import { loadConfig } from '../../src/config/config';

interface Rules {
  wrongUnits(units: Record<string, string>, context: object): string[];
  wrongApps(apps: object[], context: object): string[];
}

/* eslint-disable @typescript-eslint/no-require-imports */
const rules = require('../../scripts/deploy-servers-rules.cjs') as Rules;
const { apps } = require('../../ecosystem.config.js') as { apps: Array<Record<string, unknown>> };
/* eslint-enable @typescript-eslint/no-require-imports */

const FOLDER = path.join(__dirname, '..', '..', 'deploy', 'systemd');
const units = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [name, readFileSync(path.join(FOLDER, name), 'utf8')]),
);
const context = {
  lanes: LANES,
  programs: {
    api: ['dist/api/main.js'],
    worker: ['dist/workers/lane.js'],
    migrate: ['dist/db/migrate-main.js'],
  },
  scripts: { api: 'dist/api/main.js', 'queue-worker': 'dist/workers/all-lanes.js' },
  flags: ['--enable-source-maps'],
  readNames: new Set(['PICTURE_DIR', 'SHUTDOWN_GRACE_MS', 'SHUTDOWN_FORCE_MS']),
  problemsOf: () => [],
  forceMs: (env: Record<string, string>) => loadConfig(env).shutdownForceMs,
};
const changed = (name: string, from: string, to: string): string[] =>
  rules.wrongUnits({ ...units, [name]: units[name]!.replace(from, to) }, context);

test('the units and the apps are right', () => {
  expect(rules.wrongUnits(units, context)).toEqual([]);
  expect(rules.wrongApps(apps, context)).toEqual([]);
});

test.each([
  ['galley.target', 'worker@mail.service', '', 'galley.target does not start galley-worker@mail.service'],
  ['galley-api.service', 'api/main', 'api/server', 'galley-api.service does not run'],
  ['galley-worker@.service', ' %i\nRestart', '\nRestart', 'galley-worker@.service does not run'],
  [
    'galley-worker@.service',
    'TimeoutStopSec=45',
    'TimeoutStopSec=30',
    'galley-worker@.service is killed too soon',
  ],
  ['galley-worker@.service', 'SHUTDOWN_GRACE_MS', 'GRACE_MS', 'nothing reads GRACE_MS'],
  ['galley-api.service', 'User=galley', 'User=root', 'galley-api.service does not run as galley'],
])('in %s, %j as %j is refused', (name, from, to, problem) => {
  expect(changed(name, from, to).join('\n')).toContain(problem);
});

test('PM2 without the worker, or one that is killed too soon, is refused', () => {
  const [api, worker] = apps;
  expect(rules.wrongApps([api!], context)).toEqual(['there is not one app queue-worker']);
  expect(rules.wrongApps([api!, { ...worker, kill_timeout: 1_600 }], context)).toEqual([
    'queue-worker is killed too soon',
  ]);
});
