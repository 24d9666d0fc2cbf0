/** The result of a check; `unset` and `untried` are not failures. */
export type Verdict = 'works' | 'broken' | 'unset' | 'untried';

/** One line of the doctor's report: a part of the system, and what works or is missing. */
export interface Diagnosis {
  part: string;
  verdict: Verdict;
  /** Our own wording; of foreign data only names and numbers, made {@link printable}. */
  message: string;
}

const MARKS: Record<Verdict, string> = {
  works: 'works',
  broken: 'BROKEN',
  unset: 'not set',
  untried: 'not tried',
};

const MAX_NAME_LENGTH = 80;

/** Makes a foreign name or number safe for a terminal: no control characters, at most 80 characters. */
export function printable(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, MAX_NAME_LENGTH);
}

/** Host and port of an address, without user name and password. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return '?';
  }
}

function summaryOf(diagnoses: readonly Diagnosis[]): string {
  const count = (wanted: Verdict): number => diagnoses.filter(({ verdict }) => verdict === wanted).length;
  const broken = count('broken');
  if (broken > 0) return `${broken} of ${diagnoses.length - count('unset')} configured parts do not work.`;
  return count('works') > 0
    ? 'Everything that is configured works, as far as it was tested.'
    : 'Nothing is configured; npm start needs no configuration.';
}

/** The lines to print. As a safeguard, secrets are hidden in them. */
export function reportLines(options: {
  diagnoses: readonly Diagnosis[];
  hide: (line: string) => string;
}): string[] {
  const { diagnoses, hide } = options;
  return [
    ...diagnoses.map(
      ({ part, verdict, message }) => `${MARKS[verdict].padEnd(9)}  ${part.padEnd(17)}  ${message}`,
    ),
    summaryOf(diagnoses),
  ].map(hide);
}

/** 0 if nothing is broken, otherwise 1. */
export function exitCodeOf(diagnoses: readonly Diagnosis[]): number {
  return diagnoses.some(({ verdict }) => verdict === 'broken') ? 1 : 0;
}
