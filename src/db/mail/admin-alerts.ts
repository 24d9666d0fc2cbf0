import type { AdminAlert, MailLocale, PaymentAlert, ReviewAlert } from '../../contract/mail';
import type { OrderKind } from '../../contract/orders';
import type { Queryable } from '../pool';
import { queueMail } from './queue';

/** People who are told of one incident, at most. */
const MOST_TOLD = 50;

/** Characters of a subject that tell incidents apart. */
const ABOUT_LENGTH = 150;

interface Incident {
  alert: AdminAlert;
  /** What it concerns: the same thing is told once an hour, or once a round where it has rounds. */
  about: string;
  round?: number;
  facts: Readonly<Record<string, string | number>>;
}

/**
 * Mails an incident to all operators and administrators who are members, in the transaction of its cause. The same one is told once
 * an hour, so that one that comes and goes, or meets every order, does not fill anybody's mailbox; one that has rounds, once in each.
 */
async function alertAdmins(tx: Queryable, { alert, about, round, facts }: Incident): Promise<void> {
  const people = await tx.query<{ id: string; to: string; locale: MailLocale; hour: string }>(
    `select distinct on (p.id) p.id, p.address as "to", m.locale,
            floor(extract(epoch from statement_timestamp()) / 3600)::bigint::text as hour
       from members m join people p on p.id = m.person_id
      where m.role in ('operator', 'admin') and m.removed_at is null
      order by p.id, m.created_at limit $1`,
    [MOST_TOLD],
  );
  for (const { id, to, locale, hour } of people.rows)
    await queueMail(tx, {
      ...{
        kind: 'admin_alert',
        about: `${alert}:${about.slice(0, ABOUT_LENGTH)}:${id}`,
        round: round ?? Number(hour),
      },
      ...{ tenantId: null, orderId: null, to, locale, facts: { alert, ...facts } },
    });
}

/** Tells that a provider's account, or one of its models, has been closed. */
export async function alertOfClosing(
  tx: Queryable,
  closed: { account: string; model?: string | undefined; reason: string },
): Promise<void> {
  const { account, model = '', reason } = closed;
  await alertAdmins(tx, {
    ...{ alert: 'account_closed', about: `${account}/${model}:${reason}` },
    facts: { account, model, reason },
  });
}

/** Tells that an order has failed by a fault of ours. */
export async function alertOfFault(tx: Queryable, { orderId }: { orderId: string }): Promise<void> {
  const found = await tx.query<{ kind: OrderKind }>('select kind from orders where id = $1', [orderId]);
  const order = found.rows[0];
  if (!order) return;
  await alertAdmins(tx, {
    ...{ alert: 'order_fault', about: 'orders' },
    facts: { orderId, orderKind: order.kind },
  });
}

/** Tells of something about an order's money that needs a person, or that one should know of: once for what it is about and its round. */
export async function alertOfPayment(
  tx: Queryable,
  told: { alert: PaymentAlert; about: string; round: number; orderId: string },
): Promise<void> {
  const { orderId } = told;
  const found = await tx.query<{ kind: OrderKind }>('select kind from orders where id = $1', [orderId]);
  await alertAdmins(tx, { ...told, facts: { orderId, orderKind: found.rows[0]?.kind ?? '' } });
}

/** Tells of an order that was bought and needs an administrator: once for each alert and round. */
export async function alertOfReview(
  tx: Queryable,
  told: { alert: ReviewAlert; orderId: string; round: number },
): Promise<void> {
  const { alert, orderId, round } = told;
  await alertAdmins(tx, { alert, about: orderId, round, facts: { orderId } });
}
