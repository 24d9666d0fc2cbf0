import { z } from 'zod';
import type { RouteAnswer } from './route';

/** The description of an answer in the envelope. */
export function envelopeOf<D extends z.ZodType>(data: D) {
  return z.object({
    success: z.literal(true),
    message: z.string().describe('A sentence for people'),
    data,
  });
}

/** An answer in the envelope. */
export function inEnvelope(message: string, data: object, status = 200): RouteAnswer {
  return { status, json: { success: true, message, data } };
}
