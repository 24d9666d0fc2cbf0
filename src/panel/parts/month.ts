/** A day as `2026-11-25`, whatever the zone. */
export type Day = string;

const pad = (figure: number): string => String(figure).padStart(2, '0');

const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);

/** The day on which an instant falls in a zone. */
export function dayIn(at: string, timeZone: string): Day {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(at));
  return parts.slice(0, 10);
}

/** The month that an address names, such as `2026-11`, or else the one of a day. */
export function monthOf(named: string | null, today: Day): string {
  return named !== null && /^20\d\d-(?:0[1-9]|1[0-2])$/.test(named) ? named : today.slice(0, 7);
}

/** A month before or after another. */
export function monthBeside(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const date = new Date(Date.UTC(year, number - 1 + by, 1));
  return `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}`;
}

/** The weeks of a month from a weekday (0 is Sunday) on, each of seven days, with what of other months fills the first and last. */
export function weeksOf(month: string, firstWeekday: number): Day[][] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const before = (first.getUTCDay() - firstWeekday + 7) % 7;
  const next = new Date(`${monthBeside(month, 1)}-01T00:00:00Z`);
  const days = (next.getTime() - first.getTime()) / 86_400_000;
  const weeks = Math.ceil((before + days) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, n) =>
      dayOf(new Date(first.getTime() + (week * 7 + n - before) * 86_400_000)),
    ),
  );
}

/** The day after another. */
export const dayAfter = (day: Day): Day => dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000));
