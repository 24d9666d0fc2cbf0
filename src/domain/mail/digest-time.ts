import { Temporal } from 'temporal-polyfill';

/** The hour of the day, in the time zone of a subscription, at which its digest is made. */
export const DIGEST_HOUR = 7;

/** The first day that days are counted from. */
const EPOCH = Temporal.PlainDate.from('1970-01-01');

/**
 * When the next digest after an instant is due in a time zone: 07:00 there, today or tomorrow, or right after a gap in which it falls.
 * `day`: that day's number, counted from 1970-01-01. Throws a RangeError for no time zone.
 */
export function nextDigest(now: Date, timeZone: string): { at: Date; day: number } {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const today = here.toPlainDate();
  for (const date of [today, today.add({ days: 1 })]) {
    const due = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: DIGEST_HOUR }) });
    if (due.epochMilliseconds > now.getTime())
      return { at: new Date(due.epochMilliseconds), day: EPOCH.until(date, { largestUnit: 'days' }).days };
  }
  throw new RangeError('no day of this time zone has such an hour');
}
