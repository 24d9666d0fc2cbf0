import type { AdminAlert, MailLocale, OutletAlert, PaymentAlert, ReviewAlert } from '../../contract/mail';
import type { OrderKind } from '../../contract/orders';
import type { Queryable } from '../pool';
import { queueAlert } from './alerts';
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
 * Tells of an incident in the transaction of its cause: the operators' webhook, and by mail all operators and administrators who are members.
 * The same one is told once an hour, so that one that comes and goes, or meets every order, does not fill anybody's mailbox; one that has
 * rounds, once in each.
 */
async function alertAdmins(tx: Queryable, { alert, about, round, facts }: Incident): Promise<void> {
  const given = { alert, ...facts };
  const clock = await tx.query<{ hour: string }>(
    'select floor(extract(epoch from statement_timestamp()) / 3600)::bigint::text as hour',
  );
  const within = round ?? Number(clock.rows[0]!.hour);
  const subject = `${alert}:${about.slice(0, ABOUT_LENGTH)}`;
  await queueAlert(tx, { about: subject, round: within, facts: given });
  const people = await tx.query<{ id: string; to: string; locale: MailLocale }>(
    `select distinct on (p.id) p.id, p.address as "to", m.locale
       from members m join people p on p.id = m.person_id
      where m.role in ('operator', 'admin') and m.removed_at is null
      order by p.id, m.created_at limit $1`,
    [MOST_TOLD],
  );
  for (const { id, to, locale } of people.rows)
    await queueMail(tx, {
      ...{ kind: 'admin_alert', about: `${subject}:${id}`, round: within },
      ...{ tenantId: null, orderId: null, to, locale, facts: given },
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

/** Tells of an article that did not go out, or whose paid links are not as they should be: once for each delivery. */
export async function alertOfOutlet(
  tx: Queryable,
  told: { alert: OutletAlert; articleId: string; no: number; reason: string },
): Promise<void> {
  const { alert, articleId, no, reason } = told;
  await alertAdmins(tx, { alert, about: articleId, round: no, facts: { articleId, reason } });
}

/**
 * Tells of an order that was bought and needs an administrator: once for each alert and round, and once for each reminder; `reminder` counts
 * those.
 */
export async function alertOfReview(
  tx: Queryable,
  told: { alert: ReviewAlert; orderId: string; round: number; reminder?: number },
): Promise<void> {
  const { alert, orderId, round, reminder = 0 } = told;
  await alertAdmins(tx, {
    ...{ alert, about: `${orderId}:${round}`, round: reminder },
    facts: { orderId, reminder },
  });
}
