import { randomUUID } from 'node:crypto';
import type { Queryable } from './pool';

/** A request to a provider, as known before it goes out. */
export interface NewProviderCall {
  orderId: string;
  tenantId: string;
  lane: string;
  provider: 'openai' | 'replicate' | 'wix';
  model?: string;
  stage: string;
  round: number;
  attempt: number;
  basis?: string;
  /** Tokens the provider charges against its per-minute limit when it lets the call in. */
  chargedTokens?: number;
}

/** How a request ended. */
export type ProviderCallEnd =
  | { state: 'answered'; promptTokens?: number; completionTokens?: number; costMicros?: number }
  | { state: 'failed'; failureType: string; reason: string }
  | { state: 'aborted' };

/** Writes the row of a request that is about to go out, and answers its id. */
export async function beginCall(db: Queryable, call: NewProviderCall): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into provider_calls (id, order_id, tenant_id, lane, provider, model, stage, round, attempt, basis,
        charged_tokens) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
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
    ],
  );
  return id;
}

/** Writes how a request ended. */
export async function endCall(db: Queryable, callId: string, end: ProviderCallEnd): Promise<void> {
  const answered = end.state === 'answered' ? end : undefined;
  const failed = end.state === 'failed' ? end : undefined;
  await db.query(
    `update provider_calls set state = $2, prompt_tokens = $3, completion_tokens = $4, cost_micros = $5,
        failure_type = $6, reason = $7, ended_at = clock_timestamp() where id = $1`,
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
  db: Queryable,
  key: { orderId: string; stage: string; round: number; basis: string; costMicros: number | null },
): Promise<void> {
  await db.query(
    `update provider_calls set state = 'answered', cost_micros = $5, failure_type = null, reason = null,
            ended_at = clock_timestamp()
      where id = (
        select id from provider_calls
         where order_id = $1 and stage = $2 and round = $3 and basis = $4 and state in ('begun', 'failed')
         order by began_at desc limit 1)`,
    [key.orderId, key.stage, key.round, key.basis, key.costMicros],
  );
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
