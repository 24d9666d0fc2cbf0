import type { ContentMode, SearchIntent } from '../../../contract/bulk';
import type { AnyOrder, KindApi } from '../../kind';

/** A text as lists show it. */
export interface ContentText extends AnyOrder {
  bulk_job_id: string | null;
  mode: ContentMode;
  topic: string;
  word_count: number;
  tone: string;
  language: string;
  queue_position: number | null;
  retry_count: number;
  title: string | null;
  etaP50Ms: number | null;
  etaP90Ms: number | null;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
}

export interface TextDetail extends ContentText {
  input: {
    keywords?: string[];
    search_intent?: SearchIntent;
    trends?: Array<{ text: string; date: string; source_url: string | null }>;
    source_md?: string;
    similarity_max?: number;
  };
}

export interface TextResult {
  title: string;
  meta_description: string;
  slug: string;
  body: string;
  measured: Record<string, unknown> | null;
}

/** The path of the page that lists texts; mail leads to those below it. */
export const CONTENT_PATH = '/content';

/** Where texts are asked for. */
export const CONTENT_API = {
  base: '/api/content',
  list: 'texts',
  one: 'text',
  also: [],
} as const satisfies KindApi;

/** What a text is called: its title, or its topic until it has one. */
export const nameOfText = ({ title, topic }: { title: string | null; topic: string }): string =>
  title ?? topic;
