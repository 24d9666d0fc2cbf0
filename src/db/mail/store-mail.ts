import { isMailedToPlacer, kindsMailedOf, storeMailOf } from '../../contract/mail';
import type { MailLocale, StoreMailKind } from '../../contract/mail';
import type { EventType } from '../../contract/events';
import type { OrderKind } from '../../contract/orders';
import { byKind, toldByItself } from '../orders/kind-sql';
import type { Queryable } from '../pool';
import { factLine, withToldFacts } from './facts';
import { queueMail } from './queue';
import { declinedHash } from './subscriptions';

/** Mails that one subscription is sent at once within an hour; of what is more, its next digest tells. */
const MOST_AN_HOUR = 30;

/** Characters of a title or name that a mail repeats. */
const TITLE_LENGTH = 120;

/** A title or name as a mail repeats it. */
export function mailTitle(title: string | null): string {
  return factLine(title ?? '', TITLE_LENGTH);
}

/** A timeline entry that is mailed. */
interface MailedEvent {
  id: string;
  orderId: string;
  type: EventType;
  data: Readonly<Record<string, unknown>>;
}

interface Subscriber {
  id: string;
  address: string;
  locale: MailLocale;
  /** Mails it was sent within the last hour. */
  lately: number;
}

/** A subscription in effect for this kind of mail (a placeholder) about order `o`. */
const inEffect = (kind: string): string =>
  `s.tenant_id = o.tenant_id and s.deleted_at is null and s.active and s.consent = 'given'
     and s.kinds ? ${kind} and (s.store_id is null or s.store_id = o.store_id)`;

/** Whether a kind of mail is sent about order `o`; the kinds of order are a placeholder. */
const isMailedOf = (kinds: string): string => `o.kind = any(${kinds}) and ${toldByItself()}`;

async function subscribersOf(tx: Queryable, orderId: string, kind: StoreMailKind): Promise<Subscriber[]> {
  const result = await tx.query<Subscriber>(
    `select s.id, s.address, s.locale,
            (select count(*)::int from webhook_deliveries d
              where d.subscription_id = s.id and d.created_at > statement_timestamp() - interval '1 hour') as lately
       from orders o join mail_subscriptions s on ${inEffect('$2')}
      where o.id = $1 and ${isMailedOf('$3')} and s.frequency = 'at_once'
      order by s.id`,
    [orderId, kind, kindsMailedOf(kind)],
  );
  return result.rows;
}

/**
 * The person who placed an order, if this kind of mail goes to them as well: not if they have left, nor if they unsubscribed from the
 * tenant's mail, nor if a subscription of their own address tells them.
 */
async function placerOf(
  tx: Queryable,
  orderId: string,
  kind: StoreMailKind,
): Promise<Omit<Subscriber, 'lately'> | undefined> {
  if (!isMailedToPlacer(kind)) return undefined;
  const result = await tx.query<Omit<Subscriber, 'lately'>>(
    `select p.id, p.address, m.locale
       from orders o join people p on p.id = (${byKind(({ placer }) => placer)})
       join members m on m.person_id = p.id and m.removed_at is null
      where o.id = $1 and ${isMailedOf('$3')}
        and (m.tenant_id = o.tenant_id or m.role in ('operator', 'admin'))
        and not exists (
          select 1 from mail_subscriptions s where ${inEffect('$2')} and lower(s.address) = lower(p.address))
        and not exists (
          select 1 from mail_subscriptions s
           where s.tenant_id = o.tenant_id and s.declined_hash = ${declinedHash('p.address')})
      order by m.tenant_id = o.tenant_id desc, m.created_at limit 1`,
    [orderId, kind, kindsMailedOf(kind)],
  );
  return result.rows[0];
}

interface MailedOrder {
  kind: OrderKind;
  tenantId: string;
  title: string | null;
  store: string | null;
  /** Null for kinds of which mails are told no more than the title. */
  mailed: Record<string, unknown> | null;
}

async function mailedOrder(tx: Queryable, orderId: string): Promise<MailedOrder | undefined> {
  const found = await tx.query<MailedOrder>(
    `select o.kind, o.tenant_id as "tenantId", ${byKind(({ title }) => title)} as title,
            (select s.name from stores s where s.id = o.store_id) as store,
            ${byKind(({ mailed }) => mailed)} as mailed from orders o where o.id = $1`,
    [orderId],
  );
  return found.rows[0];
}

/**
 * Mails a timeline entry to those who subscribed to it, and to the person who placed the order where its kind of mail goes to them, in the
 * entry's transaction. Each entry is one round, so that whatever happens again is told again, and a step that is retried is not.
 */
export async function queueStoreMails(tx: Queryable, event: MailedEvent): Promise<void> {
  const { orderId } = event;
  const kind = storeMailOf(event.type);
  if (!kind) return;
  const subscribers = await subscribersOf(tx, orderId, kind);
  const placer = await placerOf(tx, orderId, kind);
  if (subscribers.length === 0 && !placer) return;
  const order = await mailedOrder(tx, orderId);
  if (!order) return;
  const named = {
    ...{ orderId, orderKind: order.kind },
    ...{ title: mailTitle(order.title), store: mailTitle(order.store) },
  };
  const toldOf = (facts: Readonly<Record<string, string | number>>) =>
    order.mailed ? withToldFacts(facts, { ...event.data, ...order.mailed }) : facts;
  const mail = { kind, round: Number(event.id), tenantId: order.tenantId, orderId };
  for (const { id: subscriptionId, address: to, locale, lately } of subscribers) {
    const about = `${orderId}:${subscriptionId}`;
    if (lately < MOST_AN_HOUR)
      await queueMail(tx, { ...mail, about, to, locale, facts: toldOf(named), subscriptionId });
    else
      await tx.query('update mail_subscriptions set held_back = held_back + 1 where id = $1', [
        subscriptionId,
      ]);
  }
  if (placer) {
    const { id, address: to, locale } = placer;
    const facts = toldOf({ ...named, placed: 1 });
    await queueMail(tx, { ...mail, about: `${orderId}:${id}`, to, locale, facts });
  }
}
