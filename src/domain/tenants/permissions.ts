import type { Role } from '../../contract/tenancy';

/** How far a permission reaches: what belongs to the key's own tenant, or to anybody. */
export type Reach = 'own' | 'any';

type Grants = Readonly<Partial<Record<Role, Reach>>>;

const SELLERS: Grants = { store: 'own', manager: 'own' };
const TENANTS: Grants = { ...SELLERS, customer: 'own' };

/** The one table of what each role may do; what is not named is refused. */
export const PERMISSIONS = {
  'orders.read': { ...TENANTS, operator: 'any', admin: 'any' },
  'events.read': { ...TENANTS, operator: 'any', admin: 'any' },
  'orders.place': { ...SELLERS, operator: 'any', admin: 'any' },
  'orders.act': { ...SELLERS, operator: 'any', admin: 'any' },
  'stores.read': { ...SELLERS, operator: 'any', admin: 'any' },
  'stores.write': { ...SELLERS, operator: 'any', admin: 'any' },
  'tenants.read': { ...TENANTS, operator: 'any', admin: 'any' },
  // Plans, weights and caps decide over everybody's money and turns.
  'tenants.write': { admin: 'any' },
  'keys.read': { ...TENANTS, operator: 'own', admin: 'any' },
  // An operator who could make keys could make itself an administrator.
  'keys.write': { ...TENANTS, admin: 'any' },
  'webhooks.read': { ...TENANTS, operator: 'any', admin: 'any' },
  'webhooks.write': { ...TENANTS, admin: 'any' },
  // Lanes are everybody's; who is not at their levers learns from the orders that wait why they do.
  'lanes.read': { operator: 'any', admin: 'any' },
  'lanes.write': { operator: 'any', admin: 'any' },
  'queue.read': { ...TENANTS, operator: 'any', admin: 'any' },
  'spending.read': { ...TENANTS, operator: 'any', admin: 'any' },
} as const satisfies Record<string, Grants>;

export type Permission = keyof typeof PERMISSIONS;

/** How far a role's permission reaches; undefined where it has none. */
export function reachOf(role: Role, permission: Permission): Reach | undefined {
  return (PERMISSIONS[permission] as Grants)[role];
}

/** All that a role may do, in the order of the table. */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => reachOf(role, permission));
}
