/** Digits after the point of a currency (ISO 4217); two where the code is not known. */
function fractionDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** An amount in the smallest unit of its currency: 24.9 EUR are 2490, 1200 JPY are 1200. */
export function minorUnits(amount: number, currency: string): number {
  const digits = fractionDigits(currency);
  // Written out first: 1.005 * 100 is less than 100.5 in binary.
  return Math.round(Number(`${amount}e${digits}`));
}
