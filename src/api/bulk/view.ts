import type { z } from 'zod';
import { MOST_PAUSES } from '../../contract/bulk';
import type { ItemTimes } from '../../db/bulk/item-times';
import type { RunningItem } from '../../db/bulk/reads';
import type { BulkJob } from '../../db/bulk/jobs';
import type { ContentItem } from '../../db/content/items';
import type { Db } from '../../db/db';
import { bulkEta } from '../../domain/bulk/eta';
import { etaOf } from '../../domain/orders/eta';
import type { Eta, MeasuredTimes } from '../../domain/orders/eta';
import { commonActions, firstStatus, stagesLeft } from '../../domain/orders/lifecycle';
import { itemActions, viewItem } from '../content/view';
import { iso } from '../orders/envelope';
import { waitingOf } from '../orders/waiting';
import type { bulkDetail, bulkItemView, bulkJobView, bulkProgressView } from './schemas';

type JobView = z.output<typeof bulkJobView>;

/** What a job can be asked for in its state. */
function mayOf({ status, pauses, failed }: BulkJob): string[] {
  const isUnderWay = status === 'queued' || status === 'processing';
  const isHeld = status === 'pausing' || status === 'paused';
  return [
    ...(isUnderWay && pauses < MOST_PAUSES ? ['pause'] : []),
    ...(isHeld ? ['resume'] : []),
    // Of a job that is complete, only what failed is done again.
    ...commonActions('bulk', status).filter(
      (action) => action !== 'retry' || status !== 'completed' || failed > 0,
    ),
  ];
}

/** How long an item takes; as planned, until enough have been measured. */
function itemTimes(measured: MeasuredTimes): Eta {
  const stages = stagesLeft('content', firstStatus('content'), false);
  return etaOf({ stages, elapsedMs: 0, queueMs: 0, measured });
}

/** What the time left of jobs is reckoned with. */
interface Reckoning {
  perItem: Eta;
  running: Map<string, RunningItem[]>;
  times: Map<string, ItemTimes>;
}

/** The time that is left of a job; null where that is not ours to say, as while it is paused or an item waits for a provider. */
function etaOfJob(job: BulkJob, { perItem, running, times }: Reckoning): Eta | null {
  if (job.status !== 'queued' && job.status !== 'processing') return null;
  const items = running.get(job.id) ?? [];
  if (items.some((item) => waitingOf(item) !== null)) return null;
  const { took, sinceMs } = times.get(job.id) ?? { took: [], sinceMs: null };
  return bulkEta({
    took,
    restMs: sinceMs === null ? 0 : Math.max(0, job.itemDelayMs - sinceMs),
    remaining: job.queued,
    running: items.map(({ elapsedMs }) => elapsedMs ?? 0),
    concurrency: job.concurrency,
    delayMs: job.itemDelayMs,
    perItem,
  });
}

function viewJob(job: BulkJob, errors: readonly string[], reckoning: Reckoning): JobView {
  const { id, tenantId, mode, status, phase, priority, concurrency, completed, failed, cancelled } = job;
  const eta = etaOfJob(job, reckoning);
  const held = (reckoning.running.get(id) ?? []).map(waitingOf).find((waiting) => waiting !== null);
  return {
    _id: id,
    id,
    userId: tenantId,
    ...{ mode, status, phase, priority, concurrency },
    total_items: job.totalItems,
    completed_items: completed,
    failed_items: failed,
    cancelled_items: cancelled,
    created_at: job.createdAt.toISOString(),
    started_at: iso(job.startedAt),
    completed_at: iso(job.finishedAt),
    estimated_completion: eta ? new Date(Date.now() + eta.p50Ms).toISOString() : null,
    error_summary: [...errors],
    template_name: job.templateName,
    schedule_id: job.scheduleId,
    waiting: waitingOf(job) ?? held ?? null,
    may: mayOf(job),
    etaP50Ms: eta?.p50Ms ?? null,
    etaP90Ms: eta?.p90Ms ?? null,
  };
}

/** Jobs as lists show them, in the order given. Asks the database as often for many as for one. */
export async function viewJobs(db: Db, jobs: readonly BulkJob[]): Promise<JobView[]> {
  const jobIds = jobs.map(({ id }) => id);
  if (jobIds.length === 0) return [];
  const [errors, items, times, measured] = await Promise.all([
    db.bulkReads.errorSummaries({ jobIds }),
    db.bulkReads.runningItems({ jobIds }),
    db.bulkItemTimes.itemTimes({ jobIds }),
    db.stageTimes.readStageTimes({ kind: 'content' }),
  ]);
  const running = new Map<string, RunningItem[]>();
  for (const item of items) running.set(item.parentId!, [...(running.get(item.parentId!) ?? []), item]);
  const reckoning = { perItem: itemTimes(measured), running, times };
  return jobs.map((job) => viewJob(job, errors.get(job.id) ?? [], reckoning));
}

/** How far a job is. */
function progressOf(job: BulkJob): z.output<typeof bulkProgressView> {
  const { totalItems: total, completed, failed, cancelled, queued, processing, shownEnded } = job;
  return {
    ...{ total, completed, failed, cancelled },
    remaining: queued + processing,
    percentage: Math.floor((shownEnded / total) * 100),
  };
}

/** An item as its job shows it. */
export function viewItemOfJob(
  item: ContentItem,
  job: Pick<BulkJob, 'status'>,
): z.output<typeof bulkItemView> {
  const { phase: _, ...shown } = viewItem(item);
  return { ...shown, queue_position: item.queuePosition ?? 0, may: itemActions(item, job.status) };
}

/** A job with its items. */
export async function viewJobDetail(db: Db, job: BulkJob): Promise<z.output<typeof bulkDetail>> {
  const [[shown], items] = await Promise.all([
    viewJobs(db, [job]),
    db.contentItems.itemsOfJob({ jobId: job.id }),
  ]);
  return {
    bulk_job: shown!,
    jobs: items.map((item) => viewItemOfJob(item, job)),
    progress: progressOf(job),
  };
}

/** What an action on a job tells of it. */
export function viewActed(job: BulkJob): object {
  const { id, status, phase } = job;
  return { success: true, id, status, phase, may: mayOf(job) };
}

/** Jobs by their ids, as the live stream shows them: with how far they are. */
export async function jobsById(db: Db, ids: string[]): Promise<Map<string, object>> {
  const jobs = await db.bulkJobs.jobsByIds({ ids });
  const views = await viewJobs(db, jobs);
  return new Map(jobs.map((job, n) => [job.id, { ...views[n]!, progress: progressOf(job) }]));
}
