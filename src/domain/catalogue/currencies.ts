/** Currencies in which prices can be given, with the digits behind the point of an amount (ISO 4217). */
export const CURRENCY_DIGITS = {
  ...{ AED: 2, AUD: 2, BRL: 2, CAD: 2, CHF: 2, CZK: 2, DKK: 2, EUR: 2, GBP: 2, HKD: 2, HUF: 2, ILS: 2 },
  ...{ INR: 2, MXN: 2, MYR: 2, NOK: 2, NZD: 2, PHP: 2, PLN: 2, RON: 2, SAR: 2, SEK: 2, SGD: 2, THB: 2 },
  ...{ TRY: 2, TWD: 2, USD: 2, ZAR: 2 },
  ...{ CLP: 0, JPY: 0, KRW: 0, PYG: 0, RWF: 0, VND: 0, XAF: 0, XOF: 0 },
  ...{ BHD: 3, JOD: 3, KWD: 3, OMR: 3, TND: 3 },
} as const;

/** A currency by its code. */
export type Currency = keyof typeof CURRENCY_DIGITS;

/** Their codes, in order. */
export const CURRENCIES = (Object.keys(CURRENCY_DIGITS) as Currency[]).sort();

/** A price: `amount` in the smallest unit of the currency, cents of a dollar and whole yen. */
export interface Price {
  amount: number;
  currency: Currency;
}

/** The largest price, in smallest units. */
export const MAX_PRICE = 1_000_000_000;

/**
 * Reads an amount as people write it, such as 120 or 120.50, as smallest units of a currency. Undefined for what is no amount above
 * nothing, has more digits behind the point than the currency, or has signs between thousands, which are a point to some.
 */
export function readAmount(text: string, currency: Currency): number | undefined {
  const digits = CURRENCY_DIGITS[currency];
  const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!match || (match[2] ?? '').length > digits) return undefined;
  const amount = Number(`${match[1]}${(match[2] ?? '').padEnd(digits, '0')}`);
  return amount > 0 && amount <= MAX_PRICE ? amount : undefined;
}

/** An amount as {@link readAmount} reads it, with a point. */
export function writeAmount({ amount, currency }: Price): string {
  const digits = CURRENCY_DIGITS[currency];
  const text = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
