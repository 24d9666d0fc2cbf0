import type { List, Nodes, Paragraph, Parents, Root, RootContent } from 'mdast';

/** No list begins with a number as high as this; it is a year or an amount at the beginning of a line. */
const LEAST_AMOUNT = 100;

function textOf(source: string, node: Nodes, end = node.position?.end.offset): string {
  // By line, as a pattern that begins with blanks would look at each of them again and again.
  const lines = source.slice(node.position?.start.offset, end).split('\n');
  return lines
    .map((line, at) => (at === 0 ? line : line.replace(/^[\s>]+/, '')))
    .map((line, at) => (at === lines.length - 1 ? line : line.trimEnd()))
    .filter((line, at) => at === 0 || line !== '')
    .join(' ');
}

function paragraph(node: Nodes, value: string): Paragraph {
  const text = { type: 'text' as const, value };
  return { type: 'paragraph', children: [text], ...(node.position ? { position: node.position } : {}) };
}

/** The item of a list that is none: its number and its text. */
function amount(source: string, list: List): RootContent[] | undefined {
  const [item] = list.children;
  const [first, ...rest] = item?.children ?? [];
  if (list.children.length !== 1 || (list.start ?? 0) < LEAST_AMOUNT || first?.type !== 'paragraph')
    return undefined;
  const number = textOf(source, list, first.position?.start.offset);
  return [{ ...first, children: [{ type: 'text', value: number }, ...first.children] }, ...rest];
}

/** What a block is when read as its writer meant it. */
function meant(source: string, used: ReadonlySet<string>, node: RootContent): RootContent[] {
  // A note with a caret is a footnote wherever footnotes are read.
  if (node.type === 'definition' && (!used.has(node.identifier) || node.identifier.startsWith('^')))
    return [paragraph(node, textOf(source, node))];
  if (node.type === 'code' && node.meta)
    return [{ ...node, lang: null, meta: null, value: `${node.lang} ${node.meta}\n${node.value}` }];
  if (node.type === 'list' && node.ordered) return amount(source, node) ?? [node];
  return [node];
}

function visit(node: Nodes, enter: (node: Parents) => void): void {
  if (!('children' in node)) return;
  for (const child of node.children) visit(child, enter);
  enter(node);
}

/**
 * Makes text, in place, of what Markdown would hide although it was written to be read: a definition that nothing refers to
 * ("[Note]: handmade"), the number of a list that is none ("2024. A good year"), and several words behind the fence of a code block.
 * `source` is the text of the tree.
 */
export function keepWritten(root: Root, source: string): Root {
  const used = new Set<string>();
  visit(root, ({ children }) => {
    for (const child of children) {
      if (child.type === 'linkReference' || child.type === 'imageReference') used.add(child.identifier);
    }
  });
  visit(root, (node) => {
    const children = node.children as RootContent[];
    const isChanged = children.some(({ type }) => ['definition', 'list', 'code'].includes(type));
    if (isChanged) node.children = children.flatMap((child) => meant(source, used, child)) as never;
  });
  return root;
}
