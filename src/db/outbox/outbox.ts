import { randomUUID } from 'node:crypto';
import type { SignalName } from '../../contract/messages';
import type { FirstWork, OrderKind } from '../../contract/orders';
import { PLAN_WEIGHT } from '../../contract/tenancy';
import { byKind } from '../orders/kind-sql';
import { again, noteMessage, subjectKey } from '../pool';
import type { Queryable } from '../pool';

/** A request to Temporal about an order. Payloads contain only ids and enumerated values. */
export type OutboxContent =
  /** `begins`: what the first activity of the run does besides opening it. */
  | { kind: 'start'; payload?: { begins?: FirstWork } }
  | { kind: 'cancel' }
  | { kind: 'signal'; signal: SignalName; payload: Record<string, string> }
  /** Retries the run's waiting activities immediately. */
  | { kind: 'wake' }
  /** Changes the priority (1 to 10) of the run and of its queued tasks. */
  | { kind: 'reprioritise'; payload: { actId: string; priority: number } }
  /** Moves an order that has waited long to a server priority level (1 first, 5 last). */
  | { kind: 'raise'; payload: { level: number } }
  /** A webhook delivery of the order is pending. */
  | { kind: 'deliver'; payload: { webhookId: string } };

/** Kinds of messages that concern no run, but one thing with a workflow of its own. */
export const SUBJECT_KINDS = ['mail', 'payment', 'refund', 'outlet', 'alert'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export type OutboxKind = OutboxContent['kind'] | SubjectKind;

/**
 * What a kind of message waits for among the earlier ones of its order. Essential messages decide what a run does and keep their order.
 * Advisory ones make it faster or fairer; they keep their order too, but nothing essential waits for them. A message to the
 * workflow of a webhook, mail, checkout, refund, outlet or alert concerns no run.
 */
export const OUTBOX_CLASS: Record<OutboxKind, 'essential' | 'advisory' | 'independent'> = {
  start: 'essential',
  signal: 'essential',
  cancel: 'essential',
  wake: 'advisory',
  reprioritise: 'advisory',
  raise: 'advisory',
  deliver: 'independent',
  mail: 'independent',
  payment: 'independent',
  refund: 'independent',
  outlet: 'independent',
  alert: 'independent',
};

/** What every message ready to be delivered has. */
interface Claimed {
  id: string;
  seq: string;
  /** Failed deliveries so far. */
  tries: number;
  /** Looks at a busy run so far. */
  looks: number;
  /** Milliseconds since it was queued. */
  ageMs: number;
  /** Which claim of the message this is. */
  claim: number;
}

/** A message that a mail or an alert is there to be delivered, a checkout to be looked at, a refund to be made, or an article to go out. */
export type SubjectMessage = Claimed & { kind: SubjectKind; orderId: null; deliveryId: string };

/** A message about an order, with the data needed to address it. */
export type OrderMessage = OutboxContent &
  Claimed & {
    orderId: string;
    startNo: number;
    /** Whether the order is open and in the start that the message belongs to. */
    isCurrent: boolean;
    orderKind: OrderKind;
    tenantId: string;
    /** The store that the order is for, if it is for one. */
    storeId: string | null;
    /** The batch or job that an order belongs to whose run is to be started; null for other messages. */
    batchId: string | null;
    priority: number;
    /** The tenant's fairness weight in busy lanes. */
    weight: number;
    /** The tenant's open orders that no person is waited for. */
    openOrders: number;
    /** The run that this start created, once known. */
    runId: string | null;
  };

/** A message ready to be delivered. */
export type OutboxMessage = OrderMessage | SubjectMessage;

/** The result of one delivery attempt. */
export type Delivery =
  | { outcome: 'delivered'; runId?: string }
  /** The message has become pointless, such as a signal to a run that has ended, or is refused for good. */
  | { outcome: 'dead'; problem: string }
  /** `looked`: it was delivered, and the run is to be looked at once more. */
  | { outcome: 'later'; problem: string; delayMs: number; looked?: true };

/** The weight of each plan, as JSON for SQL. */
const WEIGHTS = JSON.stringify(PLAN_WEIGHT);

/**
 * How long a claim holds, in milliseconds: longer than a request to Temporal may take. A delivery that takes longer still may be made
 * twice, which changes nothing; what a killed process had claimed waits this long.
 */
const LEASE_MS = 10_000;

const kindsOf = (wanted: string): string =>
  Object.entries(OUTBOX_CLASS)
    .filter(([, is]) => is === wanted)
    .map(([kind]) => `'${kind}'`)
    .join(', ');

/** Whether an earlier message `e` of the same order holds up message `m`. */
const HOLDS_UP = `case
  when m.kind in (${kindsOf('essential')}) then e.kind in (${kindsOf('essential')})
  when m.kind in (${kindsOf('advisory')}) then e.kind in (${kindsOf('essential')}, ${kindsOf('advisory')})
  else false end`;

/** A message to be queued. */
export type NewMessage = { orderId: string; startNo: number } & OutboxContent;

/** Queues a message in its cause's transaction. The order's row must be locked, so that messages keep their order. */
export async function enqueue(tx: Queryable, message: NewMessage): Promise<void> {
  await enqueueAll(tx, [message]);
}

/** Queues messages in their cause's transaction, in the order given. The rows of their orders must be locked. */
export async function enqueueAll(tx: Queryable, messages: readonly NewMessage[]): Promise<void> {
  const rows = messages.map((message, n) => ({
    n,
    id: randomUUID(),
    ...message,
    signal: message.kind === 'signal' ? message.signal : null,
    payload: ('payload' in message ? message.payload : undefined) ?? {},
  }));
  const queued = await tx.query<{ orderId: string; tenantId: string }>(
    `insert into outbox (id, order_id, kind, start_no, signal, payload)
     select m.id, m."orderId", m.kind, m."startNo", m.signal, m.payload
       from jsonb_to_recordset($1) as m
            (n int, id uuid, "orderId" uuid, kind text, "startNo" int, signal text, payload jsonb)
      order by m.n
     returning order_id as "orderId", (select o.tenant_id from orders o where o.id = order_id) as "tenantId"`,
    [JSON.stringify(rows)],
  );
  for (const { orderId, tenantId } of queued.rows) noteMessage(tx, { key: orderId, owner: tenantId });
}

/** Queues the message that there is something to be done about a mail, checkout, refund, article or alert, in its cause's transaction. */
async function enqueueSubject(tx: Queryable, kind: SubjectKind, subjectId: string): Promise<void> {
  // Owned by its kind, so that none of them waits behind all of another one.
  noteMessage(tx, { key: subjectKey(subjectId), owner: kind });
  await tx.query(`insert into outbox (id, delivery_id, kind, start_no) values ($1, $2, $3, 0)`, [
    randomUUID(),
    subjectId,
    kind,
  ]);
}

/** Queues the message that a mail is there to be delivered, in its cause's transaction. */
export async function enqueueMail(tx: Queryable, { mailId }: { mailId: string }): Promise<void> {
  await enqueueSubject(tx, 'mail', mailId);
}

/** Queues the message that a checkout is to be looked at, in its cause's transaction. */
export async function enqueuePayment(tx: Queryable, { checkoutId }: { checkoutId: string }): Promise<void> {
  await enqueueSubject(tx, 'payment', checkoutId);
}

/** Queues the message that a refund is to be made, in its cause's transaction. */
export async function enqueueRefund(tx: Queryable, { refundId }: { refundId: string }): Promise<void> {
  await enqueueSubject(tx, 'refund', refundId);
}

/** Queues the message that an article is to go out, or to be looked at where it went, in its cause's transaction. */
export async function enqueueOutlet(tx: Queryable, { articleId }: { articleId: string }): Promise<void> {
  await enqueueSubject(tx, 'outlet', articleId);
}

/** Queues the message that an alert is there to be delivered, in its cause's transaction. */
export async function enqueueAlert(tx: Queryable, { alertId }: { alertId: string }): Promise<void> {
  await enqueueSubject(tx, 'alert', alertId);
}

/** Which messages are claimed: those of one order, or of one mail, checkout, refund, article or alert, or any. */
export interface OutboxScope {
  orderId?: string;
  subjectId?: string;
}

/** Whether there is or will be a run in this start of an order: one that still waits for its turn has none. */
export async function hasStart(tx: Queryable, key: { orderId: string; startNo: number }): Promise<boolean> {
  const result = await tx.query(
    // A child is started by the run of the order that it belongs to.
    `select 1 from outbox where order_id = $1 and start_no = $2 and kind = 'start'
     union all select 1 from order_runs where order_id = $1 and start_no = $2 limit 1`,
    [key.orderId, key.startNo],
  );
  return result.rowCount === 1;
}

/**
 * Claims the next deliverable message, of one order, of one subject without an order, or of any, for `leaseMs`: nobody else delivers it until then. A message waits
 * until the earlier ones of its order that concern it are settled.
 */
export async function claimMessage(
  db: Queryable,
  scope: OutboxScope & { leaseMs?: number },
): Promise<OutboxMessage | undefined> {
  const subject = scope.subjectId === undefined ? 'order_id' : 'delivery_id';
  const claimed = await db.query<OutboxMessage>(
    `with next as (
       select m.id from outbox m
        where m.state = 'pending' and m.next_at <= statement_timestamp()
          and (m.claimed_until is null or m.claimed_until <= statement_timestamp())
          and ($1::uuid is null or m.${subject} = $1)
          and not exists (
            select 1 from outbox e
             where e.order_id = m.order_id and e.state = 'pending' and e.seq < m.seq and ${HOLDS_UP})
        order by m.next_at, m.seq limit 1 for update of m skip locked),
     claimed as (
       update outbox m set claimed_until = clock_timestamp() + make_interval(secs => $3 / 1000.0), claims = claims + 1
         from next where m.id = next.id returning m.*)
     select m.id, m.seq::text, m.order_id as "orderId", m.delivery_id as "deliveryId", m.kind, m.start_no as "startNo", m.signal, m.payload,
            m.tries, m.looks, m.claims as claim, o.kind as "orderKind", o.tenant_id as "tenantId", o.store_id as "storeId",
            case when m.kind = 'start' then ${byKind(({ batch }) => batch)} end as "batchId",
            o.priority, (extract(epoch from clock_timestamp() - m.created_at) * 1000)::float8 as "ageMs",
            o.finished_at is null and o.start_no = m.start_no as "isCurrent",
            coalesce(t.fairness_weight, ($2::jsonb ->> t.plan)::float8, 1) as weight,
            coalesce((select p.orders from open_orders p where p.tenant_id = o.tenant_id), 0)::int as "openOrders",
            (select r.run_id from order_runs r where r.order_id = m.order_id and r.start_no = m.start_no) as "runId"
       from claimed m left join orders o on o.id = m.order_id left join tenants t on t.id = o.tenant_id`,
    [scope.subjectId ?? scope.orderId ?? null, WEIGHTS, scope.leaseMs ?? LEASE_MS],
  );
  return claimed.rows[0];
}

/**
 * Records what a delivery came to. That a message was delivered holds whoever says it; anything else only while the claim is the latest,
 * since another claimant may know better by now.
 */
export async function settleMessage(
  db: Queryable,
  message: Pick<OutboxMessage, 'id' | 'claim'>,
  delivery: Delivery,
): Promise<void> {
  if (delivery.outcome === 'later') {
    await db.query(
      `update outbox set tries = tries + $5, looks = looks + 1 - $5, last_problem = $3, claimed_until = null,
              next_at = clock_timestamp() + make_interval(secs => $4 / 1000.0)
        where id = $1 and claims = $2 and state = 'pending'`,
      [message.id, message.claim, delivery.problem, delivery.delayMs, delivery.looked ? 0 : 1],
    );
    return;
  }
  const isDelivered = delivery.outcome === 'delivered';
  // The run of a first start waits in the lane of its first activity, which may have moved the order already. The order is locked before
  // anything of it is written, as it is where that activity opens the run.
  await db.query(
    `with begins as materialized (
       select o.id from outbox m join orders o on o.id = m.order_id
        where m.id = $1 and $3 = 'delivered' and m.kind = 'start' and m.payload ? 'begins' for no key update of o),
     settled as (
       update outbox set state = $3, tries = tries + 1, last_problem = $4, settled_at = clock_timestamp(), claimed_until = null
        where id = $1 and state = 'pending' and (claims = $2 or $3 = 'delivered')
          -- Asked first, so that the lock comes before this row's.
          and (select count(*) from begins) >= 0
       returning order_id, start_no),
     begun as (
       update orders o set phase = 'queued', updated_at = clock_timestamp(), moved_at = clock_timestamp()
         from settled s join begins b on b.id = s.order_id
        where o.id = s.order_id and o.start_no = s.start_no and o.phase = 'accepted')
     insert into order_runs (order_id, start_no, run_id) select order_id, start_no, $5 from settled where $5::text is not null
     on conflict (order_id, start_no) do update set run_id = excluded.run_id`,
    [
      message.id,
      message.claim,
      delivery.outcome,
      isDelivered ? null : delivery.problem,
      isDelivered ? (delivery.runId ?? null) : null,
    ],
  );
}

/** Gives a claim back undelivered. */
async function releaseMessage(db: Queryable, message: Pick<OutboxMessage, 'id' | 'claim'>): Promise<void> {
  await db.query(
    `update outbox set claimed_until = null where id = $1 and claims = $2 and state = 'pending'`,
    [message.id, message.claim],
  );
}

/**
 * Claims the next deliverable message (of one order or subject, or any), passes it to `deliver` and settles it. No connection is held meanwhile: if
 * this process dies, the claim runs out and another process delivers the message again, which changes nothing. Answers the result.
 */
export async function deliverNext(
  db: Queryable,
  scope: OutboxScope & { leaseMs?: number },
  deliver: (message: OutboxMessage) => Promise<Delivery>,
): Promise<Delivery | { outcome: 'none' }> {
  const message = await claimMessage(db, scope);
  if (!message) return { outcome: 'none' };
  let delivery: Delivery;
  try {
    delivery = await deliver(message);
  } catch (error) {
    await again(() => releaseMessage(db, message));
    throw error;
  }
  // Otherwise the order's next messages would wait until the claim runs out.
  await again(() => settleMessage(db, message, delivery));
  return delivery;
}

/** What has a message that is due: its key and whom it belongs to, as {@link noteMessage} has them. */
export interface DueKey {
  key: string;
  owner: string;
}

/**
 * What has messages that are due and claimed by nobody: of each owner those that are due longest, at most `mostOfOne`, and
 * the first of everybody before the second of anybody.
 */
export async function dueKeys(
  db: Queryable,
  most: { mostOfOne: number; mostOfAll: number },
): Promise<DueKey[]> {
  const result = await db.query<DueKey>(
    `with due as (
       select coalesce(m.order_id::text, $1 || m.delivery_id) as key, coalesce(o.tenant_id::text, m.kind) as owner,
              min(m.next_at) as since, min(m.seq) as seq
         from outbox m left join orders o on o.id = m.order_id
        where m.state = 'pending' and m.next_at <= statement_timestamp()
          and (m.claimed_until is null or m.claimed_until <= statement_timestamp())
        group by 1, 2),
     placed as (select due.*, row_number() over (partition by owner order by since, seq) as place from due)
     select key, owner from placed where place <= $2 order by place, since, seq limit $3`,
    [subjectKey(''), most.mostOfOne, most.mostOfAll],
  );
  return result.rows;
}

/** Number of unsettled messages and the age of the oldest. */
export async function outboxBacklog(db: Queryable): Promise<{ pending: number; oldestSeconds: number }> {
  const result = await db.query<{ pending: number; oldestSeconds: number }>(
    `select count(*)::int as pending,
            coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as "oldestSeconds"
       from outbox where state = 'pending'`,
  );
  return result.rows[0] ?? { pending: 0, oldestSeconds: 0 };
}
