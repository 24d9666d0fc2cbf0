import { Temporal } from 'temporal-polyfill';

/** A time as a user enters it: either wall-clock time in a time zone, or an instant with an offset. */
export interface GivenTime {
  /** ISO 8601; without an offset, it is wall-clock time in `timeZone`. */
  time: string;
  /** IANA name. */
  timeZone: string;
}

const INSTANT = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/**
 * Whether a string names an IANA time zone. Fixed offsets such as `+02:00` are rejected because they ignore daylight
 * saving time.
 */
export function isTimeZone(word: string): boolean {
  if (!/^[A-Za-z]/.test(word)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(word);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant a given time denotes, or undefined if it is not valid. Around clock changes, a skipped wall-clock time
 * moves forward by the length of the gap, and a repeated one means its first occurrence (the `compatible` rule of RFC
 * 5545 and the Temporal proposal).
 */
export function instantOf(given: GivenTime): Date | undefined {
  try {
    const ms = INSTANT.test(given.time)
      ? Temporal.Instant.from(given.time).epochMilliseconds
      : Temporal.PlainDateTime.from(given.time).toZonedDateTime(given.timeZone, {
          disambiguation: 'compatible',
        }).epochMilliseconds;
    return new Date(ms);
  } catch {
    return undefined;
  }
}

/** Formats an instant as local time with its offset, e.g. `2027-03-28T09:00:00+02:00`. */
export function localTime(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
}
