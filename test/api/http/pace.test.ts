import { Pace } from '../../../src/api/http/pace';

/** Two requests per second after four at once, and a clock that is set by hand. */
function paceOf(own: { patienceMs?: number } = {}) {
  const clock = { ms: 1_000 };
  const pace = new Pace({ perSecond: 2, burst: 4, patienceMs: 10_000, now: () => clock.ms, ...own });
  return { pace, clock, take: (many: number, source = 'a') => times(many, () => pace.take(source)) };
}

const times = <T>(many: number, work: () => T): T[] => Array.from({ length: many }, work);
const waits = (...ms: number[]) => ms.map((waitMs) => ({ waitMs }));

test('so many pass at once, and the others one after the other', () => {
  const { take, clock } = paceOf();
  expect(take(7)).toEqual(waits(0, 0, 0, 0, 500, 1_000, 1_500));
  clock.ms += 1_500;
  expect(take(1)).toEqual(waits(500));
});

test('each source by itself', () => {
  const { take } = paceOf();
  take(6);
  expect(take(1, 'b')).toEqual(waits(0));
});

test('after a pause as many pass at once as in the beginning', () => {
  const { take, clock } = paceOf();
  take(6);
  clock.ms += 60_000;
  expect(take(5)).toEqual(waits(0, 0, 0, 0, 500));
});

test('what would wait for too long is refused, and keeps nobody who comes later from passing', () => {
  const { take, clock } = paceOf({ patienceMs: 1_000 });
  take(6);
  expect(take(100)).toEqual(times(100, () => ({ refusedForMs: 500 })));
  clock.ms += 500;
  expect(take(1)).toEqual(waits(1_000));
});

test('the place of one that has gone is given to the next', () => {
  const { pace, take } = paceOf({ patienceMs: 1_000 });
  take(6);
  pace.giveBack('a');
  expect(take(2)).toEqual([{ waitMs: 1_000 }, { refusedForMs: 500 }]);
});

test('sources that have paused are forgotten when there are many, and no others', () => {
  const { pace, take, clock } = paceOf();
  times(9_999, () => 0).forEach((_, n) => pace.take(`source ${n}`));
  clock.ms += 600;
  take(5, 'busy');
  take(1, 'one more');
  expect(pace.size).toBe(2);
  expect(take(1, 'busy')).toEqual(waits(1_000));
});
