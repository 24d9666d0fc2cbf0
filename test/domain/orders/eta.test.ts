import { etaOf } from '../../../src/domain/orders/eta';
import type { StageTimes } from '../../../src/domain/orders/eta';
import { timedStages } from '../../../src/domain/orders/lifecycle';
import type { TimedStage } from '../../../src/domain/orders/lifecycle';
import { chance, spreadTime } from '../../support/chance';

function measure(times: number[]): StageTimes {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  return { p50Ms: at(0.5), p90Ms: at(0.9), measured: sorted.length };
}

const STAGES = timedStages('blog');
const CONTENT = STAGES.filter(({ stage }) => stage === 'content');

test.each([
  [1, 0.15],
  [2, 0.25],
  [3, 0.35],
  [4, 0.5],
])(
  'of two hundred orders 85 to 97 in a hundred end within the stated nine in ten (seed %i, spread %d)',
  (seed, sigma) => {
    const next = chance(seed);
    const sample = (stage: TimedStage): number => spreadTime(next, stage.plannedMs, sigma);
    const measured = Object.fromEntries(
      STAGES.map((stage) => [stage.stage, measure(Array.from({ length: 200 }, () => sample(stage)))]),
    ) as Record<string, StageTimes>;
    for (const stages of [STAGES, STAGES.slice(1), STAGES.slice(2)]) {
      const { p50Ms, p90Ms } = etaOf({ stages, elapsedMs: 0, queueMs: 0, measured });
      const took = Array.from({ length: 200 }, () => stages.reduce((sum, stage) => sum + sample(stage), 0));
      const within = (limit: number): number => took.filter((ms) => ms <= limit).length / took.length;
      expect(within(p90Ms)).toBeGreaterThanOrEqual(0.85);
      expect(within(p90Ms)).toBeLessThanOrEqual(0.97);
      expect(within(p50Ms)).toBeGreaterThan(0.3);
      expect(within(p50Ms)).toBeLessThan(0.65);
    }
  },
);

test('until twenty runs of a stage are known it takes what was planned', () => {
  const few = { p50Ms: 1, p90Ms: 2, measured: 19 };
  expect(etaOf({ stages: CONTENT, elapsedMs: 0, queueMs: 0, measured: { content: few } })).toEqual(
    etaOf({ stages: CONTENT, elapsedMs: 0, queueMs: 0, measured: {} }),
  );
  expect(etaOf({ stages: CONTENT, elapsedMs: 0, queueMs: 0, measured: {} })).toEqual({
    p50Ms: 15_000,
    p90Ms: 30_000,
  });
});

test('what has passed of a stage is over, and a wait in the queue comes on top', () => {
  const measured = { content: { p50Ms: 10_000, p90Ms: 14_000, measured: 50 } };
  const fresh = etaOf({ stages: CONTENT, elapsedMs: 0, queueMs: 0, measured });
  expect(fresh).toEqual({ p50Ms: 10_000, p90Ms: 14_000 });
  expect(etaOf({ stages: CONTENT, elapsedMs: 6_000, queueMs: 0, measured }).p50Ms).toBe(4_000);
  expect(etaOf({ stages: CONTENT, elapsedMs: 60_000, queueMs: 0, measured })).toMatchObject({ p50Ms: 1_000 });
  const queued = etaOf({ stages: CONTENT, elapsedMs: 0, queueMs: 20_000, measured });
  expect(queued.p50Ms).toBeGreaterThan(19_000);
  expect(queued.p90Ms).toBeLessThan(34_000);
  expect(etaOf({ stages: [], elapsedMs: 0, queueMs: 0, measured })).toEqual({ p50Ms: 0, p90Ms: 0 });
});

test('a stage that takes longer than nine in ten did is overdue, and not before', () => {
  const measured = { content: { p50Ms: 10_000, p90Ms: 14_000, measured: 50 } };
  const after = (elapsedMs: number) => etaOf({ stages: CONTENT, elapsedMs, queueMs: 0, measured }).isOverdue;
  expect([after(0), after(14_000), after(14_001)]).toEqual([undefined, undefined, true]);
  // Without measurements, by what was planned.
  expect(etaOf({ stages: CONTENT, elapsedMs: 30_001, queueMs: 0, measured: {} }).isOverdue).toBe(true);
  expect(etaOf({ stages: [], elapsedMs: 99_999, queueMs: 0, measured }).isOverdue).toBeUndefined();
});
