import { useIntl } from 'react-intl';
import { CURRENCY_DIGITS } from '../../domain/catalogue/currencies';
import type { Price } from '../api/catalogue-queries';

/** Whether something that came from elsewhere is a price that can be written. */
export function isPrice(value: unknown): value is Price {
  if (value === null || typeof value !== 'object') return false;
  const { amount, currency } = value as { amount?: unknown; currency?: unknown };
  return (
    Number.isSafeInteger(amount) && typeof currency === 'string' && Object.hasOwn(CURRENCY_DIGITS, currency)
  );
}

/** Writes a price as the reader does. */
export function usePrice(): (price: Price) => string {
  const intl = useIntl();
  return ({ amount, currency }) => {
    const digits = CURRENCY_DIGITS[currency];
    return intl.formatNumber(amount / 10 ** digits, {
      style: 'currency',
      currency,
      // A round price needs no cents.
      minimumFractionDigits: amount % 10 ** digits === 0 ? 0 : digits,
      maximumFractionDigits: digits,
    });
  };
}

/** Writes an amount in the smallest unit of any currency (ISO 4217) as the reader does. */
export function useAmount(): (money: { amount: number; currency: string }) => string {
  const intl = useIntl();
  const priceOf = usePrice();
  return (money) => {
    if (isPrice(money)) return priceOf(money);
    const written = { style: 'currency', currency: money.currency } as const;
    const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', written).resolvedOptions();
    return intl.formatNumber(money.amount / 10 ** digits, written);
  };
}

/** Writes a day, such as 2027-03-28, as the reader does. */
export function useDay(): (day: string) => string {
  const intl = useIntl();
  return (day) => intl.formatDate(`${day}T00:00:00Z`, { dateStyle: 'long', timeZone: 'UTC' });
}
