import type { Pool } from 'pg';

/** An entry of the timeline of a job or of one of its items. */
interface Entry {
  orderId: string;
  type: string;
  round: number;
  data: Record<string, unknown>;
  /** Its place in its job; 0 for the job itself. */
  place: number;
}

async function timelineOf(pool: Pool, jobId: string): Promise<Entry[]> {
  const { rows } = await pool.query<Entry>(
    `select e.order_id as "orderId", e.type, e.round, e.data, coalesce(c.queue_position, 0) as place
       from order_events e join orders o on o.id = e.order_id left join content_items c on c.order_id = o.id
      where o.id = $1 or o.parent_id = $1 order by e.id`,
    [jobId],
  );
  return rows;
}

const ENDS = ['order.done', 'order.failed', 'order.cancelled'];

/** What a job's timeline shows that must never be; empty where all is well. */
export async function timelineFaults(
  pool: Pool,
  job: { id: string; concurrency: number },
): Promise<string[]> {
  const faults: string[] = [];
  const queued = new Set<number>();
  const written = new Set<number>();
  const told: number[] = [];
  let isPaused = false;
  let isEnded = false;
  for (const { type, round, place } of await timelineOf(pool, job.id)) {
    const what = `${type} of ${place || 'the job'} in round ${round}`;
    if (place === 0) {
      if (type === 'bulk.paused') isPaused = true;
      if (type === 'bulk.resumed' || type === 'order.retried') isPaused = false;
      isEnded = ENDS.includes(type) || (isEnded && type !== 'order.retried');
      if (type === 'bulk.finished') {
        if (!isEnded || queued.size + written.size > 0) faults.push(`${what}: it was not over`);
        if (told.includes(round)) faults.push(`${what}: told twice`);
        told.push(round);
      }
      continue;
    }
    if (type === 'order.accepted' || type === 'order.retried') queued.add(place);
    if (type === 'order.admitted') {
      if (isPaused) faults.push(`${what}: while the job was paused`);
      if (isEnded) faults.push(`${what}: after the job had ended`);
      if (Math.min(...queued) !== place) faults.push(`${what}: ${Math.min(...queued)} came before it`);
      queued.delete(place);
      written.add(place);
      if (written.size > job.concurrency) faults.push(`${what}: ${written.size} at once`);
    }
    if (ENDS.includes(type)) {
      if (!queued.delete(place) && !written.delete(place)) faults.push(`${what}: it had ended before`);
    }
  }
  return faults;
}

/** How often each round of a job was told of, in their order. */
export async function roundsTold(pool: Pool, jobId: string): Promise<number[]> {
  return (await timelineOf(pool, jobId))
    .filter(({ type }) => type === 'bulk.finished')
    .map(({ round }) => round);
}

/** Attempts at texts of a job that were answered more than once. */
export async function answeredTwice(pool: Pool, jobId: string): Promise<string[]> {
  const { rows } = await pool.query<{ order_id: string }>(
    `select c.order_id from provider_calls c join orders o on o.id = c.order_id
      where o.parent_id = $1 and c.state = 'answered' group by c.order_id, c.round, c.attempt having count(*) > 1`,
    [jobId],
  );
  return rows.map((row) => row.order_id);
}
