import { z } from 'zod';
import { checkMailAddress, ONE_MAIL_ADDRESS } from '../../domain/tenants/mail-address';
import { hasControlOrBidi } from '../../domain/text/text';
import { sequenceCursor } from './cursor';

/** Whether a text has no halves of characters (lone surrogates), which cannot be saved. */
const isWhole = (value: string): boolean => !/[\ud800-\udfff]/u.test(value);

/** Characters that are cut off at both ends, that no line may have, and that a line must have one of, as classes of a pattern. */
const BLANK = '\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const REFUSED = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';
const REFUSED_IN_TEXT = REFUSED.replace('\\u0000-\\u001f', '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f');

/** What the description says of a text with at least so many characters between its blanks. */
function textPattern(refused: string, least: 0 | 1 | 2): string {
  const solid = `[^${refused}${BLANK}]`;
  const rest = `[^${refused}]*${solid}`;
  const filled = least === 2 ? `${solid}${rest}` : `${solid}(?:${rest})?`;
  return least === 0 ? `^[${BLANK}]*(?:${filled}[${BLANK}]*)?$` : `^[${BLANK}]*${filled}[${BLANK}]*$`;
}

/** Text of at most so many characters without ones that deceive its reader; blanks at its ends are cut off. */
function cleanString(options: { max: number; least: 0 | 1 | 2; lines: boolean }) {
  const { max, least, lines } = options;
  const oneLine = (value: string): string => (lines ? value.replace(/[\t\n\r]/g, ' ') : value);
  return z
    .string()
    .refine((value) => [...value].length <= max, {
      error: `must have at most ${max} characters`,
      // What is too long is not looked at any further.
      abort: true,
    })
    .trim()
    .normalize('NFC')
    .refine(
      (value) => [...value].length >= least,
      `must have at least ${least} character${least === 1 ? '' : 's'}`,
    )
    .refine(isWhole, 'must not contain half characters (lone surrogates)')
    .refine(
      (value) => !hasControlOrBidi(oneLine(value)),
      'must not contain control or text-direction characters',
    )
    .meta({
      ...(least > 0 ? { minLength: least } : {}),
      maxLength: max,
      pattern: textPattern(lines ? REFUSED_IN_TEXT : REFUSED, least),
    });
}

/** One line of text without characters that deceive its reader. `least`: characters that it has at least. */
export const cleanLine = (max: number, least: 1 | 2 = 1) => cleanString({ max, least, lines: false });

/** One line, which may be empty. */
export const lineOrNothing = (max: number) => cleanString({ max, least: 0, lines: false });

/** Text of several lines, which may be empty. */
export const cleanText = (max: number) => cleanString({ max, least: 0, lines: true });

/** How many rows a page has at most; a whole number in plain digits. */
export const limitOf = (most: number, usual: number) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : value),
      z.int().min(1).max(most),
    )
    .default(usual);

/** One or more of these words, comma-separated, as a list. */
export function listOf<const W extends string>(words: readonly W[]) {
  const one = `(?:${words.join('|')})`;
  const most = words.length * 2;
  return z
    .string()
    .regex(
      new RegExp(`^${one}(?:,${one}){0,${most - 1}}$`),
      `must be one or more of ${words.join(', ')}, comma-separated`,
    )
    .transform((list) => list.split(',') as W[]);
}

/** Exactly one address that mail may be sent to, in canonical form. */
export const mailAddress = z
  .string()
  .transform((word, context) => {
    const checked = checkMailAddress(word);
    if (checked.ok) return checked.address;
    context.addIssue({ code: 'custom', message: ONE_MAIL_ADDRESS });
    return z.NEVER;
  })
  .meta({ format: 'email', maxLength: 254 });

/** An identifier of ours, in small letters whichever were sent. */
export const uuid = z.uuid().toLowerCase();

/** A parameter given twice comes as a list and is refused by these. */
export const orderParams = z.strictObject({ id: uuid });

/** How soon: 1–10, larger is sooner. */
export const priority = z.int().min(1).max(10);

export const eventsQuery = z.strictObject({
  limit: limitOf(500, 200),
  cursor: sequenceCursor.optional(),
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
