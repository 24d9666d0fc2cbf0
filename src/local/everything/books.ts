import type { Pool } from 'pg';
import { ACCOUNTS } from '../../contract/lanes';
import type { SimulatedBooks } from './simulated';

/** An order as it was found at the end. */
export interface Measured {
  id: string;
  parentId: string | null;
  status: string;
  hasEnded: boolean;
  /** From its acceptance to its end, in milliseconds. */
  ms: number;
  /** Cost so far in millionths of a US dollar, with the most that calls without a known end may have cost. */
  costMicros: number;
  isMost: boolean;
  /** Calls that were answered more than once for one and the same thing. */
  answeredTwice: number;
  title: string;
  /** In Markdown; null where it has none. */
  text: string | null;
  language: string;
  /** The post at its store, the refund at Stripe, and whether the text is the one that readers see. */
  postId: string | null;
  sessionId: string | null;
  isPublished: boolean;
}

/** Providers whose answers cost money, as a list in SQL. */
const PAID = ACCOUNTS.map((account) => `'${account}'`).join(', ');

const TWICE = `(select count(*) from (
  select 1 from provider_calls c where c.order_id = o.id and c.state = 'answered' and c.provider in (${PAID})
   group by c.stage, c.round, c.attempt, c.basis having count(*) > 1) twice)::int`;

/** All orders there are, with what became of them, in the order in which they were placed. */
export async function measureOrders(pool: Pool): Promise<Measured[]> {
  const { rows } = await pool.query<Measured>(
    `select o.id, o.parent_id as "parentId", o.status, o.finished_at is not null as "hasEnded",
            extract(epoch from coalesce(o.finished_at, clock_timestamp()) - o.created_at)::float8 * 1000 as ms,
            k.micros as "costMicros", k."isMost", ${TWICE} as "answeredTwice",
            coalesce(v.title, t.title, a.title, t.topic, pu.topic, '') as title,
            coalesce(v.body_markdown, t.body_markdown, r.content_md) as text,
            coalesce(t.language, a.language, 'en') as language, p.post_id as "postId", pu.session_id as "sessionId",
            coalesce(a.selected_version_id = r.id, false) as "isPublished"
       from orders o
       cross join lateral (
         select coalesce(sum(c.cost_micros), 0)::float8
                  + coalesce(sum(c.reserved_micros) filter (where c.state = 'begun'), 0)::float8 as micros,
                coalesce(bool_or(c.state = 'begun' or c.cost_is_maximum), false) as "isMost"
           from provider_calls c where c.order_id = o.id) k
       left join blog_orders b on b.order_id = o.id
       left join versions v on v.id = b.version_id and v.order_id = o.id
       left join publications p on p.order_id = o.id and p.basis = b.version_id
       left join content_items t on t.order_id = o.id
       left join purchases pu on pu.id = o.id
       left join articles a on a.id = pu.article_id
       left join article_revisions r on r.id = pu.version_id
      order by o.created_at, o.id`,
  );
  return rows;
}

/** What was sent to be delivered by mail and to webhooks. */
export interface Told {
  /** Mails on record, and those of them that have not been delivered. */
  mails: number;
  undelivered: number;
  /** Rows of deliveries of one job's end to webhooks. */
  finished: number;
}

/** Reads {@link Told}. */
export async function measureTold(pool: Pool, jobId: string): Promise<Told> {
  const { rows } = await pool.query<Told>(
    `select count(*) filter (where channel = 'mail')::int as mails,
            count(*) filter (where channel = 'mail' and state <> 'delivered')::int as undelivered,
            count(*) filter (where event_type = 'bulk.finished' and order_id = $1)::int as finished
       from webhook_deliveries`,
    [jobId],
  );
  return rows[0]!;
}

/** How often something is there too seldom, and too often. */
export interface Off {
  lost: number;
  doubled: number;
}

/** What is off with a number that should be another one. */
export function off(count: number, wanted: number): Off {
  return { lost: Math.max(0, wanted - count), doubled: Math.max(0, count - wanted) };
}

/** What is off with several things together. */
export function sumOff(all: readonly Off[]): Off {
  return {
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
    doubled: all.reduce((sum, { doubled }) => sum + doubled, 0),
  };
}

/** A blog order: one post in the store's own book, the one on record, and nothing paid for twice. */
export function offOfPost(order: Measured, { posts }: SimulatedBooks): Off {
  const isDone = order.status === 'DONE' && posts.some(({ id }) => id === order.postId);
  const same = posts.filter(({ fields }) => fields['title'] === order.title).length;
  return sumOff([off(isDone ? 1 : 0, 1), off(Math.max(1, same), 1), off(order.answeredTwice, 0)]);
}

/** An order that was bought: paid once by Stripe's own book, and published. */
export function offOfPurchase(order: Measured, { sessions }: SimulatedBooks): Off {
  const paid = sessions.filter(
    ({ metadata, paymentStatus }) => metadata['order_id'] === order.id && paymentStatus === 'paid',
  ).length;
  const isDone = order.status === 'COMPLETED' && order.isPublished;
  return sumOff([off(isDone ? 1 : 0, 1), off(paid, 1), off(order.answeredTwice, 0)]);
}

/** An order whose price was paid back: paid once and refunded once by Stripe's own book, and not published. */
export function offOfRefund(order: Measured, { sessions, refunds }: SimulatedBooks): Off {
  const paid = sessions.filter(
    ({ metadata, paymentStatus }) => metadata['order_id'] === order.id && paymentStatus === 'paid',
  );
  const back = refunds.filter(
    ({ status, paymentIntent }) =>
      status === 'succeeded' && paid.some((session) => session.paymentIntent === paymentIntent),
  );
  return sumOff([
    off(paid.length, 1),
    off(back.length, 1),
    off(order.answeredTwice, 0),
    off(order.isPublished ? 1 : 0, 0),
  ]);
}

/** A text: written, and paid for once. */
export function offOfText(order: Measured): Off {
  const isDone = order.status === 'completed' && Boolean(order.text);
  return sumOff([off(isDone ? 1 : 0, 1), off(order.answeredTwice, 0)]);
}

/** Mail: as many different messages at the mail server as there are on record. One that was sent again is the same message. */
export function offOfMail({ mails }: Told, books: SimulatedBooks): Off {
  return off(new Set(books.mails.map(({ messageId }) => messageId)).size, mails);
}
