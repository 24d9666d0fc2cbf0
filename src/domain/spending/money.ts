/** Decimal digits of a currency (ISO 4217); two if the code is unknown. */
function fractionDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Converts an amount to the currency's smallest unit: 24.9 EUR is 2490, 1200 JPY is 1200. */
export function minorUnits(amount: number, currency: string): number {
  const digits = fractionDigits(currency);
  // Via a decimal string, because 1.005 * 100 is less than 100.5 in floating point.
  return Math.round(Number(`${amount}e${digits}`));
}
