import type { Pool } from 'pg';
import { ITEM_DELAY_MS } from '../../contract/bulk';
import { fireSchedule, waitingRuns } from '../../db/bulk/fire';
import { eachAlone } from '../../db/pool';
import type { Logger } from '../../telemetry/logger';
import { compareSchedules, removeStraySchedules, syncSchedules } from '../schedule-sync';
import type { Dispatcher } from '../temporal';
import { inTurn } from './in-turn';
import type { Sweep } from './sweep';

/** How often schedules are compared with Temporal's, and how often strays are looked for; in milliseconds. */
export interface SchedulesPace {
  everyMs: number;
  /** How long ago a schedule was looked at last. */
  quietMs: number;
  straysEveryMs: number;
}

const PACE: SchedulesPace = { everyMs: 5_000, quietMs: 60_000, straysEveryMs: 10 * 60_000 };

/** What one look does at most; the rest follows with the next one. */
const MOST = 100;

/** Keeps Temporal's schedules as Postgres has them, and goes on with runs of schedules that wait; each in one process at a time. */
export function schedulesSweeps(options: {
  pool: Pool;
  dispatcher: Pick<Dispatcher, 'schedules'>;
  log: Logger;
  sweepEveryMs: number;
  itemDelayMs?: number | undefined;
  pace?: SchedulesPace | undefined;
}): Sweep[] {
  const { pool, dispatcher, log, sweepEveryMs, itemDelayMs = ITEM_DELAY_MS, pace = PACE } = options;
  const deps = () => ({ pool, log, schedules: dispatcher.schedules });

  const each = (name: string, everyMs: number, run: () => Promise<void>): Sweep =>
    inTurn(pool, { name, everyMs }, run);

  return [
    each('bring schedules to Temporal', sweepEveryMs, () => syncSchedules(deps(), { most: MOST })),
    each('go on with runs of schedules that wait', sweepEveryMs, async () => {
      const runs = await waitingRuns(pool, { most: MOST });
      await eachAlone(runs.map((due) => () => fireSchedule(pool, due, { itemDelayMs })));
    }),
    each('compare schedules with Temporal', pace.everyMs, () =>
      compareSchedules(deps(), { quietMs: pace.quietMs, most: MOST }),
    ),
    each('look for schedules without a row', pace.straysEveryMs, () => removeStraySchedules(deps())),
  ];
}
