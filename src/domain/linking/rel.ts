import { readHtml } from '../text/html/read';
import type { RelOf } from '../text/markdown';
import { normaliseWhitespace } from '../text/text';
import { writtenUrl } from './anchor';
import type { OrderedLink } from './anchor';
import { PAID_REL } from './paid-rel';
import { parseUrl } from '../text/parse-url';

const keyOf = (text: string, url: string): string => JSON.stringify([text, url]);

/** Gives `rel` to the links that were paid for, which Markdown itself cannot; the others have none. */
export function relOfPaidLinks(paidLinks: readonly OrderedLink[]): RelOf {
  const paid = new Set(paidLinks.map((link) => keyOf(link.anchorText, writtenUrl(link.targetUrl))));
  return ({ url, text }) => (paid.has(keyOf(text, url)) ? PAID_REL : undefined);
}

/** A link as a page shows it. */
export interface PublishedLink {
  url: string;
  /** White space folded. */
  text: string;
  /** In lower case. */
  rel: string[];
}

/** The links of a published page, in order, with what search engines are told of each. */
export function relOfLinks(html: string): PublishedLink[] {
  const links: PublishedLink[] = [];
  let open: { link: PublishedLink; text: string[] } | undefined;
  const end = (): void => {
    if (open) open.link.text = normaliseWhitespace(open.text.join(''));
    open = undefined;
  };
  readHtml(
    html,
    { decode: true },
    {
      text: (text) => open?.text.push(text),
      open: (name, { href, rel = '' }) => {
        if (name !== 'a') return;
        // Links are never within each other; a browser ends the first one here, too.
        end();
        if (href === undefined) return;
        const link = { url: href.trim(), text: '', rel: rel.toLowerCase().split(/\s+/).filter(Boolean) };
        links.push(link);
        open = { link, text: [] };
      },
      close: (name) => {
        if (name === 'a') end();
      },
    },
  );
  end();
  return links;
}

/** What was found of a paid link on a page: as ordered, not there, or without what search engines have to be told. */
export type PaidLinkState = 'kept' | 'missing' | 'without-rel';

/** How browsers write an address. */
const canonicalUrl = (url: string): string => parseUrl(url)?.href ?? url;

/**
 * What became of paid links on a published page, in the order given. A link that is there twice has its `rel` where all of them have it;
 * one that was ordered twice has to be there twice.
 */
export function paidLinkStates(
  published: readonly PublishedLink[],
  paidLinks: readonly OrderedLink[],
): PaidLinkState[] {
  const found = new Map<string, { left: number; hasRel: boolean }>();
  for (const { url, text, rel } of published) {
    const key = keyOf(normaliseWhitespace(text).normalize('NFC'), canonicalUrl(url));
    const state = found.get(key) ?? { left: 0, hasRel: true };
    state.left += 1;
    state.hasRel &&= rel.includes('sponsored') && rel.includes('nofollow');
    found.set(key, state);
  }
  return paidLinks.map(({ anchorText, targetUrl }) => {
    const key = keyOf(normaliseWhitespace(anchorText).normalize('NFC'), canonicalUrl(targetUrl));
    const state = found.get(key);
    if (!state || state.left-- <= 0) return 'missing';
    return state.hasRel ? 'kept' : 'without-rel';
  });
}
