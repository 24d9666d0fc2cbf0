import type { Heading, Nodes, Root } from 'mdast';
import { parseMarkdown, walk } from '../text/markdown/parse';
import { parseShown } from '../text/markdown/shown';
import { inlineText, plainTextOf } from '../text/markdown/plain-text';
import { comparable, comparableWord } from '../text/compare';
import { cutAtGrapheme, normaliseWhitespace, textReader } from '../text/text';
import type { TextReader } from '../text/text';
import type { DraftInput, Finding } from './findings';
import { MAX_QUOTE_LENGTH } from './thresholds';

/** A heading, paragraph or table cell as running text, without code spans. */
export interface Passage {
  kind: 'heading' | 'paragraph' | 'cell';
  text: string;
}

/** A sentence with its normalised words. */
export interface Sentence {
  text: string;
  words: string[];
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
  /** The sentences of each paragraph, including list items and quotations. */
  paragraphs: { text: string; sentences: Sentence[] }[];
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

/** A passage as quoted in a finding: on one line, truncated. */
export function quoteOf(text: string): string {
  // A slice may begin or end with half a character (a lone surrogate), which cannot be saved.
  const line = normaliseWhitespace(text.replace(/[\ud800-\udfff]/gu, ''));
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

/** Parses a draft for the checks; accepts any text. */
export function readDraft(input: DraftInput): Draft {
  const root = parseShown(input.markdown);
  const passages: Passage[] = [];
  walk(root, (node) => {
    const passage = passageOf(node);
    if (passage && passage.text.trim() !== '') passages.push(passage);
  });
  const reader = textReader(input.language);
  return {
    input,
    root,
    written: parseMarkdown(input.markdown),
    headings: root.children.flatMap((node) =>
      node.type === 'heading'
        ? [{ depth: node.depth, text: normaliseWhitespace(inlineText(node.children)) }]
        : [],
    ),
    passages,
    paragraphs: passages
      .filter(({ kind }) => kind === 'paragraph')
      .map(({ text }) => ({
        text,
        sentences: reader
          .sentences(text)
          .map((sentence) => ({ text: sentence, words: wordsOf(reader, sentence) })),
      })),
    words: wordsOf(reader, plainTextOf(root)),
    keyword: wordsOf(reader, input.keyword),
  };
}
