/** Condition on an order `o` for one that has not ended, as the index of unfinished orders has it. */
export const OPEN = `o.finished_at is null and o.phase in ('accepted', 'queued', 'running', 'waiting_person')`;

/** Condition on an order `o` for one that has not ended; with `tenantId` (a placeholder that may be null), only that tenant's. */
export function isOpen(tenantId: string): string {
  return `${OPEN} and (${tenantId}::uuid is null or o.tenant_id = ${tenantId})`;
}
