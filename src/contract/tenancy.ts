/** Plans a tenant can be on; the weight is its share of a busy lane relative to others. */
export const PLANS = ['standard', 'premium'] as const;
export type Plan = (typeof PLANS)[number];

/** Fairness weight by plan: a premium tenant gets twice the dispatches of a standard one while both have work. */
export const PLAN_WEIGHT: Record<Plan, number> = { standard: 1, premium: 2 };

/** Priority (1–10) an order starts with when the client names none. */
export const PLAN_PRIORITY: Record<Plan, number> = { standard: 5, premium: 7 };

/** What a key may do: `store` sees its own tenant, `operator` sees all of them. */
export const ROLES = ['store', 'operator'] as const;
export type Role = (typeof ROLES)[number];
