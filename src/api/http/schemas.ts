import { z } from 'zod';
import { hasControlOrBidi } from '../../domain/text/text';

/** Half a character (a lone surrogate) cannot be saved. */
export const isWhole = (value: string): boolean => !/[\ud800-\udfff]/u.test(value);

/** One line of text without characters that deceive its reader. */
export const cleanLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(isWhole, 'must not contain half characters (lone surrogates)')
    .refine((value) => !hasControlOrBidi(value), 'must not contain control or text-direction characters');

/** A parameter given twice comes as a list and is refused by these. */
export const orderParams = z.strictObject({ id: z.uuid() });

/** How soon: 1–10, larger is sooner. */
export const priority = z.int().min(1).max(10);

export const eventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(200),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});

export const priorityBody = z.strictObject({ priority });
/** The most that a hint can say, in UTF-16 units. */
export const MAX_HINT_LENGTH = 500;

export const emptyBody = z.strictObject({}).optional();

export const eventView = z.object({
  id: z.string(),
  type: z.string(),
  stage: z.string().nullable(),
  round: z.int().nullable(),
  data: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
});

/** A page of a list; `nextCursor` is null on the last one. */
export function pageOf(item: z.ZodType) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Why an order is on hold although it is nobody's turn; null where it is not. */
export const waitingView = z
  .object({
    type: z.string(),
    reason: z.string(),
    message: z.string(),
    notBefore: z.iso
      .datetime()
      .optional()
      .describe('It does not go on before this time, where that is known'),
  })
  .nullable();

/** What people may do with an order in its state: the last words of the routes that do it. A key also needs `orders.act`. */
export const mayView = z
  .array(z.string())
  .describe('What its state allows now: the last word of each route that does it');
