/** A figure as somebody wrote it: nothing, or a number, or something that is none. */
export type Written = { as: 'nothing' } | { as: 'number'; value: number } | { as: 'unreadable' };

function written(text: string, shape: RegExp, factor: number): Written {
  const trimmed = text.trim();
  if (trimmed === '') return { as: 'nothing' };
  if (!shape.test(trimmed)) return { as: 'unreadable' };
  return { as: 'number', value: Math.round(Number(trimmed.replace(',', '.')) * factor * 1_000) / 1_000 };
}

/** Reads an amount of money, in hundredths. `1,000` is refused: to some it is a thousand, to others one. */
export const readHundredths = (text: string): Written => written(text, /^\d{1,9}(?:[.,]\d{1,2})?$/, 100);

/** Reads a number with up to two digits behind the point or comma, or three where it is below one. */
export const readNumber = (text: string): Written =>
  written(text, /^(?:\d{1,6}(?:[.,]\d{1,2})?|0[.,]\d{3})$/, 1);

/** Reads a whole number. */
export const readCount = (text: string): Written => written(text, /^\d{1,9}$/, 1);

/** The figure, or null where nothing was written; throws on what is none, so look for that first. */
export function figureOf(figure: Written): number | null {
  if (figure.as === 'unreadable') throw new Error('this is no figure');
  return figure.as === 'nothing' ? null : figure.value;
}
