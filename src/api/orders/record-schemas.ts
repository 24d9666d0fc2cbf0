import { z } from 'zod';

const micros = z.number().int().describe('Millionths of a US dollar');

/** Attempts at a text, with what quality control had to say about each. */
export const attemptsView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      part: z.string().nullable().describe('Name of the part of a page; null where the text is one'),
      round: z.int(),
      attempt: z.int(),
      state: z
        .enum(['written', 'rejected', 'approved', 'unusable'])
        .describe('Not checked yet, sent back, passed, or nothing that could be read'),
      title: z.string().nullable(),
      markdown: z.string().nullable().describe('Null where no text was kept'),
      scores: z.record(z.string(), z.number()).nullable().describe('0 to 10 points by criterion'),
      findings: z.array(
        z.object({
          rule: z.string(),
          severity: z.enum(['blocking', 'minor']),
          reason: z.string(),
          hint: z.string().describe('What the next attempt is told to do about it'),
          quote: z.string().nullable(),
        }),
      ),
      at: z.iso.datetime(),
    }),
  ),
});

/** What an order has cost, by step and by request. */
export const costsView = z.object({
  currency: z.literal('USD'),
  amountMicros: micros,
  reservedMicros: micros.describe('Set aside for requests that are under way, in millionths of a US dollar'),
  retriesMicros: micros.describe('The part of it that repeats cost, in millionths of a US dollar'),
  stages: z.array(
    z.object({
      stage: z.string(),
      calls: z.int(),
      failed: z.int(),
      promptTokens: z.int(),
      completionTokens: z.int(),
      amountMicros: micros,
      retriesMicros: micros,
    }),
  ),
  calls: z
    .array(
      z.object({
        id: z.uuid(),
        at: z.iso.datetime(),
        stage: z.string(),
        provider: z.string(),
        model: z.string().nullable(),
        round: z.int(),
        attempt: z.int(),
        state: z.enum(['begun', 'answered', 'failed', 'aborted']),
        tookMs: z.number().nullable(),
        promptTokens: z.int().nullable(),
        completionTokens: z.int().nullable(),
        amountMicros: micros.nullable(),
        failureType: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    )
    .describe('The latest 200 requests to providers, newest first'),
});
