/** What a tenant is: a shop, somebody who buys single articles, an agency with several shops, or ourselves. */
export const TENANT_KINDS = ['store', 'customer', 'manager', 'operator'] as const;
export type TenantKind = (typeof TENANT_KINDS)[number];

/** Plans a tenant can be on; the weight is its share of a busy lane relative to others. */
export const PLANS = ['standard', 'premium'] as const;
export type Plan = (typeof PLANS)[number];

/** Fairness weight by plan: a premium tenant gets twice the dispatches of a standard one while both have work. */
export const PLAN_WEIGHT: Record<Plan, number> = { standard: 1, premium: 2 };

/** Between these the server keeps fairness weights. */
export const WEIGHT_LIMITS = { least: 0.001, most: 1_000 } as const;

/** Priority (1–10) an order starts with when the client names none. */
export const PLAN_PRIORITY: Record<Plan, number> = { standard: 5, premium: 7 };

/** What keys and members are. `domain/tenants/permissions.ts` says what each role may do. */
export const ROLES = ['store', 'customer', 'manager', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The roles that keys and members of a tenant can have. */
export const ROLES_OF_KIND: Record<TenantKind, readonly Role[]> = {
  store: ['store'],
  customer: ['customer'],
  manager: ['manager'],
  operator: ['operator', 'admin'],
};

/** Who acts for a tenant: one of its keys, or one of its members. */
export interface Principal {
  kind: 'key' | 'member';
  id: string;
}

/** How a principal is named in audit trails and notifications: `key:<id>` or `member:<id>`. */
export function principalName({ kind, id }: Principal): string {
  return `${kind}:${id}`;
}

/** Languages that members are written to in. */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];
