import { utf8Bytes } from '../text';
import type { LinkRel } from './rel';

/** A link as Wix stores it. */
export interface RicosLink {
  url: string;
  target: 'BLANK';
  rel?: LinkRel;
}

/** One style of a run of text. */
export type RicosDecoration =
  | { type: 'BOLD'; fontWeightValue: 700 }
  | { type: 'ITALIC'; italicData: true }
  | { type: 'STRIKETHROUGH'; strikethroughData: true }
  | { type: 'SUPERSCRIPT'; superscriptData: true }
  | { type: 'LINK'; linkData: { link: RicosLink } };

/** A run of text in one style; it has no id of its own. */
export interface RicosText {
  type: 'TEXT';
  id: '';
  nodes: [];
  textData: { text: string; decorations: RicosDecoration[] };
}

/** Text styling of a block. */
export interface RicosTextStyle {
  textAlignment: 'AUTO' | 'LEFT' | 'CENTER' | 'RIGHT';
}

/** A paragraph. */
export interface RicosParagraph {
  type: 'PARAGRAPH';
  id: string;
  nodes: RicosText[];
  paragraphData: { textStyle: RicosTextStyle };
}

/** A heading of level 1 to 6. */
export interface RicosHeading {
  type: 'HEADING';
  id: string;
  nodes: RicosText[];
  headingData: { level: number; textStyle: RicosTextStyle };
}

/** A list item: paragraphs and lists only. */
export interface RicosListItem {
  type: 'LIST_ITEM';
  id: string;
  nodes: (RicosParagraph | RicosList)[];
}

/** A list with bullets. */
export interface RicosBulletedList {
  type: 'BULLETED_LIST';
  id: string;
  nodes: RicosListItem[];
  bulletedListData: { indentation: 0 };
}

/** A numbered list; `start` only if it does not start at 1. */
export interface RicosOrderedList {
  type: 'ORDERED_LIST';
  id: string;
  nodes: RicosListItem[];
  orderedListData: { indentation: 0; start?: number };
}

/** A list of either kind. */
export type RicosList = RicosBulletedList | RicosOrderedList;

/** A quotation: paragraphs only. */
export interface RicosBlockquote {
  type: 'BLOCKQUOTE';
  id: string;
  nodes: RicosParagraph[];
  blockquoteData: { indentation: 0 };
}

/** A block of code. */
export interface RicosCodeBlock {
  type: 'CODE_BLOCK';
  id: string;
  nodes: RicosText[];
  codeBlockData: { textStyle: RicosTextStyle };
}

/** A horizontal rule. */
export interface RicosDivider {
  type: 'DIVIDER';
  id: string;
  nodes: [];
  dividerData: { lineStyle: 'SINGLE'; width: 'LARGE'; alignment: 'CENTER' };
}

/** A picture at an https address. */
export interface RicosImage {
  type: 'IMAGE';
  id: string;
  nodes: [];
  imageData: {
    containerData: { width: { size: 'CONTENT' }; alignment: 'CENTER' };
    image: { src: { url: string } };
    altText: string;
    link?: RicosLink;
  };
}

/** A table cell. */
export interface RicosTableCell {
  type: 'TABLE_CELL';
  id: string;
  nodes: RicosParagraph[];
  tableCellData: { cellStyle: { verticalAlignment: 'TOP' } };
}

/** A table row. */
export interface RicosTableRow {
  type: 'TABLE_ROW';
  id: string;
  nodes: RicosTableCell[];
}

/** A table whose first row is its header; all rows have the same number of cells. */
export interface RicosTable {
  type: 'TABLE';
  id: string;
  nodes: RicosTableRow[];
  tableData: {
    dimensions: { colsWidthRatio: number[]; rowsHeight: number[]; colsMinWidth: number[] };
    rowHeader: true;
  };
}

/** A node allowed at the top level of a document. */
export type RicosBlock =
  | RicosParagraph
  | RicosHeading
  | RicosList
  | RicosBlockquote
  | RicosCodeBlock
  | RicosDivider
  | RicosImage
  | RicosTable;

/** Any node of a document. */
export type RicosNode = RicosBlock | RicosListItem | RicosTableRow | RicosTableCell | RicosText;

/** Wix's rich content: a tree of typed nodes. */
export interface RicosDocument {
  nodes: RicosBlock[];
  metadata: { version: 1; id: string };
  documentStyle: Record<string, never>;
}

/** Size of a document when sent (JSON in UTF-8), in bytes. */
export function ricosBytes(document: RicosDocument): number {
  return utf8Bytes(JSON.stringify(document));
}
