import { z } from 'zod';
import { uuid } from '../http/schemas';

const micros = z.number().int().describe('Millionths of a US dollar');

/** The part of an amount that is a maximum. */
export const unknownMicros = micros.describe(
  'Share of the amount for requests whose cost is unknown; they count at their maximum. In millionths of a US dollar',
);

/** Attempts at a text, with what quality control had to say about each. */
export const attemptsView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      part: z
        .string()
        .nullable()
        .describe('The section of a page, or `image` for the image of a post; null for the text of a post'),
      round: z.int(),
      attempt: z.int(),
      state: z
        .enum(['written', 'rejected', 'approved', 'unusable'])
        .describe(
          'Not checked yet, rejected (an image: none was made), approved, or an invalid response of the model',
        ),
      title: z.string().nullable(),
      markdown: z.string().nullable().describe('Null if no text was kept'),
      scores: z.record(z.string(), z.number()).nullable().describe('0 to 10 for each criterion'),
      findings: z.array(
        z.object({
          rule: z.string(),
          severity: z.enum(['blocking', 'minor']),
          reason: z.string(),
          hint: z.string().describe('Instruction for the next attempt'),
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
  reservedMicros: micros.describe('Reserved for requests in progress, in millionths of a US dollar'),
  retriesMicros: micros.describe('Share of the amount spent on retries, in millionths of a US dollar'),
  unknownMicros,
  stages: z.array(
    z.object({
      stage: z.string(),
      calls: z.int(),
      failed: z.int(),
      promptTokens: z.int(),
      completionTokens: z.int(),
      amountMicros: micros,
      retriesMicros: micros,
      unknownMicros: micros,
    }),
  ),
  calls: z
    .array(
      z.object({
        id: uuid,
        at: z.iso.datetime(),
        stage: z.string(),
        provider: z.string(),
        model: z.string().nullable(),
        round: z.int(),
        attempt: z.int(),
        state: z
          .enum(['begun', 'answered', 'failed', 'aborted', 'lost'])
          .describe('`lost`: it ended without a trace; it may have been charged for'),
        tookMs: z.number().nullable(),
        promptTokens: z.int().nullable(),
        completionTokens: z.int().nullable(),
        amountMicros: micros.nullable(),
        isMaximum: z.boolean().describe('Whether the amount is the most that the request can have cost'),
        failureType: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    )
    .describe('The last 200 requests to providers, newest first'),
});
