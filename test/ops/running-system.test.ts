import { hostname } from 'node:os';
import { until } from '../support/api-client';
import { HeldTexts, jobReaches, placeJob, tenantOf } from '../support/bulk';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { Operator } from '../support/operator';
import type { Subject } from '../support/operator';
import { operatorsEnvironment, runScript } from '../support/ops';
import { startWorkerProcess } from '../support/worker-process';

let galley: Galley;
let operator: Operator;
let env: Record<string, string>;
const texts = new HeldTexts();

beforeAll(async () => {
  galley = await startGalley({ deps: texts.deps });
  operator = new Operator(galley, galley.stores[1]!);
  env = operatorsEnvironment(galley);
}, 60_000);

afterEach(() => {
  galley.simulators.control.clearFaults();
  texts.releaseAll();
});

afterAll(async () => {
  await galley?.stop();
});

/** Runs a script that has to do what it is for; what it writes may never hold the key. */
async function run(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runScript(name, args, env);
  expect([name, args, code, stderr]).toEqual([name, args, 0, '']);
  expect(stdout).not.toContain(env['GALLEY_KEY']);
  return stdout;
}

/** Runs a script that has to fail; answers the sentence. */
async function fails(name: string, ...args: string[]): Promise<string> {
  const { code, stderr } = await runScript(name, args, env);
  expect([name, args, code]).toEqual([name, args, 1]);
  expect(stderr).not.toContain(env['GALLEY_KEY']);
  return stderr;
}

const rows = async (sql: string, values: unknown[] = []): Promise<unknown[]> =>
  (await galley.database.pool.query(sql, values)).rows;

const actionsOn = ({ id }: { id: string }) =>
  rows('select kind, actor from actions where order_id = $1 order by created_at', [id]);

const listed = (subject: Subject) =>
  until(`${subject.workflowId} is listed`, async () =>
    (await run('find', '--kind', subject.kind, '--limit', '1000')).includes(subject.workflowId),
  );

test('find, show, pick-idea and cancel: a post that waits for its pick', async () => {
  const post = await operator.bringPost('AWAITING_SELECTION');
  const other = await operator.bringPost('AWAITING_SELECTION');
  await listed(post);
  const tenant = await tenantOf(galley, 1);
  const mine = ['--kind', 'blog', '--status', 'running', '--tenant', tenant, '--newer-than', '1h'];
  expect(await run('find', ...mine)).toContain(post.workflowId);
  expect(await run('find', ...mine, '--phase', 'failed')).not.toContain(post.workflowId);
  expect(await run('find', '--kind', 'blog', '--older-than', '1h')).not.toContain(post.workflowId);
  expect(await run('find', '--kind', 'blog', '--count')).toMatch(/Total: [1-9]/);
  expect(await run('find', '--dry-run', '--kind', 'blog')).toBe(
    'Would ask Temporal for runs with OrderKind = "blog"\n',
  );
  const waiting = (await run('find', '--kind', 'blog', '--order-status', 'AWAITING_SELECTION')).split('\n');
  expect(waiting).toEqual(expect.arrayContaining([post.workflowId, other.workflowId]));
  const first = await runScript(
    'find',
    ['--kind', 'blog', '--order-status', 'AWAITING_SELECTION', '--limit', '1'],
    env,
  );
  expect([first.stdout.trim().split('\n').length, first.stderr]).toEqual([
    1,
    'There are more than these 1.\n',
  ]);

  const shown = await run('show', post.workflowId);
  for (const part of ['== Order', 'status       AWAITING_SELECTION', '== Timeline', 'order.accepted'])
    expect(shown).toContain(part);
  expect(shown).toMatch(/== Workflow[^]*blogOrder[^]*== Where the run is[^]*selectIdea/);
  expect(await run('show', '--full', post.workflowId)).toContain('"ideas":[');
  const blind = await runScript('show', [post.workflowId], { ...env, GALLEY_KEY: '' });
  expect([blind.code, blind.stdout]).toEqual([0, expect.stringMatching(/^Without GALLEY_KEY/)]);
  expect(await run('show', '--dry-run', post.workflowId)).toContain('nothing is changed');

  const { ideas } = await operator.store.read(post.id);
  const list = await run('pick-idea', post.workflowId);
  expect(list.trimEnd().split('\n')).toEqual(
    ideas.map(({ id, title }, n) => `${String(n + 1).padStart(2)}  ${id}  ${title}`),
  );
  expect(await run('pick-idea', post.workflowId, '2', '--dry-run')).toContain(ideas[1]!.id);
  expect(await fails('pick-idea', post.workflowId, '99')).toContain('has no idea 99');
  expect(await actionsOn(post)).toEqual([]);
  expect(await run('pick-idea', post.workflowId, '2')).toContain(`${post.workflowId} is `);
  expect((await operator.store.read(post.id)).selectedIdeaId).toBe(ideas[1]!.id);
  expect(await actionsOn(post)).toEqual([{ kind: 'selectIdea', actor: 'operator:signal' }]);

  expect(await run('cancel', other.workflowId, '--dry-run')).toContain('Would cancel it');
  expect(await run('cancel', other.workflowId)).toBe(`${other.workflowId} is cancelled.\n`);
  expect(await operator.statusOf(other)).toBe('CANCELLED');
  expect(await fails('cancel', other.workflowId)).toContain('has ended: canceled');
  expect(await fails('pick-idea', other.workflowId, ideas[0]!.id)).not.toBe('');
}, 60_000);

test('an idea of another order is not taken, and the script says so', async () => {
  const [post, other] = [
    await operator.bringPost('AWAITING_SELECTION'),
    await operator.bringPost('AWAITING_SELECTION'),
  ];
  const { ideas } = await operator.store.read(other.id);
  const { code, stderr } = await runScript('pick-idea', [post.workflowId, ideas[0]!.id], {
    ...env,
    OPS_WAIT: '1',
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining('The pick was not taken')]);
  expect(await operator.ignored(post)).toHaveLength(1);
  expect(await operator.statusOf(post)).toBe('AWAITING_SELECTION');
}, 30_000);

test('cancel --api: a page that waits for room, which has no run', async () => {
  const page = await operator.bringItem('pending');
  expect(await fails('cancel', page.workflowId)).toMatch(/There is no run of .*--api/);
  expect(await run('find', '--kind', 'item', '--order-status', 'pending')).toContain(page.workflowId);
  const shown = await runScript('show', [page.workflowId], env);
  expect([shown.code, shown.stdout]).toEqual([
    0,
    expect.stringMatching(/status +pending[^]*There is no run/),
  ]);
  expect(await run('cancel', page.workflowId, '--api', '--dry-run')).toContain('is pending');
  expect(await run('cancel', page.workflowId, '--api')).toContain('is cancelled');
  expect(await operator.statusOf(page)).toBe('cancelled');
  await operator.letIn(50);
});

test('retry: one order, and all that failed for a reason, each once', async () => {
  const one = await operator.bringPost('FAILED');
  expect(await run('retry', one.workflowId, '--dry-run')).toContain('is FAILED. Would retry it');
  expect(await run('retry', one.workflowId)).toContain('is retried, and ');
  await operator.store.reaches(one.id, 'AWAITING_SELECTION');
  expect(await run('retry', one.workflowId)).toContain('is retried, and AWAITING_SELECTION');
  expect(await actionsOn(one)).toHaveLength(1);
  const fresh = await operator.bringPost('AWAITING_SELECTION');
  expect(await fails('retry', fresh.workflowId)).toMatch(/The API answered 409: /);
  expect(await fails('retry', one.workflowId, '--dry-run')).toContain('cannot be retried');
  expect(await fails('retry', `blog:${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`)).toMatch(/404/);

  const failed = [
    await operator.bringPost('FAILED'),
    await operator.bringPost('FAILED'),
    await operator.bringItem('failed'),
  ];
  for (const subject of failed)
    await until(`${subject.workflowId} is listed as failed`, async () =>
      (await run('find', '--status', 'failed')).includes(subject.workflowId),
    );
  const all = ['--all', '--per-minute', '6000', '--query', 'StartTime > "2020-01-01T00:00:00Z"'];
  const none = await run('retry', ...all, '--reason', 'Provider.Closed');
  expect(none).toMatch(/^0 retried, 0 skipped, 0 failed; \d+ no longer failed/);
  const dry = await run('retry', ...all, '--reason', 'Draft.Refused', '--dry-run');
  for (const { workflowId } of failed)
    expect(dry).toContain(`${workflowId} would be retried (Draft.Refused)`);
  expect(dry).toContain('3 would be retried, 0 skipped, 0 failed; 1 no longer failed');
  const printed = await run('retry', ...all, '--kind', 'blog', '--print');
  expect(printed).toMatch(/^# .*workflow list --query/);
  expect(printed.match(/^curl .*blog-generation.*\/retry$/gm)).toHaveLength(2);
  expect(await actionsOn(failed[0]!)).toEqual([]);
  const limited = await runScript('retry', [...all, '--kind', 'blog', '--most', '1'], env);
  expect([limited.code, limited.stdout]).toEqual([0, expect.stringMatching(/^1 retried, 0 skipped/m)]);
  expect(limited.stderr).toContain('Stopped after 1: more orders match.');
  const before = performance.now();
  const two = ['--per-minute', '60', '--reason', 'Draft.Refused'];
  expect(await run('retry', ...all, ...two)).toMatch(/^2 retried, 0 skipped, 0 failed/m);
  expect(performance.now() - before).toBeGreaterThan(1000);
  for (const subject of failed.slice(0, 2)) await operator.store.reaches(subject.id, 'AWAITING_SELECTION');
  for (const subject of failed) expect(await actionsOn(subject)).toHaveLength(1);
}, 60_000);

test('retry --all says how many it could not retry, and fails', async () => {
  const post = await operator.bringPost('FAILED');
  await until('it is listed', async () =>
    (await run('find', '--status', 'failed')).includes(post.workflowId),
  );
  // A store's key may read and retry its own orders only; one that is revoked may nothing.
  const { code, stdout, stderr } = await runScript('retry', ['--all'], {
    ...env,
    GALLEY_KEY: 'galley_revoked',
  });
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^0 retried, 0 skipped, [1-9]\d* failed/)]);
  expect(stderr).toContain(`${post.workflowId}: the API answered 401`);
  const away = await runScript('retry', ['--all'], { ...env, GALLEY_URL: 'http://127.0.0.1:9' });
  expect([away.code, away.stdout]).toEqual([1, expect.stringMatching(/^0 retried, 0 skipped/)]);
  expect(away.stderr).toMatch(/^retry: The API at http:..127.0.0.1:9 does not answer: /);
});

test('pause-job and resume-job: a bulk job, on record', async () => {
  const job = await placeJob(galley);
  const workflowId = `bulk:${job.id}`;
  const gate = texts.hold(job.topics[1]!);
  await gate.reached;
  expect(await run('pause-job', workflowId, '--dry-run')).toContain('Would pause');
  expect(await run('pause-job', workflowId)).toMatch(/is (pausing|paused)\./);
  gate.release();
  await jobReaches(galley, job, 'paused');
  expect(await run('resume-job', workflowId, '--dry-run')).toContain('Would resume');
  expect(await run('resume-job', workflowId)).toMatch(/is (queued|processing|completed)\./);
  await jobReaches(galley, job, 'completed');
  expect(await actionsOn(job)).toEqual([
    { kind: 'pause', actor: 'operator:signal' },
    { kind: 'resume', actor: 'operator:signal' },
  ]);
  expect(await fails('pause-job', workflowId)).toMatch(/not found|already completed/i);
}, 30_000);

test('pause-lane and resume-lane: the table, with who did it and why', async () => {
  const reason = `Wartung: "Bilder" & it's \\ $(date)`;
  const lane = () =>
    rows(`select paused_at is not null as paused, paused_reason as reason from lanes where lane = 'images'`);
  expect(await run('pause-lane', 'images', '--reason', reason, '--dry-run')).toContain('It is open');
  expect(await lane()).toEqual([{ paused: false, reason: null }]);
  expect(await run('pause-lane', 'images', '--reason', reason)).toBe('paused: images\n');
  expect(await lane()).toEqual([{ paused: true, reason }]);
  expect(await run('pause-lane', 'images', '--reason', 'again')).toContain('was paused already');
  expect(await run('resume-lane', 'images', '--dry-run')).toContain('It is paused');
  expect(await run('resume-lane', 'images')).toBe('resumed: images\n');
  expect(await run('resume-lane', 'all')).toContain('was resumed already');
  expect(await lane()).toEqual([{ paused: false, reason: null }]);
  expect(await rows('select lane, action, actor, reason from lane_actions order by id')).toEqual([
    { lane: 'images', action: 'pause', actor: expect.stringMatching(/^key:/), reason },
    { lane: 'images', action: 'resume', actor: expect.stringMatching(/^key:/), reason: '' },
  ]);
  expect(await rows('select count(*)::int as open from lane_stops where ended_at is null')).toEqual([
    { open: 0 },
  ]);
});

test('try-now: what waits for its next attempt is tried at once', async () => {
  const post = await operator.bringPost('GENERATING_IDEAS');
  galley.simulators.control.clearFaults();
  const activities = await operator.pending(post);
  const id = activities[0]!.activityId!;
  expect(await run('try-now', post.workflowId, '--dry-run')).toContain(`Would try activity ${id}`);
  expect(await fails('try-now', post.workflowId, '--activity', 'none')).toContain(
    'waits for no such activity',
  );
  await run('try-now', post.workflowId);
  // The provider had asked for ten minutes.
  await operator.store.reaches(post.id, 'AWAITING_SELECTION');
  expect(await fails('try-now', post.workflowId)).toContain('waits for no activity');
}, 30_000);

test('set-budget: what a tenant may spend', async () => {
  const tenant = await tenantOf(galley, 0);
  const caps = () =>
    rows('select daily_cap_cents as daily, monthly_cap_cents as monthly from tenants where id = $1', [
      tenant,
    ]);
  const before = await caps();
  expect(await run('set-budget', tenant, '--daily', '12.5', '--dry-run')).toMatch(
    /now: daily none, monthly none/,
  );
  expect(await caps()).toEqual(before);
  expect(await run('set-budget', tenant, '--daily', '12.5', '--monthly', '300')).toBe(
    `Budgets of ${tenant}: daily 12.50 USD, monthly 300.00 USD.\n`,
  );
  expect(await run('set-budget', tenant, '--daily', 'none', '--monthly', 'none')).toContain('daily none');
  expect(await caps()).toEqual(before);
});

test('drain-worker: lists the workers, refuses others, and stops one of this machine', async () => {
  const worker = await startWorkerProcess(galley.environment);
  const identity = `${worker.pid}@${hostname()}`;
  try {
    await until('it polls', async () => (await run('drain-worker')).includes(`records          ${identity}`));
    expect(await run('drain-worker', identity, '--dry-run')).toMatch(/Would stop .*writing/);
    expect(await fails('drain-worker', '4711@elsewhere')).toMatch(/runs on elsewhere.*docker stop/);
    expect(await fails('drain-worker', `${process.ppid}@${hostname()}`)).toContain('polls no lane');
    expect(await run('drain-worker', identity)).toMatch(/has ended\. It polled:.* writing/);
    expect(await worker.stop()).toBe(0);
    expect(await fails('drain-worker', identity)).toMatch(/no process|polls no lane/);
  } finally {
    await worker.kill();
  }
}, 40_000);
