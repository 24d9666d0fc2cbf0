/** Whom or what an order waits for that was bought, as administrators list it. */
export const WAITING_FOR = ['review', 'retry', 'delivery'] as const;
export type WaitingFor = (typeof WAITING_FOR)[number];

/**
 * Whether an order `o` with its purchase `p` could not be done and can be retried: the rule of `retryRefusal` for queries over many orders. What was paid
 * for it has not been asked back.
 */
export const AWAITS_RETRY = `o.status = 'FAILED' and p.rejected_at is null and (p.paid_at is not null or p.source = 'admin')
  and not exists (select 1 from refunds r join checkouts c on c.id = r.checkout_id where c.order_id = p.id and c.state = 'paid')`;

/** What an order `o` with its purchase `p` waits for, as an expression; null where it waits for none of these. */
export const AWAITED = `case
  when o.status = 'ADMIN_REVIEW' and p.published_version_id is not null then 'delivery'
  when o.status = 'ADMIN_REVIEW' and o.phase = 'waiting_person' and p.approved_at is null then 'review'
  when ${AWAITS_RETRY} then 'retry' end`;
