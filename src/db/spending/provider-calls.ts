import { randomUUID } from 'node:crypto';
import { GalleyError } from '../../contract/failures';
import type { Account, Provider } from '../../contract/lanes';
import { isPlatform } from '../../contract/platforms';
import type { Step } from '../../contract/steps';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { reserve } from './spending';

/** A request to a provider, as known before it goes out. */
export interface NewProviderCall extends Step {
  provider: Provider;
  model?: string;
  /** Tokens the provider charges against its per-minute limit when it lets the call in. */
  chargedTokens?: number;
  /** The most it can cost, in millionths of a US dollar; null where it has no price. */
  mostMicros: number | null;
  /** How often its step has been tried, from 1. */
  tries: number;
}

/** How a request ended. */
export type ProviderCallEnd =
  | { state: 'answered'; promptTokens?: number; completionTokens?: number; costMicros?: number }
  | { state: 'failed'; failureType: string; reason: string }
  | { state: 'aborted' };

/**
 * Writes the row of a request that is about to go out, and answers its id. Of one that can cost money the most is set aside first;
 * throws `Spending.Capped` where its tenant has spent what it may, `Provider.Closed` where the provider's account is shut, and then writes
 * nothing.
 */
export async function beginCall(db: Queryable, call: NewProviderCall): Promise<string> {
  const { mostMicros } = call;
  // Platforms limit each store by itself, so that there is no account to be shut.
  if (!isPlatform(call.provider)) await refuseShut(db, call.provider);
  if (!mostMicros) return insertCall(db, call, null);
  return atomically(db, async (tx) => insertCall(tx, call, await reserve(tx, { ...call, mostMicros })));
}

/** A rate controller that gave a sign of life within this time is alive, in seconds. */
const GOVERNED_SECONDS = 15;

/** A call that finds its provider's account shut comes back after this long, in milliseconds, unless it is woken before. */
const SHUT_DELAY_MS = 30_000;

/**
 * Tasks that were given out just before an account was shut ask nobody any more. While nobody governs, and so would open it again, they
 * do: their answers are all that tells.
 */
async function refuseShut(db: Queryable, provider: Account): Promise<void> {
  const result = await db.query<{ reason: string | null }>(
    `select a.reason from provider_accounts a, rate_controller g
      where a.provider = $1 and a.state = 'closed' and g.beat_at > statement_timestamp() - make_interval(secs => $2)`,
    [provider, GOVERNED_SECONDS],
  );
  const shut = result.rows[0];
  if (shut)
    throw new GalleyError({
      type: 'Provider.Closed',
      reason: shut.reason ?? 'closed',
      delayMs: SHUT_DELAY_MS,
      detail: `the account of ${provider} is shut`,
    });
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
 * Writes how a request ended, and moves what was set aside for it: its cost is spent, the rest is given back, by the difference to
 * what stands, so that repeating it changes nothing. An answered request stays answered. One that a killed worker never ends
 * keeps what was set aside, as the provider may charge for it.
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

/** A request whose answer was lost turns out to have been acted on: its latest row is answered after all, and costs. */
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

/** Money spent on an order so far, in millionths of a US dollar, and the number of requests. */
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
