import { retry } from '../orders/actions';
import type { ActionRequest, ActionResult } from '../orders/actions';
import { addHint } from '../orders/hints';
import type { Queryable } from '../pool';

/** A person starts an ended page again, and may say what should be different in the parts that are still to be written. */
export async function retryItem(
  db: Queryable,
  request: ActionRequest & { hint?: string | undefined },
): Promise<ActionResult> {
  const { hint } = request;
  if (!hint) return retry(db, request);
  return retry(db, request, {
    payload: { hint },
    apply: async (tx, { id: orderId, round }) => {
      await addHint(tx, { orderId, round: round + 1, part: 'page', hint });
      return undefined;
    },
  });
}
