import type { Answer } from '../../api/answer';
import type { KindApi } from '../../kind';

/** A job with its items. */
export type BulkDetail = Answer<'/api/bulk-generate/{id}'>;
export type BulkPage = Answer<'/api/bulk-generate'>;
export type BulkJob = BulkPage['items'][number];
export type BulkItem = BulkDetail['jobs'][number];
export type ItemStatus = BulkItem['status'];

export type TemplatePage = Answer<'/api/bulk-templates'>;
export type Template = TemplatePage['items'][number];
export type SchedulePage = Answer<'/api/bulk-schedules'>;
export type Schedule = SchedulePage['items'][number];
export type RunPage = Answer<'/api/bulk-schedules/{id}/runs'>;
export type ScheduleRun = RunPage['items'][number];

/** The statuses of the texts of a job, in the order in which they are shown. */
export const ITEM_STATUSES: readonly ItemStatus[] = [
  'queued',
  'processing',
  'completed',
  'failed',
  'cancelled',
];

/** The path of the page that lists bulk jobs; mail leads to those below it. */
export const BULK_PATH = '/bulk';

/** What lists of templates and of schedules are kept by. */
export const TEMPLATES = 'bulk-templates';
export const SCHEDULES = 'bulk-schedules';

/** Where bulk jobs are asked for. */
export const BULK_API = {
  base: '/api/bulk-generate',
  list: 'bulk-jobs',
  one: 'bulk-job',
  also: [SCHEDULES],
} as const satisfies KindApi;
