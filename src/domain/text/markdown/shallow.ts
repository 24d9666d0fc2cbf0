import type { Nodes, Root } from 'mdast';
import { MAX_LEVEL } from './hostile';

function textBelow(node: Nodes): string {
  const parts: string[] = [];
  const waiting: Nodes[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if ('value' in next) parts.push(next.value);
    if (next.type === 'image' || next.type === 'imageReference') parts.push(next.alt ?? '');
    if (next.type === 'footnoteReference') parts.push(`[${next.label ?? next.identifier}]`);
    if (next.type === 'break') parts.push(' ');
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
