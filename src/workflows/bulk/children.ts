import {
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { TypedSearchAttributes, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { StartedChild } from '../../activities/bulk/records';
import type { JobChild } from '../../contract/bulk';
import { workflowIdOf } from '../../contract/ids';
import { priorityLevel } from '../../contract/lanes';
import { WORKFLOW_OF_KIND } from '../../contract/orders';
import type { OrderInput } from '../../contract/orders';
import { orderMemo, orderNotes } from '../../contract/run-notes';
import { orderAttributes } from '../../contract/search-attributes';
import { logNames, workingPhase } from '../../domain/orders/lifecycle';
import type { OrderRun } from '../run-order';

/** What came of starting children. `isRefused`: one has a run that is not known, such as one of an earlier start that is still closing. */
export interface Begun {
  started: StartedChild[];
  isRefused: boolean;
}

/** Starts the runs of items. Each goes on by itself, whatever becomes of this run; one that runs already is left alone. */
export async function startChildren(
  order: Pick<OrderRun<unknown>, 'form' | 'key'>,
  weight: number,
  children: readonly JobChild[],
): Promise<Begun> {
  const started: StartedChild[] = [];
  for (const child of children) {
    const runId = await startItem(child, { form: order.form, weight, jobId: order.key.orderId });
    if (runId !== undefined) started.push({ orderId: child.orderId, startNo: child.startNo, runId });
  }
  return { started, isRefused: started.length < children.length };
}

/** Starts the run of one item and answers its id; undefined where the item has a run that has not closed. */
async function startItem(
  { orderId, tenantId, priority, startNo }: JobChild,
  { form, weight, jobId }: { form: number; weight: number; jobId: string },
): Promise<string | undefined> {
  const input: OrderInput = { orderId, tenantId, priority, startNo, form };
  const notes = orderNotes(logNames('content').order, { ...input, batchId: jobId });
  try {
    const handle = await startChild(WORKFLOW_OF_KIND.content, {
      workflowId: workflowIdOf({ kind: 'content', orderId }),
      taskQueue: 'orders',
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
      // Which start is to have a run is for Postgres to say: another one finds there that it may not go on.
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      priority: { priorityKey: priorityLevel(priority), fairnessKey: tenantId, fairnessWeight: weight },
      typedSearchAttributes: new TypedSearchAttributes(
        orderAttributes({ kind: 'content', phase: workingPhase('content'), tenantId, batchId: jobId }),
      ),
      memo: orderMemo(input),
      staticSummary: notes.summary,
      staticDetails: notes.details,
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw error;
  }
}
