import type { Definition, Nodes, Root } from 'mdast';
import { safeImageUrl, targetOf } from './links';
import { definitionsOf, parseMarkdown, walk } from './parse';
import { isHtmlBreak, plainTextOf } from './plain-text';
import { withoutHtml } from './without-html';

/** What takes the place of a node that cannot be shown: its words. */
function shownAs(node: Nodes, definitions: ReadonlyMap<string, Definition>): Nodes {
  if (node.type === 'html' && !isHtmlBreak(node.value)) return { type: 'text', value: node.value };
  if (node.type !== 'image' && node.type !== 'imageReference') return node;
  const url = targetOf(node, definitions)?.url;
  return url !== undefined && safeImageUrl(url) ? node : { type: 'text', value: node.alt ?? '' };
}

/**
 * Parses a text into the tree that is shown to readers: HTML has become Markdown, and a picture that cannot be shown its description.
 * Positions refer to the text without HTML.
 */
export function parseShown(markdown: string): Root {
  return asShown(parseMarkdown(withoutHtml(markdown)));
}

/** Changes a tree in place to what is shown of it. */
function asShown(root: Root): Root {
  const definitions = definitionsOf(root);
  walk(root, (node) => {
    if (!('children' in node)) return;
    node.children = node.children.map((child) => {
      const shown = shownAs(child, definitions);
      if (shown === child || shown.type !== 'text') return child;
      const isBlock = ['root', 'blockquote', 'listItem', 'footnoteDefinition'].includes(node.type);
      return isBlock ? { type: 'paragraph', children: [shown] } : shown;
    }) as never;
  });
  return root;
}

function isShownAsWritten(root: Root): boolean {
  let is = true;
  walk(root, ({ type }) => (is &&= !['html', 'image', 'imageReference'].includes(type)));
  return is;
}

/**
 * Parses a text into the tree of what was written and into that of {@link parseShown}. Without HTML and pictures, which both have
 * differently, they are one and the same.
 */
export function parseBoth(markdown: string): { written: Root; shown: Root } {
  const written = parseMarkdown(markdown);
  const text = withoutHtml(markdown, written);
  if (text === markdown && isShownAsWritten(written)) return { written, shown: written };
  return { written, shown: asShown(parseMarkdown(text)) };
}

/**
 * The visible text of a Markdown text, blocks separated by an empty line; without pictures and addresses.
 */
export function toPlainText(markdown: string): string {
  return plainTextOf(parseShown(markdown));
}
