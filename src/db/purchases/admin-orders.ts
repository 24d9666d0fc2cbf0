import { randomUUID } from 'node:crypto';
import { PLAN_PRIORITY } from '../../contract/tenancy';
import type { Currency } from '../../domain/catalogue/currencies';
import { restartStatus } from '../../domain/orders/lifecycle';
import { acceptOrders } from '../orders/accept';
import { actForPerson, lookForRoom } from '../orders/open-orders';
import { moveOrder } from '../orders/orders';
import type { Queryable } from '../pool';
import { hashOf } from './purchases';
import type { PurchaseContent } from './purchases';

/** What an administrator asks for, validated and in canonical form. It has no price. */
export type AdminOrderContent = Omit<PurchaseContent, 'price'>;

/** Orders of administrators cost nothing; the currency is what the costs of models are counted in. */
const NO_PRICE = { amount: 0, currency: 'USD' satisfies Currency } as const;

/**
 * Accepts an order of an administrator, which nobody pays for and which has no buyer: its work is asked for at once, and its text goes to the
 * administrators without a buyer's look at it. Throws `TOO_MANY` where too many orders are open.
 */
export async function orderAsAdmin(
  tx: Queryable,
  asked: { tenantId: string; orderedBy: string; content: AdminOrderContent },
): Promise<{ orderId: string }> {
  const { tenantId, orderedBy, content } = asked;
  const kind = content.product;
  const orderId = randomUUID();
  await actForPerson(tx);
  await lookForRoom(tx, { tenantId, orders: 1 });
  await acceptOrders(tx, {
    ...{ kind, tenantId },
    orders: [{ id: orderId, priority: PLAN_PRIORITY.standard, facts: { source: 'admin' } }],
    insertDetails: async () => {
      await tx.query(
        `insert into purchases (id, product, domain_id, article_id, target_url, anchor_text, notes, topic, niche, search_keyword,
                                amount, currency, locale, content_sha256, source, ordered_by, confirmed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'en', $13, 'admin', $14, clock_timestamp())`,
        [
          ...[orderId, kind, content.domainId, content.articleId ?? randomUUID()],
          ...[content.targetUrl, content.anchorText, content.notes],
          ...[content.topic, content.niche, content.keyword, NO_PRICE.amount, NO_PRICE.currency],
          ...[hashOf({ ...content, price: NO_PRICE }), orderedBy],
        ],
      );
      // Nothing is waited for, so that the start which accepting asks for takes place.
      await moveOrder(tx, { kind, orderId, from: ['AWAITING_PAYMENT'], to: restartStatus(kind) });
    },
  });
  return { orderId };
}
