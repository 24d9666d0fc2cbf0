import { judgeBy } from './approval';
import type { Judged, ReviewBy } from './approval';

/** The criteria by which a sentence with a link is reviewed, each with the question asked. */
export const LINK_CRITERIA = {
  fit: 'Does it belong where it stands, between what is said before and after it?',
  truth: 'Is it true to the article, and free of claims that nobody can prove?',
  language: 'Is it correct, fluent and plain in the given language, in the manner of the article?',
  neutrality: 'Does it inform readers, without advertising or praising what it links to?',
  safety: 'Is it free of anything unlawful, harmful, hateful or deceptive?',
} as const;

/** The name of a criterion. */
export type LinkCriterion = keyof typeof LINK_CRITERIA;

/** The names of the criteria, in display order. */
export const LINK_CRITERION_NAMES = Object.keys(LINK_CRITERIA) as [LinkCriterion, ...LinkCriterion[]];

/** Derives the verdict on a sentence with a link from its review, by the rules of {@link judgeBy}. */
export function judgeLink(input: {
  review: ReviewBy<LinkCriterion>;
  /** The text in which quotations are looked for. */
  text: string;
}): Judged<LinkCriterion> {
  return judgeBy(LINK_CRITERIA, { review: input.review, draft: { title: '', markdown: input.text } });
}
