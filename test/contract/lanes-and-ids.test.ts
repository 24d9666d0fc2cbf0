import fc from 'fast-check';
import { orderOfWorkflowId, workflowIdOf } from '../../src/contract/ids';
import { DEFAULT_SLOTS, isLane, LANE_PROVIDER, LANES, priorityLevel } from '../../src/contract/lanes';
import { ORDER_KINDS } from '../../src/contract/orders';

describe('the level of a priority', () => {
  test.each([
    [1, 5],
    [2, 5],
    [3, 4],
    [4, 4],
    [5, 3],
    [6, 3],
    [7, 2],
    [8, 2],
    [9, 1],
    [10, 1],
  ])('%d is level %d', (priority, level) => {
    expect(priorityLevel(priority)).toBe(level);
  });

  test.each([
    [0, 5],
    [-3, 5],
    [Number.NEGATIVE_INFINITY, 5],
    [11, 1],
    [1e9, 1],
    [Number.POSITIVE_INFINITY, 1],
    [2.4, 5],
    [2.6, 4],
  ])('%d, which nobody may give, is brought to level %d', (priority, level) => {
    expect(priorityLevel(priority)).toBe(level);
  });

  test('a larger priority never has a later level', () => {
    const number = fc.double({ noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [low, high] = a <= b ? [a, b] : [b, a];
        expect(priorityLevel(high)).toBeLessThanOrEqual(priorityLevel(low));
        expect([1, 2, 3, 4, 5]).toContain(priorityLevel(a));
      }),
    );
  });
});

describe('the workflow id of an order', () => {
  test('is its kind and its id', () => {
    expect(workflowIdOf({ kind: 'blog', orderId: 'x-1' })).toBe('blog:x-1');
  });

  test('leads back to the order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ORDER_KINDS), fc.uuid(), (kind, orderId) => {
        expect(orderOfWorkflowId(workflowIdOf({ kind, orderId }))).toEqual({ kind, orderId });
      }),
    );
  });

  test.each([
    [''],
    [':'],
    ['blog'],
    ['blog:'],
    [':0b8f3a52-6d8e-4a53-9d0c-0a6f4f6f0001'],
    ['mail:0b8f3a52-6d8e-4a53-9d0c-0a6f4f6f0001'],
    ['Blog:0b8f3a52-6d8e-4a53-9d0c-0a6f4f6f0001'],
    ['toString:0b8f3a52-6d8e-4a53-9d0c-0a6f4f6f0001'],
  ])('%j is no order', (workflowId) => {
    expect(orderOfWorkflowId(workflowId)).toBeUndefined();
  });
});

describe('lanes', () => {
  test('every lane has its provider, and all but the workflow lane have slots', () => {
    expect(Object.keys(LANE_PROVIDER).sort()).toEqual([...LANES].sort());
    expect([...Object.keys(DEFAULT_SLOTS), 'orders'].sort()).toEqual([...LANES].sort());
    for (const slots of Object.values(DEFAULT_SLOTS)) expect(slots).toBeGreaterThan(0);
  });

  test('only their exact names are lanes', () => {
    expect(LANES.every(isLane)).toBe(true);
    for (const word of ['', 'Orders', 'constructor', 'orders ', 'mailing']) expect(isLane(word)).toBe(false);
  });
});
