import { isStorable } from '../text/storable';
import { hasControlOrBidi } from '../text/text';
import { readWebAddress } from '../text/web-address';
import type { AddressProblem } from '../text/web-address';

/** The longest text of a link that is sold, in characters (code points). */
export const LONGEST_ANCHOR = 200;

/** Why a text cannot be that of a link. */
export type AnchorProblem = 'empty' | 'too-long' | 'line-break' | 'control';

/** A text that can be that of a link, exactly as it was given, or why it cannot. */
export type AnchorCheck = { ok: true; text: string } | { ok: false; problem: AnchorProblem };

/** What ends a line in any program. */
const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/;

/** Marks of old programs, remarks between lines, and code points that are no characters. */
const OUTDATED = /[\u206a-\u206f\ufff9-\ufffb]|\p{Noncharacter_Code_Point}/u;

/** Letters that nobody sees, except those that make a black flag the flag of a region. */
const UNSEEN_LETTER = /(?<![\u{1f3f4}\u{e0020}-\u{e007e}])[\u{e0000}-\u{e007f}]/u;

/** Spaces, characters without a shape, and two that only look like nothing. */
const UNSEEN = /[\s\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u3164]/gu;

/** Why a text cannot stand on one line of an article; undefined where it can. */
export function lineProblem(text: string): 'line-break' | 'control' | undefined {
  if (LINE_BREAK.test(text)) return 'line-break';
  const isHidden = hasControlOrBidi(text) || OUTDATED.test(text) || UNSEEN_LETTER.test(text);
  return isHidden || !isStorable(text) ? 'control' : undefined;
}

/**
 * Whether a text can be that of a link: at most 200 characters on one line, something to be seen, and nothing that hides, reorders or
 * breaks what stands around it. Marks of Markdown are allowed, as `linkTo` makes text of them.
 */
export function checkAnchor(text: string): AnchorCheck {
  const refused = (problem: AnchorProblem): AnchorCheck => ({ ok: false, problem });
  // What is too long is not looked at any further; no character has more than two units.
  if (text.length > 2 * LONGEST_ANCHOR || [...text].length > LONGEST_ANCHOR) return refused('too-long');
  const problem = lineProblem(text);
  if (problem) return refused(problem);
  if (text.replace(UNSEEN, '') === '') return refused('empty');
  return { ok: true, text };
}

/** Where a link may lead: the address as it is published and its host, both with names in punycode; or why not. */
export type TargetCheck = { ok: true; url: string; host: string } | { ok: false; problem: AddressProblem };

/** Whether a link that is sold may lead to an address: http or https, to a public host, without user name and password. */
export function checkTargetUrl(address: string): TargetCheck {
  const read = readWebAddress(address);
  return read.ok
    ? { ok: true, url: read.url, host: new URL(read.url).host }
    : { ok: false, problem: read.problem };
}

/** A link as it was ordered: its exact text and its address, both let in by the checks above. */
export interface OrderedLink {
  anchorText: string;
  targetUrl: string;
}

/** Whether the text and the address of a link are such that the checks above let them in unchanged. */
export function isLinkAllowed({ anchorText, targetUrl }: OrderedLink): boolean {
  const target = checkTargetUrl(targetUrl);
  return checkAnchor(anchorText).ok && target.ok && target.url === targetUrl;
}

/** An address as a parser reads it from what {@link linkTo} writes. */
export function writtenUrl(url: string): string {
  return url.replaceAll('<', '%3C').replaceAll('>', '%3E');
}

/** ASCII punctuation, all of which Markdown takes as itself behind a backslash. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * Markdown of one link with exactly this text, for a text and an address that the checks above have let in. Its place must be within a
 * paragraph.
 */
export function linkTo(anchor: string, url: string): string {
  const text = anchor.replace(PUNCTUATION, '\\$&');
  const address = writtenUrl(url).replace(/&(?=#?\w+;)/g, '\\&');
  return `[${text}](<${address}>)`;
}
