import { useIntl } from 'react-intl';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';
import { resetOf } from './caps';

/** A time in the reader's zone and language. */
export function When({ at }: { at: string }) {
  const intl = useIntl();
  return (
    <time dateTime={at} title={intl.formatDate(at, { dateStyle: 'full', timeStyle: 'long' })}>
      {intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  );
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAY_AND_CLOCK = { ...CLOCK, day: 'numeric', month: 'long' } as const;

/** The function that says when a budget resets: by the clock of UTC, and by the reader's. */
export function useReset(): (span: 'daily' | 'monthly') => { utc: string; local: string } {
  const intl = useIntl();
  return (span) => {
    const at = resetOf(span, new Date());
    const format = span === 'daily' ? CLOCK : DAY_AND_CLOCK;
    return {
      utc: intl.formatDate(at, { ...format, timeZone: 'UTC' }),
      local: intl.formatDate(at, format),
    };
  };
}

/** How long something took, in words; `ms` in milliseconds. */
export function sayDuration(say: Say, ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return say('duration.seconds', { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return say('duration.minutes', { count: minutes });
  return say('duration.hours', { count: Math.round(minutes / 60) });
}

/** The time left of something, in milliseconds. */
export interface TimeLeft {
  etaP50Ms: number | null;
  etaP90Ms: number | null;
  /** Whether it takes longer than usual, and nobody knows how much longer. */
  overdue?: boolean;
}

/** The range in which something will be finished, in words; nothing where none is known. Both in milliseconds. */
export function sayEta(say: Say, eta: TimeLeft): string {
  if (eta.overdue) return say('eta.overdue');
  if (eta.etaP50Ms === null) return '';
  const low = Math.round(eta.etaP50Ms / 60_000);
  const high = Math.ceil((eta.etaP90Ms ?? eta.etaP50Ms) / 60_000);
  if (high <= 1 && eta.etaP50Ms < 60_000) return say('eta.under');
  if (high <= Math.max(1, low)) return say('eta.about', { low: Math.max(1, low) });
  return say('eta.range', { low: Math.max(1, low), high });
}

/** How long something took from one time to another, in words. */
export function Took({ from, to }: { from: string; to: string }) {
  const say = useSay();
  return <>{say('pages.took', { duration: sayDuration(say, Date.parse(to) - Date.parse(from)) })}</>;
}
