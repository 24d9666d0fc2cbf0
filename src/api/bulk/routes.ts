import { BULK_ITEMS } from '../../contract/bulk';
import type { AcceptDeps } from '../http/accept-once';
import { pageByCreation } from '../http/cursor';
import type { DescribedRouter } from '../http/route';
import { emptyBody } from '../http/schemas';
import { kindRoutes } from '../orders/kind-routes';
import { BULK_BASE } from './base';
import { createJob } from './create';
import { bulkCsv } from './csv';
import { addExportRoute } from './export';
import { addItemRoutes } from './item-routes';
import {
  bulkActionView,
  bulkDetail,
  bulkJobView,
  createBulkBody,
  listBulkQuery,
  newBulkView,
} from './schemas';
import { viewActed, viewJobDetail, viewJobs } from './view';

/** What the routes of bulk jobs work with. */
export interface BulkRouteDeps extends AcceptDeps {
  /** Pause of a slot between two items of a job, in milliseconds. */
  bulkItemDelayMs: number;
}

/** The routes of bulk jobs and their items. */
export function bulkRoutes(deps: BulkRouteDeps): DescribedRouter {
  const { db, bulkItemDelayMs: itemDelayMs } = deps;
  return kindRoutes(deps, {
    kind: 'bulk',
    base: BULK_BASE,
    name: { one: 'bulk job', a: 'a bulk job', many: 'bulk jobs' },
    create: {
      summary: 'Create bulk job',
      description: `Queues ${BULK_ITEMS.least} to ${BULK_ITEMS.most} texts of one mode, sent as JSON or, one item a row, as \`text/csv\`. They are written in their order, and either all of them are accepted or none.`,
      body: createBulkBody,
      csv: bulkCsv,
      bodySize: 'texts',
      accepted: 'Accepted. `Location` is the URL of the job.',
      answer: newBulkView,
      // The job itself is one as well.
      orders: ({ items }) => 1 + items.length,
      takesTurns: true,
      create: (tx, res, body) => createJob(tx, res, body, { itemDelayMs }),
    },
    list: {
      query: listBulkQuery,
      view: bulkJobView,
      page: async ({ status, ...page }, tenantId) => {
        const { items, nextCursor } = await pageByCreation(
          page,
          (rows) => db.bulkJobs.listJobs({ tenantId, status, ...rows }),
          (job) => job,
        );
        return { items: await viewJobs(db, items), nextCursor };
      },
    },
    read: {
      summary: 'Get bulk job',
      description: 'One job with its items in their order, and how far it is.',
      view: bulkDetail,
      detail: (job) => viewJobDetail(db, job),
    },
    find: db.bulkJobs.findJob,
    view: async (job) => viewActed(job),
    actions: {
      answer: bulkActionView,
      priority: { act: db.bulkActions.reprioritiseJob, says: 'Priority changed' },
      cancel: {
        summary: 'Cancel bulk job',
        description:
          'Ends a job at once. Queued items are cancelled; an item that is being written is finished and counts.',
        act: db.bulkActions.cancelJob,
        says: 'Bulk job cancelled',
      },
      retry: {
        summary: 'Retry bulk job',
        description:
          'Queues the failed items of a completed job again, in their old places. Of a job that failed itself, the items that were cancelled with it are queued as well.',
        act: db.bulkActions.retryJob,
        says: 'Failed items queued again',
      },
    },
    addActions: (add) => {
      add(
        {
          name: 'pause',
          summary: 'Pause bulk job',
          description:
            'No further item begins. An item that is being written is finished; until then the job is `pausing`. A job can be paused 200 times.',
          body: emptyBody,
          says: 'Bulk job paused',
        },
        db.bulkActions.pauseJob,
      );
      add(
        {
          name: 'resume',
          summary: 'Resume bulk job',
          description: 'A paused job goes on with the next item.',
          body: emptyBody,
          opens: true,
          says: 'Bulk job resumed',
        },
        db.bulkActions.resumeJob,
      );
    },
    addRoutes: (routes, own) => {
      addItemRoutes(routes, deps, own);
      addExportRoute(routes, deps, own);
    },
  });
}
