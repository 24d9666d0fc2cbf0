import type { VoiceWords } from '../text/brand-voice';
import { holdsPhrase } from '../text/phrase';
import { verdictOf } from './check-draft';
import { checkClaims } from './claims';
import type { Check, Draft } from './draft';
import { quoteOf, readDraft } from './draft';
import type { DraftVerdict, Finding } from './findings';
import { isMentioned } from './keyword';
import { checkLanguage } from './language';
import { checkLeftovers } from './leftovers';
import { checkLinks } from './links';
import { checkRepetition } from './repetition';
import { found } from './rules';
import { MOST_FINDINGS_PER_CHECK, REPEATED_SENTENCE_WORDS } from './thresholds';
import { checkVoice } from './voice';

/** A part of a page and what was ordered. */
export interface ComponentDraft {
  markdown: string;
  heading: string;
  /** What else is shown: the page's title and what search engines show, where this part names the page. */
  around: readonly string[];
  language: string;
  voice: VoiceWords;
  keywords: readonly string[];
  targetWords: number;
  /** The first part of a page has to say what the page is about. */
  isFirst: boolean;
  /** The texts of the parts before it. */
  before: readonly string[];
}

/** The checks of whole drafts that hold for a part of a page by itself. */
const CHECKS: readonly Check[] = [
  checkLanguage,
  checkLeftovers,
  checkClaims,
  checkLinks,
  checkRepetition,
  checkVoice,
];

/** A part is short: below, or above, these shares of the words ordered it is not what was ordered, whatever the language counts as a word. */
const SHORTEST = 0.3;
const LONGEST = 3;

function checkSize({ words, root, input: { targetWords } }: Draft): Finding[] {
  const count = words.length;
  const top = root.children.some((node) => node.type === 'heading' && node.depth === 1);
  return [
    ...(top ? [found('structure.h1')] : []),
    ...(count === 0 || count < targetWords * SHORTEST
      ? [
          found('length.short', {
            reason: `The part has ${count} words; about ${targetWords} were ordered.`,
            hint: `Write about ${targetWords} words.`,
          }),
        ]
      : []),
    ...(count > targetWords * LONGEST
      ? [
          found('length.long', {
            reason: `The part has ${count} words; about ${targetWords} were ordered.`,
            hint: `Shorten it to about ${targetWords} words.`,
          }),
        ]
      : []),
  ];
}

/** Sentences that stand in an earlier part already. */
function checkEarlier(draft: Draft, before: readonly string[]): Finding[] {
  const sentencesOf = ({ paragraphs }: Draft) => paragraphs.flatMap(({ sentences }) => sentences);
  const known = new Set(
    before
      .flatMap((markdown) => sentencesOf(readDraft({ ...draft.input, markdown })))
      .map(({ words }) => words.join(' ')),
  );
  return sentencesOf(draft)
    .filter(({ words }) => words.length >= REPEATED_SENTENCE_WORDS && known.has(words.join(' ')))
    .slice(0, MOST_FINDINGS_PER_CHECK)
    .map(({ text }) =>
      found('repetition.sentence', {
        reason: 'This sentence stands in an earlier part of the page already.',
        quote: quoteOf(text),
      }),
    );
}

/** Whether the first part, with the page's title, is about one of the keywords. */
function checkSubject(draft: ComponentDraft): Finding[] {
  const { isFirst, keywords, around, heading, markdown, language } = draft;
  const text = [...around, heading, markdown].join('\n\n');
  const base = { markdown: text, title: '', targetWords: 0, language };
  const isNamed = (keyword: string): boolean =>
    // Word for word it counts also where Markdown would read something else into it.
    holdsPhrase(text, keyword) || isMentioned(readDraft({ ...base, keyword }));
  if (!isFirst || keywords.some(isNamed)) return [];
  const [main = ''] = keywords;
  return [
    found('keyword.missing', {
      reason: 'The page never says what it is about.',
      hint: `Use "${main}" in the title and in the text.`,
    }),
  ];
}

/** Checks one part of a page by rule, the same for the same input; never throws, whatever the text. */
export function checkComponent(part: ComponentDraft): DraftVerdict {
  const read = readDraft({
    markdown: part.markdown,
    title: part.heading,
    // The comma keeps the end of one from making a phrase with the beginning of the next.
    keyword: part.keywords.join(', '),
    targetWords: part.targetWords,
    language: part.language,
    voice: part.voice,
    around: part.around,
    names: part.keywords,
  });
  // What is shown around the page is looked through like its text.
  const shown = part.around.map((text) => ({ kind: 'heading' as const, text }));
  const draft: Draft = { ...read, passages: [...shown, ...read.passages] };
  const findings = [
    ...checkSize(draft),
    ...CHECKS.flatMap((check) => check(draft)),
    ...checkEarlier(draft, part.before),
    ...checkSubject(part),
  ];
  return verdictOf(findings);
}
