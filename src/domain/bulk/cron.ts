/** Cron expressions as Temporal's server reads them: both the day of the month and the day of the week have to fit. */

/** The times that an expression names, each list in order. */
export interface CronTimes {
  minutes: number[];
  hours: number[];
  days: number[];
  months: number[];
  /** From 0, which is Sunday, to 6. */
  weekdays: number[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Bounds {
  name: string;
  least: number;
  most: number;
  /** Words for its values, from `least` on. */
  words?: readonly string[];
}

const FIELDS: readonly Bounds[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: MONTHS },
  // 7 is Sunday, too.
  { name: 'day of the week', least: 0, most: 7, words: WEEKDAYS },
];

/** What stands for five fields. */
const WORDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** The most characters of an expression. */
export const LONGEST_CRON = 200;

/** The days of each month in a leap year. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const MINUTES_OF_DAY = 24 * 60;

/** A part of a field: everything, a value or a range, and every which of it. */
const PART = /^(?:(\*)|([a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?)(?:\/(\d{1,2}))?$/;

function valueOf(word: string, { least, most, words }: Bounds): number | undefined {
  const place = words?.indexOf(word) ?? -1;
  if (place >= 0) return least + place;
  const value = /^\d+$/.test(word) ? Number(word) : NaN;
  return value >= least && value <= most ? value : undefined;
}

/** The values of a field, in order; undefined where it cannot be read. A single value with a step means all from there on. */
function valuesOf(field: string, bounds: Bounds): number[] | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [whole, all, from, to, every] = PART.exec(part) ?? [];
    if (whole === undefined) return undefined;
    const step = every === undefined ? 1 : Number(every);
    const first = all ? bounds.least : valueOf(from!, bounds);
    const open = all || (every !== undefined && to === undefined);
    const last = open ? bounds.most : valueOf(to ?? from!, bounds);
    if (step < 1 || first === undefined || last === undefined || last < first) return undefined;
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** An expression with single spaces and in small letters, as it is saved. */
export function cleanCron(expression: string): string {
  return expression.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Reads an expression of five fields, or a word such as `@daily`. Answers the times, or in a sentence what is wrong. */
export function readCron(expression: string): { times: CronTimes } | { problem: string } {
  const clean = cleanCron(expression);
  const fields = (WORDS[clean] ?? clean).split(' ');
  if (fields.length !== FIELDS.length)
    return {
      problem: 'must have five fields (minute, hour, day, month, weekday) or be a word such as @daily',
    };
  const read: number[][] = [];
  for (const [n, bounds] of FIELDS.entries()) {
    const values = valuesOf(fields[n]!, bounds);
    if (!values) return { problem: `has a ${bounds.name} that cannot be read` };
    read.push(values);
  }
  const [minutes, hours, days, months, weekdays] = read as [number[], number[], number[], number[], number[]];
  const times = {
    ...{ minutes, hours, days, months },
    weekdays: [...new Set(weekdays.map((day) => day % 7))].sort((a, b) => a - b),
  };
  if (!months.some((month) => days[0]! <= MONTH_DAYS[month - 1]!)) return { problem: 'never comes' };
  return { times };
}

/**
 * The shortest pause between two of these times by the clock of a zone without summer time, in minutes: every day is taken for one on which
 * it comes.
 */
export function shortestPause({ minutes, hours }: Pick<CronTimes, 'minutes' | 'hours'>): number {
  const ofDay = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const next = [...ofDay.slice(1), ofDay[0]! + MINUTES_OF_DAY];
  return Math.min(...next.map((time, n) => time - ofDay[n]!));
}
