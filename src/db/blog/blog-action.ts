import { performAction } from '../orders/actions';
import type { ActionContext, ActionRequest, ActionResult } from '../orders/actions';
import type { ActionPayload } from '../orders/cancelling';
import type { Queryable } from '../pool';
import { findBlogOrder } from './orders';
import type { BlogOrder } from './orders';

/** What the rule of an action on a blog order works with. */
export interface BlogActionContext extends Omit<ActionContext, 'order'> {
  order: BlogOrder;
}

/** Performs an action that only blog orders know; orders of other kinds are not there. */
export async function performBlogAction(
  db: Queryable,
  request: ActionRequest,
  action: { name: string; payload: ActionPayload },
  rule: (context: BlogActionContext) => Promise<ActionResult>,
): Promise<ActionResult> {
  return performAction(db, { ...request, kind: 'blog' }, action, async (context) => {
    const order = await findBlogOrder(context.tx, { orderId: context.order.id });
    return order ? rule({ ...context, order }) : { outcome: 'not_found' };
  });
}
