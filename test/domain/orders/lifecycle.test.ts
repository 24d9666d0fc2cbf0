import { ORDER_KINDS, PRODUCTS } from '../../../src/contract/orders';
import type { OrderKind } from '../../../src/contract/orders';
import { BEFORE_RELEASE, blogActions, SEND_BACK } from '../../../src/domain/blog/lifecycle';
import {
  cancellable,
  commonActions,
  endsCancelled,
  endStatus,
  firstStatus,
  isEnded,
  LIFECYCLES,
  nextStatuses,
  phaseOf,
  restartStatus,
  resumeAt,
  startedStatuses,
  retryable,
  stagesLeft,
  statusAfterStep,
  statusesBefore,
  statusesOf,
  statusOfStep,
  stepsOf,
  timedStages,
} from '../../../src/domain/orders/lifecycle';
import type { StatusOf } from '../../../src/domain/orders/lifecycle';
import type { StatusRule } from '../../../src/domain/orders/status-rule';

/** Every status of every kind. */
const ALL = ORDER_KINDS.flatMap((kind) =>
  statusesOf(kind).map((status) => [kind, status] as [OrderKind, StatusOf<OrderKind>]),
);

/** Everything that can be reached from a status without a retry. */
function reachable(kind: OrderKind, from: StatusOf<OrderKind>): Set<string> {
  const seen = new Set<string>();
  const open = isEnded(kind, from) ? [] : nextStatuses(kind, from);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (!isEnded(kind, at)) open.push(...nextStatuses(kind, at));
  }
  return seen;
}

describe.each(ORDER_KINDS)('orders of kind %s', (kind) => {
  test('have one end for each ending phase, and begin with none of them', () => {
    const ends = (['done', 'failed', 'cancelled'] as const)
      .filter((phase) => phase !== 'cancelled' || endsCancelled(kind))
      .map((phase) => endStatus(kind, phase));
    expect(
      statusesOf(kind)
        .filter((status) => isEnded(kind, status))
        .sort(),
    ).toEqual([...ends].sort());
    expect(isEnded(kind, firstStatus(kind))).toBe(false);
  });

  test('name only statuses that exist as what follows', () => {
    const known: string[] = statusesOf(kind);
    for (const status of known) {
      const rule = (LIFECYCLES[kind].statuses as Record<string, StatusRule>)[status]!;
      for (const next of [rule.then ?? [], rule.also ?? []].flat()) expect(known).toContain(next);
    }
  });

  test('can be cancelled and retried from exactly the statuses that say so', () => {
    const before = endsCancelled(kind) ? statusesBefore(kind, endStatus(kind, 'cancelled')) : [];
    expect([...before].sort()).toEqual([...cancellable(kind)].sort());
    const restarted = statusesBefore(kind, restartStatus(kind)).filter((status) => isEnded(kind, status));
    expect([...restarted].sort()).toEqual([...retryable(kind)].sort());
  });

  test('have each step in one status, which says so', () => {
    const steps = stepsOf(kind);
    expect(new Set(steps).size).toBe(steps.length);
    for (const step of steps)
      expect(nextStatuses(kind, statusOfStep(kind, step))).toContain(statusAfterStep(kind, step).status);
  });
});

test.each(ALL.filter(([kind, status]) => isEnded(kind, status)))(
  '%s: %s is left by a retry only',
  (kind, status) => {
    const again = (retryable(kind) as string[]).includes(status) ? [restartStatus(kind)] : [];
    expect(nextStatuses(kind, status)).toEqual(again);
  },
);

test.each(ALL.filter(([kind, status]) => !isEnded(kind, status)))(
  '%s: %s is no ending, and every ending it can have is within reach',
  (kind, status) => {
    expect(reachable(kind, status)).toContain(endStatus(kind, 'done'));
    expect(reachable(kind, status)).toContain(endStatus(kind, 'failed'));
  },
);

test.each(ALL)('%s: the statuses before %s are those that name it as next', (kind, to) => {
  for (const from of statusesOf(kind))
    expect([from, statusesBefore(kind, to).includes(from)]).toEqual([
      from,
      nextStatuses(kind, from).includes(to),
    ]);
});

test.each(ALL)('%s: in %s people may do what the lifecycle allows, and nothing else', (kind, status) => {
  const may = commonActions(kind, status);
  expect(may.includes('cancel')).toBe((cancellable(kind) as string[]).includes(status));
  expect(may.includes('retry')).toBe((retryable(kind) as string[]).includes(status));
  expect(may.includes('priority')).toBe(!isEnded(kind, status));
});

describe('a blog order', () => {
  const SAVED = {
    PENDING: [
      'GENERATING_IDEAS',
      'AWAITING_SELECTION',
      'GENERATING_CONTENT',
      'GENERATING_IMAGE',
      'FAILED',
      'CANCELLED',
    ],
    GENERATING_IDEAS: ['GENERATING_IDEAS', 'AWAITING_SELECTION', 'FAILED', 'CANCELLED'],
    AWAITING_SELECTION: ['GENERATING_CONTENT', 'FAILED', 'CANCELLED'],
    GENERATING_CONTENT: ['GENERATING_CONTENT', 'GENERATING_IMAGE', 'FAILED', 'CANCELLED'],
    GENERATING_IMAGE: [
      'GENERATING_IMAGE',
      'AWAITING_APPROVAL',
      'SCHEDULED',
      'PUBLISHING',
      'FAILED',
      'CANCELLED',
    ],
    AWAITING_APPROVAL: ['SCHEDULED', 'PUBLISHING', 'FAILED', 'CANCELLED'],
    SCHEDULED: ['PUBLISHING', 'FAILED', 'CANCELLED'],
    PUBLISHING: ['PUBLISHING', 'DONE', 'FAILED', 'UNCONFIRMED'],
    UNCONFIRMED: ['PUBLISHING', 'FAILED'],
    DONE: [],
    FAILED: ['PENDING'],
    CANCELLED: ['PENDING'],
  } as const satisfies Record<StatusOf<'blog'>, readonly StatusOf<'blog'>[]>;

  test.each(statusesOf('blog'))('goes from %s where it always has', (status) => {
    expect([...nextStatuses('blog', status)].sort()).toEqual([...SAVED[status]].sort());
  });

  test.each(['PUBLISHING', 'UNCONFIRMED', 'DONE'] as const)('has no way from %s to CANCELLED', (status) => {
    expect(cancellable('blog')).not.toContain(status);
    expect(reachable('blog', status)).not.toContain('CANCELLED');
  });

  test('is published once: DONE is reached from PUBLISHING only and never left', () => {
    expect(statusesBefore('blog', 'DONE')).toEqual(['PUBLISHING']);
    expect(nextStatuses('blog', 'DONE')).toEqual([]);
  });

  test('stays where it is when a stage is repeated, and a wait for a person does not begin again', () => {
    const working = statusesOf('blog').filter((status) => nextStatuses('blog', status).includes(status));
    expect(working).toEqual(['GENERATING_IDEAS', 'GENERATING_CONTENT', 'GENERATING_IMAGE', 'PUBLISHING']);
  });

  test.each([
    [[], 'PENDING', 'queued'],
    [['ideas'], 'AWAITING_SELECTION', 'waiting_person'],
    [['ideas', 'selection'], 'GENERATING_CONTENT', 'queued'],
    [['ideas', 'selection', 'content'], 'GENERATING_IMAGE', 'queued'],
    [['ideas', 'selection', 'content', 'image'], 'GENERATING_IMAGE', 'queued'],
    // A picture of a text that was sent back does not make up for the text.
    [['ideas', 'selection', 'image'], 'GENERATING_CONTENT', 'queued'],
  ] as const)('with %j done resumes at %s', (done, status, phase) => {
    expect(resumeAt('blog', new Set(done))).toEqual({ status, phase });
    if (status !== 'PENDING') expect(nextStatuses('blog', 'PENDING')).toContain(status);
  });

  test.each([
    ['PENDING', false, ['ideas']],
    ['GENERATING_IDEAS', false, ['ideas']],
    ['AWAITING_SELECTION', false, []],
    ['GENERATING_CONTENT', false, ['content', 'image', 'publishing']],
    ['GENERATING_CONTENT', true, ['content', 'image']],
    ['GENERATING_IMAGE', true, ['image']],
    ['GENERATING_IMAGE', false, ['image', 'publishing']],
    ['AWAITING_APPROVAL', true, []],
    ['PUBLISHING', true, ['publishing']],
    ['UNCONFIRMED', false, []],
    ['DONE', false, []],
  ] as const)(
    'in %s (a person is asked before the release: %s) has %j before somebody else',
    (status, asks, stages) => {
      expect(stagesLeft('blog', status, asks).map(({ stage }) => stage)).toEqual(stages);
    },
  );

  test('takes as long as planned until it is measured', () => {
    expect(timedStages('blog')).toEqual([
      { stage: 'ideas', plannedMs: 5_000 },
      { stage: 'content', plannedMs: 15_000 },
      { stage: 'image', plannedMs: 45_000 },
      { stage: 'publishing', plannedMs: 5_000 },
    ]);
  });

  test('can be sent back only to where something is made', () => {
    for (const { to } of Object.values(SEND_BACK)) expect(phaseOf('blog', to)).toBe('queued');
    for (const status of BEFORE_RELEASE) expect(phaseOf('blog', status)).toBe('waiting_person');
  });

  test.each([
    ['AWAITING_SELECTION', false, 1, ['select', 'new-ideas', 'schedule']],
    ['AWAITING_SELECTION', false, 20, ['select', 'schedule']],
    ['AWAITING_APPROVAL', false, 1, ['approve', 'regenerate', 'schedule']],
    ['AWAITING_APPROVAL', true, 1, ['regenerate', 'schedule']],
    ['SCHEDULED', true, 20, ['schedule']],
    ['UNCONFIRMED', false, 1, ['resolve']],
    ['PUBLISHING', false, 1, []],
    ['DONE', true, 1, []],
  ] as const)('in %s (approved: %s, round %i) may be told to %j', (status, approved, round, actions) => {
    expect(blogActions({ status, approved, round })).toEqual(actions);
  });
});

describe.each(PRODUCTS)('an order of a bought %s', (kind) => {
  const FOLLOWS = {
    AWAITING_PAYMENT: ['PROCESSING', 'FAILED'],
    PROCESSING: ['PROCESSING', 'QUALITY_CHECK', 'ADMIN_REVIEW', 'FAILED'],
    QUALITY_CHECK: ['ADMIN_REVIEW', 'PROCESSING', 'FAILED'],
    ADMIN_REVIEW: ['COMPLETED', 'PROCESSING', 'FAILED'],
    COMPLETED: [],
    FAILED: ['PROCESSING'],
  } as const satisfies Record<StatusOf<'backlink'>, readonly StatusOf<'backlink'>[]>;

  test.each(statusesOf('backlink'))('goes from %s as users were told', (status) => {
    expect([...nextStatuses(kind, status)].sort()).toEqual([...FOLLOWS[status]].sort());
  });

  test('waits for the buyer until it is paid for, and nobody cancels it then', () => {
    expect(phaseOf(kind, firstStatus(kind))).toBe('waiting_person');
    expect(startedStatuses(kind)).toEqual(['PROCESSING', 'QUALITY_CHECK', 'ADMIN_REVIEW']);
    expect(restartStatus(kind)).toBe('PROCESSING');
    expect([endsCancelled(kind), cancellable(kind)]).toEqual([false, []]);
    expect(() => endStatus(kind, 'cancelled')).toThrow('no end with phase cancelled');
  });

  test('is planned to take 10 to 30 minutes', () => {
    expect(stagesLeft(kind, 'PROCESSING', false)).toEqual([
      { stage: 'writing', plannedMs: 600_000, plannedMostMs: 1_800_000 },
    ]);
    expect(stagesLeft(kind, 'AWAITING_PAYMENT', false)).toEqual([]);
  });
});
