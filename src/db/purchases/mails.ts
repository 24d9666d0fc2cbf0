import type { MailKind, MailLocale } from '../../contract/mail';
import { queueMail } from '../mail/queue';
import { mailTitle } from '../mail/store-mail';
import type { Queryable } from '../pool';
import type { PurchasedOrder } from './purchases';

/**
 * Mails the buyer of an order, in the transaction of the cause: one mail for each kind and round. Does nothing for an order without a buyer.
 * Answers the mail's id, or undefined where none was queued.
 */
export async function mailBuyer(
  tx: Queryable,
  order: PurchasedOrder,
  mail: { kind: MailKind; round: number; facts?: Readonly<Record<string, string | number>> },
): Promise<string | undefined> {
  const { id: orderId, address: to, tenantId } = order;
  if (to === null) return undefined;
  return queueMail(tx, {
    ...{ about: orderId, tenantId, orderId, to },
    locale: order.locale as MailLocale,
    kind: mail.kind,
    round: mail.round,
    facts: {
      ...{ orderId, product: order.kind, title: mailTitle(order.articleTitle ?? order.topic) },
      ...mail.facts,
    },
  });
}
