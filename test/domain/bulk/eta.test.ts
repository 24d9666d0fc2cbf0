import * as fc from 'fast-check';
import { bulkEta } from '../../../src/domain/bulk/eta';
import { chance, spreadTime } from '../../support/chance';

const perItem = { p50Ms: 60_000, p90Ms: 90_000 };
const job = { remaining: 0, running: [], concurrency: 1, delayMs: 5_000, perItem };

test('a job with nothing left has ended, and one item takes about as long as items do', () => {
  expect(bulkEta(job)).toEqual({ p50Ms: 0, p90Ms: 0 });
  const one = bulkEta({ ...job, remaining: 1 });
  expect(one.p50Ms / 60_000).toBeCloseTo(1, 0);
  expect(one.p90Ms / 90_000).toBeCloseTo(1, 0);
  // What has been worked on for longer than usual is as good as done.
  expect(bulkEta({ ...job, running: [10 * 60_000] }).p50Ms).toBe(0);
});

test('more items take longer, more slots less, and rest counts between two items only', () => {
  const times = fc.record({ p50Ms: fc.integer({ min: 1, max: 600_000 }), more: fc.nat(600_000) });
  fc.assert(
    fc.property(
      times,
      fc.nat(50),
      fc.integer({ min: 1, max: 3 }),
      ({ p50Ms, more }, remaining, concurrency) => {
        const some = { ...job, perItem: { p50Ms, p90Ms: p50Ms + more }, remaining, concurrency };
        const eta = bulkEta(some);
        expect(eta.p90Ms).toBeGreaterThanOrEqual(eta.p50Ms);
        expect(bulkEta({ ...some, remaining: remaining + 1 }).p50Ms).toBeGreaterThanOrEqual(eta.p50Ms);
        expect(bulkEta({ ...some, concurrency: concurrency + 1 }).p50Ms).toBeLessThanOrEqual(eta.p50Ms);
      },
    ),
  );
  const rested = bulkEta({ ...job, remaining: 10 }).p50Ms;
  expect(rested - bulkEta({ ...job, remaining: 10, delayMs: 0 }).p50Ms).toBe(9 * 5_000);
});

test('a job that has items of its own behind it is reckoned by them, those that failed included, but not by an outage', () => {
  const others = { ...job, remaining: 10, delayMs: 0 };
  expect(bulkEta({ ...others, took: [1_000, 1_000] })).toEqual(bulkEta(others));
  const own = bulkEta({ ...others, took: [1_000, 1_000, 1_000, 9_000] });
  expect(own.p50Ms).toBe(30_000);
  // Four items say little of the mean of ten.
  expect(own.p90Ms).toBeGreaterThan(55_000);
  expect(bulkEta({ ...others, took: [1_000, 1_000, 1_000, 3_600_000] }).p50Ms).toBe(82_500);
  expect(bulkEta({ ...others, remaining: 1, took: [2_000, 2_000, 2_000], restMs: 700 }).p50Ms).toBe(2_700);
});

test('of many jobs whose items are spread like those measured, about nine in ten end in time', () => {
  const next = chance(7);
  const sigma = Math.log(90 / 60) / 1.2816;
  const { p50Ms, p90Ms } = bulkEta({ ...job, remaining: 50, concurrency: 3 });
  const ends = Array.from({ length: 400 }, () => {
    const slots = [0, 0, 0];
    for (let n = 0; n < 50; n += 1) {
      const first = slots.indexOf(Math.min(...slots));
      slots[first]! += (n < 3 ? 0 : 5_000) + spreadTime(next, 60_000, sigma);
    }
    return Math.max(...slots);
  });
  const share = (ms: number): number => ends.filter((end) => end <= ms).length / ends.length;
  expect(share(p90Ms)).toBeGreaterThan(0.8);
  expect(share(p50Ms)).toBeLessThan(0.8);
  expect(share(p50Ms * 0.9)).toBeLessThan(0.2);
});
