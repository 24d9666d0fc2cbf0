import type { Heading, Nodes, Root } from 'mdast';
import { parseMarkdown, walk } from '../text/markdown/parse';
import { inlineText, plainTextOf } from '../text/markdown/plain-text';
import { cutAtGrapheme, normaliseWhitespace, textReader } from '../text/text';
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
  root: Root;
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

/** Normalises words for comparison: lower case, composed accents. */
function folded(words: string[]): string[] {
  return words.map((word) => word.normalize('NFC').toLowerCase());
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
  const root = parseMarkdown(input.markdown);
  const passages: Passage[] = [];
  walk(root, (node) => {
    const passage = passageOf(node);
    if (passage && passage.text.trim() !== '') passages.push(passage);
  });
  const reader = textReader(input.language);
  return {
    input,
    root,
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
          .map((sentence) => ({ text: sentence, words: folded(reader.words(sentence)) })),
      })),
    words: folded(reader.words(plainTextOf(root))),
    keyword: folded(reader.words(input.keyword)),
  };
}
