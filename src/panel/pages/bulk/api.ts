import type { ContentMode } from '../../../contract/bulk';
import type { Answer } from '../../api/answer';
import type { AnyOrder, KindApi } from '../../kind';

export type BulkStatus =
  'queued' | 'processing' | 'pausing' | 'paused' | 'completed' | 'failed' | 'cancelled';
export type ItemStatus = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

export interface BulkJob {
  id: string;
  mode: ContentMode;
  total_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  status: BulkStatus;
  phase: AnyOrder['phase'];
  priority: number;
  concurrency: number;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  template_name: string | null;
  schedule_id: string | null;
  waiting: AnyOrder['waiting'];
  may: string[];
  etaP50Ms: number | null;
  etaP90Ms: number | null;
}

export interface BulkItem {
  id: string;
  status: ItemStatus;
  queue_position: number;
  retry_count: number;
  error: string | null;
  topic: string;
  title: string | null;
  word_count: number;
  result_url: string | null;
  started_at: string | null;
  completed_at: string | null;
  may: string[];
}

/** A job with its items. */
export interface BulkDetail {
  bulk_job: BulkJob;
  jobs: BulkItem[];
  progress: {
    total: number;
    completed: number;
    failed: number;
    cancelled: number;
    remaining: number;
    percentage: number;
  };
}

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
