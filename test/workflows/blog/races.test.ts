import type { ActivityDeps } from '../../../src/activities/deps';
import { SAMPLE_STORES } from '../../../src/simulators/products';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { Gate } from '../../support/hold';
import { eventTypes, isComplete, runsOf } from '../../support/runs';

/** Where the activities of this file stop when a test has put a gate there. */
const gates: Partial<Record<'ideasSaved' | 'beforePublish' | 'released' | 'endingWritten', Gate>> = {};

/** Whether the activity that lets a post out fails after its commit. */
let losesRelease = false;

function withGates(deps: ActivityDeps): ActivityDeps {
  const { db } = deps;
  return {
    ...deps,
    db: {
      ...db,
      // An activity's result is saved, but Temporal has not heard of it yet.
      transaction: async (work) => {
        const result = await db.transaction(work);
        if ((result as { outcome?: string } | undefined)?.outcome === 'ready') await gates.ideasSaved?.pass();
        return result;
      },
      blogRuns: {
        ...db.blogRuns,
        beginPublish: async (run) => {
          await gates.beforePublish?.pass();
          const answer = await db.blogRuns.beginPublish(run);
          await gates.released?.pass();
          if (losesRelease) throw new Error('lost after the commit');
          return answer;
        },
      },
      orderRuns: {
        ...db.orderRuns,
        endRun: async (run) => {
          const answer = await db.orderRuns.endRun(run);
          await gates.endingWritten?.pass();
          return answer;
        },
      },
    },
  };
}

let galley: Galley;

beforeAll(async () => {
  // Only what is told to the relay is delivered, so that a test decides when a message arrives.
  galley = await startGalley({ deps: withGates, env: { SWEEP_EVERY_MS: '600000' } });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

afterEach(() => {
  for (const gate of Object.values(gates)) gate.release();
  for (const name of Object.keys(gates) as Array<keyof typeof gates>) delete gates[name];
  galley.simulators.control.clearFaults();
  losesRelease = false;
});

function ideasCalls(orderId: string): Promise<number> {
  return galley.database.pool
    .query<{ n: number }>(
      `select count(*)::int as n from provider_calls where order_id = $1 and stage = 'ideas'`,
      [orderId],
    )
    .then((result) => result.rows[0]!.n);
}

test('a pick that is signalled before the ideas are recorded as done is not lost', async () => {
  const [store] = galley.stores;
  gates.ideasSaved = new Gate();
  const id = await store!.order();
  await gates.ideasSaved.reached;
  await store!.pick(id);
  const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
  await until('the signal is in the history', async () =>
    (await eventTypes(handle)).includes('EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED'),
  );
  expect(await isComplete(handle, 'openWithIdeas')).toBe(false);
  gates.ideasSaved.release();
  await store!.reaches(id, 'DONE');
});

test.each([
  ['hears of it', false],
  ['does not hear of it', true],
])(
  'a run that is cancelled from the command line as its post is let out, and %s, publishes it',
  async (_what, isLost) => {
    const [store] = galley.stores;
    gates.released = new Gate();
    const postsBefore = galley.simulators.control.posts().length;
    const id = await store!.order();
    await store!.reaches(id, 'AWAITING_SELECTION');
    await store!.pick(id);
    await gates.released.reached;
    expect((await store!.read(id)).status).toBe('PUBLISHING');
    losesRelease = isLost;
    const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
    await handle.cancel();
    await until('the run has heard of the cancel', async () =>
      (await eventTypes(handle)).includes('EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED'),
    );
    gates.released.release();
    await store!.reaches(id, 'DONE');
    await until('the run is closed', async () => (await handle.describe()).status.name === 'COMPLETED');
    // It asks what became of the question only where it has not heard.
    const asked = ((await handle.fetchHistory()).events ?? []).filter(
      ({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name === 'wasReleased',
    );
    expect(asked).toHaveLength(isLost ? 1 : 0);
    expect(galley.simulators.control.posts()).toHaveLength(postsBefore + 1);
  },
);

describe('a start that is delivered again after a cancel', () => {
  test('starts no other run', async () => {
    const [store] = galley.stores;
    const id = await store!.order();
    await store!.reaches(id, 'AWAITING_SELECTION');
    expect((await store!.act(id, 'cancel')).status).toBe(200);
    const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
    await until('the run is closed', async () => (await handle.describe()).status.name === 'CANCELLED');

    await galley.database.pool.query(
      `update outbox set state = 'pending' where order_id = $1 and kind = 'start'`,
      [id],
    );
    galley.relay.notify(id);
    await until('the start is settled again', async () => {
      const row = await galley.database.pool.query(
        `select 1 from outbox where order_id = $1 and kind = 'start' and state <> 'pending' and tries = 2`,
        [id],
      );
      return row.rowCount === 1;
    });
    expect(await runsOf(galley, id)).toHaveLength(1);
    expect((await store!.read(id)).status).toBe('CANCELLED');
    expect(await ideasCalls(id)).toBe(1);
  });

  test('ends at once when it was never delivered before', async () => {
    const [store] = galley.stores;
    const holder = await galley.database.pool.query<{ tenantId: string; storeId: string }>(
      'select tenant_id as "tenantId", id as "storeId" from stores where instance_id = $1',
      [SAMPLE_STORES[0]!.instanceId],
    );
    const id = '0b8f3a52-6d8e-4a53-9d0c-0a6f4f6f0001';
    // Accepted, and nobody has told the relay: as if the process had died right after its commit.
    await galley.db.transaction((tx) =>
      tx.blogOrders.acceptBlogOrder({
        id,
        ...holder.rows[0]!,
        priority: 5,
        sourceType: 'keyword',
        sourceId: 'late start',
        policy: {
          reminderAfterMs: 1e8,
          deadlineMs: 1e9,
          draftAttempts: 3,
          draftBackoffMs: 10,
          lookupPauseMs: 10,
          lookupTries: 1,
        },
      }),
    );
    expect((await store!.act(id, 'cancel')).status).toBe(200);
    const [run] = await until('the run is closed', async () => {
      const runs = await runsOf(galley, id);
      return runs.length > 0 && runs[0]!.status !== 'RUNNING' ? runs : undefined;
    });
    expect(run!.status).toBe('CANCELLED');
    expect(await ideasCalls(id)).toBe(0);
  });
});

test('a retry that meets the failed run still closing waits for it and then has its own run', async () => {
  const [, store] = galley.stores;
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'ideas',
    action: { type: 'refusal', text: 'I cannot help with that.' },
  });
  gates.endingWritten = new Gate();
  const id = await store!.order();
  await gates.endingWritten.reached;
  expect(await store!.read(id)).toMatchObject({ status: 'FAILED', errorType: 'Draft.Refused' });

  const retried = await store!.act(id, 'retry');
  expect(retried.status).toBe(200);
  await until('the start has met the closing run', async () => {
    const row = await galley.database.pool.query<{ problem: string | null }>(
      `select last_problem as problem from outbox where order_id = $1 and kind = 'start' and start_no = 2`,
      [id],
    );
    return row.rows[0]?.problem === 'earlier_run_closing';
  });
  expect(await runsOf(galley, id)).toHaveLength(1);

  gates.endingWritten.release();
  delete gates.endingWritten;
  const order = await store!.reaches(id, 'AWAITING_SELECTION');
  expect(order.round).toBe(2);
  await store!.pick(id);
  await store!.reaches(id, 'DONE');
  const runs = await until('the second run is closed', async () => {
    const all = await runsOf(galley, id);
    return all.every((run) => run.status !== 'RUNNING') && all;
  });
  expect(runs.map((run) => run.status).sort()).toEqual(['COMPLETED', 'FAILED']);
});

describe('the deadline against a pick', () => {
  const policy = { reminderAfterMs: 200, deadlineMs: 1_200 };

  test('a deadline that finds a pick goes on with it', async () => {
    const [, , store] = galley.stores;
    const id = await store!.order({ policy });
    const order = await store!.reaches(id, 'AWAITING_SELECTION');
    // Recorded, but its signal is still on the way when the deadline comes.
    const picked = await galley.db.ideaActions.pickIdea({
      orderId: id,
      actor: { name: 'test' },
      ideaId: order.ideas[1]!.id,
    });
    expect(picked.outcome).toBe('done');
    const done = await store!.reaches(id, 'DONE');
    expect(done.selectedIdeaId).toBe(order.ideas[1]!.id);
    const types = (await store!.events(id)).map((event) => event.type);
    expect(types).not.toContain('order.cancelled');
  });

  test('a pick after the deadline is refused, and a retry asks for the pick only', async () => {
    const [, , store] = galley.stores;
    const id = await store!.order({ policy });
    const waiting = await store!.reaches(id, 'AWAITING_SELECTION');
    const cancelled = await store!.reaches(id, 'CANCELLED');
    expect(cancelled).toMatchObject({ error: 'No idea picked', phase: 'cancelled' });
    const late = await store!.act(id, 'select', { ideaId: waiting.ideas[0]!.id });
    expect(late).toMatchObject({ status: 409, json: { error: 'conflict', status: 'CANCELLED' } });
    const types = (await store!.events(id)).map((event) => event.type);
    expect(types.filter((type) => type === 'pick.reminder')).toHaveLength(1);

    await store!.act(id, 'retry');
    const again = await store!.reaches(id, 'AWAITING_SELECTION');
    expect(again.ideas).toEqual(waiting.ideas);
    await store!.pick(id);
    await store!.reaches(id, 'DONE');
    expect(await ideasCalls(id)).toBe(1);
  });
});

describe('a cancel against publishing', () => {
  test('comes too late once publishing has begun', async () => {
    const [store] = galley.stores;
    galley.simulators.control.addFault({
      provider: 'wix',
      kind: 'draft.create',
      action: { type: 'delay', ms: 700 },
    });
    const id = await store!.order();
    await store!.pick(id);
    await store!.reaches(id, 'PUBLISHING');
    const answer = await store!.act(id, 'cancel');
    expect(answer).toMatchObject({ status: 409, json: { error: 'conflict', status: 'PUBLISHING' } });
    await store!.reaches(id, 'DONE');
  });

  test('wins when it comes before the point of no return', async () => {
    const [, store] = galley.stores;
    const before = galley.simulators.control.drafts().length;
    gates.beforePublish = new Gate();
    const id = await store!.order();
    await store!.pick(id);
    await gates.beforePublish.reached;
    expect((await store!.act(id, 'cancel')).status).toBe(200);
    gates.beforePublish.release();
    const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
    await until('the run is closed', async () => (await handle.describe()).status.name === 'CANCELLED');
    expect((await store!.read(id)).status).toBe('CANCELLED');
    expect(galley.simulators.control.drafts()).toHaveLength(before);
  });
});

test('of many browsers that pick at once one idea wins, and only one signal goes out', async () => {
  const [store] = galley.stores;
  const id = await store!.order();
  const { ideas } = await store!.reaches(id, 'AWAITING_SELECTION');
  const answers = await Promise.all(
    Array.from({ length: 15 }, async (_, n) => {
      const ideaId = ideas[n % 5]!.id;
      return { ideaId, ...(await store!.act(id, 'select', { ideaId })) };
    }),
  );
  const { selectedIdeaId } = await store!.reaches(id, 'DONE');
  for (const answer of answers) expect(answer.status).toBe(answer.ideaId === selectedIdeaId ? 200 : 409);
  expect(answers.filter((answer) => answer.status === 200 && answer.json['repeated'] === false)).toHaveLength(
    1,
  );
  const signals = await galley.database.pool.query(
    `select 1 from outbox where order_id = $1 and kind = 'signal'`,
    [id],
  );
  expect(signals.rowCount).toBe(1);
});
