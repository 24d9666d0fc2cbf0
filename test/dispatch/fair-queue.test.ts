import { createFairQueue } from '../../src/dispatch/fair-queue';

function taken(queue: ReturnType<typeof createFairQueue>, count: number): string[] {
  return Array.from({ length: count }, () => queue.take()?.value ?? 'none');
}

test('owners take turns, each with what has waited longest', () => {
  const queue = createFairQueue({ mostOfOne: 10, mostOfAll: 100 });
  for (const value of ['a1', 'a2', 'a3', 'a4']) queue.add('a', value);
  expect(taken(queue, 1)).toEqual(['a1']);
  for (const value of ['b1', 'b2']) queue.add('b', value);
  expect(taken(queue, 6)).toEqual(['a2', 'b1', 'a3', 'b2', 'a4', 'none']);
});

test('whoever comes back has no turn before those who wait', () => {
  const queue = createFairQueue({ mostOfOne: 10, mostOfAll: 100 });
  queue.add('a', 'a1');
  queue.add('b', 'b1');
  expect(queue.take()).toEqual({ owner: 'a', value: 'a1' });
  queue.add('a', 'a2');
  expect(taken(queue, 2)).toEqual(['b1', 'a2']);
});

test('a value waits once, and no owner takes the room of the others', () => {
  const queue = createFairQueue({ mostOfOne: 2, mostOfAll: 3 });
  expect(queue.add('a', 'a1')).toBe(true);
  expect(queue.add('a', 'a1')).toBe(true);
  expect(queue.add('a', 'a2')).toBe(true);
  expect(queue.add('a', 'a3')).toBe(false);
  expect(queue.add('b', 'b1')).toBe(true);
  expect(queue.add('c', 'c1')).toBe(false);
  expect(taken(queue, 4)).toEqual(['a1', 'b1', 'a2', 'none']);
  expect(queue.add('c', 'c1')).toBe(true);
  queue.clear();
  expect(queue.take()).toBeUndefined();
});
