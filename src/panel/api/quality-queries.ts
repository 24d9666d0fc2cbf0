import { queryOptions } from '@tanstack/react-query';
import type { Language } from '../settings';
import type { Answer } from './answer';
import { answerOf, api } from './client';

export type QualityCheck = Answer<'/api/v1/quality-checks'>['data']['checks'][number];

/** What texts are checked for, in a language. It changes with the program only. */
export const qualityChecksQuery = (language: Language) =>
  queryOptions({
    queryKey: ['quality-checks', language],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/quality-checks', { params: { query: { language } } }))).data.checks,
  });
