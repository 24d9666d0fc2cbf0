import { randomUUID } from 'node:crypto';
import { ODD_REASONS } from '../../contract/failures';
import type { Provider } from '../../contract/lanes';
import type { Step } from '../../contract/steps';
import type { Usage } from '../../domain/providers/completion';
import type { Queryable } from '../pool';
import { assertReserved, reserving } from './spending';
import type { Reserved } from './spending';

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
  /** The key that it is made with, where a provider's calls are shared among several. */
  keyId?: string | undefined;
}

/**
 * How a request ended. Where its cost is unknown, it is booked at the most it can cost: an answer that does not say what it cost, a
 * failure that may have been charged for, and a request whose worker ended without telling (`lost`).
 */
export type ProviderCallEnd =
  | { state: 'answered'; usage?: Usage; cost: KnownCost | 'unknown' }
  | { state: 'failed'; failureType: string; reason: string; cost: 'none' | 'unknown' }
  | { state: 'aborted'; cost: 'none' | 'unknown' }
  | { state: 'lost'; cost: 'unknown' };

/** Cost in millionths of a US dollar; null if the model has no price. */
export interface KnownCost {
  micros: number | null;
}

/**
 * Records a request about to be sent, and returns its id. If it can cost money, its maximum cost is reserved first.
 * Throws `Spending.Capped` if the tenant has reached a cap; nothing is recorded then.
 */
export async function beginCall(db: Queryable, call: NewProviderCall): Promise<string> {
  const id = randomUUID();
  const values = [
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
    call.keyId ?? null,
  ];
  if (!call.mostMicros) {
    await db.query(`${INSERT} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, null)`, values);
    return id;
  }
  const result = await db.query<Reserved>(INSERT_RESERVED, values);
  assertReserved(result.rows[0]!, call);
  return id;
}

const INSERT = `insert into provider_calls (id, order_id, tenant_id, lane, provider, model, stage, round, attempt, basis,
  charged_tokens, reserved_micros, key_id, spend_day)`;

const INSERT_RESERVED = `
  with reserved as (${reserving('$3', '$12')}),
  called as (
    ${INSERT}
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, r.day::date from reserved r where r.day is not null)
  select * from reserved`;

/**
 * Records how a request ended and settles its reservation: the cost is booked as spent and the rest released, as the
 * difference to what is already booked, so that repeating the call changes nothing. An unknown cost is booked at its
 * maximum, and corrected by a later end that knows better. An answered request stays answered, and one that is lost
 * only counts as such as long as nothing else is known of it.
 */
export async function endCall(db: Queryable, callId: string, end: ProviderCallEnd): Promise<void> {
  const failed = end.state === 'failed' ? end : undefined;
  const usage = end.state === 'answered' ? end.usage : undefined;
  const isUnknown = end.cost === 'unknown';
  const known = typeof end.cost === 'string' ? null : end.cost.micros;
  await db.query(
    `with old as (
       select id, tenant_id, coalesce(spend_day, (began_at at time zone 'UTC')::date) as day,
              coalesce(cost_micros, 0) as cost, case when state = 'begun' then reserved_micros else 0 end as reserved,
              case when $8::boolean then nullif(reserved_micros, 0) else $5::bigint end as new_cost
         from provider_calls where id = $1 and state <> 'answered' and ($2 <> 'lost' or state = 'begun') for update),
     ended as (
       update provider_calls c set state = $2, prompt_tokens = $3, completion_tokens = $4, cost_micros = old.new_cost,
              cost_is_maximum = $8::boolean and old.new_cost is not null,
              failure_type = $6, reason = $7, ended_at = clock_timestamp(),
              spend_day = case when old.new_cost is null then c.spend_day else old.day end
         from old where c.id = old.id)
     insert into spend_days as d (tenant_id, day, settled_micros, reserved_micros)
     select tenant_id, day, coalesce(new_cost, 0) - cost, -reserved from old
      where coalesce(new_cost, 0) <> cost or reserved <> 0
     on conflict (tenant_id, day) do update set settled_micros = d.settled_micros + excluded.settled_micros,
       reserved_micros = d.reserved_micros + excluded.reserved_micros`,
    [
      callId,
      end.state,
      usage?.promptTokens ?? null,
      usage?.completionTokens ?? null,
      known,
      failed?.failureType ?? null,
      failed?.reason ?? null,
      isUnknown,
    ],
  );
}

/**
 * Handles a request whose response was lost but which took effect: its latest row whose cost is unknown becomes
 * answered, with its cost.
 */
export async function answerLostCall(
  tx: Queryable,
  key: CallsKey & { costMicros: number | null },
): Promise<void> {
  const lost = await tx.query<{ id: string }>(
    `select id from provider_calls
      where order_id = $1 and stage = $2 and round = $3 and basis = $4 and state <> 'answered'
      order by (state = 'begun' or cost_is_maximum) desc, began_at desc limit 1`,
    [key.orderId, key.stage, key.round, key.basis],
  );
  const [row] = lost.rows;
  if (row) await endCall(tx, row.id, { state: 'answered', cost: { micros: key.costMicros } });
}

/** The requests for one thing. */
export interface CallsKey {
  orderId: string;
  stage: string;
  round: number;
  basis: string;
}

/** When the latest request for something began; undefined if there is none. */
export async function lastBegun(db: Queryable, key: CallsKey): Promise<Date | undefined> {
  const result = await db.query<{ at: Date | null }>(
    `select max(began_at) as at from provider_calls where order_id = $1 and stage = $2 and round = $3 and basis = $4`,
    [key.orderId, key.stage, key.round, key.basis],
  );
  return result.rows[0]?.at ?? undefined;
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

/** Which requests of one attempt at a step are counted: those answered, or those whose answer was none. */
export interface AttemptCalls {
  orderId: string;
  stage: string;
  round: number;
  attempt: number;
  basis?: string;
  which: 'answered' | 'odd';
}

/** How many requests of one attempt at a step were answered, or got a good status whose answer was none. */
export async function countCalls(db: Queryable, key: AttemptCalls): Promise<number> {
  const result = await db.query<{ count: number }>(
    `select count(*)::int as count from provider_calls
      where order_id = $1 and stage = $2 and round = $3 and attempt = $4 and basis = $5
        and case when $6 = 'answered' then state = 'answered'
                 else state = 'failed' and failure_type = 'Provider.Busy' and reason = any($7) end`,
    [key.orderId, key.stage, key.round, key.attempt, key.basis ?? '', key.which, ODD_REASONS],
  );
  return result.rows[0]!.count;
}

/**
 * Amount spent on an order so far, in millionths of a US dollar, the part of it that is a maximum because the cost is
 * unknown, and its number of requests.
 */
export async function costOf(
  db: Queryable,
  key: { orderId: string },
): Promise<{ costMicros: number; unknownMicros: number; calls: number }> {
  const result = await db.query<{ costMicros: number; unknownMicros: number; calls: number }>(
    `select coalesce(sum(cost_micros), 0)::float8 as "costMicros",
            coalesce(sum(cost_micros) filter (where cost_is_maximum), 0)::float8 as "unknownMicros",
            count(*)::int as calls
       from provider_calls where order_id = $1`,
    [key.orderId],
  );
  return result.rows[0]!;
}
