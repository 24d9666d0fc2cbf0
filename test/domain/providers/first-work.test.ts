import { FEW_ORDERS, firstWorkWeight } from '../../../src/domain/providers/first-work';

test('a tenant with few open orders has four times its weight, one with more its own', () => {
  expect(firstWorkWeight({ weight: 1, openOrders: 1 })).toBe(4);
  expect(firstWorkWeight({ weight: 2, openOrders: FEW_ORDERS })).toBe(8);
  expect(firstWorkWeight({ weight: 2, openOrders: FEW_ORDERS + 1 })).toBe(2);
});

test('no weight is beyond what the server takes', () => {
  expect(firstWorkWeight({ weight: 1_000, openOrders: 1 })).toBe(1_000);
  expect(firstWorkWeight({ weight: 0.001, openOrders: 1 })).toBeCloseTo(0.004);
});
