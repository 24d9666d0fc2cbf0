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

/** Spaces, characters without a shape, and two that only look like nothing. */
const UNSEEN = /[\s\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u3164]/gu;

/**
 * Whether a text can be that of a link: at most 200 characters on one line, something to be seen, and nothing that hides, reorders or
 * breaks what stands around it. Marks of Markdown are allowed, as `linkTo` makes text of them.
 */
export function checkAnchor(text: string): AnchorCheck {
  const refused = (problem: AnchorProblem): AnchorCheck => ({ ok: false, problem });
  // What is too long is not looked at any further; no character has more than two units.
  if (text.length > 2 * LONGEST_ANCHOR || [...text].length > LONGEST_ANCHOR) return refused('too-long');
  if (LINE_BREAK.test(text)) return refused('line-break');
  if (hasControlOrBidi(text) || OUTDATED.test(text) || !isStorable(text)) return refused('control');
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

/** ASCII punctuation, all of which Markdown takes as itself behind a backslash. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * Markdown of one link with exactly this text, for a text and an address that the checks above have let in. Its place must be within a
 * paragraph.
 */
export function linkTo(anchor: string, url: string): string {
  const text = anchor.replace(PUNCTUATION, '\\$&');
  const address = url
    .replaceAll('<', '%3C')
    .replaceAll('>', '%3E')
    .replace(/&(?=#?\w+;)/g, '\\&');
  return `[${text}](<${address}>)`;
}
