import { uniform } from '../../text/compare';

/** A date as it is written in a text. */
export interface FoundDate {
  text: string;
  /** What it may mean, as `2026-11-30`, `2026-11` or `--11-30`; several where day and month may be either of two figures. */
  readings: readonly string[];
  /** Where it stands in the uniform text, in UTF-16 units. */
  start: number;
  end: number;
}

/** The names of the twelve months in English, German, French and Spanish, the short ones included. */
const MONTHS: readonly string[] = [
  'january|januar|jänner|janvier|enero|janv|jan|ene',
  'february|februar|février|fevrier|febrero|févr|feb',
  'march|märz|mars|marzo|mär|mar',
  'april|avril|abril|apr|avr|abr',
  'may|mai|mayo',
  'june|juni|juin|junio|jun',
  'july|juli|juillet|julio|juil|jul',
  'august|août|aout|agosto|aug|ago',
  'september|septembre|septiembre|sept|sep',
  'october|oktober|octobre|octubre|oct|okt',
  'november|novembre|noviembre|nov',
  'december|dezember|décembre|decembre|diciembre|dec|dez|déc|dic',
];

const MONTH_NUMBER: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, at) => names.split('|').map((name): [string, number] => [name, at + 1])),
);
const MONTH = String.raw`(?<!\p{L})(?<month>${MONTHS.join('|')})(?!\p{L})\.?`;
const DAY = String.raw`(?<!\p{N})(?<day>\d{1,2})`;
const YEAR = String.raw`(?<year>\d{4})(?!\p{N}|[.,]\d)`;

/** Patterns of dates. Where two of them match at a place, the earlier one in this list counts. */
const PATTERNS: readonly RegExp[] = [
  String.raw`(?<![\p{N}-])(?<year>\d{4})-(?<mm>\d{1,2})-(?<day>\d{1,2})(?![\p{N}]|-\d)`,
  String.raw`(?<![\p{N}.\/-])(?<first>\d{1,2})(?<sign>[.\/-])\s?(?<second>\d{1,2})\k<sign>\s?${YEAR}`,
  String.raw`${DAY}(?:\.|st|nd|rd|th|er|º)?\s{1,3}(?:of\s|de\s)?${MONTH},?(?:\s{1,3}(?:de\s|del\s)?${YEAR})?`,
  String.raw`${MONTH}\s{1,3}${DAY}(?:st|nd|rd|th)?(?!\p{N}),?(?:\s{1,3}${YEAR})?`,
  String.raw`${MONTH},?\s{1,3}(?:de\s|del\s)?${YEAR}`,
  String.raw`(?<![\p{N}.\/,-])(?<mm>0?[1-9]|1[0-2])[.\/]${YEAR}`,
].map((source) => new RegExp(source, 'giu'));

const two = (value: number): string => String(value).padStart(2, '0');

/** A day of a month, in the form in which dates are compared; undefined if there is none. */
function formOf(date: { year?: string | undefined; month: number; day?: number }): string | undefined {
  const { year, month, day } = date;
  if (month < 1 || month > 12 || (day !== undefined && (day < 1 || day > 31))) return undefined;
  if (day === undefined) return `${year}-${two(month)}`;
  return `${year ?? '-'}-${two(month)}-${two(day)}`;
}

function readingsOf(match: RegExpExecArray): string[] {
  const { year, mm, month, day, first, second, sign } = match.groups ?? {};
  if (first !== undefined) {
    const [one, other] = [Number(first), Number(second)];
    const readings = [formOf({ year, month: other, day: one })];
    // Only a slash and a hyphen stand in dates that begin with the month.
    if (sign !== '.') readings.push(formOf({ year, month: one, day: other }));
    return [...new Set(readings.filter((reading) => reading !== undefined))];
  }
  // "may" is a month only with a capital.
  if (month === 'may') return [];
  const number = month === undefined ? Number(mm) : MONTH_NUMBER.get(month.toLowerCase())!;
  const form = formOf({ year, month: number, ...(day === undefined ? {} : { day: Number(day) }) });
  return form === undefined ? [] : [form];
}

/** The dates in a text, in order: in figures, or with the name of a month in English, German, French or Spanish. Years alone are none. */
export function datesIn(text: string): FoundDate[] {
  const given = uniform(text);
  const found: FoundDate[] = [];
  for (const pattern of PATTERNS) {
    for (const match of given.matchAll(pattern)) {
      const readings = readingsOf(match as RegExpExecArray);
      if (readings.length === 0) continue;
      found.push({
        text: match[0].replace(/[\s,]+$/, ''),
        readings,
        start: match.index,
        end: match.index + match[0].length,
      });
    }
  }
  // Stable, so that of two dates at one place the earlier pattern comes first.
  found.sort((a, b) => a.start - b.start);
  let end = 0;
  return found.filter((date) => {
    if (date.start < end) return false;
    end = date.end;
    return true;
  });
}

/** A uniform text with blanks in place of its dates, so that positions stay. */
export function withoutDates(text: string, dates: readonly FoundDate[]): string {
  let [rest, done] = ['', 0];
  for (const { start, end } of dates) {
    rest += text.slice(done, start) + ' '.repeat(end - start);
    done = end;
  }
  return rest + text.slice(done);
}

/** The forms in which a text may name a day: in full, without its year, and as month and year. */
export function formsOfDay(day: string): string[] {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-');
  return [`${year}-${month}-${date}`, `--${month}-${date}`, `${year}-${month}`];
}
