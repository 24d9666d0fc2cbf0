import type { Request } from 'express';
import { z } from 'zod';
import type { ContentItem } from '../../db/content/items';
import { contentMarkdown } from '../../domain/content/markdown';
import { ApiError } from '../http/errors';
import type { AnswerSpec, RouteAnswer } from '../http/route';
import { contentResult } from './schemas';
import type { resultQuery } from './schemas';

/** How a route that answers a text answers. */
export const RESULT_ANSWERS: Record<number, AnswerSpec> = {
  200: { description: 'The text.', schema: contentResult, also: { 'text/markdown': z.string() } },
  409: { description: 'The text is not completed; see `status` and `phase`.' },
};

/** What was written, in the form that was asked for. Throws `conflict` while nothing is. */
export function resultAnswer(
  req: Request,
  item: ContentItem,
  query: z.output<typeof resultQuery>,
): RouteAnswer {
  const { id, status, phase, mode, topic, language, title, metaDescription, slug, bodyMarkdown } = item;
  if (status !== 'completed')
    throw new ApiError('conflict', 'This text is not completed yet.', { status, phase });
  const wanted = query.format ?? (req.accepts(['json', 'text/markdown']) || 'json');
  if (wanted !== 'json')
    return { status: 200, text: contentMarkdown(item), type: 'text/markdown; charset=utf-8' };
  const json: z.output<typeof contentResult> = {
    ...{ id, mode, topic, language },
    title: title ?? '',
    meta_description: metaDescription ?? '',
    slug: slug ?? '',
    body: bodyMarkdown ?? '',
    measured: item.measured,
  };
  return { status: 200, json };
}
