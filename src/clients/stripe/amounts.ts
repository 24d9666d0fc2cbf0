import { CURRENCY_DIGITS } from '../../domain/catalogue/currencies';

/**
 * Digits behind the point where Stripe counts an amount in other units than ISO 4217 does, with those of ISO 4217: Stripe takes ISK and UGX in
 * hundredths that have to be 00, and MGA as a whole (https://docs.stripe.com/currencies). For charges, HUF and TWD have two digits as in ISO 4217.
 */
const DIFFERENT: Readonly<Record<string, { iso: number; stripe: number }>> = {
  ISK: { iso: 0, stripe: 2 },
  UGX: { iso: 0, stripe: 2 },
  MGA: { iso: 2, stripe: 0 },
};

/** Amounts with three digits have to end in 0 at Stripe. */
const THREE_DIGITS_STEP = 10;

/** Powers of ten between our unit and Stripe's. */
function shiftOf(currency: string): number {
  const different = DIFFERENT[currency];
  return different ? different.stripe - different.iso : 0;
}

/** Whether an amount has three digits behind the point. */
function isThreeDigits(currency: string): boolean {
  return (CURRENCY_DIGITS as Readonly<Record<string, number>>)[currency] === 3;
}

/**
 * An amount in the smallest unit of ISO 4217 as Stripe counts it; undefined where Stripe cannot take it. `currency` in capitals.
 */
export function toStripeAmount(amount: number, currency: string): number | undefined {
  if (!Number.isSafeInteger(amount) || amount <= 0) return undefined;
  if (isThreeDigits(currency) && amount % THREE_DIGITS_STEP !== 0) return undefined;
  const scaled = amount * 10 ** shiftOf(currency);
  return Number.isSafeInteger(scaled) ? scaled : undefined;
}

/** An amount as Stripe counts it in the smallest unit of ISO 4217; undefined for what is none. Inverse of {@link toStripeAmount}. */
export function fromStripeAmount(amount: number, currency: string): number | undefined {
  if (!Number.isSafeInteger(amount) || amount < 0) return undefined;
  const scaled = amount / 10 ** shiftOf(currency);
  return Number.isSafeInteger(scaled) ? scaled : undefined;
}
