import { BLOG_STATUSES } from '../../../src/contract/orders';
import type { BlogStatus } from '../../../src/contract/orders';
import {
  CANCELLABLE,
  ENDED,
  isEnded,
  NEXT,
  RETRYABLE,
  standingOf,
  statusesBefore,
} from '../../../src/domain/orders/lifecycle';

/** Everything that can be reached from a status without a retry. */
function reachable(from: BlogStatus): Set<BlogStatus> {
  const seen = new Set<BlogStatus>();
  const open = NEXT[from].filter((status) => status !== 'PENDING');
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...NEXT[at].filter((status) => status !== 'PENDING'));
  }
  return seen;
}

test.each(ENDED)('%s is left by a retry only', (status) => {
  expect(isEnded(status)).toBe(true);
  expect(NEXT[status]).toEqual(RETRYABLE.includes(status) ? ['PENDING'] : []);
  expect([...reachable(status)]).toEqual([]);
});

test.each(BLOG_STATUSES.filter((status) => !ENDED.includes(status)))(
  '%s is no ending, and every ending it can have is within reach',
  (status) => {
    expect(isEnded(status)).toBe(false);
    expect(reachable(status)).toContain('DONE');
    expect(reachable(status)).toContain('FAILED');
  },
);

test.each(BLOG_STATUSES)('the statuses before %s are those that name it as next', (to) => {
  for (const from of BLOG_STATUSES)
    expect([from, statusesBefore(to).includes(from)]).toEqual([from, NEXT[from].includes(to)]);
});

test('an order can be cancelled from exactly the statuses that people are told', () => {
  expect([...statusesBefore('CANCELLED')].sort()).toEqual([...CANCELLABLE].sort());
});

test('an order can be started again from exactly the statuses that people are told', () => {
  expect([...statusesBefore('PENDING')].sort()).toEqual([...RETRYABLE].sort());
});

test.each(['PUBLISHING', 'UNCONFIRMED', 'DONE'] as const)(
  'from %s there is no way to CANCELLED',
  (status) => {
    expect(CANCELLABLE).not.toContain(status);
    expect(reachable(status)).not.toContain('CANCELLED');
  },
);

test('nothing is published twice: DONE is reached from PUBLISHING only and never left', () => {
  expect(statusesBefore('DONE')).toEqual(['PUBLISHING']);
  expect(NEXT.DONE).toEqual([]);
});

test('a step that is repeated stays where it is, and a wait for a person does not begin again', () => {
  const working: BlogStatus[] = ['GENERATING_IDEAS', 'GENERATING_CONTENT', 'GENERATING_IMAGE', 'PUBLISHING'];
  expect(BLOG_STATUSES.filter((status) => NEXT[status].includes(status))).toEqual(working);
});

describe('a run that opens', () => {
  test.each([
    [{ hasIdeas: false, hasPick: false, hasApprovedVersion: false }, 'PENDING', 'queued'],
    [{ hasIdeas: true, hasPick: false, hasApprovedVersion: false }, 'AWAITING_SELECTION', 'waiting_person'],
    [{ hasIdeas: true, hasPick: true, hasApprovedVersion: false }, 'GENERATING_CONTENT', 'queued'],
    [{ hasIdeas: true, hasPick: true, hasApprovedVersion: true }, 'GENERATING_IMAGE', 'queued'],
  ] as const)('with %j stands at %s', (facts, status, phase) => {
    expect(standingOf(facts)).toEqual({ status, phase });
    if (status !== 'PENDING') expect(NEXT.PENDING).toContain(status);
  });
});
