import { randomUUID } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { whereQuery } from '../../src/contract/messages';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { orderPage, pageAbout, readItem } from '../support/items';
import { ENDED, Operator } from '../support/operator';
import type { Subject } from '../support/operator';

let galley: Galley;
let operator: Operator;

beforeAll(async () => {
  galley = await startGalley();
  operator = new Operator(galley, galley.stores[1]!);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

async function seeAllThrough(subjects: readonly Subject[]): Promise<void> {
  galley.simulators.control.clearFaults();
  await operator.letIn(50);
  await Promise.all(subjects.map((subject) => operator.seeThrough(subject)));
}

async function statuses(subjects: readonly Subject[]): Promise<string[]> {
  return Promise.all(
    subjects.map(async (subject) => `${subject.kind} ${subject.status}: ${await operator.statusOf(subject)}`),
  );
}

const unchanged = (subjects: readonly Subject[]): string[] =>
  subjects.map(({ kind, status }) => `${kind} ${status}: ${status}`);

const isOpen = ({ status }: Subject): boolean => !ENDED.includes(status) && status !== 'pending';

const SIGNALS = [
  'selectIdea',
  'newIdeas',
  'approve',
  'regenerate',
  'reschedule',
  'resolve',
  'admit',
  'reprioritise',
] as const;

/** Signals that need nothing more than their name, where they have an effect. */
const ENOUGH: Record<string, string> = { AWAITING_SELECTION: 'newIdeas', AWAITING_APPROVAL: 'approve' };

describe('commands that change nothing, on every status', () => {
  let subjects: Subject[];

  beforeAll(async () => {
    subjects = await operator.bringOneOfEach();
  }, 60_000);

  test('list, describe, show and query answer for every order that has a workflow', async () => {
    for (const subject of subjects) {
      const handle = operator.handle(subject);
      const listed = galley.temporal.workflow.list({ query: `WorkflowId = "${subject.workflowId}"` });
      const looks = { list: await listed[Symbol.asyncIterator]().next() };
      if (subject.status === 'pending') {
        expect(looks.list.done).toBe(true);
        await expect(handle.describe()).rejects.toThrow(/not found/i);
        continue;
      }
      expect(looks.list.done).toBe(false);
      expect((await handle.describe()).workflowId).toBe(subject.workflowId);
      expect((await handle.fetchHistory()).events!.length).toBeGreaterThan(2);
      expect(await handle.query('where')).toMatchObject({
        stage: expect.any(String),
        attempt: expect.any(Number),
      });
    }
    expect(await statuses(subjects)).toEqual(unchanged(subjects));
  });

  test.each([
    ['without an id', {}],
    ['with an invented id', { actId: randomUUID() }],
  ])('each signal %s is ignored, and the timeline says why', async (_what, payload) => {
    for (const subject of subjects) {
      const handle = operator.handle(subject);
      if (!isOpen(subject)) {
        await expect(handle.signal('approve', payload)).rejects.toThrow(/not found|already completed/i);
        continue;
      }
      const wrong = SIGNALS.filter((name) => ENOUGH[subject.status] !== name);
      for (const name of wrong) await handle.signal(name, payload);
      const expected = wrong.filter((name) => !(subject.kind === 'item' && name === 'admit'));
      await until(`all of them are ignored by ${subject.workflowId}`, async () => {
        const ignored = await operator.ignored(subject);
        return expected.every((name) => ignored.some((line) => line.startsWith(`${name}: `)));
      });
      expect((await operator.ignored(subject)).length).toBeLessThanOrEqual(2 * SIGNALS.length);
    }
    expect(await statuses(subjects)).toEqual(unchanged(subjects));
  });

  test('a batch signal that nothing fits is ignored by all', async () => {
    const input = { payloads: [defaultPayloadConverter.toPayload({ resolution: 'perhaps' })] };
    const before = await Promise.all(subjects.map((subject) => operator.ignored(subject)));
    await operator.batch(subjects, { signalOperation: { signal: 'resolve', input, identity: 'test' } });
    // Told once for each reason already.
    expect(await Promise.all(subjects.map((subject) => operator.ignored(subject)))).toEqual(before);
    expect(await statuses(subjects)).toEqual(unchanged(subjects));
  });

  test('activity pause, update-options, unpause and reset leave the order where it is', async () => {
    const service = galley.temporal.workflowService;
    const busy = subjects.filter(isOpen);
    const counts = await Promise.all(
      busy.map((subject) =>
        operator.eachActivity(subject, async (about) => {
          await service.pauseActivity({ ...about, reason: 'test' });
          await service.updateActivityOptions({
            ...about,
            activityOptions: { priority: { priorityKey: 2 } },
            updateMask: { paths: ['priority.priority_key'] },
          });
          await service.unpauseActivity(about);
          await service.resetActivity(about);
        }),
      ),
    );
    // The five that a provider holds; the others wait for a person.
    expect(counts.filter((count) => count > 0).length).toBeGreaterThanOrEqual(5);
  });

  test('afterwards every order goes on to its end', async () => {
    await seeAllThrough(subjects);
    const { rows } = await galley.database.pool.query(
      `select type from activity_failures where type = 'Internal.Fault'`,
    );
    expect(rows).toEqual([]);
  }, 60_000);
});

describe('reprioritise by hand', () => {
  const read = async ({ id }: Subject) => readItem(operator.store, id);

  /** Levels under which a run queued the components of its page. */
  async function levels(subject: Subject): Promise<unknown[]> {
    const { events } = await operator.handle(subject).fetchHistory();
    return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: it }) =>
      it?.activityType?.name === 'writeComponent' ? [it.priority?.priorityKey] : [],
    );
  }

  test('moves what an item that runs waits for, and what it still has to write', async () => {
    const running = await operator.bringItem('processing');
    await operator.handle(running).signal('reprioritise', { priority: 10 });
    await until('its priority is changed', async () => (await read(running)).priority === 10);
    await until('what waits is moved', async () =>
      (await operator.pending(running)).some(({ priority }) => priority?.priorityKey === 1),
    );
    await seeAllThrough([running]);
    expect(await levels(running)).toEqual([3, 1]);
  });

  test('counts for the next attempt of an item that waits for it, which admit by hand does not begin', async () => {
    galley.simulators.control.addFault({
      ...{ provider: 'openai', kind: 'component', match: { contains: 'second attempt mug' } },
      action: { type: 'flaw', flaw: 'short' },
    });
    const { id } = await orderPage(operator.store, pageAbout('second attempt mug'));
    const subject: Subject = { kind: 'item', id, status: 'pending', workflowId: `item:${id}` };
    await until('its attempt has failed', async () => (await read(subject)).retryCount === 1);
    await operator.letIn(0);
    // Before it waits, its run asks Postgres in any case, and a signal more is no news to it.
    await until(
      'its run waits to be admitted',
      async () => (await operator.handle(subject).query(whereQuery)).waitingFor === 'admit',
    );
    await operator.handle(subject).signal('reprioritise', { priority: 10 });
    await operator.handle(subject).signal('admit');
    await until('its priority is changed', async () => (await read(subject)).priority === 10);
    await until('admit is ignored', async () => (await operator.ignored(subject)).length > 0);
    expect(await operator.ignored(subject)).toEqual(['admit: not_by_signal']);
    expect((await read(subject)).status).toBe('pending');
    await seeAllThrough([subject]);
    expect((await levels(subject)).slice(1)).toEqual([1, 1]);
  });
});

test('cancel, one by one or in a batch, ends what can still be cancelled; the rest goes on', async () => {
  const subjects = await operator.bringOneOfEach();
  const some = subjects.filter((_, n) => n % 2 === 0);
  const others = subjects.filter((_, n) => n % 2 === 1);
  await operator.batch(some, { cancellationOperation: { identity: 'test' } });
  for (const subject of others)
    await operator
      .handle(subject)
      .cancel()
      .catch((error: Error) =>
        expect([subject.status, error.message]).toEqual(['pending', expect.any(String)]),
      );
  galley.simulators.control.clearFaults();
  for (const subject of subjects) {
    const { kind, status } = subject;
    const cannot = ['PUBLISHING', 'UNCONFIRMED', 'pending'].includes(status) || ENDED.includes(status);
    const wanted = cannot ? status : kind === 'blog' ? 'CANCELLED' : 'cancelled';
    await until(`${kind} ${status} is ${wanted}`, async () => (await operator.statusOf(subject)) === wanted);
  }
  await seeAllThrough(subjects);
}, 90_000);
