import type { Image, ImageReference, Link, LinkReference } from 'mdast';
import { safeImageUrl, safeLinkUrl, targetOf } from '../text/markdown/links';
import { readWebAddress } from '../text/web-address';
import { isSameText } from '../text/compare';
import { definitionsOf, walk } from '../text/markdown/parse';
import { inlineText } from '../text/markdown/plain-text';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { found } from './rules';
import { MAX_FINDINGS_PER_CHECK } from './thresholds';

function hasContent(node: Link | LinkReference): boolean {
  return (
    inlineText(node.children).trim() !== '' ||
    node.children.some(({ type }) => type === 'image' || type === 'imageReference')
  );
}

function linkFindings(node: Link | LinkReference, url: string): Finding[] {
  const text = quoteOf(inlineText(node.children));
  const address = readWebAddress(url);
  if (safeLinkUrl(url) === undefined && !address.ok) {
    const quote = quoteOf(url === '' ? text : url);
    switch (address.problem) {
      case 'not-web':
        return [
          found('links.address', { reason: `The link "${text}" does not point to a web address.`, quote }),
        ];
      case 'not-public': {
        // An address that stands in the text as such may well be meant as text.
        const isBare = isSameText(text, url) || isSameText(`http://${text}`, url);
        const reason = `The link "${text}" points to ${quoteOf(address.host)}, which is not in the public internet.`;
        return [found(isBare ? 'links.not-public' : 'links.address', { reason, quote })];
      }
      case 'look-alike':
        return [
          found('links.look-alike', {
            reason: `The link "${text}" points to ${quoteOf(address.host)}, a name that passes for another.`,
            quote,
          }),
        ];
    }
  }
  if (hasContent(node)) return [];
  return [found('links.empty-text', { quote: quoteOf(url) })];
}

function imageFindings(node: Image | ImageReference, url: string): Finding[] {
  const findings: Finding[] = [];
  if (safeImageUrl(url) === undefined) {
    findings.push(found('links.picture-address', { quote: quoteOf(url) }));
  }
  if ((node.alt ?? '').trim() === '') {
    findings.push(found('links.picture-description', { quote: quoteOf(url) }));
  }
  return findings;
}

/** The remains of a malformed link. A space between its two parts counts only before an address. */
const BROKEN = /.{0,60}\](?:\([^)]{0,100}\)?|[ \t]\((?:https?:\/\/|www\.)[^)]{0,100}\)?)/u;

function brokenSyntax({ passages }: Draft): Finding[] {
  return passages.flatMap(({ text }): Finding[] => {
    // Most texts have no bracket, and the pattern would look sixty characters ahead from each place.
    const hit = text.includes(']') ? BROKEN.exec(text) : null;
    if (!hit) return [];
    return [found('links.syntax', { quote: quoteOf(hit[0]) })];
  });
}

/** Reports links without a public web address or without a text, and pictures that cannot be shown. */
export const checkLinks: Check = (draft) => {
  // As written, because a picture that cannot be shown is not among what readers see.
  const definitions = definitionsOf(draft.written);
  const findings: Finding[] = [];
  walk(draft.written, (node) => {
    if (node.type === 'link' || node.type === 'linkReference') {
      findings.push(...linkFindings(node, targetOf(node, definitions)?.url ?? ''));
    } else if (node.type === 'image' || node.type === 'imageReference') {
      findings.push(...imageFindings(node, targetOf(node, definitions)?.url ?? ''));
    }
  });
  const ids = new Map<string, number>();
  return [...findings, ...brokenSyntax(draft)].filter(({ id }) => {
    const count = (ids.get(id) ?? 0) + 1;
    ids.set(id, count);
    return count <= MAX_FINDINGS_PER_CHECK;
  });
};
