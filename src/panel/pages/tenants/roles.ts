import type { Customer, Key } from '../../api/admin-queries';

/** The roles that keys and members of a customer can have. */
export const ROLES: Readonly<Record<Customer['kind'], ReadonlyArray<Key['role']>>> = {
  store: ['store'],
  customer: ['customer'],
  manager: ['manager'],
  operator: ['operator', 'admin'],
};
