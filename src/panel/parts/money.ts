import { useIntl } from 'react-intl';

/** Money is told in millionths of a dollar. */
const MICROS = 1_000_000;

/** Writes money as the reader does; `micros` in millionths of the currency, down to a hundredth of a cent where it is little. */
export function useMoney(): (micros: number, currency?: string) => string {
  const intl = useIntl();
  return (micros, currency = 'USD') =>
    intl.formatNumber(micros / MICROS, {
      style: 'currency',
      currency,
      maximumFractionDigits: Math.abs(micros) < MICROS ? 4 : 2,
    });
}
