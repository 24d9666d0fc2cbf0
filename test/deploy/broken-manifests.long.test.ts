import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const COPIED = ['deploy', 'docker-compose.yml', 'Dockerfile', 'ecosystem.config.js', '.env.example'];

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'galley-broken-'));
  for (const name of readdirSync(ROOT)) {
    if (name === '.git') continue;
    if (COPIED.includes(name)) cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
    else symlinkSync(path.join(ROOT, name), path.join(copy, name));
  }
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

/** Runs the check on the copy; answers its exit code and the lines that name what is wrong. */
function check(env: NodeJS.ProcessEnv = process.env): { code: number | null; problems: string } {
  const script = path.join(ROOT, 'scripts', 'check-deploy.mjs');
  const ran = spawnSync(process.execPath, [script, '--root', copy], { encoding: 'utf8', env });
  const wrong = ran.stdout.split('\n').filter((line) => !line.startsWith('ok '));
  return { code: ran.status, problems: [...wrong, ran.stderr].join('\n') };
}

test('what is delivered passes', () => {
  expect(check()).toEqual({ code: 0, problems: '\n' });
}, 120_000);

const k8s = (file: string): string => `deploy/kubernetes/${file}`;

test.each<[string, string, string | RegExp, string, RegExp]>([
  ['apiVersion', k8s('workers.yaml'), 'apps/v1', 'apps/v1beta1', /apps\/v1beta1|schema/i],
  ['field', k8s('api.yaml'), 'replicas: 2', 'replicaz: 2', /replicaz/],
  ['trigger', k8s('scalers.yaml'), 'targetQueueSize', 'targetQueueLength', /targetQueue/],
  ['probe', k8s('worker-patch.yaml'), 'readinessProbe:', 'startupProbe2:', /startupProbe2|readinessProbe/],
  [
    'probe left out',
    k8s('api.yaml'),
    /livenessProbe:[\s\S]*?(?=readinessProbe)/,
    '',
    /galley-api has no livenessProbe/,
  ],
  ['lane', k8s('workers.yaml'), 'lane.js, ideas]', 'lane.js, idea]', /galley-worker-ideas does not run/],
  [
    'queue',
    k8s('scalers.yaml'),
    'taskQueue: mail',
    'taskQueue: mails',
    /scaler of mail asks for the queue mails/,
  ],
  ['variable', k8s('settings.env'), 'PORT=3000', 'API_PORT=3000', /nothing reads API_PORT/],
  ['value', k8s('settings.env'), 'DB_SSL=verify', 'DB_SSL=yes', /DB_SSL/],
  ['secret', k8s('secrets.run.example.env'), 'OPENAI_API_KEY', 'OPENAI_KEY', /nothing reads OPENAI_KEY/],
  ['image', k8s('jobs.yaml'), 'admin-tools:1.32.1', 'admin-tools:latest', /admin-tools:latest does not name/],
  ['version', k8s('kustomization.yaml'), /newTag: .*/, "newTag: '0.1'", /galley:0\.1/],
  ['stop', k8s('worker-patch.yaml'), 'PeriodSeconds: 45', 'PeriodSeconds: 30', /30 s are not above 35000 ms/],
  ['budget', k8s('disruption.yaml'), 'maxUnavailable: 1', 'maxUnavailable: 0', /no PodDisruptionBudget/],
  ['root', k8s('api.yaml'), 'runAsNonRoot: true', 'runAsNonRoot: false', /galley-api can run as root/],
  ['Compose lane', 'docker-compose.yml', 'lane.js, images]', 'lane.js, image]', /lane\.js images/],
  ['build', 'Dockerfile', ' scripts/transpile.mjs', '', /the build needs scripts\/transpile\.mjs/],
  ['Compose image', 'docker-compose.yml', /grafana\/grafana:\S+/, 'grafana/grafana:latest', /grafana:latest/],
  [
    'alert',
    'deploy/prometheus/alerts.yaml',
    'galley_open_orders)',
    'galley_orders_open)',
    /exports galley_orders_open/,
  ],
  ['threshold', 'deploy/prometheus/alerts.yaml', '> 5000', '> 50000', /QueueVeryLong/],
  [
    'alert of the SDK',
    'deploy/prometheus/alerts.yaml',
    'task_execution_failed',
    'task_failures',
    /task_failures/,
  ],
  ['label', 'deploy/grafana/galley.json', 'by (phase)', 'by (status)', /no label status/],
  [
    'matcher',
    'deploy/grafana/galley.json',
    '{phase=\\"done\\"}',
    '{stage=\\"done\\"}',
    /galley_orders has no label stage/,
  ],
  [
    'query',
    'deploy/grafana/galley.json',
    'max(galley_orders_unconfirmed)',
    'max(galley_orders_unconfirmed',
    /parse/,
  ],
  [
    'program',
    'deploy/systemd/galley-api.service',
    'dist/api/main.js',
    'dist/api/server.js',
    /galley-api\.service does not run/,
  ],
  ['command', 'deploy/systemd/galley-api.service', '/usr/bin/env node', '/no/such/node', /not executable/],
  ['unit', 'deploy/systemd/galley.target', 'worker@mail', 'worker@mails', /worker@mails/],
  [
    'app',
    'ecosystem.config.js',
    "name: 'queue-worker'",
    "name: 'worker'",
    /there is not one app queue-worker/,
  ],
])(
  'a wrong %s is found',
  (_what, file, from, to, problem) => {
    const target = path.join(copy, file);
    const before = readFileSync(target, 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(target, after);
    const { code, problems } = check();
    expect(problems).toMatch(problem);
    expect(code).toBe(1);
  },
  120_000,
);

test('a tool that is missing is named and fails', () => {
  const { code, problems } = check({ ...process.env, PATH: path.dirname(process.execPath) });
  expect(problems).toMatch(/Go is not on PATH/);
  expect(code).toBe(1);
}, 120_000);
