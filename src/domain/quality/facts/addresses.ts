import type { Root } from 'mdast';
import { safeImageUrl, safeLinkUrl, targetOf } from '../../text/markdown/links';
import { definitionsOf, walk } from '../../text/markdown/parse';
import { inlineText } from '../../text/markdown/plain-text';

/** The addresses that a text leads to, in order, as often as it does. */
export interface Addresses {
  links: string[];
  pictures: string[];
}

/** Every address in a tree, with references resolved; a reference without a definition has the address "". */
export function addressesIn(root: Root): Addresses {
  const definitions = definitionsOf(root);
  const found: Addresses = { links: [], pictures: [] };
  walk(root, (node) => {
    if (node.type === 'link' || node.type === 'linkReference')
      found.links.push(targetOf(node, definitions)?.url ?? '');
    if (node.type === 'image' || node.type === 'imageReference')
      found.pictures.push(targetOf(node, definitions)?.url ?? '');
  });
  return found;
}

/** Those that may be published: links to public web addresses and mailboxes, and pictures that can be shown. */
export function publicAddresses({ links, pictures }: Addresses): Addresses {
  return {
    links: links.filter((url) => safeLinkUrl(url) !== undefined),
    pictures: pictures.filter((url) => safeImageUrl(url) !== undefined),
  };
}

/** How often each text occurs in a list. */
export function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** A paragraph, heading or cell with its visible text and the addresses that it links to. */
export interface Block {
  kind: 'heading' | 'paragraph' | 'cell';
  text: string;
  links: string[];
}

/** The blocks of running text in a tree, in order. A link that shows its own address adds no text. */
export function blocksIn(root: Root): Block[] {
  const definitions = definitionsOf(root);
  const blocks: Block[] = [];
  walk(root, (node) => {
    if (node.type !== 'paragraph' && node.type !== 'heading' && node.type !== 'tableCell') return;
    const links: string[] = [];
    let text = inlineText(node.children);
    walk(node, (inner) => {
      if (inner.type !== 'link' && inner.type !== 'linkReference') return;
      const shown = inlineText(inner.children);
      if (/^(?:https?:\/\/|www\.|\S{1,64}@)\S+$/i.test(shown)) text = text.replace(shown, ' ');
      links.push(targetOf(inner, definitions)?.url ?? '');
    });
    blocks.push({ kind: node.type === 'tableCell' ? 'cell' : node.type, text, links });
  });
  return blocks;
}
