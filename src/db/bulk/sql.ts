import type { KindSql } from '../orders/kind-rules';

const ofOrder = (expression: string): string =>
  `(select ${expression} from bulk_jobs b where b.order_id = o.id)`;

/** What its first item is about. */
const FIRST_TOPIC = `(select c.topic from orders p join content_items c on c.order_id = p.id
  where p.parent_id = b.order_id and c.queue_position = 1)`;

/** Failed items that are named at most, and characters of what is said of each. */
const MOST_ERRORS = 50;
const ERROR_LENGTH = 200;

/**
 * What went wrong with each failed item of a job, an expression or a placeholder: `<position>. <topic>: <sentence>`, in the order of their
 * places, as a jsonb list of strings.
 */
export const errorSummaryOf = (job: string): string => `coalesce((
  select jsonb_agg(left(e.line, ${ERROR_LENGTH}) order by e.place) from (
    select c.queue_position as place, c.queue_position || '. ' || c.topic || ': ' || coalesce(p.error, '') as line
      from orders p join content_items c on c.order_id = p.id
     where p.parent_id = ${job} and p.status = 'failed' order by c.queue_position limit ${MOST_ERRORS}) e), '[]')`;

/** A time as answers have it. */
const time = (expression: string): string =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const BULK_SQL: KindSql = {
  title: ofOrder(`coalesce(b.template_name, ${FIRST_TOPIC})`),
  // Named as in answers about the job; its numbers come with the event.
  facts: ofOrder(`jsonb_build_object('bulk_job_id', o.id, 'mode', b.mode, 'concurrency', b.concurrency,
    'error_summary', ${errorSummaryOf('o.id')}, 'template_name', b.template_name, 'schedule_id', b.schedule_id,
    'schedule_name', (select s.name from bulk_schedules s where s.id = b.schedule_id),
    'created_at', ${time('o.created_at')}, 'started_at', ${time('o.started_at')}, 'completed_at', ${time('o.finished_at')})`),
  mailed: `jsonb_build_object('error_summary', ${errorSummaryOf('o.id')})`,
  placer: ofOrder('b.person_id'),
  // A job is told of with its items.
  batch: 'o.id',
  ofBatch: (batch) => `select b.order_id from bulk_jobs b where b.order_id = ${batch}`,
  search: [
    {
      by: 'title',
      from: 'from bulk_jobs b join orders o on o.id = b.order_id where b.template_name ilike $1',
    },
  ],
};
