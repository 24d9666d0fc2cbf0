import type { Link, Root } from 'mdast';
import { LONGEST_ARTICLE } from '../catalogue/article-file';
import { comparable, uniform } from '../text/compare';
import { isTooComplex } from '../text/markdown/hostile';
import { parseMarkdown, parseStandard, walk } from '../text/markdown/parse';
import { isLinkAllowed, linkTo, writtenUrl } from './anchor';
import type { OrderedLink } from './anchor';
import { outlineOf } from './outline';
import type { Outline } from './outline';
import { flatParagraphs } from './paragraphs';
import type { FlatText } from './paragraphs';
import type { PlaceKind } from './places';
import { separatorAfter } from './sentence-end';
import { checkSentence } from './sentence';

/**
 * What speaks against a change: a text too long to be compared, no further link of this text and address, bytes that differ elsewhere,
 * a place where no link may stand, something that is read otherwise than before, or a sentence that is not allowed.
 */
export type LinkDifference = 'too-long' | 'no-link' | 'bytes' | 'place' | 'structure' | 'sentence';

/** That two texts differ by one link only, and how it came in; or what else differs. */
export type OnlyLinkProof = { ok: true; kind: PlaceKind } | { ok: false; difference: LinkDifference };

const refused = (difference: LinkDifference): OnlyLinkProof => ({ ok: false, difference });

/** Links of the same text and address that may be the new one. */
const MAX_CANDIDATES = 3;

/** How much two texts have in common at their beginnings and at their ends, in UTF-16 units. */
interface Common {
  start: number;
  end: number;
}

function commonTo(one: string, other: string): Common {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  let end = 0;
  while (end < most && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end))
    end++;
  return { start, end };
}

function isOrdered(node: Link, { anchorText, targetUrl }: OrderedLink): boolean {
  const [only] = node.children;
  return (
    node.children.length === 1 &&
    only?.type === 'text' &&
    only.value === anchorText &&
    node.url === writtenUrl(targetUrl) &&
    (node.title ?? '') === ''
  );
}

function linksOf(root: Root): Link[] {
  const links: Link[] = [];
  walk(root, (node) => {
    if (node.type === 'link') links.push(node);
  });
  return links;
}

/** Whether a text has spaces at its ends, where it is seen. */
function hasOuterSpaces(text: string): boolean {
  const seen = uniform(text);
  return seen.trim() !== seen;
}

/** The one part in which two outlines differ, where that is text and nothing else differs. */
function changedPart(before: Outline, after: Outline, part: number): { was: string; is: string } | undefined {
  if (before.parts.length !== after.parts.length || !before.isText[part] || !after.isText[part])
    return undefined;
  for (let at = 0; at < after.parts.length; at++) {
    if (before.isText[at] !== after.isText[at]) return undefined;
    if (at !== part && before.parts[at] !== after.parts[at]) return undefined;
  }
  return { was: before.parts[part]!, is: after.parts[part]! };
}

interface Reading {
  was: Root;
  is: Root;
}

/** Both texts, as we read them and as other programs do. */
interface Pair {
  before: string;
  after: string;
  readings: ReadonlyArray<() => Reading>;
  flat: FlatText;
  common: Common;
  link: OrderedLink;
  language: string;
}

/** The run of text that the link came into, without it and with it, and where it stands in it. */
interface Change {
  was: string;
  is: string;
  offset: number;
}

/** What the link that begins at a place changed, in each reading; undefined where one of them has another change. */
function changesAt({ readings, link }: Pair, start: number): Change[] | undefined {
  const changes: Change[] = [];
  for (const read of readings) {
    const { was, is } = read();
    const node = linksOf(is).find(({ position }) => position?.start.offset === start);
    if (!node || !isOrdered(node, link)) return undefined;
    const outline = outlineOf(is, node);
    const { part, offset } = outline.released!;
    const changed = changedPart(outlineOf(was), outline, part);
    if (!changed) return undefined;
    changes.push({ ...changed, offset });
  }
  return changes;
}

/** Whether a part of the former text is one piece of text in which a link may stand. */
function isOnePiece({ piece, from, to }: FlatText, start: number, end: number): boolean {
  const first = from.findIndex((place, at) => place === start && piece[at]! >= 0);
  if (first < 0) return false;
  let last = first;
  while (piece[last + 1] === piece[first] && to[last + 1]! <= end) last++;
  return to[last] === end;
}

/** The words that the link stands for; undefined where something else changed as well. */
function wordsOf({ was, is, offset }: Change, anchor: string): string | undefined {
  const rest = is.slice(offset + anchor.length);
  if (!was.startsWith(is.slice(0, offset)) || !was.endsWith(rest)) return undefined;
  return was.slice(offset, was.length - rest.length).replace(/\r\n|\n|\r/g, ' ');
}

/** A link in place of words that were there. `start` and `end`: where the link stands in the new text. */
function proveWords(pair: Pair, start: number, end: number): OnlyLinkProof {
  const { before, after, flat } = pair;
  const { anchorText } = pair.link;
  const behind = before.length - (after.length - end);
  // Nothing was there that the link could stand for.
  if (behind <= start) return refused('place');
  const words = changesAt(pair, start)?.map((change) => wordsOf(change, anchorText));
  const [was] = words ?? [];
  if (was === undefined || !words!.every((one) => one === was)) return refused('structure');
  const form = comparable(anchorText);
  if (was !== anchorText && (form === '' || comparable(was) !== form)) return refused('sentence');
  // Their form has no outer spaces, so the link could have taken the space beside the words as well.
  if (hasOuterSpaces(was) !== hasOuterSpaces(anchorText)) return refused('sentence');
  if (!isOnePiece(flat, start, behind)) return refused('place');
  return { ok: true, kind: was === anchorText ? 'words' : 'spelling' };
}

/** A sentence at the end of a paragraph. */
function proveSentence(pair: Pair, start: number, end: number): OnlyLinkProof {
  const { before, after, common, flat, link, language } = pair;
  const more = after.length - before.length;
  // Where the paragraph ended; what is new begins there.
  const paragraph = flat.paragraphs.find(({ end: last, isOpen }) => {
    const place = flat.to[last - 1]!;
    const isSame = place <= common.start && before.length - place <= common.end;
    return isOpen && isSame && place <= start && place + more >= end;
  });
  if (!paragraph) return refused('place');
  const place = flat.to[paragraph.end - 1]!;
  const added = after.slice(place, place + more);
  if (/[\r\n]/.test(added) || added.trimEnd() !== added) return refused('sentence');
  const texts = changesAt(pair, start)?.map(({ was, is, offset }) =>
    is.startsWith(was) ? { text: is.slice(was.length), at: offset - was.length } : undefined,
  );
  const [first] = texts ?? [];
  if (!first || !texts!.every((one) => one?.text === first.text && one.at === first.at))
    return refused('structure');
  const separator = separatorAfter(flat.text.slice(paragraph.start, paragraph.end));
  const sentence = first.text.slice(separator.length);
  if (!first.text.startsWith(separator) || sentence.trim() !== sentence) return refused('sentence');
  const check = checkSentence(sentence, link.anchorText, { language });
  // The link stands where the check found its text, and nowhere else.
  return check.ok &&
    first.at === separator.length + check.before.length &&
    sentence.length === check.before.length + link.anchorText.length + check.after.length
    ? { ok: true, kind: 'sentence' }
    : refused('sentence');
}

/** Tries the links that may be the new one: what differs is where it stands, or it is within what was added. */
function proveAny(pair: Pair, ordered: readonly Link[]): OnlyLinkProof {
  const { before, after, common, link } = pair;
  const more = after.length - before.length;
  const markup = linkTo(link.anchorText, link.targetUrl);
  let difference: LinkDifference = 'bytes';
  let tried = 0;
  for (const node of ordered) {
    const [start, end] = [node.position?.start.offset ?? -1, node.position?.end.offset ?? -1];
    const isInPlace = start <= common.start && after.length - end <= common.end;
    const isAdded = start >= before.length - common.end && end <= common.start + more;
    if (start < 0 || !(isInPlace || isAdded)) continue;
    // Written as we write it, byte for byte: an address can be escaped, and a link have blanks in it, without being read otherwise.
    if (after.slice(start, end) !== markup) continue;
    if (++tried > MAX_CANDIDATES) break;
    for (const prove of [...(isInPlace ? [proveWords] : []), ...(isAdded ? [proveSentence] : [])]) {
      const proof = prove(pair, start, end);
      if (proof.ok) return proof;
      difference = proof.difference;
    }
  }
  return refused(difference);
}

/**
 * Proves that a text is another one with one link more, of exactly this text and address, at a place where one may stand (decision 0072):
 * the words were there, in whatever spelling, or one plain sentence was added at the end of a paragraph. Everything else is the same byte
 * for byte, and is read as before, by us and by other programs. Both texts are parsed here, and nothing is taken over from whoever made the change.
 */
export function proveOnlyLink(
  before: string,
  after: string,
  link: OrderedLink,
  { language = 'en' }: { language?: string } = {},
): OnlyLinkProof {
  if (Math.max(before.length, after.length) > LONGEST_ARTICLE) return refused('too-long');
  if (!isLinkAllowed(link)) return refused('no-link');
  if (isTooComplex(before) || isTooComplex(after)) return refused('too-long');
  const ours = { was: parseMarkdown(before), is: parseMarkdown(after) };
  const links = linksOf(ours.is);
  const ordered = links.filter((node) => isOrdered(node, link));
  if (links.length !== linksOf(ours.was).length + 1 || ordered.length === 0) return refused('no-link');
  const common = commonTo(before, after);
  const flat = flatParagraphs(ours.was, before);
  // Read once, and only where our own reading speaks for the change.
  let standard: Reading | undefined;
  const readings = [
    () => ours,
    () => (standard ??= { was: parseStandard(before), is: parseStandard(after) }),
  ];
  const pair: Pair = { before, after, readings, flat, common, link, language };
  return proveAny(pair, ordered);
}
