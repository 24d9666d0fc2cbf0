import type { Lane } from '../../contract/lanes';
import { LIVE_WORKERS } from './lanes';
import { noteStop } from '../orders/work-time';
import type { Queryable } from '../pool';

/** A lane as shown to operators. */
export interface LaneStats {
  lane: Lane;
  pausedAt: Date | null;
  pausedBy: string | null;
  pausedReason: string | null;
  /** Dispatches per second; null for no limit. */
  rate: number | null;
  backlog: number;
  oldestSeconds: number;
  meanTokens: number | null;
  workers: number;
  slots: number;
  busy: number;
}

/** All lanes, as last observed by the rate controller and reported by their workers. */
export async function listLanes(db: Queryable): Promise<LaneStats[]> {
  const result = await db.query<LaneStats>(
    `select l.lane, l.paused_at as "pausedAt", l.paused_by as "pausedBy", l.paused_reason as "pausedReason", l.rate,
            l.backlog::int as backlog, l.oldest_seconds as "oldestSeconds", l.mean_tokens as "meanTokens",
            coalesce(w.workers, 0) as workers, coalesce(w.slots, 0) as slots, coalesce(w.busy, 0) as busy
       from lanes l left join (${LIVE_WORKERS}) w on w.lane = l.lane order by l.lane`,
  );
  return result.rows;
}

/** The paused lanes, each with the reason shown to users. */
export async function listPauses(db: Queryable): Promise<Array<{ lane: Lane; reason: string; since: Date }>> {
  const result = await db.query<{ lane: Lane; reason: string; since: Date }>(
    `select lane, coalesce(paused_reason, '') as reason, paused_at as since from lanes
      where paused_at is not null order by paused_at, lane`,
  );
  return result.rows;
}

/** Pauses or resumes lanes. The reason is shown to users. Returns the lanes that changed. */
export async function pauseLanes(
  tx: Queryable,
  change: { lanes: readonly Lane[]; paused: boolean; actor: string; reason: string },
): Promise<Lane[]> {
  const changed = await tx.query<{ lane: Lane }>(
    `update lanes set paused_at = case when $2 then clock_timestamp() end, paused_by = case when $2 then $3 end,
            paused_reason = case when $2 then $4 end
      where lane = any($1) and (paused_at is not null) <> $2 returning lane`,
    [change.lanes, change.paused, change.actor, change.reason],
  );
  const lanes = changed.rows.map(({ lane }) => lane);
  for (const lane of lanes) {
    await tx.query('insert into lane_actions (lane, action, actor, reason) values ($1, $2, $3, $4)', [
      lane,
      change.paused ? 'pause' : 'resume',
      change.actor,
      change.reason,
    ]);
    await noteStop(tx, { cause: `pause:${lane}`, lanes: [lane], stopped: change.paused });
  }
  return lanes;
}
