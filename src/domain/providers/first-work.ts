/** Up to so many open orders a tenant's first work goes sooner. */
export const FEW_ORDERS = 5;

/** By how much. A tenant with few orders gains little of a lane by it, and one behind a large batch has its ideas as if it were alone. */
const SOONER = 4;

/** The most that the server takes. */
const MOST_WEIGHT = 1_000;

/**
 * The fairness weight of an order's first work, for which a person waits: the tenant's own, and four times that while it has few open
 * orders. Whoever has more gets nothing for the first of them.
 */
export function firstWorkWeight({ weight, openOrders }: { weight: number; openOrders: number }): number {
  return openOrders <= FEW_ORDERS ? Math.min(MOST_WEIGHT, weight * SOONER) : weight;
}
