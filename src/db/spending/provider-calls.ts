import { randomUUID } from 'node:crypto';
import type { Provider } from '../../contract/lanes';
import type { Step } from '../../contract/steps';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { reserve } from './spending';

/** A provider request about to be sent. */
export interface NewProviderCall extends Step {
  provider: Provider;
  model?: string;
  /** Tokens the provider counts against its per-minute limit when it accepts the request. */
  chargedTokens?: number;
  /** Maximum cost in millionths of a US dollar; null if the model has no price. */
  mostMicros: number | null;
  /** Attempts of its step so far, from 1. */
  tries: number;
}

/** How a request ended. */
export type ProviderCallEnd =
  | { state: 'answered'; promptTokens?: number; completionTokens?: number; costMicros?: number }
  | { state: 'failed'; failureType: string; reason: string }
  | { state: 'aborted' };

/**
 * Records a request about to be sent, and returns its id. If it can cost money, its maximum cost is reserved first.
 * Throws `Spending.Capped` if the tenant has reached a cap; nothing is recorded then.
 */
export async function beginCall(db: Queryable, call: NewProviderCall): Promise<string> {
  const { mostMicros } = call;
  if (!mostMicros) return insertCall(db, call, null);
  return atomically(db, async (tx) => insertCall(tx, call, await reserve(tx, { ...call, mostMicros })));
}

async function insertCall(db: Queryable, call: NewProviderCall, spendDay: string | null): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into provider_calls (id, order_id, tenant_id, lane, provider, model, stage, round, attempt, basis,
        charged_tokens, reserved_micros, spend_day) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      call.orderId,
      call.tenantId,
      call.lane,
      call.provider,
      call.model ?? null,
      call.stage,
      call.round,
      call.attempt,
      call.basis ?? '',
      call.chargedTokens ?? 0,
      call.mostMicros ?? 0,
      spendDay,
    ],
  );
  return id;
}

/**
 * Records how a request ended and settles its reservation: the cost is booked as spent and the rest released, as the
 * difference to what is already booked, so that repeating the call changes nothing. An answered request stays answered.
 * A request whose worker was killed keeps its reservation, because the provider may charge for it.
 */
export async function endCall(db: Queryable, callId: string, end: ProviderCallEnd): Promise<void> {
  const answered = end.state === 'answered' ? end : undefined;
  const failed = end.state === 'failed' ? end : undefined;
  await db.query(
    `with old as (
       select id, tenant_id, coalesce(spend_day, (began_at at time zone 'UTC')::date) as day,
              coalesce(cost_micros, 0) as cost, case when state = 'begun' then reserved_micros else 0 end as reserved
         from provider_calls where id = $1 and state <> 'answered' for update),
     ended as (
       update provider_calls c set state = $2, prompt_tokens = $3, completion_tokens = $4, cost_micros = $5::bigint,
              failure_type = $6, reason = $7, ended_at = clock_timestamp(),
              spend_day = case when $5::bigint is null then c.spend_day else old.day end
         from old where c.id = old.id)
     insert into spend_days as d (tenant_id, day, settled_micros, reserved_micros)
     select tenant_id, day, coalesce($5::bigint, 0) - cost, -reserved from old
      where coalesce($5::bigint, 0) <> cost or reserved <> 0
     on conflict (tenant_id, day) do update set settled_micros = d.settled_micros + excluded.settled_micros,
       reserved_micros = d.reserved_micros + excluded.reserved_micros`,
    [
      callId,
      end.state,
      answered?.promptTokens ?? null,
      answered?.completionTokens ?? null,
      answered?.costMicros ?? null,
      failed?.failureType ?? null,
      failed?.reason ?? null,
    ],
  );
}

/** Handles a request whose response was lost but which took effect: its latest row becomes answered, with its cost. */
export async function answerLostCall(
  tx: Queryable,
  key: { orderId: string; stage: string; round: number; basis: string; costMicros: number | null },
): Promise<void> {
  const lost = await tx.query<{ id: string }>(
    `select id from provider_calls
      where order_id = $1 and stage = $2 and round = $3 and basis = $4 and state in ('begun', 'failed')
      order by began_at desc limit 1`,
    [key.orderId, key.stage, key.round, key.basis],
  );
  const [row] = lost.rows;
  if (row)
    await endCall(tx, row.id, {
      state: 'answered',
      ...(key.costMicros === null ? {} : { costMicros: key.costMicros }),
    });
}

/** Whether a request of this stage and attempt was answered. */
export async function isAnswered(
  db: Queryable,
  key: { orderId: string; stage: string; round: number; attempt: number; basis: string },
): Promise<boolean> {
  const result = await db.query<{ answered: boolean }>(
    `select exists (select 1 from provider_calls where order_id = $1 and stage = $2 and round = $3 and attempt = $4
        and basis = $5 and state = 'answered') as answered`,
    [key.orderId, key.stage, key.round, key.attempt, key.basis],
  );
  return result.rows[0]?.answered ?? false;
}

/** Amount spent on an order so far, in millionths of a US dollar, and its number of requests. */
export async function costOf(
  db: Queryable,
  key: { orderId: string },
): Promise<{ costMicros: number; calls: number }> {
  const result = await db.query<{ costMicros: number; calls: number }>(
    `select coalesce(sum(cost_micros), 0)::float8 as "costMicros", count(*)::int as calls
       from provider_calls where order_id = $1`,
    [key.orderId],
  );
  return result.rows[0] ?? { costMicros: 0, calls: 0 };
}
