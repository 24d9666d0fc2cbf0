import type { Image, ImageReference, Link, LinkReference } from 'mdast';
import { safeImageUrl, safeLinkUrl, targetOf } from '../text/markdown/links';
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
  if (safeLinkUrl(url) === undefined) {
    return [
      found('links.address', {
        reason: `The link "${text}" does not point to a web address.`,
        quote: quoteOf(url === '' ? text : url),
      }),
    ];
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
    const hit = BROKEN.exec(text);
    if (!hit) return [];
    return [found('links.syntax', { quote: quoteOf(hit[0]) })];
  });
}

/** Reports links without a web address or text, and pictures that cannot be shown. */
export const checkLinks: Check = (draft) => {
  const definitions = definitionsOf(draft.root);
  const findings: Finding[] = [];
  walk(draft.root, (node) => {
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
