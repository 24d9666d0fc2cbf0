import type { Heading, Nodes, Root } from 'mdast';
import { parseBoth, parseShown } from '../text/markdown/shown';
import { inlineText, plainTextOf } from '../text/markdown/plain-text';
import { comparable, comparableWord, uniform } from '../text/compare';
import { cutAtGrapheme, normaliseWhitespace, textReader } from '../text/text';
import type { TextReader } from '../text/text';
import type { DraftInput, Finding } from './findings';
import { MAX_QUOTE_LENGTH } from './thresholds';

/** A heading, paragraph or table cell as running text, without code spans. */
export interface Passage {
  kind: 'heading' | 'paragraph' | 'cell';
  text: string;
  /** It stands as a quotation: in a block of one, all in italics, or in quotation marks. */
  isQuoted?: boolean;
}

/** A sentence with its normalised words. */
export interface Sentence {
  text: string;
  words: string[];
}

/** A paragraph, list item or quotation with its sentences. */
export interface Paragraph {
  text: string;
  sentences: Sentence[];
  isQuoted: boolean;
}

/** A draft parsed once for all checks. */
export interface Draft {
  input: DraftInput;
  /** What readers see. */
  root: Root;
  /** What the model wrote, before HTML was converted and pictures that cannot be shown were replaced. */
  written: Root;
  headings: { depth: Heading['depth']; text: string }[];
  passages: Passage[];
  paragraphs: Paragraph[];
  /** All visible words in order, normalised. */
  words: string[];
  /** The words of the keyword, normalised. */
  keyword: string[];
}

/** A check: takes a draft and reports its findings. */
export type Check = (draft: Draft) => Finding[];

/** The words of a text in the form in which they are compared. */
function wordsOf(reader: TextReader, text: string): string[] {
  return reader.words(comparable(text)).map(comparableWord).filter(Boolean);
}

/** The same draft with another keyword. */
export function withKeyword(draft: Draft, keyword: string): Draft {
  return { ...draft, keyword: wordsOf(textReader(draft.input.language), keyword) };
}

/** The words of a text of the draft's language in the form in which they are compared. */
export function draftWords(draft: Draft, text: string): string[] {
  return wordsOf(textReader(draft.input.language), text);
}

/** The beginning of a paragraph in which a quotation mark is looked for, in UTF-16 units. */
const MAX_OPENING = 10;

/** Of what is quoted, as much is read, in UTF-16 units. */
const MAX_READ = 10 * MAX_QUOTE_LENGTH;

/** A passage as quoted in a finding: on one line, truncated. */
export function quoteOf(text: string): string {
  // A slice may begin or end with half a character (a lone surrogate), which cannot be saved.
  const line = normaliseWhitespace(
    text
      .trimStart()
      .slice(0, MAX_READ)
      .replace(/[\ud800-\udfff]/gu, ''),
  );
  return line.length <= MAX_QUOTE_LENGTH ? line : `${cutAtGrapheme(line, MAX_QUOTE_LENGTH - 1)}…`;
}

function passageOf(node: Nodes): Passage | undefined {
  switch (node.type) {
    case 'heading':
    case 'paragraph':
      return { kind: node.type, text: inlineText(node.children, { code: false }) };
    case 'tableCell':
      return { kind: 'cell', text: inlineText(node.children, { code: false }) };
    default:
      return undefined;
  }
}

function isSetApart(node: Nodes, text: string): boolean {
  if (node.type !== 'paragraph') return false;
  const isItalic = node.children.every(
    (child) => child.type === 'emphasis' || child.type === 'break' || inlineText([child]).trim() === '',
  );
  return isItalic || uniform(text.slice(0, MAX_OPENING)).trimStart().startsWith('"');
}

function collectPassages(node: Nodes, isQuoted: boolean, passages: Passage[]): void {
  const passage = passageOf(node);
  if (passage && passage.text.trim() !== '')
    passages.push({ ...passage, isQuoted: isQuoted || isSetApart(node, passage.text) });
  if (!('children' in node)) return;
  for (const child of node.children) collectPassages(child, isQuoted || node.type === 'blockquote', passages);
}

function passagesOf(root: Root): Passage[] {
  const passages: Passage[] = [];
  collectPassages(root, false, passages);
  return passages;
}

function paragraphsIn(passages: readonly Passage[], reader: TextReader): Paragraph[] {
  return passages
    .filter(({ kind }) => kind === 'paragraph')
    .map(({ text, isQuoted = false }) => ({
      text,
      isQuoted,
      sentences: reader
        .sentences(text)
        .map((sentence) => ({ text: sentence, words: wordsOf(reader, sentence) })),
    }));
}

/** The paragraphs of a text, for whoever needs nothing else of it. */
export function readParagraphs({
  markdown,
  language,
}: Pick<DraftInput, 'markdown' | 'language'>): Paragraph[] {
  return paragraphsIn(passagesOf(parseShown(markdown)), textReader(language));
}

/** Parses a draft for the checks; accepts any text. */
export function readDraft(input: DraftInput): Draft {
  const { written, shown: root } = parseBoth(input.markdown);
  const passages = passagesOf(root);
  const reader = textReader(input.language);
  return {
    input,
    root,
    written,
    headings: root.children.flatMap((node) =>
      node.type === 'heading'
        ? [{ depth: node.depth, text: normaliseWhitespace(inlineText(node.children)) }]
        : [],
    ),
    passages,
    paragraphs: paragraphsIn(passages, reader),
    words: wordsOf(reader, plainTextOf(root)),
    keyword: wordsOf(reader, input.keyword),
  };
}
