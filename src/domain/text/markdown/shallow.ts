import type { Nodes, Root } from 'mdast';

/**
 * No real page nests deeper than this. Anything below is flattened to text, so that trees can be walked recursively.
 */
const MAX_LEVEL = 60;

function textBelow(node: Nodes): string {
  const parts: string[] = [];
  const waiting: Nodes[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.type === 'text' || next.type === 'inlineCode' || next.type === 'code') parts.push(next.value);
    if (next.type === 'paragraph' || next.type === 'tableCell') parts.push(' ');
    if ('children' in next)
      for (let at = next.children.length; at-- > 0;) waiting.push(next.children[at] as Nodes);
  }
  return parts.join('').trim();
}

function flatten(node: Nodes): void {
  switch (node.type) {
    case 'blockquote':
    case 'listItem':
    case 'footnoteDefinition':
      node.children = [{ type: 'paragraph', children: [{ type: 'text', value: textBelow(node) }] }];
      break;
    case 'paragraph':
    case 'heading':
    case 'tableCell':
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'link':
    case 'linkReference':
      node.children = [{ type: 'text', value: textBelow(node) }];
      break;
    default:
  }
}

/** Flattens everything below the maximum depth to its text, in place. */
export function keepShallow(root: Root): Root {
  const waiting: { node: Nodes; level: number }[] = [{ node: root, level: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, level } = next;
    if (level >= MAX_LEVEL) flatten(node);
    if ('children' in node)
      for (const child of node.children) waiting.push({ node: child, level: level + 1 });
  }
  return root;
}
