import { ROLES, ROLES_OF_KIND, TENANT_KINDS } from '../../../src/contract/tenancy';
import { PERMISSIONS, reachOf } from '../../../src/domain/tenants/permissions';
import type { Permission } from '../../../src/domain/tenants/permissions';

const ALL = Object.keys(PERMISSIONS) as Permission[];

test('an administrator may do everything, everywhere', () => {
  for (const permission of ALL)
    expect([permission, reachOf('admin', permission)]).toEqual([permission, 'any']);
});

test.each(['store', 'customer', 'manager'] as const)('a %s never reaches beyond its own tenant', (role) => {
  for (const permission of ALL)
    expect([permission, reachOf(role, permission)]).not.toEqual([permission, 'any']);
});

test("only an administrator may change other tenants' budgets, weights and keys", () => {
  for (const role of ROLES.filter((one) => one !== 'admin')) {
    expect(reachOf(role, 'tenants.write')).toBeUndefined();
    expect(reachOf(role, 'keys.write')).not.toBe('any');
  }
  expect(reachOf('operator', 'keys.write')).toBeUndefined();
});

test('a customer of single articles has no stores and orders no blogs', () => {
  for (const permission of ['stores.read', 'stores.write', 'orders.place', 'orders.act'] as const)
    expect(reachOf('customer', permission)).toBeUndefined();
});

test('a customer, whom a mail address is enough to be, makes no keys and webhooks and invites nobody', () => {
  const granted = ALL.filter((permission) => reachOf('customer', permission));
  expect(granted.filter((permission) => permission.endsWith('.write'))).toEqual([]);
  expect(granted).toContain('orders.pay');
});

test('every role belongs to one kind of tenant', () => {
  const named = TENANT_KINDS.flatMap((kind) => ROLES_OF_KIND[kind]);
  expect([...named].sort()).toEqual([...ROLES].sort());
});
