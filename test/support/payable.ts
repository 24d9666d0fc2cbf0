import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** What an order that waits for its money is made from. */
export interface PayableOptions {
  amount?: number;
  currency?: string;
  /** How long ago it was placed, in days. */
  ageDays?: number;
}

/** An order that waits for its money. */
export interface Payable {
  orderId: string;
  articleId: string;
  tenantId: string;
}

/** Places an order of a new article that waits for its money; answers its ids. */
export async function payableOrder(pool: Pool, own: PayableOptions = {}): Promise<Payable> {
  const [orderId, articleId, tenantId, domainId] = Array.from({ length: 4 }, () => randomUUID());
  const { amount = 12_000, currency = 'EUR', ageDays = 0 } = own;
  await pool.query(`insert into tenants (id, kind, name) values ($1, 'customer', 'A buyer')`, [tenantId]);
  await pool.query(`insert into domains (id, name, host, language) values ($1, 'Garden', $2, 'en')`, [
    domainId,
    `${domainId}.example`,
  ]);
  await pool.query(
    `insert into orders (id, kind, tenant_id, status, phase, priority, policy, created_at)
     values ($1, 'article', $2, 'AWAITING_PAYMENT', 'waiting_person', 5, '{}', clock_timestamp() - make_interval(days => $3))`,
    [orderId, tenantId, ageDays],
  );
  await pool.query(
    `insert into purchases (id, product, domain_id, article_id, target_url, anchor_text, notes, topic, niche, search_keyword,
                            amount, currency, address, folded, locale, content_sha256, confirmed_at)
     values ($1, 'article', $2, $3, 'https://roses.example/', 'pruning roses', '', 'Pruning roses', '', 'pruning', $4, $5,
             'buyer@shop.example', 'buyer@shop.example', 'en', $6, clock_timestamp())`,
    [orderId, domainId, articleId, amount, currency, createHash('sha256').update(String(orderId)).digest()],
  );
  return { orderId: orderId!, articleId: articleId!, tenantId: tenantId! };
}

/** Where an order is, and how often its work was started. */
export async function paidState(
  pool: Pool,
  orderId: string,
): Promise<{ status: string; starts: number; failedMails: number }> {
  const { rows } = await pool.query<{ status: string; starts: number; failedMails: number }>(
    `select o.status, (select count(*)::int from outbox m where m.order_id = o.id and m.kind = 'start') as starts,
            (select count(*)::int from webhook_deliveries d
              where d.channel = 'mail' and d.about = o.id::text and d.event_type = 'payment_failed') as "failedMails"
       from orders o where o.id = $1`,
    [orderId],
  );
  return rows[0]!;
}

/** Changes what an order's article is about. */
export async function retitle(pool: Pool, orderId: string, title: string): Promise<void> {
  await pool.query('update purchases set topic = $2 where id = $1', [orderId, title]);
}
