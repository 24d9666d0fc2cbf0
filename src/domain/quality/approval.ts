import { normaliseWhitespace, cutAtGrapheme } from '../text/text';
import { toPlainText } from '../text/markdown/plain-text';

/** What a reviewer gives points for, with the question that is asked. */
export const CRITERIA = {
  accuracy: 'Is it true to its subject, title and facts, without false or unprovable claims?',
  usefulness: 'Does it help a customer to choose, use or care for something?',
  structure: 'Is it in a good order, with headings that say what is under them?',
  language: 'Is it correct, fluent and plain in the language named?',
  brand_fit: 'Would this store say it like this to its customers?',
} as const;

/** The name of a criterion. */
export type Criterion = keyof typeof CRITERIA;

/** The names of the criteria, in the order in which they are shown. */
export const CRITERION_NAMES = Object.keys(CRITERIA) as [Criterion, ...Criterion[]];

/** Points for each criterion, 0 to 10. */
export type Scores = Record<Criterion, number>;

/** Below these points a draft is rejected whatever else is said: 4 and less means "has to be done again" on any one criterion. */
export const LOWEST_SCORE = 5;

/** A draft that is just bearable on every criterion is not good enough to be published under a store's name. */
export const LOWEST_MEAN = 7;

/** The longest text of a finding, in UTF-16 units. */
const LONGEST_TEXT = 500;

/** What a reviewer answered. */
export interface Review {
  scores: Scores;
  findings: ReadonlyArray<{
    severity: 'blocking' | 'minor';
    criterion: Criterion;
    quote: string;
    reason: string;
    hint: string;
  }>;
}

/** A finding as saved with the draft. */
export interface ReviewFinding {
  id: string;
  severity: 'blocking' | 'minor';
  reason: string;
  hint: string;
  quote?: string;
}

/** The verdict on a draft. */
export interface Judgement {
  approved: boolean;
  scores: Scores;
  findings: ReviewFinding[];
}

function line(text: string): string {
  return cutAtGrapheme(normaliseWhitespace(text), LONGEST_TEXT);
}

/** A text as quotations are looked up in it: white space folded, one kind of quotation mark and dash, no case. */
function foldedText(text: string): string {
  return normaliseWhitespace(
    text
      .replace(/[‘’‚`´]/g, "'")
      .replace(/[“”„«»]/g, '"')
      .replace(/[‐-―]/g, '-'),
  )
    .normalize('NFC')
    .toLowerCase();
}

/** A quotation without the marks and dots that a reviewer puts around it. */
function foldedQuote(quote: string): string {
  return foldedText(quote).replace(/^(?:["'\s]|\.{3}|…)+|(?:["'\s]|\.{3}|…)+$/g, '');
}

/** A test of whether a quotation occurs in a draft: in its title, its Markdown or what a reader sees of it. */
function quotationTest(draft: { title: string; markdown: string }): (quote: string) => boolean {
  const texts = [draft.title, draft.markdown, toPlainText(draft.markdown)].map(foldedText);
  return (quote) => {
    const wanted = foldedQuote(quote);
    return wanted !== '' && texts.some((text) => text.includes(wanted));
  };
}

function lowScores(scores: Scores): ReviewFinding[] {
  return CRITERION_NAMES.filter((name) => scores[name] < LOWEST_SCORE).map((name) => ({
    id: `ai-score.${name}`,
    severity: 'blocking',
    reason: `The reviewer gave ${scores[name]} of 10 points for ${name}; at least ${LOWEST_SCORE} are needed.`,
    hint: `Do better on ${name}: ${CRITERIA[name]}`,
  }));
}

function lowMean(scores: Scores): ReviewFinding[] {
  const mean = CRITERION_NAMES.reduce((sum, name) => sum + scores[name], 0) / CRITERION_NAMES.length;
  if (mean >= LOWEST_MEAN) return [];
  const weakest = CRITERION_NAMES.reduce((a, b) => (scores[b] < scores[a] ? b : a));
  return [
    {
      id: 'ai-score.mean',
      severity: 'blocking',
      reason: `The reviewer gave ${mean.toFixed(1)} of 10 points on average; at least ${LOWEST_MEAN} are needed.`,
      hint: `Make the text better as a whole, first of all on ${weakest}: ${CRITERIA[weakest]}`,
    },
  ];
}

/**
 * The verdict that follows from a review. A draft is approved when every score is at least 5, their mean at least 7, and no
 * blocking finding stands; one whose quotation is not in the draft is taken for minor, because a reviewer must not invent.
 */
export function judge(input: { review: Review; draft: { title: string; markdown: string } }): Judgement {
  const { scores } = input.review;
  const isInDraft = quotationTest(input.draft);
  const findings = input.review.findings.map((finding): ReviewFinding => ({
    id: `ai-review.${finding.criterion}`,
    severity: finding.severity === 'blocking' && isInDraft(finding.quote) ? 'blocking' : 'minor',
    reason: line(finding.reason),
    hint: line(finding.hint),
    ...(finding.quote ? { quote: line(finding.quote) } : {}),
  }));
  const all = [...lowScores(scores), ...lowMean(scores), ...findings];
  return { approved: !all.some(({ severity }) => severity === 'blocking'), scores, findings: all };
}
