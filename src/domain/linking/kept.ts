import { definitionsOf, parseMarkdown, walk } from '../text/markdown/parse';
import { targetOf } from '../text/markdown/links';
import { unwrap } from '../text/markdown/plain-text';
import { writtenUrl } from './anchor';
import type { OrderedLink } from './anchor';
import { textBelow } from './outline';

const keyOf = (text: string, url: string): string => JSON.stringify([text, url]);

/** How many links a text has, by their text and address. */
function countLinks(markdown: string): Map<string, number> {
  const root = parseMarkdown(markdown);
  const definitions = definitionsOf(root);
  const counts = new Map<string, number>();
  walk(root, (node) => {
    if (node.type !== 'link' && node.type !== 'linkReference') return;
    const key = keyOf(unwrap(textBelow(node)), targetOf(node, definitions)?.url ?? '');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return counts;
}

/** That no paid link of a text is lost in another one, or those that would be, each as often as it would. */
export type LinksKept = { ok: true } | { ok: false; lost: OrderedLink[] };

/**
 * Whether all paid links that a published text has are in the one that is to take its place, as often as there. A paid link that is not in
 * the published text either cannot be lost.
 */
export function proveNoLinkLost(base: string, next: string, paidLinks: readonly OrderedLink[]): LinksKept {
  if (paidLinks.length === 0 || base === next) return { ok: true };
  const [was, is] = [countLinks(base), countLinks(next)];
  const lost = paidLinks.filter(({ anchorText, targetUrl }) => {
    const key = keyOf(anchorText, writtenUrl(targetUrl));
    const [due, there] = [was.get(key) ?? 0, is.get(key) ?? 0];
    if (due === 0) return false;
    // Each link that was ordered stands for one of those that are there.
    was.set(key, due - 1);
    is.set(key, there - 1);
    return there <= 0;
  });
  return lost.length === 0 ? { ok: true } : { ok: false, lost };
}
