import { buffer } from 'node:stream/consumers';
import type { Response } from 'express';
import { z } from 'zod';
import { ZipFile } from 'yazl';
import type { BulkJob } from '../../db/bulk/jobs';
import type { ContentItem } from '../../db/content/items';
import type { Db } from '../../db/db';
import { exportName } from '../../domain/bulk/export';
import { textMarkdown } from '../content/result';
import { viewItem } from '../content/view';
import { csvOf } from '../../domain/text/csv-table';
import type { DescribedRouter } from '../http/route';
import { orderParams } from '../http/schemas';
import type { Texts } from '../texts/texts';
import { BULK_BASE } from './base';
import { exportQuery } from './schemas';

/** Says that a table is in UTF-8, without which spreadsheets read umlauts wrongly. */
const BYTE_ORDER_MARK = '\ufeff';

const COLUMNS = [
  'position',
  'id',
  'status',
  'topic',
  'title',
  'slug',
  'meta_description',
  'language',
  'word_count',
  'retry_count',
  'error',
  'started_at',
  'completed_at',
] as const;

/** The name of the file of an item that is written; null for any other. */
function fileOf(item: ContentItem, job: BulkJob): string | null {
  const { status, topic, title, slug } = item;
  if (status !== 'completed') return null;
  return exportName({ position: item.queuePosition ?? 0, topic, title, slug }, job.totalItems);
}

/** A table of all items in their order; its last column says where the text of each is. */
function tableOf(
  items: readonly ContentItem[],
  where: string,
  place: (item: ContentItem) => string | null,
): string {
  const rows = items.map((item) => {
    const { id, status, topic, title, error, word_count, retry_count, started_at, completed_at } =
      viewItem(item);
    return [
      ...[item.queuePosition, id, status, topic, title, item.slug, item.metaDescription, item.language],
      ...[word_count, retry_count, error, started_at, completed_at, place(item)],
    ];
  });
  return BYTE_ORDER_MARK + csvOf([[...COLUMNS, where], ...rows]);
}

/** The texts of a job, each a Markdown file, and the table of all items, as a zip archive. A job's texts are few and short enough to hold at once. */
async function archiveOf(texts: Texts, items: readonly ContentItem[], job: BulkJob): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (name: string, text: string, mtime: Date): void =>
    zip.addBuffer(Buffer.from(text), name, { mtime });
  add(
    'index.csv',
    tableOf(items, 'file', (item) => fileOf(item, job)),
    job.updatedAt,
  );
  for (const item of items) {
    const name = fileOf(item, job);
    // One after the other, so that a request takes one thread at a time.
    if (name !== null) add(name, await textMarkdown(texts, item), item.finishedAt ?? job.updatedAt);
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** Adds the route that exports what a job has written so far. */
export function addExportRoute(
  routes: DescribedRouter,
  { db, texts }: { db: Db; texts: Texts },
  own: (res: Response, id: string) => Promise<BulkJob>,
): void {
  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${BULK_BASE}/:id/export`,
      summary: 'Export bulk job',
      description:
        'What is written so far: a zip archive with a Markdown file for each completed item and `index.csv`, a table of all items; or that table alone.',
      params: orderParams,
      query: exportQuery,
      answers: {
        200: {
          description: 'The archive, or the table in UTF-8 with a byte-order mark.',
          schema: z.string(),
          contentType: 'application/zip',
          also: { 'text/csv': z.string() },
        },
      },
    },
    async ({ params, query: { format }, res }) => {
      const job = await own(res, params.id);
      const items = await db.contentItems.itemsOfJob({ jobId: job.id });
      const headers = { 'content-disposition': `attachment; filename="bulk-${job.id}.${format}"` };
      if (format === 'zip')
        return { status: 200, headers, text: await archiveOf(texts, items, job), type: 'application/zip' };
      const table = tableOf(items, 'result_url', (item) => viewItem(item).result_url);
      return { status: 200, headers, text: table, type: 'text/csv; charset=utf-8' };
    },
  );
}
