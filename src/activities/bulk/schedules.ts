import { Context } from '@temporalio/activity';
import type { DueRun, FiredRun } from '../../db/bulk/fire';
import type { ActivityDeps } from '../deps';

/** Activities of lane `records` for schedules: Postgres only. */
export function createScheduleActivities({ db, bulk, log }: Pick<ActivityDeps, 'db' | 'bulk' | 'log'>) {
  return {
    /** Places the job of a run of a schedule, once, or records why there is none. */
    async fireSchedule(due: DueRun): Promise<FiredRun> {
      const came = await db.bulkFiring.fireSchedule(due, bulk);
      const { attempt } = Context.current().info;
      log.info('a schedule was due', {
        ...due,
        state: came.state,
        reason: came.reason,
        jobId: came.jobId,
        attempt,
      });
      return came;
    },
  };
}

export type ScheduleActivities = ReturnType<typeof createScheduleActivities>;
