import type { Queryable } from '../pool';

/** What a step of an order has cost, in millionths of a US dollar. */
export interface StageCost {
  stage: string;
  calls: number;
  failed: number;
  promptTokens: number;
  completionTokens: number;
  costMicros: number;
  /** The part of it that went into repeating what had been asked before. */
  retriesMicros: number;
  /** What is set aside for requests that are under way. */
  reservedMicros: number;
  /** The part of it that counts at its maximum, because nobody knows what the requests cost. */
  unknownMicros: number;
}

/** One request to a provider for an order. */
export interface CallRow {
  id: string;
  at: Date;
  stage: string;
  provider: string;
  model: string | null;
  round: number;
  attempt: number;
  state: 'begun' | 'answered' | 'failed' | 'aborted' | 'lost';
  /** In milliseconds; null while it is under way. */
  tookMs: number | null;
  promptTokens: number | null;
  completionTokens: number | null;
  costMicros: number | null;
  /** Whether that is a maximum, because nobody knows what the request cost. */
  isMaximum: boolean;
  failureType: string | null;
  reason: string | null;
}

/** The requests for an order and for its parts, as their rows are found: a list of ids, so that each is looked up in the index. */
const OF_ORDER = 'order_id = any(array(select id from orders where id = $1 or parent_id = $1))';

/**
 * What the steps of an order and of its parts have cost, in the order in which they began. A repeat is a request of a later round or
 * attempt, or one for what a request before it has been answered or charged for.
 */
export async function stageCosts(db: Queryable, key: { orderId: string }): Promise<StageCost[]> {
  const result = await db.query<StageCost>(
    `select stage, count(*)::int as calls, (count(*) filter (where state in ('failed', 'lost')))::int as failed,
            coalesce(sum(prompt_tokens), 0)::int as "promptTokens",
            coalesce(sum(completion_tokens), 0)::int as "completionTokens",
            coalesce(sum(cost_micros), 0)::float8 as "costMicros",
            coalesce(sum(cost_micros) filter (where round > 1 or attempt > 1 or answers > 1), 0)::float8 as "retriesMicros",
            coalesce(sum(reserved_micros) filter (where state = 'begun'), 0)::float8 as "reservedMicros",
            coalesce(sum(cost_micros) filter (where cost_is_maximum), 0)::float8 as "unknownMicros"
       from (select c.*, count(*) filter (where state = 'answered' or cost_micros > 0)
                           over (partition by order_id, stage, round, attempt, basis order by began_at, id) as answers
               from provider_calls c where ${OF_ORDER}) c
      group by stage order by min(began_at), stage`,
    [key.orderId],
  );
  return result.rows;
}

/** The latest requests for an order and its parts, newest first. */
export async function latestCalls(
  db: Queryable,
  key: { orderId: string; limit: number },
): Promise<CallRow[]> {
  const result = await db.query<CallRow>(
    `select id, began_at as at, stage, provider, model, round, attempt, state,
            (extract(epoch from ended_at - began_at) * 1000)::float8 as "tookMs", prompt_tokens as "promptTokens",
            completion_tokens as "completionTokens", cost_micros::float8 as "costMicros", cost_is_maximum as "isMaximum",
            failure_type as "failureType", reason
       from provider_calls where ${OF_ORDER} order by began_at desc, id limit $2`,
    [key.orderId, key.limit],
  );
  return result.rows;
}
