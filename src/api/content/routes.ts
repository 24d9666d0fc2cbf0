import type { ContentMode } from '../../contract/bulk';
import { contentRequestOf } from '../../domain/bulk/request';
import type { ContentFields } from '../../domain/bulk/request';
import type { AcceptDeps } from '../http/accept-once';
import { cutPage } from '../http/cursor';
import type { DescribedRouter } from '../http/route';
import { orderParams } from '../http/schemas';
import { kindRoutes } from '../orders/kind-routes';
import type { AddCreation } from '../orders/kind-routes';
import { CONTENT_BASE } from './base';
import { ownTenant, priorityFor } from './create';
import { RESULT_ANSWERS, resultAnswer } from './result';
import {
  contentActionView,
  contentDetail,
  contentView,
  createContentBody,
  listContentQuery,
  newContentView,
  resultQuery,
} from './schemas';
import { viewNewText, viewOneText, viewTextDetail, viewTexts } from './view';

/** What a text of each mode is, in a sentence. */
const DESCRIPTIONS: Record<ContentMode, string> = {
  topic: 'Queues a text about a topic.',
  keywords: 'Queues a text that is to be found by 2 to 20 keywords.',
  trends: 'Queues a text about what is in the news, of which it cites at least one piece.',
  spin: 'Queues a rewrite of a text. Its numbers, names and links are kept.',
};

/** Adds the way to order a text of one mode. */
function addMode<M extends ContentMode>(add: AddCreation, mode: M): void {
  const body = createContentBody(mode);
  add(`${CONTENT_BASE}/generate/${mode}`, {
    summary: `Create text (${mode})`,
    description: DESCRIPTIONS[mode],
    body,
    // Room for the whole source, whatever its script.
    bodySize: 'batch',
    accepted: 'Accepted. `Location` is the URL of the text.',
    answer: newContentView,
    create: async (tx, res, asked) => {
      const tenant = await ownTenant(tx, res);
      const { priority, ...fields } = asked as ContentFields<M> & { priority?: number };
      const id = await tx.contentAccept.acceptContent({
        tenantId: tenant.id,
        priority: priorityFor(tenant, priority),
        request: contentRequestOf(mode, fields as ContentFields<M>),
      });
      const item = (await tx.contentItems.findContent({ orderId: id }))!;
      return {
        json: { success: true, ...viewNewText(item) },
        location: `${CONTENT_BASE}/${id}`,
        orders: 1,
      };
    },
  });
}

/** The routes of texts, whether they were ordered alone or belong to a job. */
export function contentRoutes(deps: AcceptDeps): DescribedRouter {
  const { db } = deps;
  return kindRoutes(deps, {
    kind: 'content',
    base: CONTENT_BASE,
    name: { one: 'text', a: 'a text', many: 'texts' },
    addCreations: (add) => {
      addMode(add, 'topic');
      addMode(add, 'keywords');
      addMode(add, 'trends');
      addMode(add, 'spin');
    },
    list: {
      query: listContentQuery,
      view: contentView,
      page: async ({ status, mode, bulk_job_id: jobId, alone, cursor, limit }, tenantId) => {
        const filter = { tenantId, jobId, alone: alone !== undefined, status, mode, after: cursor };
        const items = await db.contentItems.listContent({ ...filter, limit: limit + 1 });
        const { rows, nextCursor } = cutPage(items, limit, ({ seq }) => seq);
        return { items: await viewTexts(db, rows), nextCursor };
      },
    },
    read: {
      summary: 'Get text',
      description: 'One text with what it was ordered by, its progress and its cost.',
      view: contentDetail,
      detail: (item) => viewTextDetail(db, item),
    },
    find: db.contentItems.findContent,
    view: (item) => viewOneText(db, item),
    attempts: (orderId) => db.attempts.listRejectedParts({ orderId }),
    actions: {
      answer: contentActionView,
      cancel: {
        summary: 'Cancel text',
        description: 'Also stops a text that is being written. Cancelled items are not retried by their job.',
        act: db.contentActions.cancelText,
      },
      retry: {
        summary: 'Retry text',
        description:
          'Queues a failed or cancelled text again. An item of a job is queued in its old place, and a completed job is started again; not possible once the job was cancelled.',
        act: db.contentActions.retryText,
      },
    },
    addRoutes: (routes, own) =>
      routes.route(
        {
          method: 'get',
          permission: 'orders.read',
          path: `${CONTENT_BASE}/:id/result`,
          summary: 'Get text content',
          description:
            'What was written, as JSON or as Markdown (`format=markdown`, or the `Accept` header).',
          params: orderParams,
          query: resultQuery,
          answers: RESULT_ANSWERS,
        },
        async ({ params, query, req, res }) =>
          resultAnswer(req, deps.texts, await own(res, params.id), query),
      ),
  });
}
