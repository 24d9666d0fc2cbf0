import { randomUUID } from 'node:crypto';
import type { temporal } from '@temporalio/proto';
import type { WorkflowHandle } from '@temporalio/client';
import { until } from '../../support/api-client';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { runsOf } from '../../support/runs';

const policy = { draftBackoffMs: 20, lookupPauseMs: 20, lookupTries: 1 };

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[1]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const runOf = (orderId: string): WorkflowHandle => galley.temporal.workflow.getHandle(`blog:${orderId}`);

/** What people did to an order, as the audit has it. */
async function audit(
  orderId: string,
): Promise<Array<{ actId: string; actor: string; kind: string; payload: object }>> {
  const { rows } = await galley.database.pool.query<{
    actId: string;
    actor: string;
    kind: string;
    payload: object;
  }>(
    'select act_id as "actId", actor, kind, payload from actions where order_id = $1 order by created_at, act_id',
    [orderId],
  );
  return rows;
}

/** What the timeline says was ignored. */
async function ignored(orderId: string): Promise<Array<Record<string, unknown>>> {
  return (await store.events(orderId))
    .filter(({ type }) => type === 'action.ignored')
    .map(({ data }) => data);
}

const failures = async (orderId: string): Promise<unknown[]> =>
  (
    await galley.database.pool.query('select activity, type from activity_failures where order_id = $1', [
      orderId,
    ])
  ).rows;

async function closesAs(orderId: string, status: string): Promise<void> {
  await until(`run of ${orderId} closes as ${status}`, async () => {
    const [run] = await runsOf(galley, orderId);
    return run?.status === status;
  });
}

describe('an identifier that is not on record', () => {
  test('counts as none: the pick is validated, recorded under another one, and audited', async () => {
    const id = await store.order({ sourceId: 'invented id kettle', policy });
    const { ideas } = await store.reaches(id, 'AWAITING_SELECTION');
    const actId = randomUUID();
    await runOf(id).signal('selectIdea', { actId, ideaId: ideas[1]!.id });
    const done = await store.reaches(id, 'DONE');
    expect(done.selectedIdeaId).toBe(ideas[1]!.id);
    const acts = await audit(id);
    expect(acts).toEqual([
      expect.objectContaining({
        actor: 'operator:signal',
        kind: 'selectIdea',
        payload: { ideaId: ideas[1]!.id },
      }),
    ]);
    expect(acts[0]!.actId).not.toBe(actId);
  });

  test("does not bring in another tenant's idea: it is ignored, which the timeline says", async () => {
    const other = galley.stores[2]!;
    const foreign = await other.order({ sourceId: 'foreign idea kettle', policy });
    const id = await store.order({ sourceId: 'own idea kettle', policy });
    const [theirs] = (await other.reaches(foreign, 'AWAITING_SELECTION')).ideas;
    await store.reaches(id, 'AWAITING_SELECTION');
    await runOf(id).signal('selectIdea', { actId: randomUUID(), ideaId: theirs!.id });
    await until('it is ignored', async () => (await ignored(id)).length > 0);
    expect(await ignored(id)).toEqual([{ action: 'selectIdea', reason: 'invalid' }]);
    await store.pick(id);
    await store.reaches(id, 'DONE');
    expect(await failures(id)).toEqual([]);
    await other.act(foreign, 'cancel');
  });

  test('neither approves nor sends back nor moves a post that waits for a person', async () => {
    const id = await store.order({ sourceId: 'approved by nobody kettle', publishMode: 'approve', policy });
    await store.pick(id);
    await store.reaches(id, 'AWAITING_APPROVAL');
    await runOf(id).signal('reschedule', { actId: randomUUID() });
    await runOf(id).signal('regenerate', { actId: randomUUID(), part: 'everything' });
    await until('both are ignored', async () => (await ignored(id)).length === 2);
    expect(await ignored(id)).toEqual([
      { action: 'reschedule', reason: 'not_by_signal' },
      { action: 'regenerate', reason: 'malformed' },
    ]);
    expect(await store.read(id)).toMatchObject({ status: 'AWAITING_APPROVAL', round: 1 });
    await runOf(id).signal('approve', { actId: randomUUID() });
    await store.reaches(id, 'DONE');
    expect((await audit(id)).map(({ actor, kind }) => [actor, kind])).toEqual([
      [expect.stringMatching(/^key:/), 'selectIdea'],
      ['operator:signal', 'approve'],
    ]);
  });

  test('resolves nothing on its own word: it counts as what an operator says', async () => {
    const keyword = 'unconfirmed kettle';
    const { control } = galley.simulators;
    control.addFault({ provider: 'wix', kind: 'draft.create', action: { type: 'dropAfter' } });
    control.addFault({ provider: 'wix', kind: 'draft.query', times: 2, action: { type: 'html' } });
    const id = await store.order({ sourceId: keyword, policy });
    await store.pick(id);
    await store.reaches(id, 'UNCONFIRMED');
    await runOf(id).signal('resolve', { actId: randomUUID(), resolution: 'exists' });
    await until('it is ignored', async () => (await ignored(id)).length > 0);
    expect(await ignored(id)).toEqual([{ action: 'resolve', reason: 'invalid' }]);
    expect((await store.read(id)).status).toBe('UNCONFIRMED');
    await runOf(id).signal('resolve', { actId: randomUUID(), resolution: 'absent' });
    await store.reaches(id, 'DONE');
    expect((await audit(id)).at(-1)).toMatchObject({
      actor: 'operator:signal',
      payload: { resolution: 'absent' },
    });
  });
});

describe('an identifier that is on record', () => {
  test('brings what is recorded under it, not what else the signal says', async () => {
    const id = await store.order({ sourceId: 'forged content kettle', policy });
    const { ideas } = await store.reaches(id, 'AWAITING_SELECTION');
    // The run hears of the pick only after the forged signal.
    const actId = randomUUID();
    await galley.db.transaction(async (tx) => {
      const request = { orderId: id, actor: { name: 'test' }, actId, signal: false } as const;
      expect(await tx.ideaActions.pickIdea({ ...request, ideaId: ideas[0]!.id })).toMatchObject({
        outcome: 'done',
      });
    });
    await runOf(id).signal('selectIdea', { actId, ideaId: ideas[3]!.id });
    await until('the forged one is ignored', async () => (await ignored(id)).length > 0);
    await runOf(id).signal('selectIdea', { actId, ideaId: ideas[0]!.id });
    const done = await store.reaches(id, 'DONE');
    expect(done.selectedIdeaId).toBe(ideas[0]!.id);
    const written = await galley.database.pool.query<{ ideaId: string }>(
      `select distinct basis as "ideaId" from provider_calls where order_id = $1 and stage = 'content'`,
      [id],
    );
    expect(written.rows).toEqual([{ ideaId: ideas[0]!.id }]);
    expect(await ignored(id)).toEqual([{ action: 'selectIdea', reason: 'wrong_state' }]);
  });

  test('is enough: a pick without its idea takes the recorded one', async () => {
    const id = await store.order({ sourceId: 'bare id kettle', policy });
    await store.reaches(id, 'AWAITING_SELECTION');
    const actId = randomUUID();
    const request = { orderId: id, actor: { name: 'test' }, actId, signal: false } as const;
    await galley.db.ideaActions.pickOwnTitle({ ...request, title: 'Kettles of my own' });
    await runOf(id).signal('selectIdea', { actId });
    const done = await store.reaches(id, 'DONE');
    expect(done.ideas.find((idea) => idea.id === done.selectedIdeaId)?.title).toBe('Kettles of my own');
  });

  test('of another order, or of an action of another name, counts as none', async () => {
    const first = await store.order({ sourceId: 'first owner kettle', publishMode: 'approve', policy });
    const second = await store.order({ sourceId: 'second owner kettle', publishMode: 'approve', policy });
    await Promise.all([store.pick(first), store.pick(second)]);
    await Promise.all([first, second].map((id) => store.reaches(id, 'AWAITING_APPROVAL')));
    const [picked] = await audit(first);
    // By hand, an approval holds by itself; sent under a pick's identifier it is recorded as what it is.
    await runOf(second).signal('regenerate', { actId: picked!.actId, part: 'sound' });
    await until('it is ignored', async () => (await ignored(second)).length > 0);
    await runOf(first).signal('approve', { actId: picked!.actId });
    await store.reaches(first, 'DONE');
    expect((await audit(first)).map(({ kind }) => kind)).toEqual(['selectIdea', 'approve']);
    await store.act(second, 'cancel');
  });
});

const NONSENSE: readonly unknown[] = [
  undefined,
  null,
  '',
  'nonsense',
  17,
  true,
  [],
  [1, 2],
  {},
  { ideaId: null, part: null, resolution: null, priority: null },
  { ideaId: 'not-an-id', part: 'sound', resolution: 'maybe', priority: 'high' },
  { ideaId: 7, part: 7, resolution: 7, priority: '7' },
  {
    ideaId: '00000000-0000-4000-8000-000000000000\u0000',
    part: '\u0000',
    resolution: '\ud800',
    priority: 1e9,
  },
  { ideaId: 'x'.repeat(300_000), part: 'x'.repeat(300_000), resolution: 'x'.repeat(300_000), priority: 2.5 },
  { actId: 'not-an-id', ideaId: {}, part: [], resolution: {}, priority: -1 },
  { actId: 5, __proto__: { ideaId: 'x' }, constructor: 'x' },
];

test('whatever is signalled, the run goes on and nothing of ours fails', async () => {
  const id = await store.order({ sourceId: 'nonsense kettle', publishMode: 'approve', policy });
  await store.reaches(id, 'AWAITING_SELECTION');
  for (const name of [
    'selectIdea',
    'regenerate',
    'resolve',
    'reprioritise',
    'reschedule',
    'admit',
    'pause',
    'toString',
    '__temporal_x',
  ])
    for (const payload of NONSENSE) await runOf(id).signal(name, payload);
  await until('all of it is ignored', async () => (await ignored(id)).length >= 6);
  await store.pick(id);
  await store.reaches(id, 'AWAITING_APPROVAL');
  await store.act(id, 'approve');
  await store.reaches(id, 'DONE');
  await closesAs(id, 'COMPLETED');
  expect(await failures(id)).toEqual([]);
  expect(await ignored(id)).toEqual(
    expect.arrayContaining([
      { action: 'selectIdea', reason: 'malformed' },
      { action: 'regenerate', reason: 'malformed' },
      { action: 'resolve', reason: 'malformed' },
      { action: 'reprioritise', reason: 'malformed' },
      { action: 'reschedule', reason: 'not_by_signal' },
      { action: 'admit', reason: 'not_by_signal' },
    ]),
  );
});

test('a signal whose content nobody can read stops nothing', async () => {
  const id = await store.order({ sourceId: 'unreadable kettle', policy });
  await store.reaches(id, 'AWAITING_SELECTION');
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const payloads: temporal.api.common.v1.IPayload[] = [
    { metadata: { encoding: bytes('foo/bar') }, data: bytes('x') },
    { metadata: { encoding: bytes('json/plain') }, data: bytes('{bad') },
    { metadata: { encoding: bytes('json/protobuf') }, data: bytes('{}') },
    { metadata: { encoding: bytes('binary/plain') }, data: bytes('x') },
    { metadata: {}, data: bytes('{}') },
    { metadata: { encoding: bytes('json/plain') } },
  ];
  for (const payload of payloads)
    await galley.temporal.workflowService.signalWorkflowExecution({
      namespace: galley.temporal.options.namespace,
      workflowExecution: { workflowId: `blog:${id}` },
      signalName: 'selectIdea',
      input: { payloads: [payload] },
    });
  await store.pick(id);
  await store.reaches(id, 'DONE');
});

test('hundreds of bad signals leave one line and few activities', async () => {
  const id = await store.order({ sourceId: 'flooded kettle', policy });
  await store.reaches(id, 'AWAITING_SELECTION');
  const signals = Array.from({ length: 300 }, (_, n) => ({ actId: randomUUID(), ideaId: `idea ${n}` }));
  for (let n = 0; n < signals.length; n += 50)
    await Promise.all(signals.slice(n, n + 50).map((signal) => runOf(id).signal('selectIdea', signal)));
  await store.pick(id);
  await store.reaches(id, 'DONE');
  await closesAs(id, 'COMPLETED');
  expect(await ignored(id)).toEqual([{ action: 'selectIdea', reason: 'malformed' }]);
  expect(await failures(id)).toEqual([]);
  const { events } = await runOf(id).fetchHistory();
  const looks = (events ?? []).filter(
    ({ activityTaskScheduledEventAttributes: it }) => it?.activityType?.name === 'takeActions',
  );
  expect(looks.length).toBeLessThan(150);
});
