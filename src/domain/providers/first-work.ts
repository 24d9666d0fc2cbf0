import { WEIGHT_LIMITS } from '../../contract/tenancy';

/** Up to so many open orders of a tenant, their first work goes sooner. */
export const FEW_ORDERS = 5;

/** By how much. A tenant with few orders gains little of a lane by it, and one behind a large batch has its ideas as if it were alone. */
const SOONER = 4;

/**
 * The fairness weight of an order's first work, for which a person waits: the tenant's own, and four times that if the tenant has few open
 * orders when it is started.
 */
export function firstWorkWeight({ weight, openOrders }: { weight: number; openOrders: number }): number {
  return openOrders <= FEW_ORDERS ? Math.min(WEIGHT_LIMITS.most, weight * SOONER) : weight;
}
