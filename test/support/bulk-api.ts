import { phaseOf } from '../../src/domain/orders/lifecycle';
import type { BulkStatus } from '../../src/domain/bulk/lifecycle';
import type { ContentStatus } from '../../src/domain/content/lifecycle';
import type { ApiClient } from './api-client';
import { until } from './api-client';
import type { TestDatabase } from './database';

export const BULK = '/api/bulk-generate';
export const CONTENT = '/api/content';

/** A bulk job as the API shows it; tests read what they need. */
export interface BulkJson {
  bulk_job: {
    id: string;
    status: string;
    completed_items: number;
    failed_items: number;
    cancelled_items: number;
    error_summary: string[];
    estimated_completion: string | null;
    completed_at: string | null;
    etaP50Ms: number | null;
    etaP90Ms: number | null;
    may: string[];
  };
  jobs: Array<{
    id: string;
    status: string;
    queue_position: number;
    retry_count: number;
    error: string | null;
    result_url: string | null;
    may: string[];
  }>;
  progress: {
    total: number;
    completed: number;
    failed: number;
    cancelled: number;
    remaining: number;
    percentage: number;
  };
}

/** So many items, each about something of its own, with these fields as well. */
export function items(many: number, more: object = {}): object[] {
  return Array.from({ length: many }, (_, n) => ({ topic: `Garden tools ${n + 1}`, ...more }));
}

/** Orders a job of ten items about a topic, or of another body, and answers its id. */
export async function orderJob(client: ApiClient, body: object = {}): Promise<string> {
  const answer = await client.call('POST', BULK, { body: { mode: 'topic', items: items(10), ...body } });
  if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.json)}`);
  return String(answer.json['id']);
}

/** A job with its items. */
export async function readJob(client: ApiClient, id: string): Promise<BulkJson> {
  const answer = await client.call('GET', `${BULK}/${id}`);
  if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.json)}`);
  return answer.json as unknown as BulkJson;
}

/** Waits until a job has one of these statuses. */
export async function jobReaches(client: ApiClient, id: string, ...statuses: string[]): Promise<BulkJson> {
  let last = '';
  return until(
    () => `bulk job ${id} is ${statuses.join(' or ')}, last ${last}`,
    async () => {
      const job = await readJob(client, id);
      last = job.bulk_job.status;
      return statuses.includes(last) ? job : false;
    },
    60_000,
  );
}

/** Puts a job into a state as if work had brought it there, and its items, by their places, each into its own. */
export async function setJob(
  { pool }: TestDatabase,
  id: string,
  state: { job: BulkStatus; items?: (place: number) => ContentStatus },
): Promise<void> {
  const move = (of: string, kind: 'bulk' | 'content', status: string): Promise<unknown> =>
    pool.query(
      `update orders set status = $2, phase = $3,
              finished_at = case when $3 in ('done', 'failed', 'cancelled') then clock_timestamp() end where id = $1`,
      [of, status, phaseOf(kind, status)],
    );
  const { rows } = await pool.query<{ id: string }>(
    'select c.order_id as id from content_items c join orders o on o.id = c.order_id where o.parent_id = $1 order by c.queue_position',
    [id],
  );
  for (const [n, item] of rows.entries()) if (state.items) await move(item.id, 'content', state.items(n + 1));
  await move(id, 'bulk', state.job);
}

/** Writes the text of an item as if it had been written. */
export async function writeItem(
  { pool }: TestDatabase,
  id: string,
  text: { title: string; slug?: string; metaDescription?: string; body?: string },
): Promise<void> {
  await pool.query(
    `update content_items set title = $2, slug = $3, meta_description = $4, body_markdown = $5, measured = '{}' where order_id = $1`,
    [id, text.title, text.slug ?? 'a-slug', text.metaDescription ?? '', text.body ?? 'A body.'],
  );
}
