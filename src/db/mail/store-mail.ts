import { kindsMailedOf, storeMailOf } from '../../contract/mail';
import type { MailLocale } from '../../contract/mail';
import type { EventType } from '../../contract/events';
import type { OrderKind } from '../../contract/orders';
import { cutAtGrapheme } from '../../domain/text/text';
import { byKind } from '../orders/kind-sql';
import type { Queryable } from '../pool';
import { queueMail } from './queue';

/** Mails that one subscription is sent at once within an hour; of what is more, its next digest tells. */
const MOST_AN_HOUR = 30;

/** Characters of a title or name that a mail repeats. */
const TITLE_LENGTH = 120;

/** A title or name as a mail repeats it. */
export function mailTitle(title: string | null): string {
  return cutAtGrapheme((title ?? '').replace(/[\u0000-\u001f\u007f]/g, ' '), TITLE_LENGTH);
}

interface Subscriber {
  id: string;
  address: string;
  locale: MailLocale;
  /** Mails it was sent within the last hour. */
  lately: number;
}

/**
 * Mails a timeline entry to those who subscribed to it, in the entry's transaction. Each entry is one round, so that whatever happens
 * again is told again, and a step that is retried is not.
 */
export async function queueStoreMails(
  tx: Queryable,
  event: { id: string; orderId: string; type: EventType },
): Promise<void> {
  const kind = storeMailOf(event.type);
  if (!kind) return;
  const subscribers = await tx.query<Subscriber>(
    `select s.id, s.address, s.locale,
            (select count(*)::int from webhook_deliveries d
              where d.subscription_id = s.id and d.created_at > statement_timestamp() - interval '1 hour') as lately
       from orders o join mail_subscriptions s on s.tenant_id = o.tenant_id
      where o.id = $1 and o.kind = any($3) and s.deleted_at is null and s.active and s.consent = 'given'
        and s.frequency = 'at_once' and s.kinds ? $2 and (s.store_id is null or s.store_id = o.store_id)
      order by s.id`,
    [event.orderId, kind, kindsMailedOf(kind)],
  );
  if (subscribers.rows.length === 0) return;
  const found = await tx.query<{
    kind: OrderKind;
    tenantId: string;
    title: string | null;
    store: string | null;
  }>(
    `select o.kind, o.tenant_id as "tenantId", ${byKind(({ title }) => title)} as title,
            (select s.name from stores s where s.id = o.store_id) as store from orders o where o.id = $1`,
    [event.orderId],
  );
  const order = found.rows[0];
  if (!order) return;
  const facts = {
    ...{ orderId: event.orderId, orderKind: order.kind },
    ...{ title: mailTitle(order.title), store: mailTitle(order.store) },
  };
  for (const { id: subscriptionId, address: to, locale, lately } of subscribers.rows) {
    if (lately >= MOST_AN_HOUR) {
      await tx.query('update mail_subscriptions set held_back = held_back + 1 where id = $1', [
        subscriptionId,
      ]);
      continue;
    }
    await queueMail(tx, {
      ...{ kind, about: `${event.orderId}:${subscriptionId}`, round: Number(event.id) },
      ...{ tenantId: order.tenantId, orderId: event.orderId, to, locale, facts, subscriptionId },
    });
  }
}
