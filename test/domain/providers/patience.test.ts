import { classifyHttp } from '../../../src/clients/failures';
import { FAILURES } from '../../../src/contract/failures';
import type { FailureType } from '../../../src/contract/failures';
import { BUSY_LIMIT_MS, isFinal, pauseAfter } from '../../../src/domain/providers/patience';

const TYPES = Object.keys(FAILURES) as FailureType[];
const long = { repeats: 1_000, busyMs: BUSY_LIMIT_MS * 2, faults: 1_000 };

test('on the lane of Postgres-only work nothing is final but a stale run and an ended order', () => {
  const final = TYPES.filter((type) => isFinal({ type }, { lane: 'records', history: long }));
  expect(final).toEqual(['Order.Ended', 'Run.Stale']);
});

test('without Postgres, nothing ends that it would have decided about', () => {
  const final = (history: typeof long | undefined) =>
    TYPES.filter((type) => isFinal({ type }, { lane: 'writing', history }));
  expect(final(long).filter((type) => !final(undefined).includes(type))).toEqual([
    'Provider.Busy',
    'Internal.Fault',
  ]);
});

test('a busy provider is waited for while it was tried for less than a day', () => {
  const at = (busyMs: number) =>
    isFinal({ type: 'Provider.Busy' }, { lane: 'writing', history: { repeats: 9, busyMs, faults: 0 } });
  expect([at(BUSY_LIMIT_MS), at(BUSY_LIMIT_MS + 1)]).toEqual([false, true]);
});

test('a delay that a provider asks for is kept, and a pause of ours is left to the server', () => {
  expect(pauseAfter({ delayMs: 5_000 }, { repeats: 40, random: 1 })).toBe(5_000);
  expect(pauseAfter({}, { repeats: 40, random: 1 })).toBeUndefined();
});

describe('a day of a store that answers', () => {
  const DAY_MS = 24 * 3_600_000;

  /** Calls in a day, where each attempt fails at once and the next one follows after its pause. */
  function callsInADay(status: number, random: () => number): number {
    const failure = classifyHttp({ provider: 'wix', status, headers: {}, body: '', nowMs: 0 });
    let calls = 0;
    for (let at = 0; at < DAY_MS;) {
      calls += 1;
      at += pauseAfter(failure, { repeats: calls, random: random() })!;
    }
    return calls;
  }

  test.each([
    [401, 90],
    [403, 80],
  ])('%d makes one order call it no more than %d times', (status, most) => {
    let seed = 1;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const each = Array.from({ length: 500 }, () => callsInADay(status, random));
    const all = each.reduce((sum, calls) => sum + calls, 0);
    process.stdout.write(`${status}: one order ${each[0]} calls a day, 500 orders ${all}\n`);
    expect(Math.max(...each)).toBeLessThanOrEqual(most);
    expect(all / each.length).toBeGreaterThan(30);
  });
});
