import type { Request } from 'express';
import { z } from 'zod';
import type { ContentItem } from '../../db/content/items';
import { headedMarkdown } from '../../domain/items/page';
import { frontMatterLength } from '../../domain/text/markdown';
import { ApiError } from '../http/errors';
import type { AnswerSpec, RouteAnswer } from '../http/route';
import type { Texts } from '../texts/texts';
import { contentResult } from './schemas';
import type { resultQuery } from './schemas';

/** How a route that answers a text answers. */
export const RESULT_ANSWERS: Record<number, AnswerSpec> = {
  200: { description: 'The text.', schema: contentResult, also: { 'text/markdown': z.string() } },
  409: { description: 'The text is not completed; see `status` and `phase`.' },
};

/** The body of a text as it is given to people and programs. */
async function bodyOf(texts: Texts, { bodyMarkdown }: ContentItem): Promise<string> {
  const markdown = bodyMarkdown ?? '';
  return (await texts.given(markdown.slice(frontMatterLength(markdown)))).trim();
}

/** The same document as `contentMarkdown` of the domain makes; what is long is read in a thread of its own. */
export async function textMarkdown(texts: Texts, item: ContentItem): Promise<string> {
  return headedMarkdown({ title: item.title ?? '', body: await bodyOf(texts, item) });
}

/** What was written, in the form that was asked for. Throws `conflict` while nothing is. */
export async function resultAnswer(
  req: Request,
  texts: Texts,
  item: ContentItem,
  query: z.output<typeof resultQuery>,
): Promise<RouteAnswer> {
  const { id, status, phase, mode, topic, language, title, metaDescription, slug } = item;
  if (status !== 'completed')
    throw new ApiError('conflict', 'This text is not completed yet.', { status, phase });
  const wanted = query.format ?? (req.accepts(['json', 'text/markdown']) || 'json');
  if (wanted !== 'json')
    return { status: 200, text: await textMarkdown(texts, item), type: 'text/markdown; charset=utf-8' };
  const json: z.output<typeof contentResult> = {
    ...{ id, mode, topic, language },
    title: title ?? '',
    meta_description: metaDescription ?? '',
    slug: slug ?? '',
    body: await bodyOf(texts, item),
    measured: item.measured,
  };
  return { status: 200, json };
}
