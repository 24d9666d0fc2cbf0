import { CONTENT_ATTEMPTS, contentPauseMs } from '../../contract/bulk';
import { FAILURES } from '../../contract/failures';
import type { FailureType } from '../../contract/failures';
import { addEvent } from '../events/events';
import { moveOrder } from '../orders/orders';
import { endOrder, openRun, resumeOrder } from '../orders/runs';
import type { ClosedRun, OpenFacts, RunKey } from '../orders/runs';
import { assertCurrentRun, beginStage, completeStage } from '../orders/stages';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { findContent } from './items';
import type { ContentItem } from './items';

/** What a text's run is told when it opens: the attempt that comes next, and the pause before it in milliseconds. */
export type OpenedContent = ClosedRun | (OpenFacts & { state: 'open'; attempt: number });

/** Tells a run which attempt comes next. An item of a job that has not been admitted has no run; whoever started one has to wait. */
export async function openContent(db: Queryable, run: RunKey): Promise<OpenedContent> {
  return atomically(db, async (tx) => {
    const item = await findContent(tx, { orderId: run.orderId, lock: true });
    const waits = item?.jobId && item.status === 'queued' && item.startNo === run.startNo;
    if (waits) return { state: 'unknown', reason: 'not_admitted' };
    const opened = await openRun(tx, run, item);
    if (opened.state !== 'open' || !item) return opened as ClosedRun;
    // A text that is there already needs no writing.
    if (opened.isFirst && !item.jobId)
      await resumeOrder(tx, item, item.bodyMarkdown === null ? [] : ['text']);
    else if (opened.isFirst)
      await addEvent(tx, { orderId: item.id, type: 'run.opened', data: { startNo: run.startNo } });
    return { state: 'open', ...opened.facts, attempt: item.attempt };
  });
}

/** The text of a run that may still touch it; throws `Order.Ended` or `Run.Stale` otherwise. */
export async function currentContent(db: Queryable, run: RunKey): Promise<ContentItem> {
  return assertCurrentRun(run, await findContent(db, { orderId: run.orderId }));
}

/** The writing of a text begins (again). Throws `Order.Ended` or `Run.Stale` where the run may not go on. */
export async function beginText(
  db: Queryable,
  run: RunKey & { round: number; jobId: string | null },
): Promise<void> {
  const { orderId, startNo, round, jobId } = run;
  await beginStage(db, {
    kind: 'content',
    ...{ orderId, startNo, round, stage: 'text' },
    // Only its job admits an item.
    ...(jobId ? { from: ['processing'] } : {}),
  });
}

/** A text that passed its checks. */
export interface WrittenText {
  title: string;
  metaDescription: string;
  slug: string;
  bodyMarkdown: string;
  measured: Record<string, unknown>;
}

/**
 * Keeps a text that passed; what was paid for is kept even where the order has ended meanwhile. It does not end the order. Repeating it
 * changes nothing.
 */
export async function saveText(
  tx: Queryable,
  done: RunKey & { round: number; attempt: number } & WrittenText,
): Promise<void> {
  const { orderId, startNo, round, attempt } = done;
  await findContent(tx, { orderId, lock: true });
  const saved = await tx.query(
    `update content_items set title = $2, meta_description = $3, slug = $4, body_markdown = $5, measured = $6
      where order_id = $1 and body_markdown is null`,
    [orderId, done.title, done.metaDescription, done.slug, done.bodyMarkdown, JSON.stringify(done.measured)],
  );
  if (saved.rowCount !== 1) return;
  await completeStage(tx, {
    ...{ kind: 'content', orderId, startNo, round, stage: 'text', to: 'processing', data: { attempt } },
  });
}

/** Attempts that a start of this text has in all. */
function attemptsOf({ policy }: ContentItem): number {
  return policy.draftAttempts ?? CONTENT_ATTEMPTS;
}

/**
 * An attempt has failed: the next one follows after a pause in the same place, or the text has failed for good where it was the last
 * one. Answers the status then, with the pause in milliseconds; an attempt that was counted before is not counted again.
 */
export async function failTextAttempt(
  db: Queryable,
  run: RunKey & { attempt: number; failureType: FailureType },
): Promise<{ status: string; pauseMs: number }> {
  return atomically(db, async (tx) => {
    const { orderId, failureType: type } = run;
    const item = await findContent(tx, { orderId, lock: true });
    const pauseMs = contentPauseMs(run.attempt, item?.policy.draftBackoffMs);
    const now = { status: item?.status ?? 'gone', pauseMs };
    if (item?.startNo !== run.startNo || item.status !== 'processing' || item.attempt !== run.attempt)
      return now;
    if (item.attempt >= attemptsOf(item)) {
      const error = { type, sentence: FAILURES[type].reader };
      const event = { type: 'order.failed', data: { failureType: type } } as const;
      await endOrder(tx, { kind: 'content', orderId, to: 'failed', error }, event);
      return { ...now, status: 'failed' };
    }
    await tx.query(
      'update content_items set attempt = attempt + 1, retry_count = retry_count + 1 where order_id = $1',
      [orderId],
    );
    const step = { kind: 'content', orderId, from: ['processing'], to: 'processing' } as const;
    await moveOrder(tx, { ...step, phase: 'queued' });
    await addEvent(tx, {
      orderId,
      type: 'order.retrying',
      data: { attempt: item.attempt + 1, pauseMs },
    });
    return now;
  });
}
