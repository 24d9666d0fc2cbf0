import type { Role } from '../../contract/tenancy';

/** The scope of a permission: the key's own tenant, or any tenant. */
export type Reach = 'own' | 'any';

type Grants = Readonly<Partial<Record<Role, Reach>>>;

const SELLERS: Grants = { store: 'own', manager: 'own' };
const TENANTS: Grants = { ...SELLERS, customer: 'own' };

/** What each role may do; anything not listed is denied. */
export const PERMISSIONS = {
  'orders.read': { ...TENANTS, operator: 'any', admin: 'any' },
  'events.read': { ...TENANTS, operator: 'any', admin: 'any' },
  'orders.place': { ...SELLERS, operator: 'any', admin: 'any' },
  'orders.act': { ...SELLERS, operator: 'any', admin: 'any' },
  // Whoever bought something pays for it.
  'orders.pay': { customer: 'own', admin: 'any' },
  // Whoever bought a text says whether it is good enough to be shown to the administrators, who have the last word.
  'orders.review': { customer: 'own', admin: 'any' },
  'orders.approve': { admin: 'any' },
  // What is behind the orders of buyers: drafts, findings, money and mails.
  'orders.inspect': { operator: 'any', admin: 'any' },
  'stores.read': { ...SELLERS, operator: 'any', admin: 'any' },
  'stores.write': { ...SELLERS, operator: 'any', admin: 'any' },
  // Whoever may vouch for a site connects it to any tenant without asking the site.
  'stores.vouch': { operator: 'any', admin: 'any' },
  'tenants.read': { ...TENANTS, operator: 'any', admin: 'any' },
  // Plans, weights and caps affect every tenant's budget and queue position.
  'tenants.write': { admin: 'any' },
  'keys.read': { ...TENANTS, operator: 'own', admin: 'any' },
  // An operator who could create keys could make itself an administrator. Anybody becomes a customer by having a mail address, which is
  // no reason to have keys, to mail invitations to others or to have our servers call addresses.
  'keys.write': { ...SELLERS, admin: 'any' },
  // Members are invited and removed by whoever manages keys, as either opens the same doors.
  'members.read': { ...TENANTS, operator: 'own', admin: 'any' },
  'members.write': { ...SELLERS, admin: 'any' },
  'webhooks.read': { ...TENANTS, operator: 'any', admin: 'any' },
  'webhooks.write': { ...SELLERS, admin: 'any' },
  // Templates of bulk jobs, too.
  'schedules.read': { ...SELLERS, operator: 'any', admin: 'any' },
  'schedules.write': { ...SELLERS, operator: 'any', admin: 'any' },
  'mail.read': { ...SELLERS, operator: 'any', admin: 'any' },
  'mail.write': { ...SELLERS, admin: 'any' },
  // Lanes are shared by all tenants; other roles learn from their waiting orders why they wait.
  'lanes.read': { operator: 'any', admin: 'any' },
  'lanes.write': { operator: 'any', admin: 'any' },
  // Keys of accounts spend the installation's money.
  'accounts.read': { operator: 'any', admin: 'any' },
  'accounts.write': { admin: 'any' },
  'queue.read': { ...TENANTS, operator: 'any', admin: 'any' },
  // The catalogue belongs to the installation, not to a tenant.
  'catalogue.read': { operator: 'any', admin: 'any' },
  'catalogue.write': { operator: 'any', admin: 'any' },
  // Whose money goes back concerns the installation; what is settled by a person moves it.
  'refunds.read': { operator: 'any', admin: 'any' },
  'refunds.write': { admin: 'any' },
  // Alerts are for whoever runs the installation.
  'alerts.read': { operator: 'any', admin: 'any' },
  'alerts.write': { operator: 'any', admin: 'any' },
  'spending.read': { ...TENANTS, operator: 'any', admin: 'any' },
} as const satisfies Record<string, Grants>;

export type Permission = keyof typeof PERMISSIONS;

/** The scope of a role's permission, or undefined if it has none. */
export function reachOf(role: Role, permission: Permission): Reach | undefined {
  return (PERMISSIONS[permission] as Grants)[role];
}

/** All permissions of a role, in table order. */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => reachOf(role, permission));
}
