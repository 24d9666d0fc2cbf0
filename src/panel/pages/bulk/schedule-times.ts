import { readCount } from '../../parts/figures';
import { EVERY } from './limits';
import type { BulkSay } from './words';

/** How people say when a schedule runs. */
export const WHENS = ['week', 'weekdays', 'day', 'month', 'every', 'cron'] as const;
export type When = (typeof WHENS)[number];

/** Units of an interval, in seconds; the largest last. */
export const UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type Unit = keyof typeof UNITS;

/** What was chosen or typed about the times of a schedule. */
export interface TimesDraft {
  when: When;
  /** Such as 09:00. */
  time: string;
  /** 0 is Sunday. */
  weekday: string;
  monthday: string;
  cron: string;
  every: string;
  unit: Unit;
}

/** Every Monday 09:00. */
export const FIRST_TIMES: TimesDraft = {
  when: 'week',
  time: '09:00',
  weekday: '1',
  monthday: '1',
  cron: '0 9 * * 1',
  every: '24',
  unit: 'hours',
};

/** When a schedule runs, as the API has it. */
export interface Times {
  cron: string | null;
  everySeconds: number | null;
}

/** The last day that every month has. */
const LAST_MONTHDAY = 28;

const TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** The field that cannot be read as it is, if any. */
export function wrongIn(draft: TimesDraft): 'time' | 'monthday' | 'every' | 'cron' | undefined {
  const { when, time, monthday, cron } = draft;
  if (when === 'cron') return cron.trim() === '' ? 'cron' : undefined;
  if (when === 'every') {
    const seconds = secondsOf(draft);
    return seconds !== undefined && seconds >= EVERY.least && seconds <= EVERY.most ? undefined : 'every';
  }
  if (!TIME.test(time.trim())) return 'time';
  const day = readCount(monthday);
  const isDay = day.as === 'number' && day.value >= 1 && day.value <= LAST_MONTHDAY;
  return when === 'month' && !isDay ? 'monthday' : undefined;
}

function secondsOf({ every, unit }: TimesDraft): number | undefined {
  const count = readCount(every);
  return count.as === 'number' ? count.value * UNITS[unit] : undefined;
}

/** What was chosen as the API takes it; undefined where a field cannot be read. */
export function timesOf(draft: TimesDraft): { cron: string } | { everySeconds: number } | undefined {
  if (wrongIn(draft)) return undefined;
  if (draft.when === 'cron') return { cron: draft.cron.trim() };
  if (draft.when === 'every') return { everySeconds: secondsOf(draft)! };
  const [, hour, minute] = TIME.exec(draft.time.trim())!;
  const at = `${Number(minute)} ${Number(hour)}`;
  switch (draft.when) {
    case 'day':
      return { cron: `${at} * * *` };
    case 'weekdays':
      return { cron: `${at} * * 1-5` };
    case 'week':
      return { cron: `${at} * * ${draft.weekday}` };
    case 'month':
      return { cron: `${at} ${Number(draft.monthday)} * *` };
  }
}

const PLAIN_CRON = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|1-5|[0-6])$/;

/** The choice that stands for times of the API. */
export function draftOfTimes({ cron, everySeconds }: Times): TimesDraft {
  if (everySeconds !== null) {
    const unit = (['days', 'hours', 'minutes'] as const).find((one) => everySeconds % UNITS[one] === 0);
    // An interval of odd seconds is shown in the nearest minutes.
    const count = Math.round(everySeconds / UNITS[unit ?? 'minutes']);
    return { ...FIRST_TIMES, when: 'every', every: String(count), unit: unit ?? 'minutes' };
  }
  const text = cron ?? '';
  const draft: TimesDraft = { ...FIRST_TIMES, when: 'cron', cron: text };
  const [, minute, hour, day, weekday] = PLAIN_CRON.exec(text) ?? [];
  if (minute === undefined) return draft;
  const timed = { ...draft, time: `${hour!.padStart(2, '0')}:${minute.padStart(2, '0')}` };
  if (!TIME.test(timed.time)) return draft;
  if (day !== '*')
    return weekday === '*' && Number(day) <= LAST_MONTHDAY
      ? { ...timed, when: 'month', monthday: day! }
      : draft;
  if (weekday === '*') return { ...timed, when: 'day' };
  return weekday === '1-5' ? { ...timed, when: 'weekdays' } : { ...timed, when: 'week', weekday: weekday! };
}

/** The name of a weekday in a language; 0 is Sunday. */
export function nameOfWeekday(locale: string, weekday: number): string {
  // The fourth of January 1970 was a Sunday.
  const day = new Date(Date.UTC(1970, 0, 4 + weekday));
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(day);
}

/** When a schedule runs, in words. */
export function sayTimes(say: BulkSay, locale: string, times: Times): string {
  const draft = draftOfTimes(times);
  const { when, time, weekday, monthday, cron, every, unit } = draft;
  switch (when) {
    case 'every':
      return say(`schedules.says.${unit}`, { count: Number(every) });
    case 'cron':
      return say('schedules.says.cron', { cron });
    case 'week':
      return say('schedules.says.week', { weekday: nameOfWeekday(locale, Number(weekday)), time });
    case 'month':
      return say('schedules.says.month', { day: Number(monthday), time });
    default:
      return say(`schedules.says.${when}`, { time });
  }
}
