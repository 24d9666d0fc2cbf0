import { read } from '../../api/client';
import { CONTENT_API } from '../content/api';
import type { TextDetail } from '../content/api';
import type { BulkDetail } from './api';
import type { BulkRequest, NewItem } from './request';

/** Texts that are asked for at once; a server has other things to do as well. */
const AT_ONCE = 6;

/** A text as it was ordered. */
function itemOf({ topic, word_count, tone, language, input }: TextDetail): NewItem {
  const { trends, ...rest } = input;
  return {
    ...{ topic, word_count, tone, language },
    ...rest,
    ...(trends
      ? {
          trends: trends.map(({ source_url: url, ...trend }) => ({
            ...trend,
            ...(url === null ? {} : { source_url: url }),
          })),
        }
      : {}),
  };
}

/** A job as it was ordered, with all that its texts are written from. */
export async function requestOfJob({ bulk_job: job, jobs }: BulkDetail): Promise<BulkRequest> {
  const items: NewItem[] = [];
  for (let from = 0; from < jobs.length; from += AT_ONCE) {
    const texts = await Promise.all(
      jobs
        .slice(from, from + AT_ONCE)
        .map(({ id }) => read<TextDetail>(`${CONTENT_API.base}/{id}`, { path: { id } })),
    );
    items.push(...texts.map(itemOf));
  }
  return {
    mode: job.mode,
    items,
    concurrency: job.concurrency,
    priority: job.priority,
    ...(job.template_name === null ? {} : { name: job.template_name }),
  };
}
