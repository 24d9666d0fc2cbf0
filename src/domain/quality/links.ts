import type { Image, ImageReference, Link, LinkReference } from 'mdast';
import { safeImageUrl, safeLinkUrl, targetOf } from '../markdown/links';
import { definitionsOf, walk } from '../markdown/parse';
import { inlineText } from '../markdown/plain-text';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { MOST_FINDINGS_PER_CHECK } from './thresholds';

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
      {
        id: 'links.address',
        severity: 'blocking',
        reason: `The link "${text}" does not lead to a web address.`,
        hint: 'Give every link a complete address beginning with https://, or write its text without a link.',
        quote: quoteOf(url === '' ? text : url),
      },
    ];
  }
  if (hasContent(node)) return [];
  return [
    {
      id: 'links.empty-text',
      severity: 'blocking',
      reason: 'A link has no text, so that nobody can see it.',
      hint: 'Give the link a text that says where it leads, or remove it.',
      quote: quoteOf(url),
    },
  ];
}

function imageFindings(node: Image | ImageReference, url: string): Finding[] {
  const findings: Finding[] = [];
  if (safeImageUrl(url) === undefined) {
    findings.push({
      id: 'links.picture-address',
      severity: 'minor',
      reason: 'A picture has no https address and will be left out.',
      hint: 'Leave the picture out, or give its complete https address.',
      quote: quoteOf(url),
    });
  }
  if ((node.alt ?? '').trim() === '') {
    findings.push({
      id: 'links.picture-description',
      severity: 'minor',
      reason: 'A picture has no description.',
      hint: 'Describe every picture in the square brackets before its address.',
      quote: quoteOf(url),
    });
  }
  return findings;
}

function brokenSyntax({ passages }: Draft): Finding[] {
  return passages.flatMap(({ text }): Finding[] => {
    const found = /.{0,60}\]\([^)]{0,100}\)?/u.exec(text);
    if (!found) return [];
    return [
      {
        id: 'links.syntax',
        severity: 'blocking',
        reason: 'A link is not well formed and shows its brackets to the reader.',
        hint: 'Write links as [text](https://address) with no spaces in the address.',
        quote: quoteOf(found[0]),
      },
    ];
  });
}

/** Whether every link leads to a web address and has a text, and every picture can be shown. */
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
    return count <= MOST_FINDINGS_PER_CHECK;
  });
};
