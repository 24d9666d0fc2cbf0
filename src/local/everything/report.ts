import type { Pool } from 'pg';
import {
  measureOrders,
  measureTold,
  off,
  offOfMail,
  offOfPost,
  offOfPurchase,
  offOfRefund,
  offOfText,
  sumOff,
} from './books';
import type { Measured, Off } from './books';
import type { ShownText } from './pages';
import type { Simulated } from './simulated';
import type { TableRow } from './table';
import type { Finished, Killed } from './worker-kill';
import { unfinished } from './worker-kill';

/** What was done, by whose ids it is found again. */
export interface WhatWasDone {
  /** Orders of blog posts, of the bought link, of the bought article, and the bulk job. */
  posts: readonly string[];
  approved: string;
  refunded: string;
  jobId: string;
  /** Statuses that the job had between the request to pause it and its being paused. */
  paused: readonly string[];
  killed: Killed;
  finished: readonly Finished[];
  /** Different messages about the job's end that a receiver took, all signed. */
  heard: number;
  /** Orders that were placed. */
  placed: number;
}

const costOf = ({ costMicros: micros, isMost }: Pick<Measured, 'costMicros' | 'isMost'>) => ({
  micros,
  isMost,
});

/** A row about one order. */
function orderRow(order: Measured, own: Pick<TableRow, 'kind' | 'result'> & { off: Off }): TableRow {
  const { off: found, ...said } = own;
  return { ...said, what: order.title, ms: order.ms, cost: costOf(order), ...found };
}

/** The row of the job, whose items are what it costs. */
function jobRow(job: Measured, items: readonly Measured[], done: WhatWasDone): TableRow {
  const written = items.filter(({ status }) => status === 'completed').length;
  return {
    kind: 'bulk job',
    what: `${items.length} texts, once ${done.paused.join(', then ')}`,
    result: `${job.status}: ${written} of ${items.length}`,
    ms: job.ms,
    cost: {
      micros: items.reduce((sum, { costMicros }) => sum + costMicros, 0),
      isMost: items.some(({ isMost }) => isMost),
    },
    ...sumOff(items.map(offOfText)),
  };
}

/** The row of the killed worker: what it was busy with, and who finished that. */
function killRow({ killed, finished }: WhatWasDone, orders: readonly Measured[]): TableRow {
  const pids = [...new Set(finished.map(({ pid }) => pid))].filter((pid) => pid !== undefined);
  const ids = new Set(killed.busy.map(({ orderId }) => orderId));
  const twice = orders
    .filter(({ id }) => ids.has(id))
    .reduce((sum, { answeredTwice }) => sum + answeredTwice, 0);
  return {
    kind: 'kill -9',
    what: `worker ${killed.pid}, at work on ${ids.size} ${ids.size === 1 ? 'order' : 'orders'}`,
    result: `finished by worker ${pids.join(', ') || 'none'}`,
    ms: Math.max(0, ...finished.map(({ at }) => at)) - killed.at,
    cost: null,
    lost: unfinished(killed, finished).length,
    doubled: twice,
  };
}

/** A text that was made, if its order has made one. */
function shownOf(kind: string, { title, language, text }: Measured): ShownText[] {
  return text ? [{ kind, title, language, markdown: text }] : [];
}

/** Reads what became of everything: the table, and the texts. */
export async function readReport(
  { pool, simulated }: { pool: Pool; simulated: Simulated },
  done: WhatWasDone,
): Promise<{ rows: TableRow[]; texts: ShownText[] }> {
  const orders = await measureOrders(pool);
  const told = await measureTold(pool, done.jobId);
  const books = await simulated.books();
  const byId = (id: string): Measured => {
    const order = orders.find((one) => one.id === id);
    if (!order) throw new Error(`order ${id} is gone`);
    return order;
  };
  const posts = done.posts.map(byId);
  const items = orders.filter(({ parentId }) => parentId === done.jobId);
  const [approved, refunded, job] = [done.approved, done.refunded, done.jobId].map(byId) as [
    Measured,
    Measured,
    Measured,
  ];
  const ended = orders.filter(({ hasEnded }) => hasEnded).length;
  const all = { ms: null, cost: null };
  const rows: TableRow[] = [
    ...posts.map((post) =>
      orderRow(post, { kind: 'blog post', result: 'published', off: offOfPost(post, books) }),
    ),
    orderRow(approved, {
      ...{ kind: 'bought link', result: 'approved, published' },
      off: offOfPurchase(approved, books),
    }),
    orderRow(refunded, {
      ...{ kind: 'bought article', result: 'rejected, refunded' },
      off: offOfRefund(refunded, books),
    }),
    jobRow(job, items, done),
    killRow(done, orders),
    {
      ...{ kind: 'webhook', what: 'the end of the bulk job', result: `${done.heard} signed message`, ...all },
      ...sumOff([off(told.finished, 1), off(done.heard, 1)]),
    },
    {
      ...{ kind: 'mail', what: `${told.mails} mails`, result: 'delivered', ...all },
      ...offOfMail(told, books),
    },
    {
      ...{ kind: 'all orders', what: `${done.placed} placed`, result: `${ended} ended`, ...all },
      ...off(ended, done.placed),
    },
  ];
  const texts = [
    ...posts.flatMap((post) => shownOf('blog post', post)),
    ...shownOf('article with a bought link', approved),
    ...shownOf('article that was rejected', refunded),
    ...items.flatMap((item) => shownOf('text of the bulk job', item)),
  ];
  return { rows, texts };
}
