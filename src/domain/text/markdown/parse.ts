import type { Definition, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { keepShallow } from './shallow';

const FRONT_MATTER =
  /^\uFEFF?---[ \t]*\r?\n(?:[A-Za-z_][\w-]*[ \t]*:.*\r?\n)(?:(?:[A-Za-z_][\w-]*[ \t]*:.*|[ \t].*|#.*|-[ \t].*)?\r?\n)*?---[ \t]*(?:\r?\n|$)/;

/** The length of the YAML front matter at the start of a text, in UTF-16 units; 0 where there is none. */
export function frontMatterLength(markdown: string): number {
  return FRONT_MATTER.exec(markdown)?.[0].length ?? 0;
}

/** The GFM syntax tree of a text; front matter is left out, and all offsets are those of the text as given. */
export function parseMarkdown(markdown: string): Root {
  const skipped = frontMatterLength(markdown);
  // Blanked rather than cut, so that positions still fit the original.
  const text = markdown.slice(0, skipped).replace(/[^\r\n]/g, ' ') + markdown.slice(skipped);
  return fromMarkdown(text, {
    extensions: [gfm()],
    // First, because the search for bare addresses walks the tree by recursion too.
    mdastExtensions: [{ transforms: [keepShallow] }, gfmFromMarkdown()],
  });
}

/** Calls `visit` for the node and everything below it, in the order of the text. */
export function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}

/** The link and picture definitions of a tree by their normalised identifier; the first of a name counts. */
export function definitionsOf(root: Root): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  walk(root, (node) => {
    if (node.type !== 'definition') return;
    const identifier = node.identifier.toLowerCase();
    if (!definitions.has(identifier)) definitions.set(identifier, node);
  });
  return definitions;
}
