import type { Pool } from 'pg';
import {
  noteNotSynced,
  noteSeen,
  noteSynced,
  schedulesToCompare,
  schedulesToSync,
  schedulesWithoutRow,
  syncAgain,
} from '../db/bulk/schedule-sync';
import type { SyncedSchedule, WantedSchedule } from '../db/bulk/schedule-sync';
import type { Logger } from '../telemetry/logger';
import type { Schedules } from './schedules';
import { isRefused } from './temporal-requests';

/** Pause before a schedule is brought to Temporal again: after any failure, and where Temporal refuses it for good; in milliseconds. */
const AGAIN_MS = 5_000;
const REFUSED_MS = 10 * 60_000;

/** Pause where somebody else changed Temporal's schedule at the same time, in milliseconds. */
const OVERTAKEN_MS = 500;

/** What the synchronisation of schedules works with. */
export interface SyncDeps {
  pool: Pool;
  schedules: Schedules;
  log: Logger;
}

/** Brings one schedule to Temporal. Throws where Temporal could not be asked. */
async function syncOne({ pool, schedules, log }: SyncDeps, wanted: WantedSchedule): Promise<void> {
  const { scheduleId, version } = wanted;
  try {
    if (wanted.deleted) {
      await schedules.remove(scheduleId);
      await noteSynced(pool, wanted, undefined);
      return;
    }
    const found = await schedules.put(wanted);
    if (found?.version === version) await noteSynced(pool, wanted, found);
    else if (found && found.version > version) await syncAgain(pool, wanted, found);
    else await noteNotSynced(pool, wanted, { problem: null, againMs: OVERTAKEN_MS });
  } catch (error) {
    const refused = isRefused(error);
    const came = refused ? { problem: 'refused', againMs: REFUSED_MS } : { problem: null, againMs: AGAIN_MS };
    await noteNotSynced(pool, wanted, came);
    if (!refused) throw error;
    log.warn('Temporal refuses a schedule', { scheduleId });
  }
}

/** Brings schedules to Temporal that have changed, the longest waiting first, or one of them. Throws where Temporal could not be asked. */
export async function syncSchedules(
  deps: SyncDeps,
  look: { most: number; scheduleId?: string },
): Promise<void> {
  for (const wanted of await schedulesToSync(deps.pool, look)) await syncOne(deps, wanted);
}

/** Looks at one schedule at Temporal, and has it put right where it is not as it was made. */
async function compareOne({ pool, schedules, log }: SyncDeps, known: SyncedSchedule): Promise<void> {
  const { scheduleId, version } = known;
  const found = await schedules.find(scheduleId);
  if (found?.version === version && found.fingerprint === known.syncedAs) {
    await noteSeen(pool, known, found);
    return;
  }
  log.warn('a schedule at Temporal is missing or was changed; putting it right', { scheduleId });
  await syncAgain(pool, known, found);
}

/** Compares schedules with Temporal's that nobody has compared for so long; learns from it when they are due next. */
export async function compareSchedules(
  deps: SyncDeps,
  look: { quietMs: number; most: number },
): Promise<void> {
  for (const known of await schedulesToCompare(deps.pool, look)) await compareOne(deps, known);
}

/** Deletes schedules from Temporal that bear the name of one of ours without being one, such as after a database was restored. */
export async function removeStraySchedules({ pool, schedules, log }: SyncDeps): Promise<void> {
  for await (const ids of schedules.list())
    for (const scheduleId of await schedulesWithoutRow(pool, ids)) {
      await schedules.remove(scheduleId);
      log.warn('deleted a schedule from Temporal that is no schedule of ours', { scheduleId });
    }
}
