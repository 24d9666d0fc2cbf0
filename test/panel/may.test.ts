import { isOffered, offeredTo } from '../../src/panel/parts/may';
import type { Permission } from '../../src/panel/session';

const actor: Permission[] = ['orders.read', 'orders.act'];
const reader: Permission[] = ['orders.read'];

test('a button is offered where the state allows its action, whatever the status', () => {
  expect(isOffered({ may: ['cancel', 'approve'] }, 'approve', actor)).toBe(true);
  expect(isOffered({ may: ['cancel'] }, 'approve', actor)).toBe(false);
  expect(isOffered({ may: [] }, 'cancel', actor)).toBe(false);
});

test('a key that may only read is offered nothing', () => {
  expect(isOffered({ may: ['cancel'] }, 'cancel', reader)).toBe(false);
  expect(offeredTo([{ id: 'a', may: ['cancel'] }], 'cancel', reader)).toEqual([]);
});

test('of many, an action goes to those that allow it', () => {
  const things = [
    { id: 'a', may: ['cancel', 'priority'] },
    { id: 'b', may: ['retry'] },
    { id: 'c', may: ['priority', 'cancel'] },
  ];
  expect(offeredTo(things, 'cancel', actor)).toEqual(['a', 'c']);
  expect(offeredTo(things, 'retry', actor)).toEqual(['b']);
  expect(offeredTo(things, 'resolve', actor)).toEqual([]);
});
