import type { z } from 'zod';
import type { ModeInput } from '../../contract/bulk';
import type { ContentItem } from '../../db/content/items';
import type { Db } from '../../db/db';
import type { BulkStatus } from '../../domain/bulk/lifecycle';
import type { Eta } from '../../domain/orders/eta';
import { commonActions } from '../../domain/orders/lifecycle';
import { BULK_BASE } from '../bulk/base';
import { iso } from '../orders/envelope';
import { etaFields, orderEtas } from '../orders/eta';
import { waitingOf } from '../orders/waiting';
import { CONTENT_BASE } from './base';
import type { contentDetail, contentView } from './schemas';

type ContentView = z.output<typeof contentView>;

/** Where a text is: below its job, where it belongs to one. */
function resultUrl({ id, jobId, status }: ContentItem): string | null {
  if (status !== 'completed') return null;
  return jobId === null ? `${CONTENT_BASE}/${id}/result` : `${BULK_BASE}/${jobId}/items/${id}/result`;
}

/** What a text can be asked for, with the status of the job it is an item of: what was cancelled with its job stays so. */
export function itemActions({ status }: ContentItem, job: BulkStatus | undefined): string[] {
  return commonActions('content', status).filter((action) => action !== 'retry' || job !== 'cancelled');
}

/** What the views of a text have in common, whether it is shown alone or as an item of its job. */
export function viewItem(item: ContentItem) {
  const { id, status, phase, topic, title, error } = item;
  return {
    ...{ id, status, phase, topic, title, error },
    retry_count: item.retryCount,
    word_count: item.wordCount,
    result_url: resultUrl(item),
    started_at: iso(item.startedAt),
    completed_at: iso(item.finishedAt),
  };
}

function viewText(item: ContentItem, eta: Eta | null, job?: BulkStatus): ContentView {
  const { jobId, tenantId, mode, tone, language, priority, queuePosition, errorType } = item;
  return {
    ...viewItem(item),
    ...{ mode, tone, language, priority, errorType },
    may: itemActions(item, job),
    bulk_job_id: jobId,
    userId: tenantId,
    queue_position: queuePosition,
    waiting: waitingOf(item),
    ...etaFields(item.status === 'completed' ? { p50Ms: 0, p90Ms: 0 } : eta),
    created_at: item.createdAt.toISOString(),
  };
}

/** Texts as lists show them, in the order given. When an item of a job that waits begins is for its job to tell. */
export async function viewTexts(db: Db, items: readonly ContentItem[]): Promise<ContentView[]> {
  if (items.length === 0) return [];
  const timed = items.map((order) => ({ order, asksFirst: false }));
  const jobIds = [...new Set(items.flatMap(({ jobId }) => jobId ?? []))];
  const [etas, jobs] = await Promise.all([
    orderEtas(db, 'content', timed),
    jobIds.length === 0 ? new Map<string, BulkStatus>() : db.bulkReads.jobStatuses({ jobIds }),
  ]);
  return items.map((item, n) => {
    const isWaiting = item.jobId !== null && item.status === 'queued';
    return viewText(item, isWaiting ? null : (etas[n] ?? null), jobs.get(item.jobId ?? ''));
  });
}

/** A text as lists show it. */
export const viewOneText = async (db: Db, item: ContentItem): Promise<ContentView> =>
  (await viewTexts(db, [item]))[0]!;

/** A text that was accepted just now: its time is reckoned when it is looked at, as everybody behind it waits for this answer. */
export const viewNewText = (item: ContentItem): ContentView => viewText(item, null);

/** What a mode adds, as the API names it. */
function viewInput(input: ModeInput): z.output<typeof contentDetail>['input'] {
  switch (input.mode) {
    case 'topic':
      return {};
    case 'keywords':
      return { keywords: input.keywords, search_intent: input.searchIntent };
    case 'trends':
      return {
        trends: input.trends.map(({ text, date, sourceUrl }) => ({ text, date, source_url: sourceUrl })),
      };
    case 'spin':
      return { source_md: input.sourceMd, similarity_max: input.similarityMax };
  }
}

/** One text with what it was ordered by and what it has cost. */
export async function viewTextDetail(db: Db, item: ContentItem): Promise<z.output<typeof contentDetail>> {
  const [shown, cost] = await Promise.all([
    viewOneText(db, item),
    db.providerCalls.costOf({ orderId: item.id }),
  ]);
  return {
    ...shown,
    input: viewInput(item.input),
    cost: {
      amountMicros: cost.costMicros,
      unknownMicros: cost.unknownMicros,
      currency: 'USD',
      calls: cost.calls,
    },
  };
}

/** Texts by their ids, as the live stream shows them. */
export async function textsById(db: Db, ids: string[]): Promise<Map<string, object>> {
  const shown = await viewTexts(db, await db.contentItems.contentByIds({ ids }));
  return new Map(shown.map((text) => [text.id, text]));
}
