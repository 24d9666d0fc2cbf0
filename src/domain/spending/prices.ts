import { z } from 'zod';
import { estimatedTokens } from '../providers/completion';

/** Prices in millionths of a US dollar: per million tokens in and out, and per picture. */
export interface PriceTable {
  /** Date the prices were taken from the providers' price pages, ISO 8601. */
  asOf: string;
  tokens: Readonly<Record<string, { input: number; output: number }>>;
  pictures: Readonly<Record<string, number>>;
}

/** Published list prices; configuration can add and override prices. */
export const LIST_PRICES: PriceTable = {
  asOf: '2025-11-01',
  tokens: {
    'gpt-4o': { input: 2_500_000, output: 10_000_000 },
    'gpt-4o-mini': { input: 150_000, output: 600_000 },
  },
  pictures: { 'black-forest-labs/flux-schnell': 3_000 },
};

/** Price of a completion in millionths of a US dollar, rounded up; null if the model has no price. */
export function priceOfCompletion(
  prices: PriceTable,
  call: { model: string; promptTokens: number; completionTokens: number },
): number | null {
  const price = Object.hasOwn(prices.tokens, call.model) ? prices.tokens[call.model] : undefined;
  if (!price) return null;
  return Math.ceil((call.promptTokens * price.input + call.completionTokens * price.output) / 1_000_000);
}

/** Price of a picture in millionths of a US dollar; null if the model has no price. */
export function priceOfPicture(prices: PriceTable, call: { model: string }): number | null {
  return Object.hasOwn(prices.pictures, call.model) ? (prices.pictures[call.model] ?? null) : null;
}

/**
 * Maximum price of a completion in millionths of a US dollar, from the prompt's estimated tokens and the maximum answer
 * length.
 */
export function maxPriceOfCompletion(
  prices: PriceTable,
  call: { model: string; prompt: string; maxCompletionTokens: number },
): number | null {
  return priceOfCompletion(prices, {
    model: call.model,
    promptTokens: estimatedTokens(call.prompt),
    completionTokens: call.maxCompletionTokens,
  });
}

/** Highest plausible price, in US dollars; anything above is a typo. */
const MAX_PRICE = 1_000_000;

const dollars = z
  .number()
  .min(0)
  .max(MAX_PRICE)
  .transform((amount) => Math.round(amount * 1_000_000));

const modelPrice = z.union([
  z.strictObject({ input: dollars, output: dollars }),
  z.strictObject({ picture: dollars }),
]);

/**
 * Parses prices in US dollars by model, `{"input", "output"}` per million tokens or `{"picture"}` each, and merges them
 * over a base table. Problems name an entry by its position, because model names may be anything.
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
        `entry ${index + 1} must be {"input": …, "output": …} or {"picture": …}, each a number of US dollars from 0 to ${MAX_PRICE}.`,
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
