import { ORDER_KINDS } from '../../contract/orders';
import { openStatusesOfAll } from '../../domain/orders/lifecycle';

/** Condition on an order `o` for one that has not ended, as the index of open orders has it. */
export const OPEN = `o.phase in ('accepted', 'queued', 'running', 'waiting_person')`;

/**
 * Condition on an order `o` for one that has not ended. With `tenantId` (a placeholder that may be null) and only that tenant's, by the
 * statuses that open orders have: they are in the index of a tenant's orders, of which nearly all have ended.
 */
export function isOpen(tenantId: string): string {
  const literals = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
  return `${OPEN} and (${tenantId}::uuid is null or (o.tenant_id = ${tenantId}
    and o.kind in (${literals(ORDER_KINDS)}) and o.status in (${literals(openStatusesOfAll())})))`;
}
