import { sayDuration } from '../../parts/times';
import type { BulkSay } from './words';

/** How late a run may be and still be caught up, in seconds, as people choose it. */
export const LATE = { none: 0, hour: 3_600, day: 86_400, week: 604_800 } as const;
export type Late = keyof typeof LATE;

/** The choices, in their order. */
export const LATES = Object.keys(LATE) as Late[];

/** What becomes of a run that is late, in words. */
export function sayLate(say: BulkSay, seconds: number): string {
  const late = LATES.find((one) => LATE[one] === seconds);
  return late
    ? say(`schedules.late.${late}`)
    : say('schedules.late.other', { duration: sayDuration(say, seconds * 1_000) });
}
