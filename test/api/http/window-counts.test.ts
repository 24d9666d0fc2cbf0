import { WindowCounts } from '../../../src/api/http/window-counts';

function counted(options: { most: number; mostNames?: number }) {
  const clock = { ms: 1_000 };
  const counts = new WindowCounts({ withinMs: 100, mostNames: 10, now: () => clock.ms, ...options });
  return { clock, counts };
}

test('as many as may be are counted, and the next one is told how long to wait', () => {
  const { clock, counts } = counted({ most: 2 });
  expect(counts.take('a')).toBe(0);
  clock.ms += 30;
  expect([counts.take('a'), counts.take('a'), counts.take('b')]).toEqual([0, 70, 0]);
  clock.ms += 70;
  expect([counts.take('a'), counts.take('a'), counts.take('a')]).toEqual([0, 0, 100]);
});

test('what is given back is free again', () => {
  const { counts } = counted({ most: 1 });
  counts.take('a');
  counts.giveBack('a');
  counts.giveBack('a');
  counts.giveBack('nobody');
  expect([counts.take('a'), counts.take('a')]).toEqual([0, 100]);
});

test('of too many names the oldest are forgotten, those whose time began anew last', () => {
  const { clock, counts } = counted({ most: 1, mostNames: 2 });
  counts.take('a');
  counts.take('b');
  clock.ms += 100;
  counts.take('a');
  counts.take('c');
  expect([counts.take('a'), counts.take('c')]).toEqual([100, 100]);
  expect(counts.take('b')).toBe(0);
});
