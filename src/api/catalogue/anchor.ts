import type { z } from 'zod';
import { checkAnchor, checkTargetUrl, LONGEST_ANCHOR } from '../../domain/linking';
import type { AnchorProblem } from '../../domain/linking';
import type { AddressProblem } from '../../domain/text/web-address';
import type { Texts } from '../texts/texts';
import type { anchorView } from './views';

/** What is said of a text that cannot be that of a link. */
export const ANCHOR_WORDS: Record<AnchorProblem, string> = {
  empty: 'must have a character that can be seen',
  'too-long': `must have at most ${LONGEST_ANCHOR} characters`,
  'line-break': 'must be one line',
  control: 'must not contain control or text-direction characters',
};

/** What is said of an address that a link cannot lead to. */
export const TARGET_WORDS: Record<AddressProblem, string> = {
  'not-web': 'must be a web address that begins with http:// or https://, without user name and password',
  'not-public': 'must be in the public internet',
  'look-alike': 'must not be a name that passes for another',
};

/** What is said of a text for which an article has no place. */
export const NO_PLACE = 'has no place in this article where a link may stand';

/** Says whether a link can be ordered for an article, and where it would go. */
export async function viewAnchor(
  asked: { anchorText: string; targetUrl: string | undefined },
  article: { contentMd: string; language: string },
  texts: Texts,
): Promise<z.output<typeof anchorView>> {
  const anchor = checkAnchor(asked.anchorText);
  const target = asked.targetUrl === undefined ? undefined : checkTargetUrl(asked.targetUrl.trim());
  const found = anchor.ok
    ? await texts.places({ markdown: article.contentMd, anchor: anchor.text, language: article.language })
    : undefined;
  const problems: z.output<typeof anchorView>['problems'] = [];
  if (!anchor.ok) problems.push({ field: 'anchorText', problem: ANCHOR_WORDS[anchor.problem] });
  if (found?.best === null) problems.push({ field: 'anchorText', problem: NO_PLACE });
  if (target?.ok === false) problems.push({ field: 'targetUrl', problem: TARGET_WORDS[target.problem] });
  return {
    ok: problems.length === 0 && target !== undefined,
    problems,
    anchorText: asked.anchorText,
    targetUrl: target?.ok ? target.url : null,
    places: found?.counts ?? null,
    best: found?.best ?? null,
  };
}
