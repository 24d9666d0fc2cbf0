import type { Definition, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { emphasis } from './flanks';
import { readsAddresses, tamed, without } from './hostile';
import { keepShallow } from './shallow';
import { keepWritten } from './written';

const FRONT_MATTER =
  /^\uFEFF?---[ \t]*\r?\n(?:[A-Za-z_][\w-]*[ \t]*:.*\r?\n)(?:(?:[A-Za-z_][\w-]*[ \t]*:.*|[ \t].*|#.*|-[ \t].*)?\r?\n)*?---[ \t]*(?:\r?\n|$)/;

/** Length of the YAML front matter at the start of a text, in UTF-16 units; 0 if there is none. */
export function frontMatterLength(markdown: string): number {
  return FRONT_MATTER.exec(markdown)?.[0].length ?? 0;
}

/** Parses a text into a GFM syntax tree. Front matter is ignored; all offsets refer to the original text. */
export function parseMarkdown(markdown: string): Root {
  return parse(markdown, { isOurs: true });
}

/** The same as programs read it that have none of our readings: of emphasis beside signs, and of what Markdown would hide. */
export function parseStandard(markdown: string): Root {
  return parse(markdown, { isOurs: false });
}

/** Made once, as the making takes as long as reading a paragraph; neither of them keeps anything of a text. */
const SYNTAX = {
  standard: [gfm({ singleTilde: false })],
  ours: [gfm({ singleTilde: false }), ...emphasis()],
};
const NODES = gfmFromMarkdown();

function parse(markdown: string, { isOurs }: { isOurs: boolean }): Root {
  const skipped = frontMatterLength(markdown);
  // Blanked rather than cut, so that positions still match the original. So is a byte order mark, which the parser would cut.
  const blanked = markdown.slice(0, skipped).replace(/[^\r\n]/g, ' ') + markdown.slice(skipped);
  const { text, off } = tamed(blanked.replace(/^\ufeff/, ' '));
  return fromMarkdown(text, {
    extensions: [...(isOurs ? SYNTAX.ours : SYNTAX.standard), without(off)],
    mdastExtensions: [
      // Must come first, because the others and the search for bare addresses walk the tree recursively.
      { transforms: [keepShallow, (tree) => (isOurs ? keepWritten(tree, text) : tree)] },
      // The one of them that transforms the tree searches it for bare addresses.
      ...NODES.filter(({ transforms }) => !transforms || readsAddresses(off)),
    ],
  });
}

/** Calls `visit` for the node and all its descendants, in document order. */
export function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}

/** A tree's link and picture definitions by normalised identifier; the first of each identifier wins. */
export function definitionsOf(root: Root): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  walk(root, (node) => {
    if (node.type !== 'definition') return;
    const identifier = node.identifier.toLowerCase();
    if (!definitions.has(identifier)) definitions.set(identifier, node);
  });
  return definitions;
}
