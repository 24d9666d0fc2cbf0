import type { Queryable } from '../pool';

/** What holds for all purchases. */
export interface PurchaseLimits {
  /** Regenerations of one order within 24 hours. */
  regenerationsPerDay: number;
  /** For how long an order that could not be done is kept for a retry before it is refunded, in milliseconds. */
  refundGraceMs: number;
}

/** Sets what holds for all purchases. */
export async function setPurchaseLimits(db: Queryable, limits: PurchaseLimits): Promise<void> {
  await db.query('update purchase_limits set regenerations_per_day = $1, refund_grace_ms = $2', [
    limits.regenerationsPerDay,
    limits.refundGraceMs,
  ]);
}

/** Reads what holds for all purchases. */
export async function readPurchaseLimits(db: Queryable): Promise<PurchaseLimits> {
  const result = await db.query<PurchaseLimits>(
    `select regenerations_per_day as "regenerationsPerDay", refund_grace_ms::float8 as "refundGraceMs" from purchase_limits`,
  );
  return result.rows[0]!;
}

/** How much of its fair use an order has had. */
export interface RegenerationUse {
  /** Within the last 24 hours. */
  usedToday: number;
  limit: number;
  /** When the next one is possible, where none is now. */
  availableAt: Date | null;
}

/** How often the text of an order was regenerated lately, whoever asked for it, against what it may be. */
export async function regenerationUse(db: Queryable, key: { orderId: string }): Promise<RegenerationUse> {
  const result = await db.query<RegenerationUse>(
    `select count(a.at)::int as "usedToday", l.regenerations_per_day as limit,
            (array_agg(a.at order by a.at desc) filter (where a.at is not null))[l.regenerations_per_day]
              + interval '24 hours' as "availableAt"
       from purchase_limits l
       left join (select created_at as at from actions
                   where order_id = $1 and kind = 'regenerate' and created_at > statement_timestamp() - interval '24 hours') a on true
      group by l.regenerations_per_day`,
    [key.orderId],
  );
  return result.rows[0]!;
}
