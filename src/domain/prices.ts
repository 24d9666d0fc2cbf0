/** Millionths of a US dollar for one million tokens in and out, or for one picture. */
export interface PriceTable {
  /** Day the prices were read off the providers' price pages, ISO 8601. */
  asOf: string;
  tokens: Readonly<Record<string, { input: number; output: number }>>;
  pictures: Readonly<Record<string, number>>;
}

/** Published list prices. A model that is not listed costs nothing here, which `asOf` lets a reader judge. */
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
