import type { VoiceWords } from '../text/brand-voice';
import { holdsPhrase } from '../text/phrase';
import { verdictOf } from './check-draft';
import { checkClaims } from './claims';
import { cutOff } from './cut-off';
import type { Check, Draft, Paragraph } from './draft';
import { quoteOf, readDraft, readParagraphs } from './draft';
import type { DraftVerdict, Finding } from './findings';
import { isMentioned } from './keyword';
import { checkLanguage } from './language';
import { checkLeftovers } from './leftovers';
import { farTooLong } from './length';
import { checkLinks } from './links';
import { checkMarkup } from './markup';
import { checkRepetition } from './repetition';
import { found } from './rules';
import { MAX_FINDINGS_PER_CHECK, REPEATED_SENTENCE_WORDS } from './thresholds';
import { checkVoice } from './voice';

/** A section of a page and what was ordered. */
export interface ComponentDraft {
  markdown: string;
  heading: string;
  /** Text displayed around the section: for the section that names the page, its title and search snippet. */
  around: readonly string[];
  language: string;
  voice: VoiceWords;
  keywords: readonly string[];
  targetWords: number;
  /** The first section must say what the page is about. */
  isFirst: boolean;
  /** The bodies of the sections before this one. */
  before: readonly string[];
}

/** The draft checks that also apply to a single section. */
const CHECKS: readonly Check[] = [
  checkLanguage,
  checkLeftovers,
  checkMarkup,
  checkClaims,
  checkLinks,
  checkRepetition,
  checkVoice,
  cutOff,
];

/** Sections are short, so the limits are wide: they hold in any language, however it counts words. */
const MIN_LENGTH_RATIO = 0.3;
const MAX_LENGTH_RATIO = 3;

function checkSize({ words, root, input: { targetWords } }: Draft): Finding[] {
  const count = words.length;
  const top = root.children.some((node) => node.type === 'heading' && node.depth === 1);
  return [
    ...(top ? [found('structure.h1')] : []),
    ...(count === 0 || count < targetWords * MIN_LENGTH_RATIO
      ? [
          found('length.short', {
            reason: `The section has ${count} words; about ${targetWords} were ordered.`,
            hint: `Write about ${targetWords} words.`,
          }),
        ]
      : []),
    ...(count > targetWords * MAX_LENGTH_RATIO
      ? [
          found('length.long', {
            reason: `The section has ${count} words; about ${targetWords} were ordered.`,
            hint: `Shorten it to about ${targetWords} words.`,
          }),
        ]
      : []),
  ];
}

/** Sentences that already occur in an earlier section. */
function checkEarlier(draft: Draft, before: readonly string[]): Finding[] {
  const { language } = draft.input;
  const sentencesOf = (paragraphs: readonly Paragraph[]) => paragraphs.flatMap(({ sentences }) => sentences);
  const known = new Set(
    before
      .flatMap((markdown) => sentencesOf(readParagraphs({ markdown, language })))
      .map(({ words }) => words.join(' ')),
  );
  return sentencesOf(draft.paragraphs)
    .filter(({ words }) => words.length >= REPEATED_SENTENCE_WORDS && known.has(words.join(' ')))
    .slice(0, MAX_FINDINGS_PER_CHECK)
    .map(({ text }) =>
      found('repetition.sentence', {
        reason: 'This sentence already appears in an earlier section of the page.',
        quote: quoteOf(text),
      }),
    );
}

/** Whether the first section, including the page's title, mentions one of the keywords. */
function checkSubject(draft: ComponentDraft): Finding[] {
  const { isFirst, keywords, around, heading, markdown, language } = draft;
  const text = [...around, heading, markdown].join('\n\n');
  const base = { markdown: text, title: '', targetWords: 0, language };
  const isNamed = (keyword: string): boolean =>
    // A literal mention also counts where Markdown would parse the text differently.
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

/** Checks a section of a page against the rules. Deterministic; never throws. */
export function checkComponent(part: ComponentDraft): DraftVerdict {
  const tooLong = farTooLong(part);
  if (tooLong) return verdictOf([tooLong]);
  const read = readDraft({
    markdown: part.markdown,
    title: part.heading,
    // The comma keeps the end of one keyword from forming a phrase with the start of the next.
    keyword: part.keywords.join(', '),
    targetWords: part.targetWords,
    language: part.language,
    voice: part.voice,
    around: part.around,
    names: part.keywords,
  });
  // Text displayed around the page is checked like its body.
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
