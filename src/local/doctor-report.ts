/** What became of a check: `unset` and `untried` are no faults. */
export type Verdict = 'works' | 'broken' | 'unset' | 'untried';

/** One line of the doctor: a part of the system and what works or is missing there. */
export interface Diagnosis {
  part: string;
  verdict: Verdict;
  /** Sentences of our own; of what others sent only names and numbers, made {@link printable}. */
  says: string;
}

const MARKS: Record<Verdict, string> = {
  works: 'works',
  broken: 'BROKEN',
  unset: 'not set',
  untried: 'not tried',
};

const LONGEST_NAME = 80;

/** A name or number that somebody else sent, fit for a terminal: no control characters, at most 80 characters. */
export function printable(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, LONGEST_NAME);
}

/** Host and port of an address, without what it may hold of users and passwords. */
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
  if (broken > 0) return `${broken} of ${diagnoses.length - count('unset')} that are configured do not work.`;
  return count('works') > 0
    ? 'Everything that is configured works, as far as it was tried.'
    : 'Nothing is configured: npm start works without.';
}

/** The lines to print. Whatever else goes wrong, none of the secrets is among them. */
export function reportLines(options: {
  diagnoses: readonly Diagnosis[];
  secrets: readonly string[];
}): string[] {
  const { diagnoses, secrets } = options;
  const hide = (line: string): string =>
    secrets.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), line);
  return [
    ...diagnoses.map(({ part, verdict, says }) => `${MARKS[verdict].padEnd(9)}  ${part.padEnd(17)}  ${says}`),
    summaryOf(diagnoses),
  ].map(hide);
}

/** 0 when nothing is broken, else 1. */
export function exitCodeOf(diagnoses: readonly Diagnosis[]): number {
  return diagnoses.some(({ verdict }) => verdict === 'broken') ? 1 : 0;
}
