import { execFileSync } from 'node:child_process';
import { accessSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { Operator } from '../support/operator';
import { operatorsEnvironment, runScript } from '../support/ops';

/** The last tctl, built by Go where `TCTL_PATH` names none; kept for the next time. */
function tctlPath(): string {
  const given = process.env['TCTL_PATH'];
  if (given) {
    accessSync(given);
    return given;
  }
  const dir = path.join(__dirname, '..', '..', '.galley', 'tctl-1.18.0');
  const built = path.join(dir, 'tctl');
  if (existsSync(built)) return built;
  mkdirSync(dir, { recursive: true });
  const command = 'github.com/temporalio/tctl/cmd/tctl';
  writeFileSync(path.join(dir, 'go.mod'), 'module tools\n\nrequire github.com/temporalio/tctl v1.18.0\n');
  writeFileSync(path.join(dir, 'tools.go'), `//go:build tools\n\npackage tools\n\nimport _ "${command}"\n`);
  try {
    execFileSync('go', ['build', '-mod=mod', '-o', built, command], { cwd: dir, stdio: 'pipe' });
  } catch (error) {
    throw new Error('tctl could not be built: install Go, or set TCTL_PATH', { cause: error });
  }
  return built;
}

let galley: Galley;
let operator: Operator;
let env: Record<string, string>;

beforeAll(async () => {
  const TCTL_PATH = tctlPath();
  galley = await startGalley();
  operator = new Operator(galley, galley.stores[1]!);
  // Nothing here may need the other one.
  env = { ...operatorsEnvironment(galley), TCTL_PATH, TEMPORAL_CLI_PATH: '/nowhere/temporal' };
}, 900_000);

afterAll(async () => {
  await galley?.stop();
});

async function run(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runScript(name, args, env);
  expect([name, args, code, stderr]).toEqual([name, args, 0, '']);
  return stdout;
}

test('tctl/cancel cancels an order, and says when there is nothing to cancel', async () => {
  const post = await operator.bringPost('AWAITING_SELECTION');
  expect(await run('tctl/cancel', post.workflowId, '--dry-run')).toContain('Would cancel it');
  expect(await run('tctl/cancel', post.workflowId)).toBe(`${post.workflowId} is cancelled.\n`);
  expect(await operator.statusOf(post)).toBe('CANCELLED');
  const again = await runScript('tctl/cancel', [post.workflowId], env);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('has ended: canceled')]);
  const unknown = await runScript('tctl/cancel', ['blog:00000000-0000-4000-8000-000000000000'], env);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('There is no run of')]);
}, 60_000);

test('tctl/retry retries one order, and all that failed for a reason', async () => {
  const [one, two, three] = [
    await operator.bringPost('FAILED'),
    await operator.bringPost('FAILED'),
    await operator.bringPost('FAILED'),
  ];
  expect(await run('tctl/retry', one.workflowId)).toContain('is retried');
  await operator.store.reaches(one.id, 'AWAITING_SELECTION');
  const all = ['--all', '--kind', 'blog', '--per-minute', '6000'];
  await until('both are listed', async () => {
    const found = await run('tctl/retry', ...all, '--dry-run');
    return [two, three].every(({ workflowId }) => found.includes(`${workflowId} would be retried`));
  });
  expect(await run('tctl/retry', ...all, '--reason', 'Provider.Closed')).toMatch(/^0 retried/);
  expect(await run('tctl/retry', ...all, '--print')).toMatch(/^# .*tctl .*workflow list --query .*\ncurl /);
  expect(await run('tctl/retry', ...all, '--reason', 'Draft.Refused')).toMatch(
    /^2 retried, 0 skipped, 0 failed/m,
  );
  for (const { id } of [two, three]) await operator.store.reaches(id, 'AWAITING_SELECTION');
}, 60_000);
