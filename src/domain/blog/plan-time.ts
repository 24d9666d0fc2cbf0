import { Temporal } from 'temporal-polyfill';

/** A time as people give it: a wall-clock time in a zone, or an instant with its offset. */
export interface GivenTime {
  /** ISO 8601; without an offset it is the wall clock of `timeZone`. */
  time: string;
  /** IANA name. */
  timeZone: string;
}

const INSTANT = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Whether a word names a zone of the IANA database; offsets such as `+02:00` are none, as they know no clock change. */
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
 * The instant of a given time, or undefined where it makes none. A wall-clock time that a clock change skips counts as the one as much
 * later, and of one that comes twice the first is meant (the `compatible` rule of RFC 5545 and of the Temporal proposal).
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

/** An instant as the wall clock of a zone shows it, with its offset, e.g. `2027-03-28T09:00:00+02:00`. */
export function localTime(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
}
