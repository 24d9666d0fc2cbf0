import type { Request, Response } from 'express';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';
import type { BulkJob } from '../../db/bulk/jobs';
import type { ContentItem } from '../../db/content/items';
import type { Db } from '../../db/db';
import { RESULT_ANSWERS, resultAnswer } from '../content/result';
import { resultQuery } from '../content/schemas';
import { ApiError } from '../http/errors';
import type { AnswerSpec, DescribedRouter } from '../http/route';
import { emptyBody } from '../http/schemas';
import { actionRequestOf, heldAction } from '../orders/action-request';
import { FULL_ANSWERS } from '../orders/action-routes';
import type { Texts } from '../texts/texts';
import { BULK_BASE } from './base';
import { bulkItemActionView, bulkItemParams } from './schemas';
import { viewItemOfJob } from './view';

/** What can be done with an item. */
interface ItemAction {
  name: 'retry' | 'cancel';
  summary: string;
  description: string;
  message: string;
  opens: boolean;
  act: (request: ActionRequest) => Promise<ActionResult>;
}

/** Adds the routes of single items of a job: their texts, and what people do with them. */
export function addItemRoutes(
  routes: DescribedRouter,
  { db, texts }: { db: Db; texts: Texts },
  own: (res: Response, id: string) => Promise<BulkJob>,
): void {
  /** An item with its job. Throws `not_found` where either is not there for the caller, or the item belongs to another job. */
  async function ownItem(
    res: Response,
    params: { id: string; item: string },
  ): Promise<{ job: BulkJob; item: ContentItem }> {
    const job = await own(res, params.id);
    const item = await db.contentItems.findContent({ orderId: params.item });
    if (item?.jobId !== job.id) throw new ApiError('not_found', 'Item not found.');
    return { job, item };
  }

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${BULK_BASE}/:id/items/:item/result`,
      summary: 'Get item content',
      description:
        'What was written for an item, as JSON or as Markdown (`format=markdown`, or the `Accept` header).',
      params: bulkItemParams,
      query: resultQuery,
      answers: RESULT_ANSWERS,
    },
    async ({ params, query, req, res }) => resultAnswer(req, texts, (await ownItem(res, params)).item, query),
  );

  function addAction({ name, summary, description, message, opens, act }: ItemAction): void {
    const full: Record<number, AnswerSpec> = opens ? FULL_ANSWERS : {};
    routes.route(
      {
        method: 'post',
        permission: 'orders.act',
        path: `${BULK_BASE}/:id/items/:item/${name}`,
        summary,
        description,
        params: bulkItemParams,
        body: emptyBody,
        idempotent: true,
        answers: {
          200: {
            description: 'The item after the action. Repeating the action returns the same answer.',
            schema: bulkItemActionView,
          },
          409: { description: 'The action does not fit the state of the item or of its job.' },
          ...full,
        },
      },
      async ({ params, req, res }: { params: { id: string; item: string }; req: Request; res: Response }) => {
        await ownItem(res, params);
        const { actId, outcome } = heldAction(await act(actionRequestOf(req, res, params.item)), 'item');
        const { job, item } = await ownItem(res, params);
        const shown = viewItemOfJob(item, job);
        return {
          status: 200,
          json: { success: true, message, ...shown, actId, repeated: outcome === 'same' },
        };
      },
    );
  }

  addAction({
    name: 'retry',
    summary: 'Retry item',
    description:
      'Queues a failed or cancelled item again, in its old place. A completed job is started again; an item of a cancelled job is not retried.',
    message: 'Item queued again',
    opens: true,
    act: db.contentActions.retryText,
  });
  addAction({
    name: 'cancel',
    summary: 'Cancel item',
    description: 'Cancels an item that is queued or being written. The job goes on with the others.',
    message: 'Item cancelled',
    opens: false,
    act: db.contentActions.cancelText,
  });
}
