import { randomUUID } from 'node:crypto';
import type { ContentRequest } from '../../src/contract/bulk';
import type { Galley } from './galley';

/** A job of which no worker does anything: its items end when the test says so. */
export interface JobByHand {
  jobId: string;
  itemIds: string[];
  tenantId: string;
}

/** Whom a job by hand belongs to, and what it is made of. */
export interface ByHand {
  tenantId: string;
  personId?: string;
  topics?: readonly string[];
  templateName?: string;
}

const TEN = Array.from({ length: 10 }, (_, n) => `Topic ${n + 1}`);

/** A text that is ordered, about a topic. */
export function textAbout(topic: string): ContentRequest {
  return { topic, wordCount: 600, tone: 'plain', language: 'en', input: { mode: 'topic' } };
}

/** Places a job as its route does. */
export async function jobByHand(galley: Galley, of: ByHand): Promise<JobByHand> {
  const { tenantId, personId, topics = TEN, templateName } = of;
  const ids = await galley.db.transaction((tx) =>
    tx.bulkJobs.acceptJob({
      ...{ tenantId, priority: 5, concurrency: 3, itemDelayMs: 0, mode: 'topic', placedBy: 'key:test' },
      ...{ items: topics.map(textAbout), personId, templateName },
    }),
  );
  return { ...ids, tenantId };
}

/** Lets a job begin the items that there is room for, or end, as its run does. */
export async function advance(galley: Galley, { jobId: orderId }: JobByHand): Promise<'open' | 'done'> {
  const job = (await galley.db.bulkJobs.findJob({ orderId }))!;
  const { startNo } = job;
  await galley.db.transaction((tx) => tx.bulkRuns.openJob({ orderId, startNo }));
  return (await galley.db.bulkRuns.advanceJob({ orderId, startNo })).state;
}

/** Ends an item that has begun, as its run does. */
export async function endItem(galley: Galley, orderId: string, to: 'completed' | 'failed'): Promise<void> {
  const error = { type: 'Draft.Rejected', sentence: 'It was rejected three times.' };
  await galley.db.transaction((tx) =>
    tx.orderRuns.endOrder(
      { kind: 'content', orderId, from: ['processing'], to, ...(to === 'failed' ? { error } : {}) },
      { type: to === 'failed' ? 'order.failed' : 'order.done' },
    ),
  );
}

/** The items of a job that have begun. */
export async function begunItems(galley: Galley, { jobId }: JobByHand): Promise<string[]> {
  const { rows } = await galley.database.pool.query<{ id: string }>(
    `select o.id from orders o join content_items c on c.order_id = o.id
      where o.parent_id = $1 and o.status = 'processing' order by c.queue_position`,
    [jobId],
  );
  return rows.map(({ id }) => id);
}

/** Ends all items of a job, as `ends` says of the n-th, from 0, and then the job. */
export async function finishJob(
  galley: Galley,
  job: JobByHand,
  ends: (n: number) => 'completed' | 'failed',
): Promise<void> {
  while ((await advance(galley, job)) === 'open')
    for (const id of await begunItems(galley, job)) await endItem(galley, id, ends(job.itemIds.indexOf(id)));
}

/** The request of somebody to do something with an order. */
export function actionOn(orderId: string) {
  return { orderId, actor: { name: 'key:test' }, actId: randomUUID() };
}
