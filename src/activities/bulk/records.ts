import type { JobStep } from '../../contract/bulk';
import type { StartedChild } from '../../db/bulk/advance';
import type { RunKey } from '../../db/orders/runs';
import type { ActivityDeps } from '../deps';

export type { OpenedJob, StartedChild } from '../../db/bulk/advance';

/** Activities of lane `records` for bulk jobs: Postgres only. */
export function createBulkRecordsActivities(deps: Pick<ActivityDeps, 'db'>) {
  return {
    /** Lets the next items of a job begin, or ends it; `started`: children that were started since the last time. */
    async advanceJob(input: RunKey & { started?: StartedChild[] }): Promise<JobStep> {
      return deps.db.bulkRuns.advanceJob(input);
    },
  };
}

export type BulkRecordsActivities = ReturnType<typeof createBulkRecordsActivities>;
