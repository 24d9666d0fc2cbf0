import type { Queryable } from '../pool';

/** The row that counts the open orders of all tenants. */
const ALL = '00000000-0000-0000-0000-000000000000';

/** SQLSTATE of what the database refuses to open an order with: too many open ones in all, or of its tenant. */
export const TOO_MANY = { ofAll: 'GA001', ofTenant: 'GA002' } as const;

/** Sets how many orders may be open (accepted, queued or running) in all and of one tenant. */
export async function setOpenLimits(
  db: Queryable,
  limits: { ofAll: number; ofTenant: number },
): Promise<void> {
  await db.query('update open_limits set of_all = $1, of_tenant = $2', [limits.ofAll, limits.ofTenant]);
}

/**
 * Looks whether so many more orders may be open, before anything is written for them. Throws what the commit would be refused with
 * ({@link TOO_MANY}); it locks nothing, so that only the commit is exact. Without a tenant only the limit of all is looked at.
 */
export async function lookForRoom(
  db: Queryable,
  asked: { tenantId: string | undefined; orders: number },
): Promise<void> {
  await db.query('select look_for_room($1, $2)', [asked.tenantId ?? null, asked.orders]);
}

/**
 * Says that a person acts in this transaction: an order that it lets go on counts against the limits and may be refused at the commit,
 * while what a run does by itself never is.
 */
export async function actForPerson(tx: Queryable): Promise<void> {
  await tx.query(`select set_config('galley.person', 'on', true)`);
}

/** Open orders of a tenant, or of all. */
export async function countOpen(db: Queryable, key: { tenantId?: string | undefined }): Promise<number> {
  const result = await db.query<{ orders: number }>(
    'select orders::int as orders from open_orders where tenant_id = $1',
    [key.tenantId ?? ALL],
  );
  return result.rows[0]?.orders ?? 0;
}

/** The stretch by which the rate of completions is measured, in minutes. */
const MEASURED_MINUTES = 10;

/** Orders of a tenant, or of all, that were completed lately, and within how many minutes. What failed or was cancelled is no work done. */
export async function measureCompletions(
  db: Queryable,
  key: { tenantId?: string | undefined },
): Promise<{ completed: number; minutes: number }> {
  const result = await db.query<{ completed: number }>(
    `select count(*)::int as completed from orders
      where finished_at > statement_timestamp() - make_interval(mins => $1) and phase = 'done'
        and ($2::uuid is null or tenant_id = $2)`,
    [MEASURED_MINUTES, key.tenantId ?? null],
  );
  return { completed: result.rows[0]!.completed, minutes: MEASURED_MINUTES };
}
