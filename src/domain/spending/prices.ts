import { z } from 'zod';
import { estimatedTokens } from '../providers/completion';

/** Millionths of a US dollar for one million tokens in and out, or for one picture. */
export interface PriceTable {
  /** Day the prices were read off the providers' price pages, ISO 8601. */
  asOf: string;
  tokens: Readonly<Record<string, { input: number; output: number }>>;
  pictures: Readonly<Record<string, number>>;
}

/** Published list prices; further ones and other ones are configuration. */
export const LIST_PRICES: PriceTable = {
  asOf: '2025-11-01',
  tokens: {
    'gpt-4o': { input: 2_500_000, output: 10_000_000 },
    'gpt-4o-mini': { input: 150_000, output: 600_000 },
  },
  pictures: { 'black-forest-labs/flux-schnell': 3_000 },
};

/** Price of one completion in millionths of a US dollar, rounded up; null for a model without a price. */
export function priceOfCompletion(
  prices: PriceTable,
  call: { model: string; promptTokens: number; completionTokens: number },
): number | null {
  const price = Object.hasOwn(prices.tokens, call.model) ? prices.tokens[call.model] : undefined;
  if (!price) return null;
  return Math.ceil((call.promptTokens * price.input + call.completionTokens * price.output) / 1_000_000);
}

/** Price of one picture in millionths of a US dollar; null for a model without a price. */
export function priceOfPicture(prices: PriceTable, call: { model: string }): number | null {
  return Object.hasOwn(prices.pictures, call.model) ? (prices.pictures[call.model] ?? null) : null;
}

/** The most a completion can cost in millionths of a US dollar: its prompt by estimate, its answer at full length. */
export function mostOfCompletion(
  prices: PriceTable,
  call: { model: string; prompt: string; maxCompletionTokens: number },
): number | null {
  return priceOfCompletion(prices, {
    model: call.model,
    promptTokens: estimatedTokens(call.prompt),
    completionTokens: call.maxCompletionTokens,
  });
}

/** Highest price that can be meant, in US dollars; a larger number is a slip of the pen. */
const HIGHEST_PRICE = 1_000_000;

const dollars = z
  .number()
  .min(0)
  .max(HIGHEST_PRICE)
  .transform((amount) => Math.round(amount * 1_000_000));

const modelPrice = z.union([
  z.strictObject({ input: dollars, output: dollars }),
  z.strictObject({ picture: dollars }),
]);

/**
 * Reads prices in US dollars by model, `{"input", "output"}` for a million tokens or `{"picture"}` for one, over those of a table.
 * Answers the problems where it cannot, each with the entry's place, as names may be anything.
 */
export function readPrices(
  base: PriceTable,
  text: string,
): { ok: true; prices: PriceTable } | { ok: false; problems: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, problems: ['must be one JSON document.'] };
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
    return { ok: false, problems: ['must be an object of prices by model.'] };
  const tokens = new Map(Object.entries(base.tokens));
  const pictures = new Map(Object.entries(base.pictures));
  const problems: string[] = [];
  for (const [index, [model, given]] of Object.entries(parsed).entries()) {
    const price = modelPrice.safeParse(given);
    if (!price.success)
      problems.push(
        `entry ${index + 1} must be {"input": …, "output": …} or {"picture": …}, each a number of US dollars from 0 to ${HIGHEST_PRICE}.`,
      );
    else if ('picture' in price.data) pictures.set(model, price.data.picture);
    else tokens.set(model, price.data);
  }
  return problems.length > 0
    ? { ok: false, problems }
    : {
        ok: true,
        prices: { ...base, tokens: Object.fromEntries(tokens), pictures: Object.fromEntries(pictures) },
      };
}
