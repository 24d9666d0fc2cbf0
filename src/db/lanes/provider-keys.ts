import { createHash, randomUUID } from 'node:crypto';
import type { AccountBudget } from '../../domain/providers/budget';
import { budgetOfKey, secondsOfCall } from '../../domain/providers/key-budget';
import type { KeyLimits } from '../../domain/providers/key-budget';
import { isTransaction } from '../pool';
import type { Queryable } from '../pool';

/** A key that calls of OpenAI are shared among; what the setting holds is one without a sealed key. */
export interface ProviderKey extends KeyLimits {
  id: string;
  label: string;
  lastFour: string | null;
  state: 'open' | 'shut';
  /** A machine word for why it is shut or cools. */
  reason: string | null;
  since: Date;
  tryAt: Date | null;
  coolingUntil: Date | null;
  pausedAt: Date | null;
  pausedBy: string | null;
  pausedReason: string | null;
  createdBy: string;
  createdAt: Date;
}

/** The key that a call is made with. `wasShut`: the call finds out whether it is served again. */
export interface TakenKey {
  id: string;
  /** Empty for the key of the setting. */
  sealedKey: Buffer | null;
  wasShut: boolean;
}

const COLUMNS = `id, label, last_four as "lastFour", is_setting as "isSetting", requests_per_minute as "requestsPerMinute",
  tokens_per_minute as "tokensPerMinute", read_limits as "readLimits", state, reason, since, try_at as "tryAt",
  cooling_until as "coolingUntil", paused_at as "pausedAt", paused_by as "pausedBy", paused_reason as "pausedReason",
  created_by as "createdBy", created_at as "createdAt", state = 'open' and paused_at is null as "isUsable"`;

const KEPT = `provider = 'openai' and removed_at is null`;

/** A key that is idle can take a burst of one second; a shut one is tried again after a minute, later after up to half an hour. */
const BURST_SECONDS = 1;
const FIRST_TRY_SECONDS = 60;
const LONGEST_TRY_SECONDS = 1_800;

const RESTED = `greatest(k.used_until, clock_timestamp() - make_interval(secs => ${BURST_SECONDS}))`;

/** Whether a call may be given to a key now: it is served, or it is time to find out. */
const IS_CALLABLE = `case when k.state = 'open' then coalesce(k.cooling_until <= clock_timestamp(), true)
  else coalesce(k.try_at <= clock_timestamp(), true) end`;

/** Binds a sealed key to its row. */
export function providerKeyBinding(id: string): string {
  return `provider-key:${id}:key`;
}

const hashOf = (key: string): Buffer => createHash('sha256').update(`galley provider key:${key}`).digest();

/** All keys that have not been removed, the setting's first. */
export async function listKeys(db: Queryable): Promise<ProviderKey[]> {
  const result = await db.query<ProviderKey>(
    `select ${COLUMNS} from provider_keys where ${KEPT} order by is_setting desc, created_at, id`,
  );
  return result.rows;
}

/**
 * Takes the key for a call that is charged so many tokens: of those that may be called, the one that is free soonest, so that each is
 * used in proportion to what it bears. Without one that may be called, the one that was shut or cools the longest.
 */
export async function takeKey(
  db: Queryable,
  call: { tokens: number; ofSetting: AccountBudget },
): Promise<TakenKey | undefined> {
  const keys = await db.query<ProviderKey & { sealedKey: Buffer | null }>(
    `select ${COLUMNS}, sealed_key as "sealedKey" from provider_keys where ${KEPT} and paused_at is null`,
  );
  const [only] = keys.rows;
  if (!only) return undefined;
  if (keys.rows.length === 1)
    return { id: only.id, sealedKey: only.sealedKey, wasShut: only.state === 'shut' };
  const costs = keys.rows.map((key) => ({
    id: key.id,
    seconds: secondsOfCall(budgetOfKey(key, call.ofSetting), call.tokens),
  }));
  // Whoever was overtaken chooses again, so that a key is tried by one call and all are used in proportion.
  for (let tries = 0; tries < MOST_CHOICES; tries += 1) {
    const taken = await db.query<TakenKey>(TAKE, [JSON.stringify(costs)]);
    if (taken.rows[0]) return taken.rows[0];
  }
  return { id: only.id, sealedKey: only.sealedKey, wasShut: only.state === 'shut' };
}

/** How often a key is chosen while others take the best one first. */
const MOST_CHOICES = 100;

const TAKE = `
  with costs as (select id, seconds from jsonb_to_recordset($1) as c (id uuid, seconds float8)),
  best as materialized (
    select k.id, c.seconds, k.used_until from provider_keys k join costs c on c.id = k.id
     where k.removed_at is null and k.paused_at is null
     order by ${IS_CALLABLE} desc, ${RESTED} + make_interval(secs => c.seconds), k.id
     limit 1)
  update provider_keys k
     set used_until = ${RESTED} + make_interval(secs => b.seconds),
         try_at = case when k.state = 'shut' then clock_timestamp() + make_interval(secs => ${FIRST_TRY_SECONDS}) end
    from best b
   where k.id = b.id and k.used_until = b.used_until and k.removed_at is null and k.paused_at is null
  returning k.id, k.sealed_key as "sealedKey", k.state = 'shut' as "wasShut"`;

/** Whether a key other than this one may be called. */
async function hasOther(db: Queryable, id: string): Promise<boolean> {
  const result = await db.query<{ has: boolean }>(
    `select exists (select 1 from provider_keys k where ${KEPT} and k.paused_at is null and k.id <> $1 and ${IS_CALLABLE}) as has`,
    [id],
  );
  return result.rows[0]!.has;
}

/** Shuts a key that was refused. Returns whether it was open, and whether another one may be called instead. */
export async function shutKey(
  db: Queryable,
  key: { id: string; reason: string },
): Promise<{ isNew: boolean; hasOther: boolean }> {
  const result = await db.query<{ isNew: boolean }>(
    `update provider_keys k
        set state = 'shut', reason = $2, tries = k.tries + 1, cooling_until = null,
            since = case when old.state = 'shut' then k.since else clock_timestamp() end,
            try_at = clock_timestamp() + make_interval(secs => least(${LONGEST_TRY_SECONDS}, ${FIRST_TRY_SECONDS} * 2.0 ^ least(k.tries, 10)))
       from (select id, state from provider_keys where id = $1 for no key update) old
      where k.id = old.id returning old.state = 'open' as "isNew"`,
    [key.id, key.reason],
  );
  return { isNew: result.rows[0]?.isNew ?? false, hasOther: await hasOther(db, key.id) };
}

/** Gives a key that was asked to slow down no calls for so long. Returns whether another one may be called instead. */
export async function coolKey(
  db: Queryable,
  key: { id: string; reason: string; delayMs: number },
): Promise<{ hasOther: boolean }> {
  await db.query(
    `update provider_keys set reason = $2, cooling_until = clock_timestamp() + make_interval(secs => $3)
      where id = $1 and state = 'open'`,
    [key.id, key.reason, Math.max(1_000, key.delayMs) / 1_000],
  );
  return { hasOther: await hasOther(db, key.id) };
}

/** Opens a key that was served. */
export async function openKey(db: Queryable, key: { id: string }): Promise<void> {
  await db.query(
    `update provider_keys set state = 'open', reason = null, tries = 0, try_at = null, since = clock_timestamp()
      where id = $1 and state = 'shut'`,
    [key.id],
  );
}

/** Saves what an answer said that a key bears of a model, if that is new. */
export async function saveReadLimits(
  db: Queryable,
  key: { id: string; model: string; requests: number; tokens: number },
): Promise<void> {
  await db.query(
    `update provider_keys
        set read_limits = read_limits || jsonb_build_object($2::text,
              jsonb_build_object('requests', $3::float8, 'tokens', $4::float8, 'at', clock_timestamp()))
      where id = $1 and not is_setting
        and ((read_limits->$2->>'requests')::float8 is distinct from $3::float8
          or (read_limits->$2->>'tokens')::float8 is distinct from $4::float8)`,
    [key.id, key.model, key.requests, key.tokens],
  );
}

/** A key to be added. */
export interface NewProviderKey {
  key: string;
  label: string;
  requestsPerMinute: number;
  tokensPerMinute: number;
  by: string;
}

/** Has a closed account probed at once, as it may be served with what has changed. */
async function probeSoon(db: Queryable): Promise<void> {
  await db.query(
    `update provider_accounts set probe_at = clock_timestamp() where provider = 'openai' and state = 'closed' and trial is null`,
  );
}

/** Seals and adds a key. One that is there already is left as it is. Throws outside of a transaction, and without a sealer. */
export async function addKey(tx: Queryable, added: NewProviderKey): Promise<{ id: string; isNew: boolean }> {
  if (!isTransaction(tx) || !tx.sealer) throw new Error('a key cannot be sealed: this pool has no sealer');
  const id = randomUUID();
  const sealed = tx.sealer.seal(added.key, providerKeyBinding(id));
  const result = await tx.query<{ id: string }>(
    `insert into provider_keys (id, provider, label, sealed_key, key_hash, last_four, requests_per_minute, tokens_per_minute, created_by)
     values ($1, 'openai', $2, $3, $4, $5, $6, $7, $8)
     on conflict (provider, key_hash) where removed_at is null do nothing returning id`,
    [
      id,
      added.label,
      sealed,
      hashOf(added.key),
      added.key.slice(-4),
      added.requestsPerMinute,
      added.tokensPerMinute,
      added.by,
    ],
  );
  if (result.rows[0]) {
    await probeSoon(tx);
    return { id, isNew: true };
  }
  const known = await tx.query<{ id: string }>(
    `select id from provider_keys where ${KEPT} and key_hash = $1`,
    [hashOf(added.key)],
  );
  return { id: known.rows[0]!.id, isNew: false };
}

/**
 * Pauses or resumes a key, or removes it with all that is secret of it. `last` where it is the only one that is not paused, which has
 * to stay; `missing` where there is none, or the setting's was to be removed. Calls under way go on.
 */
export async function changeKey(
  tx: Queryable,
  change: { id: string; act: 'pause' | 'resume' | 'remove'; by: string; reason?: string },
): Promise<'done' | 'last' | 'missing'> {
  const { id, act, by } = change;
  const keys = await tx.query<{ id: string; isSetting: boolean; isPaused: boolean }>(
    `select id, is_setting as "isSetting", paused_at is not null as "isPaused" from provider_keys where ${KEPT} order by id for no key update`,
  );
  const key = keys.rows.find((one) => one.id === id);
  if (!key || (act === 'remove' && key.isSetting)) return 'missing';
  const hasMore = keys.rows.some((one) => one.id !== id && !one.isPaused);
  if (act !== 'resume' && !key.isPaused && !hasMore) return 'last';
  if (act === 'remove')
    await tx.query(
      `update provider_keys set removed_at = clock_timestamp(), removed_by = $2, sealed_key = null, key_hash = null,
              updated_at = clock_timestamp() where id = $1`,
      [id, by],
    );
  else if (act === 'pause')
    await tx.query(
      `update provider_keys set paused_at = clock_timestamp(), paused_by = $2, paused_reason = $3, updated_at = clock_timestamp()
        where id = $1 and paused_at is null`,
      [id, by, change.reason ?? ''],
    );
  else {
    await tx.query(
      `update provider_keys set paused_at = null, paused_by = null, paused_reason = null, updated_at = clock_timestamp(),
              try_at = case when state = 'shut' then clock_timestamp() end where id = $1`,
      [id],
    );
    await probeSoon(tx);
  }
  return 'done';
}
