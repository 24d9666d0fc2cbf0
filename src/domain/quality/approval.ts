import { normaliseWhitespace, cutAtGrapheme } from '../text/text';
import { comparable } from '../text/compare';
import { toPlainText } from '../text/markdown/shown';

/** The criteria that a reviewer scores, each with the question asked. */
export const CRITERIA = {
  accuracy: 'Is it true to its subject, title and facts, without false or unprovable claims?',
  usefulness: 'Does it help a customer choose, use or care for something?',
  structure: 'Is it well organised, with headings that describe their sections?',
  language: 'Is it correct, fluent and plain in the given language?',
  brand_fit: 'Is this how the store would speak to its customers?',
} as const;

/** The name of a criterion. */
export type Criterion = keyof typeof CRITERIA;

/** The names of the criteria, in display order. */
export const CRITERION_NAMES = Object.keys(CRITERIA) as [Criterion, ...Criterion[]];

/** Scores from 0 to 10, by criterion. */
export type Scores = Record<Criterion, number>;

/** A draft with any score below this is rejected: 4 or less means the draft has to be redone in that respect. */
export const MIN_SCORE = 5;

/** A draft that is barely acceptable on every criterion is not good enough to be published under a store's name. */
export const MIN_MEAN = 7;

/** Maximum length of a finding's text, in UTF-16 units. */
const MAX_TEXT_LENGTH = 500;

/** A reviewer's answer by criteria of some name. */
export interface ReviewBy<C extends string> {
  scores: Record<C, number>;
  findings: ReadonlyArray<{
    severity: 'blocking' | 'minor';
    criterion: C;
    quote: string;
    reason: string;
    hint: string;
  }>;
}

/** A reviewer's answer about a draft. */
export type Review = ReviewBy<Criterion>;

/** A finding as saved with the draft. */
export interface ReviewFinding {
  id: string;
  severity: 'blocking' | 'minor';
  reason: string;
  hint: string;
  quote?: string;
}

/** The verdict that follows from a review by criteria of some name. */
export interface Judged<C extends string> {
  approved: boolean;
  scores: Record<C, number>;
  findings: ReviewFinding[];
}

/** The verdict on a draft. */
export type Judgement = Judged<Criterion>;

/** Criteria with the question asked for each. */
type Criteria<C extends string> = Readonly<Record<C, string>>;

const namesOf = <C extends string>(criteria: Criteria<C>): C[] => Object.keys(criteria) as C[];

/** Of what a reviewer says, as much is read, in UTF-16 units. */
const MAX_READ = 2_000;

function line(text: string): string {
  return cutAtGrapheme(normaliseWhitespace(text.trimStart().slice(0, MAX_READ)), MAX_TEXT_LENGTH);
}

/** Normalises a quotation, without the quotation marks and ellipses a reviewer puts around it. */
function foldedQuote(quote: string): string {
  const form = comparable(quote.trim().slice(0, MAX_TEXT_LENGTH));
  const from = /^(?:["'\s]|\.{3})+/.exec(form)?.[0].length ?? 0;
  let end = form.length;
  for (let length = 1; length > 0; end -= length)
    length = /["'\s]/.test(form[end - 1] ?? '') ? 1 : form.endsWith('...', end) ? 3 : 0;
  return form.slice(from, Math.max(from, end));
}

/** Returns a test for whether a quotation occurs in a draft: in its title, its Markdown or its visible text. */
function quotationTest(draft: { title: string; markdown: string }): (quote: string) => boolean {
  let texts: string[] | undefined;
  return (quote) => {
    const wanted = foldedQuote(quote);
    if (wanted === '') return false;
    texts ??= [draft.title, draft.markdown, toPlainText(draft.markdown)].map(comparable);
    return texts.some((text) => text.includes(wanted));
  };
}

function lowScores<C extends string>(criteria: Criteria<C>, scores: Record<C, number>): ReviewFinding[] {
  return namesOf(criteria)
    .filter((name) => scores[name] < MIN_SCORE)
    .map((name) => ({
      id: `ai-score.${name}`,
      severity: 'blocking',
      reason: `The reviewer gave ${scores[name]} of 10 points for ${name}; at least ${MIN_SCORE} are required.`,
      hint: `Improve ${name}: ${criteria[name]}`,
    }));
}

function lowMean<C extends string>(criteria: Criteria<C>, scores: Record<C, number>): ReviewFinding[] {
  const names = namesOf(criteria);
  const mean = names.reduce((sum, name) => sum + scores[name], 0) / names.length;
  if (mean >= MIN_MEAN) return [];
  const weakest = names.reduce((a, b) => (scores[b] < scores[a] ? b : a));
  return [
    {
      id: 'ai-score.mean',
      severity: 'blocking',
      reason: `The reviewer gave ${mean.toFixed(1)} of 10 points on average; at least ${MIN_MEAN} are required.`,
      hint: `Improve the text as a whole, starting with ${weakest}: ${criteria[weakest]}`,
    },
  ];
}

/**
 * Derives the verdict from a review. A draft is approved if every score is at least 5, their mean is at least 7, and
 * there is no blocking finding. A blocking finding whose quotation is not in the draft is downgraded to minor, because
 * a reviewer must not reject what is not there.
 */
export function judgeBy<C extends string>(
  criteria: Criteria<C>,
  input: { review: ReviewBy<C>; draft: { title: string; markdown: string } },
): Judged<C> {
  const { scores } = input.review;
  const isInDraft = quotationTest(input.draft);
  const findings = input.review.findings.map((finding): ReviewFinding => ({
    id: `ai-review.${finding.criterion}`,
    severity: finding.severity === 'blocking' && isInDraft(finding.quote) ? 'blocking' : 'minor',
    reason: line(finding.reason),
    hint: line(finding.hint),
    ...(finding.quote ? { quote: line(finding.quote) } : {}),
  }));
  const all = [...lowScores(criteria, scores), ...lowMean(criteria, scores), ...findings];
  return { approved: !all.some(({ severity }) => severity === 'blocking'), scores, findings: all };
}

/** Derives the verdict on a draft from its review, by the rules of {@link judgeBy}. */
export function judge(input: { review: Review; draft: { title: string; markdown: string } }): Judgement {
  return judgeBy(CRITERIA, input);
}
