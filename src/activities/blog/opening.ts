import { Context } from '@temporalio/activity';
import type { OpenedBlogRun } from '../../db/blog/runs';
import type { RunKey } from '../../db/orders/runs';
import type { ActivityDeps } from '../deps';

/** What a run is told by its first activity: how its order stands and, where there was work for it, what came of that. */
export interface OpenedWith<R> {
  opened: OpenedBlogRun;
  result?: R;
}

/** What a run that may go on is told. */
export type Opened = Extract<OpenedBlogRun, { state: 'open' }>;

/**
 * Opens the run that asks, and does its first work where that is still to be done. `work`: undefined where it is not. A repetition opens
 * nothing anew, and leaves alone what is done.
 */
export async function openWith<R>(
  deps: Pick<ActivityDeps, 'db'>,
  { orderId, startNo }: RunKey,
  work: (opened: Opened) => Promise<R> | undefined,
): Promise<OpenedWith<R>> {
  const { workflowId } = Context.current().info.workflowExecution ?? {};
  const opened = (await deps.db.openers.openOrder({ orderId, startNo, workflowId })) as OpenedBlogRun;
  if (opened.state !== 'open') return { opened };
  const result = await work(opened);
  return result === undefined ? { opened } : { opened, result };
}
