import { SCHEDULE_EVERY } from '../../contract/schedules';
import { readCron, shortestPause } from './cron';

/** What is wrong with a cron expression for a schedule, in words that follow its name; undefined where nothing is. */
export function cronProblem(expression: string): string | undefined {
  const read = readCron(expression);
  if ('problem' in read) return read.problem;
  const least = SCHEDULE_EVERY.least / 60;
  return shortestPause(read.times) < least
    ? `must leave at least ${least} minutes between two times`
    : undefined;
}

/** The name of a time zone as Temporal's server knows it, who tells capitals from small letters; undefined where there is none such. */
export function canonicalTimeZone(name: string): string | undefined {
  // Offsets are no zones for the server.
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
