import type { Check, Sentence } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { found } from './rules';
import {
  MAX_FINDINGS_PER_CHECK,
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
function repeatedRuns(sentences: Sentence[], allowed: Set<string>): Finding[] {
  const times = new Map<string, number>();
  for (const { words } of sentences) {
    for (const run of runsOf(words)) times.set(run, (times.get(run) ?? 0) + 1);
  }
  const findings: Finding[] = [];
  for (const { words } of sentences) {
    const runs = runsOf(words);
    const at = runs.findIndex((run) => (times.get(run) ?? 0) >= REPEATED_RUN_TIMES && !allowed.has(run));
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

/** Reports a draft that repeats itself: whole sentences twice, or the same run of words several times. */
export const checkRepetition: Check = (draft) => {
  const sentences = draft.paragraphs.flatMap((paragraph) => paragraph.sentences);
  const { findings, repeated } = repeatedSentences(sentences);
  const fresh = sentences.filter(({ words }) => !repeated.has(words.join(' ')));
  return [...findings, ...repeatedRuns(fresh, new Set(runsOf(draft.keyword)))];
};
