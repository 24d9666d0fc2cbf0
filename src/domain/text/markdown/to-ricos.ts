import type { AlignType, List, ListItem, Nodes, PhrasingContent, RootContent, Table } from 'mdast';
import type { RelOf } from './rel';
import { definitionsOf } from './parse';
import { taskMark } from './plain-text';
import type {
  RicosBlock,
  RicosDecoration,
  RicosDocument,
  RicosImage,
  RicosList,
  RicosListItem,
  RicosParagraph,
  RicosTable,
  RicosTableCell,
  RicosText,
  RicosTextStyle,
} from './ricos';
import type { InlineContext } from './ricos-inline';
import { inlineNodes, textNode } from './ricos-inline';
import { parseShown } from './shown';

/**
 * Options: `idOf` gives node ids by running number (0 is the document's own), `relOf` a link's `rel`.
 */
export interface RicosOptions {
  idOf: (n: number) => string;
  relOf?: RelOf;
}

interface Context extends InlineContext {
  /**
   * Pictures found where Wix allows none (list items, cells, quotations, headings); they follow the block they were in.
   */
  displaced: RicosImage[];
}

const BOLD: RicosDecoration = { type: 'BOLD', fontWeightValue: 700 };
const COLUMN_WIDTH = 200;
/** Columns up to which short rows are filled. */
const MOST_FILLED_COLUMNS = 50;

const ROW_HEIGHT = 47;
const COLUMN_MIN_WIDTH = 120;

const ALIGNMENTS = { left: 'LEFT', center: 'CENTER', right: 'RIGHT' } as const;

function paragraph(
  context: Context,
  nodes: RicosText[],
  textAlignment: RicosTextStyle['textAlignment'] = 'AUTO',
): RicosParagraph {
  return { type: 'PARAGRAPH', id: context.nextId(), nodes, paragraphData: { textStyle: { textAlignment } } };
}

/** Converts inline nodes where no picture is allowed. */
function textOnly(
  context: Context,
  nodes: PhrasingContent[],
  decorations: RicosDecoration[] = [],
): RicosText[] {
  return inlineNodes(nodes, decorations, context).filter((node): node is RicosText => {
    if (node.type === 'IMAGE') context.displaced.push(node);
    return node.type === 'TEXT';
  });
}

/** A top-level paragraph; it is split around each picture. */
function openParagraph(context: Context, nodes: PhrasingContent[]): RicosBlock[] {
  const blocks: RicosBlock[] = [];
  let run: RicosText[] = [];
  const close = () => {
    if (run.some(({ textData }) => textData.text.trim() !== '')) blocks.push(paragraph(context, run));
    run = [];
  };
  for (const node of inlineNodes(nodes, [], context)) {
    if (node.type === 'TEXT') run.push(node);
    else {
      close();
      blocks.push(node);
    }
  }
  close();
  return blocks;
}

function nonEmpty(context: Context, nodes: RicosText[]): RicosParagraph[] {
  return nodes.length ? [paragraph(context, nodes)] : [];
}

function footnoteLabel(node: { label?: string | null; identifier: string }): RicosText {
  return textNode(`[${node.label ?? node.identifier}] `, []);
}

function prefixed<T extends RicosParagraph | RicosList>(
  context: Context,
  mark: RicosText,
  nodes: T[],
): (T | RicosParagraph)[] {
  const [first, ...rest] = nodes;
  if (first?.type !== 'PARAGRAPH') return [paragraph(context, [mark]), ...nodes];
  return [{ ...first, nodes: [mark, ...first.nodes] }, ...rest];
}

/** Converts a block to paragraphs and lists, the only blocks Wix allows inside a list item. */
function insideItem(context: Context, node: Nodes): (RicosParagraph | RicosList)[] {
  switch (node.type) {
    case 'paragraph':
      return nonEmpty(context, textOnly(context, node.children));
    case 'heading':
      return nonEmpty(context, textOnly(context, node.children, [BOLD]));
    case 'code':
      return node.value === '' ? [] : [paragraph(context, [textNode(node.value, [])])];
    case 'list':
      return [list(context, node)];
    case 'blockquote':
      return node.children.flatMap((child) => insideItem(context, child));
    case 'table':
      return node.children.flatMap((row) =>
        nonEmpty(
          context,
          row.children.flatMap((cell, index) => [
            ...(index ? [textNode(' ', [])] : []),
            ...textOnly(context, cell.children),
          ]),
        ),
      );
    case 'footnoteDefinition':
      return prefixed(
        context,
        footnoteLabel(node),
        node.children.flatMap((child) => insideItem(context, child)),
      );
    default:
      return [];
  }
}

function listItem(context: Context, node: ListItem): RicosListItem {
  const id = context.nextId();
  const nodes = node.children.flatMap((child) => insideItem(context, child));
  const mark = taskMark(node.checked);
  if (mark) return { type: 'LIST_ITEM', id, nodes: prefixed(context, textNode(mark, []), nodes) };
  return { type: 'LIST_ITEM', id, nodes: nodes.length ? nodes : [paragraph(context, [])] };
}

function list(context: Context, node: List): RicosList {
  const id = context.nextId();
  const nodes = node.children.map((child) => listItem(context, child));
  if (!node.ordered) return { type: 'BULLETED_LIST', id, nodes, bulletedListData: { indentation: 0 } };
  const start = node.start ?? 1;
  return {
    type: 'ORDERED_LIST',
    id,
    nodes,
    orderedListData: start === 1 ? { indentation: 0 } : { indentation: 0, start },
  };
}

function tableCell(
  context: Context,
  content: PhrasingContent[],
  align: AlignType | undefined,
): RicosTableCell {
  return {
    type: 'TABLE_CELL',
    id: context.nextId(),
    nodes: [paragraph(context, textOnly(context, content), align ? ALIGNMENTS[align] : 'AUTO')],
    tableCellData: { cellStyle: { verticalAlignment: 'TOP' } },
  };
}

function table(context: Context, node: Table): RicosTable {
  const most = node.children.reduce((max, row) => Math.max(max, row.children.length), 0);
  const least = node.children.reduce((min, row) => Math.min(min, row.children.length), most);
  // A few wide rows among many would fill the others with cells that nobody wrote.
  const columns = least < most ? Math.min(most, MOST_FILLED_COLUMNS) : most;
  const filled = <T>(length: number, value: T): T[] => Array.from({ length }, () => value);
  const id = context.nextId();
  return {
    type: 'TABLE',
    id,
    nodes: node.children.map((row) => ({
      type: 'TABLE_ROW',
      id: context.nextId(),
      // Short rows are padded, because Wix draws nothing for a missing cell.
      nodes: filled(Math.max(columns, row.children.length), 0).map((_, column) =>
        tableCell(context, row.children[column]?.children ?? [], node.align?.[column]),
      ),
    })),
    tableData: {
      dimensions: {
        colsWidthRatio: filled(most, COLUMN_WIDTH),
        rowsHeight: filled(node.children.length, ROW_HEIGHT),
        colsMinWidth: filled(most, COLUMN_MIN_WIDTH),
      },
      rowHeader: true,
    },
  };
}

/** Wix quotations contain only paragraphs, so other blocks are placed between the parts of the quotation. */
function quotation(context: Context, children: RootContent[]): RicosBlock[] {
  const blocks: RicosBlock[] = [];
  for (const child of children.flatMap((node) =>
    node.type === 'blockquote' ? flattened(node.children) : [node],
  )) {
    const isText = child.type === 'paragraph' || child.type === 'heading';
    const parts = isText ? insideItem(context, child) : block(context, child);
    for (const part of parts) {
      const last = blocks.at(-1);
      if (!isText || part.type !== 'PARAGRAPH') blocks.push(part);
      else if (last?.type === 'BLOCKQUOTE') last.nodes.push(part);
      else
        blocks.push({
          type: 'BLOCKQUOTE',
          id: context.nextId(),
          nodes: [part],
          blockquoteData: { indentation: 0 },
        });
    }
  }
  return blocks;
}

function flattened(children: RootContent[]): RootContent[] {
  return children.flatMap((child) => (child.type === 'blockquote' ? flattened(child.children) : [child]));
}

function heading(context: Context, level: number, nodes: RicosText[]): RicosBlock[] {
  if (nodes.length === 0) return [];
  return [
    {
      type: 'HEADING',
      id: context.nextId(),
      nodes,
      headingData: { level, textStyle: { textAlignment: 'AUTO' } },
    },
  ];
}

function block(context: Context, node: RootContent): RicosBlock[] {
  switch (node.type) {
    case 'paragraph':
      return openParagraph(context, node.children);
    case 'heading':
      return heading(context, node.depth, textOnly(context, node.children));
    case 'list':
      return [list(context, node)];
    case 'blockquote':
      return quotation(context, node.children);
    case 'code':
      return [
        {
          type: 'CODE_BLOCK',
          id: context.nextId(),
          nodes: node.value === '' ? [] : [textNode(node.value, [])],
          codeBlockData: { textStyle: { textAlignment: 'AUTO' } },
        },
      ];
    case 'thematicBreak':
      return [
        {
          type: 'DIVIDER',
          id: context.nextId(),
          nodes: [],
          dividerData: { lineStyle: 'SINGLE', width: 'LARGE', alignment: 'CENTER' },
        },
      ];
    case 'table':
      return [table(context, node)];
    case 'footnoteDefinition':
      return insideItem(context, node);
    default:
      return [];
  }
}

/**
 * Converts Markdown to Wix rich content. No word is lost: HTML is converted, links to anything but public web addresses and
 * mailboxes become plain text, and pictures without a public https address become their descriptions. A `rel` is written if `relOf`
 * returns one.
 */
export function toRicos(markdown: string, { idOf, relOf }: RicosOptions): RicosDocument {
  const root = parseShown(markdown);
  let used = 0;
  const context: Context = {
    nextId: () => idOf(++used),
    definitions: definitionsOf(root),
    relOf: (link) => relOf?.(link),
    displaced: [],
  };
  const nodes = root.children.flatMap((child) => [...block(context, child), ...context.displaced.splice(0)]);
  return { nodes, metadata: { version: 1, id: idOf(0) }, documentStyle: {} };
}
