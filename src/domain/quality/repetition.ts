import type { Check, Paragraph, Sentence } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { restatedParagraphs } from './near-repetition';
import { found } from './rules';
import {
  LONG_TEXT_WORDS,
  LONGER_RUN_WORDS,
  MAX_FINDINGS_PER_CHECK,
  MAX_LABELLED_WORDS,
  REPEATED_RUN_TIMES,
  REPEATED_RUN_WORDS,
  REPEATED_SENTENCE_WORDS,
} from './thresholds';

function repeatedSentences(sentences: Sentence[]): { findings: Finding[]; repeated: Set<string> } {
  const times = new Map<string, { text: string; count: number }>();
  for (const { text, words } of sentences) {
    if (words.length < REPEATED_SENTENCE_WORDS) continue;
    const key = words.join(' ');
    const entry = times.get(key) ?? { text, count: 0 };
    entry.count++;
    times.set(key, entry);
  }
  const repeated = [...times].filter(([, { count }]) => count > 1);
  return {
    repeated: new Set(repeated.map(([key]) => key)),
    findings: repeated.slice(0, MAX_FINDINGS_PER_CHECK).map(([, { text, count }]) =>
      found('repetition.sentence', {
        reason: `The same sentence appears ${count} times.`,
        quote: quoteOf(text),
      }),
    ),
  };
}

function runsOf(words: string[]): string[] {
  const runs: string[] = [];
  for (let at = 0; at + REPEATED_RUN_WORDS <= words.length; at++) {
    runs.push(words.slice(at, at + REPEATED_RUN_WORDS).join(' '));
  }
  return runs;
}

/** Reports runs of words that occur too often; overlapping runs of one passage are reported once. */
function repeatedRuns(sentences: Sentence[], allowed: Set<string>, isLong: boolean): Finding[] {
  const times = new Map<string, number>();
  for (const { words } of sentences) {
    for (const run of runsOf(words)) times.set(run, (times.get(run) ?? 0) + 1);
  }
  const isRepeated = (run: string | undefined, least: number): boolean =>
    run !== undefined && (times.get(run) ?? 0) >= least && !allowed.has(run);
  /** Whether the runs from a place on form one that is too long for a name. */
  const isLonger = (runs: string[], at: number): boolean => {
    for (let more = 0; more <= LONGER_RUN_WORDS - REPEATED_RUN_WORDS; more++)
      if (!isRepeated(runs[at + more], REPEATED_RUN_TIMES)) return false;
    return true;
  };
  const findings: Finding[] = [];
  for (const { words } of sentences) {
    const runs = runsOf(words);
    const at = runs.findIndex(
      (run, place) => isRepeated(run, REPEATED_RUN_TIMES + (isLong ? 1 : 0)) || isLonger(runs, place),
    );
    const run = runs[at];
    if (run === undefined) continue;
    for (const same of runs) allowed.add(same);
    findings.push(
      found('repetition.phrase', {
        reason: `The same ${REPEATED_RUN_WORDS} words in a row appear ${times.get(run)} times.`,
        quote: quoteOf(run),
      }),
    );
    if (findings.length === MAX_FINDINGS_PER_CHECK) break;
  }
  return findings;
}

/** A short line with a label, as lists of instructions and figures have them: "Dry: flat on a towel". */
function isLabelled({ text, sentences }: Paragraph): boolean {
  const [first, ...more] = sentences;
  return (
    first !== undefined &&
    more.length === 0 &&
    first.words.length <= MAX_LABELLED_WORDS &&
    /^[^:.!?]{1,30}[:：]\s/u.test(text)
  );
}

/**
 * Reports a draft that repeats itself: whole sentences twice, the same run of words several times, or paragraphs in nearly the same words.
 * Lines with a label may be the same under several headings.
 */
export const checkRepetition: Check = (draft) => {
  const sentences = draft.paragraphs
    .filter((paragraph) => !isLabelled(paragraph))
    .flatMap((paragraph) => paragraph.sentences);
  const { findings, repeated } = repeatedSentences(sentences);
  const isRepeated = ({ words }: Sentence): boolean => repeated.has(words.join(' '));
  const fresh = sentences.filter((sentence) => !isRepeated(sentence));
  return [
    ...findings,
    ...repeatedRuns(fresh, new Set(runsOf(draft.keyword)), draft.words.length > LONG_TEXT_WORDS),
    ...restatedParagraphs(draft, (paragraph) => paragraph.sentences.some(isRepeated)),
  ];
};
