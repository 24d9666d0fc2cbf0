import type { Answer } from '../../api/answer';
import type { KindApi } from '../../kind';

export type ContentText = Answer<'/api/content'>['items'][number];
export type TextDetail = Answer<'/api/content/{id}'>;
export type TextResult = Answer<'/api/content/{id}/result'>;

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
