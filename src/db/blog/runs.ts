import type { PublishMode } from '../../contract/blog';
import { FAILURES } from '../../contract/failures';
import type { Resolution } from '../../contract/messages';
import { BEFORE_RELEASE, BLOG_WAITS } from '../../domain/blog/lifecycle';
import type { BlogStatus } from '../../domain/blog/lifecycle';
import { releaseOf } from '../../domain/blog/release';
import { makingSteps, phaseOf } from '../../domain/orders/lifecycle';
import type { StepOf } from '../../domain/orders/lifecycle';
import { addEvent, addEventOnce } from '../events/events';
import { lastAction } from '../orders/actions';
import { moveOrder } from '../orders/orders';
import { endOrder, finishRun, openRun, resumeOrder } from '../orders/runs';
import type { ClosedRun, OpenFacts, RunKey } from '../orders/runs';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { doneSteps, findBlogOrder } from './orders';
import type { BlogOrder } from './orders';

/** What the run of a blog order is told when it opens. */
export type OpenedBlogRun =
  | ClosedRun
  | (OpenFacts & {
      state: 'open';
      /** Fairness key of the store's own lane. */
      storeKey: string;
      hasSubject: boolean;
      /** The steps that are done. */
      done: StepOf<'blog'>[];
      ideaId: string | null;
      versionId: string | null;
    });

/** Whether the post may go out now, and what it waits for where it may not. */
export interface Release {
  began: boolean;
  status: BlogStatus | 'gone';
  mode?: PublishMode;
  /** Milliseconds until its time, for a post that waits for that. */
  waitMs?: number;
}

/** Postgres' own time, which all processes share. */
async function clock(tx: Queryable): Promise<Date> {
  const result = await tx.query<{ now: Date }>('select clock_timestamp() as now');
  return result.rows[0]!.now;
}

/** Opens a run: tells a stale or ended one to stop, and otherwise hands over all that is saved. */
export async function openBlogRun(db: Queryable, run: RunKey): Promise<OpenedBlogRun> {
  return atomically(db, async (tx) => {
    const order = await findBlogOrder(tx, { orderId: run.orderId, lock: true });
    const opened = await openRun(tx, run, order);
    if (opened.state !== 'open' || !order) return opened as ClosedRun;
    const subject = await tx.query('select 1 from order_subjects where order_id = $1', [order.id]);
    const done = await doneSteps(tx, order);
    if (opened.isFirst) {
      const status = await resumeOrder(tx, order, done);
      if (status === BLOG_WAITS.pick)
        await addEvent(tx, { orderId: order.id, type: 'pick.asked', data: { round: order.ideasRound } });
    }
    return {
      state: 'open',
      ...opened.facts,
      storeKey: order.storeId,
      hasSubject: subject.rowCount === 1,
      done,
      ideaId: order.ideaId,
      versionId: order.versionId,
    };
  });
}

/** The wait whose deadline has passed. A wait of an earlier round than the order's was answered; a run of older code names none. */
export type WaitKey = RunKey & { round?: number };

/**
 * Cancels an order because a person did not answer in time, unless an answer came first. Most answers move the status;
 * `isAnswered` finds the one that does not. The order is locked, as it is for every action.
 */
async function expire(
  tx: Queryable,
  key: WaitKey,
  wait: {
    from: BlogStatus;
    reason: string;
    sentence: string;
    isAnswered?: (order: BlogOrder) => boolean;
  },
): Promise<{ expired: boolean; order: BlogOrder | undefined; status: BlogStatus | 'gone' }> {
  const { orderId, startNo, round } = key;
  const before = await findBlogOrder(tx, { orderId, lock: true });
  if (before && wait.isAnswered?.(before)) return { expired: false, order: before, status: before.status };
  const error = { type: wait.reason, sentence: wait.sentence };
  const expired = await endOrder(
    tx,
    {
      ...{ kind: 'blog', orderId, startNo, from: [wait.from], to: 'CANCELLED', error },
      ...(round === undefined ? {} : { round }),
    },
    { type: 'order.cancelled', data: { by: 'deadline', reason: wait.reason } },
  );
  const order = await findBlogOrder(tx, { orderId });
  return { expired, order, status: order?.status ?? 'gone' };
}

/** Whether an order ended like this in this start: a repetition then answers as the first time. */
function endedBy(order: BlogOrder | undefined, run: RunKey, status: BlogStatus, errorType: string): boolean {
  return order?.startNo === run.startNo && order.status === status && order.errorType === errorType;
}

/** The deadline for the pick has passed. A pick that came first wins, and the run goes on with it. */
export async function expirePick(
  db: Queryable,
  run: WaitKey,
): Promise<{ expired: boolean; ideaId: string | null; status: BlogStatus | 'gone' }> {
  return atomically(db, async (tx) => {
    const { expired, order, status } = await expire(tx, run, {
      from: BLOG_WAITS.pick,
      reason: 'no_idea_picked',
      sentence: 'No idea picked',
    });
    const isRepeated = endedBy(order, run, 'CANCELLED', 'no_idea_picked');
    return { expired: expired || isRepeated, ideaId: order?.ideaId ?? null, status };
  });
}

/** The deadline for a person's word on a publication has passed. A word that came first wins, and the run obeys it. */
export async function expireResolve(
  db: Queryable,
  run: RunKey,
): Promise<{ expired: boolean; resolution: Resolution | null; actId: string | null }> {
  return atomically(db, async (tx) => {
    const { orderId, startNo } = run;
    const failureType = 'Publish.Unconfirmed';
    const error = { type: failureType, sentence: FAILURES[failureType].reader };
    const expired = await endOrder(
      tx,
      { kind: 'blog', orderId, startNo, from: [BLOG_WAITS.resolve], to: 'FAILED', error },
      { type: 'order.failed', data: { failureType, reason: 'nobody_resolved' } },
    );
    const action = expired ? undefined : await lastAction(tx, { id: orderId, startNo }, 'resolve');
    const isRepeated = !action && endedBy(await findBlogOrder(tx, { orderId }), run, 'FAILED', failureType);
    const resolution = (action?.payload['resolution'] as Resolution | undefined) ?? null;
    return { expired: expired || isRepeated, resolution, actId: action?.actId ?? null };
  });
}

/** Nobody approved the post in time: the order is cancelled, unless a person acted first. An approval moves no status. */
export async function expireApproval(
  db: Queryable,
  run: WaitKey,
): Promise<{ expired: boolean; status: BlogStatus | 'gone' }> {
  return atomically(db, async (tx) => {
    const { expired, status } = await expire(tx, run, {
      from: BLOG_WAITS.approval,
      reason: 'not_approved',
      sentence: 'Nobody approved the post in time',
      isAnswered: isApproved,
    });
    return { expired, status };
  });
}

function isApproved(order: BlogOrder): boolean {
  return order.approvedAt !== null;
}

/** Reminds of what a person is waited for with, once a round, if that is still open. */
export async function remind(db: Queryable, run: RunKey & { of: keyof typeof BLOG_WAITS }): Promise<void> {
  await atomically(db, async (tx) => {
    const order = await findBlogOrder(tx, { orderId: run.orderId, lock: true });
    if (order?.startNo !== run.startNo || order.status !== BLOG_WAITS[run.of]) return;
    if (run.of === 'approval' && isApproved(order)) return;
    await addEventOnce(tx, { orderId: run.orderId, type: `${run.of}.reminder`, round: order.round });
  });
}

/**
 * Asks to let the post out. It goes out (the point of no return), or the answer says what it waits for: a person's approval, its
 * time, or a part that was sent back. Repeating it changes nothing.
 */
export async function beginPublish(db: Queryable, run: RunKey): Promise<Release> {
  return atomically(db, async (tx) => {
    const order = await findBlogOrder(tx, { orderId: run.orderId, lock: true });
    if (!order || order.startNo !== run.startNo) return { began: false, status: order?.status ?? 'gone' };
    const { status, publishMode: mode } = order;
    if (status === 'PUBLISHING') return { began: true, status, mode };
    const done: readonly string[] = await doneSteps(tx, order);
    const isReady = makingSteps('blog').every((step) => done.includes(step));
    if (!isReady || (status !== 'GENERATING_IMAGE' && !BEFORE_RELEASE.includes(status)))
      return { began: false, status };
    const now = await clock(tx);
    const to = releaseOf({ mode, approved: order.approvedAt !== null, publishAt: order.publishAt, now });
    if (to !== status) {
      const step = { kind: 'blog', orderId: order.id, startNo: run.startNo } as const;
      await moveOrder(tx, { ...step, from: [status], to, phase: phaseOf('blog', to) });
      if (to === 'AWAITING_APPROVAL') await addEvent(tx, { orderId: order.id, type: 'approval.asked' });
      if (to === 'SCHEDULED')
        await addEvent(tx, {
          orderId: order.id,
          type: 'publish.scheduled',
          data: { publishAt: order.publishAt?.toISOString() },
        });
    }
    return {
      began: to === 'PUBLISHING',
      status: to,
      mode,
      ...(to === 'SCHEDULED' ? { waitMs: order.publishAt!.getTime() - now.getTime() } : {}),
    };
  });
}

/** Whether the post has been let out in this start of its order, and how: from there nobody can cancel it. Changes nothing. */
export async function wasReleased(db: Queryable, run: RunKey): Promise<Release> {
  const order = await findBlogOrder(db, { orderId: run.orderId });
  const status = order?.status ?? 'gone';
  const began = status === 'PUBLISHING' && order?.startNo === run.startNo;
  return { began, status, ...(order ? { mode: order.publishMode } : {}) };
}

/** A post that is to stay a draft is in the store: the order is done. Repeating it changes nothing. */
export async function finishDraft(db: Queryable, run: RunKey): Promise<void> {
  await finishRun(db, { ...run, data: { as: 'draft' } });
}

/** What a person reads whose order a look after a restore could not settle. */
const LOOK_UNCLEAR =
  'The database was restored from a backup, and it is unclear whether the store already holds this post. Check the store, then tell us what you found.';

/** Hands the order to a person, because nobody can tell whether the store took the post. */
export async function markUnconfirmed(
  db: Queryable,
  { orderId, startNo, question }: RunKey & { question: string },
): Promise<{ marked: boolean; status: BlogStatus | 'gone' }> {
  return atomically(db, async (tx) => {
    const before = await findBlogOrder(tx, { orderId, lock: true });
    const asked = await tx.query(
      `select 1 from order_events where order_id = $1 and type = 'order.unconfirmed' and data->>'question' = $2`,
      [orderId, question],
    );
    if (before && asked.rows.length > 0) return { marked: before.startNo === startNo, status: before.status };
    const error = {
      type: 'Publish.Unconfirmed',
      sentence: before?.lookFirst ? LOOK_UNCLEAR : FAILURES['Publish.Unconfirmed'].reader,
    };
    const step = { kind: 'blog', orderId, startNo, from: ['PUBLISHING'], to: 'UNCONFIRMED' } as const;
    const marked = await moveOrder(tx, { ...step, error });
    if (marked)
      await addEvent(tx, {
        orderId,
        type: 'order.unconfirmed',
        data: { question, ...(before?.lookFirst ? { reason: 'restored' } : {}) },
      });
    const order = await findBlogOrder(tx, { orderId });
    return { marked, status: order?.status ?? 'gone' };
  });
}
