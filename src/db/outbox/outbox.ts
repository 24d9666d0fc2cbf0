import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { SignalName } from '../../contract/messages';
import type { OrderKind } from '../../contract/orders';
import { PLAN_WEIGHT } from '../../contract/tenancy';
import { inTransaction, noteMessage } from '../pool';
import type { Queryable } from '../pool';

/** A request to Temporal. Payloads contain only ids and enumerated values. */
export type OutboxContent =
  | { kind: 'start' }
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

/** A message ready to be delivered, with the data needed to address it. */
export type OutboxMessage = OutboxContent & {
  id: string;
  seq: string;
  orderId: string;
  startNo: number;
  tries: number;
  orderKind: OrderKind;
  tenantId: string;
  priority: number;
  /** The tenant's fairness weight in busy lanes. */
  weight: number;
  /** The run that this start created, once known. */
  runId: string | null;
};

/** The result of one delivery attempt. */
export type Delivery =
  | { outcome: 'delivered'; runId?: string }
  /** The message has become pointless, such as a signal to a run that has ended. */
  | { outcome: 'dead'; problem: string }
  | { outcome: 'later'; problem: string; delayMs: number };

/** The weight of each plan, as JSON for SQL. */
const WEIGHTS = JSON.stringify(PLAN_WEIGHT);

/** Queues a message in its cause's transaction. The order's row must be locked, so that messages keep their order. */
export async function enqueue(
  tx: Queryable,
  message: { orderId: string; startNo: number } & OutboxContent,
): Promise<void> {
  noteMessage(tx, message.orderId);
  await tx.query(
    `insert into outbox (id, order_id, kind, start_no, signal, payload) values ($1, $2, $3, $4, $5, $6)`,
    [
      randomUUID(),
      message.orderId,
      message.kind,
      message.startNo,
      message.kind === 'signal' ? message.signal : null,
      JSON.stringify('payload' in message ? message.payload : {}),
    ],
  );
}

/** Whether a run was ever asked for in this start of an order: one that still waits for its turn has none. */
export async function hasStart(tx: Queryable, key: { orderId: string; startNo: number }): Promise<boolean> {
  const result = await tx.query(
    `select 1 from outbox where order_id = $1 and start_no = $2 and kind = 'start' limit 1`,
    [key.orderId, key.startNo],
  );
  return result.rowCount === 1;
}

/**
 * Claims the next deliverable message (of one order or any), passes it to `deliver` and settles it, all in one
 * transaction: if this process dies, the claim is released and another process delivers the message. A message waits
 * until all earlier ones of its order are settled. Returns the result of the attempt.
 */
export async function deliverNext(
  pool: Pool,
  scope: { orderId?: string },
  deliver: (message: OutboxMessage) => Promise<Delivery>,
): Promise<Delivery | { outcome: 'none' }> {
  return inTransaction(pool, async (tx) => {
    const claimed = await tx.query<OutboxMessage>(
      `select m.id, m.seq::text, m.order_id as "orderId", m.kind, m.start_no as "startNo", m.signal, m.payload,
              m.tries, o.kind as "orderKind", o.tenant_id as "tenantId", o.priority,
              coalesce(t.fairness_weight, ($2::jsonb ->> t.plan)::float8, 1) as weight,
              (select r.run_id from order_runs r where r.order_id = m.order_id and r.start_no = m.start_no) as "runId"
         from outbox m join orders o on o.id = m.order_id join tenants t on t.id = o.tenant_id
        where m.state = 'pending' and m.next_at <= statement_timestamp()
          and ($1::uuid is null or m.order_id = $1)
          and not exists (
            select 1 from outbox e where e.order_id = m.order_id and e.state = 'pending' and e.seq < m.seq)
        order by m.next_at, m.seq limit 1 for update of m skip locked`,
      [scope.orderId ?? null, WEIGHTS],
    );
    const message = claimed.rows[0];
    if (!message) return { outcome: 'none' };
    const delivery = await deliver(message);
    if (delivery.outcome === 'later') {
      await tx.query(
        `update outbox set tries = tries + 1, last_problem = $2,
                next_at = clock_timestamp() + make_interval(secs => $3 / 1000.0) where id = $1`,
        [message.id, delivery.problem, delivery.delayMs],
      );
      return delivery;
    }
    await tx.query(
      `update outbox set state = $2, tries = tries + 1, last_problem = $3, settled_at = clock_timestamp() where id = $1`,
      [message.id, delivery.outcome, delivery.outcome === 'dead' ? delivery.problem : null],
    );
    if (delivery.outcome === 'delivered' && delivery.runId)
      await tx.query(
        `insert into order_runs (order_id, start_no, run_id) values ($1, $2, $3)
         on conflict (order_id, start_no) do update set run_id = excluded.run_id`,
        [message.orderId, message.startNo, delivery.runId],
      );
    return delivery;
  });
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
