import type { Nodes, Root } from 'mdast';
import { comparableWord, uniform } from '../text/compare';
import { plainTextOf } from '../text/markdown/plain-text';
import type { Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { stopWordsOf } from './language';
import { found } from './rules';
import { ENDED_SHARE, MIN_UNENDED_WORDS } from './thresholds';

/** Of a block's end, as much is read, in UTF-16 units. */
const MAX_END = 400;

/** Of the end, as much is quoted, in UTF-16 units. */
const MAX_QUOTED = 120;

/** What ends a sentence in any script, with what may stand behind it: quotation marks, brackets, notes, pictographs. */
const ENDED = /[.!?…:;。！？।؟۔։]["')\]\s*_]{0,10}(?:\[\d{1,3}\])?$|[\p{So}\p{Sk}]\s*$/u;

/** An address at the end, behind which a full stop would be read as its part. */
const ADDRESS = /(?:https?:\/\/|www\.|@)\S{1,300}$/u;

/** What no sentence ends with, complete or not. */
const OPEN = /(?:[,(/&+]|(?:^|\s)-|\p{L}-)\s*$/u;

/** The last block that readers see, and whether it is a list's last item. */
function lastBlock(root: Root): { node: Nodes; isItem: boolean } | undefined {
  let node: Nodes | undefined = root;
  let isItem = false;
  while (
    node &&
    'children' in node &&
    node.type !== 'paragraph' &&
    node.type !== 'heading' &&
    node.type !== 'table'
  ) {
    isItem ||= node.type === 'listItem';
    node = (node.children as Nodes[]).at(-1);
  }
  return node && { node, isItem };
}

const endOf = (text: string): string => uniform(text.slice(-MAX_END)).trimEnd();

/** Whether nearly all sentences before the last one end as sentences do, so that this text has the habit. */
function endsItsSentences({ paragraphs }: Draft): boolean {
  const sentences = paragraphs
    .flatMap((paragraph) => paragraph.sentences)
    .slice(0, -1)
    .filter(({ words }) => words.length >= MIN_UNENDED_WORDS);
  const ended = sentences.filter(({ text }) => ENDED.test(endOf(text)));
  return sentences.length > 0 && ended.length >= sentences.length * ENDED_SHARE;
}

/** A greeting, a name or a line of its own in bold, italics or a link needs no full stop. */
function mayStandOpen(node: Nodes, text: string): boolean {
  if (node.type !== 'paragraph') return true;
  const isSetApart = node.children.every(({ type }) => type !== 'text' && type !== 'inlineCode');
  return isSetApart || /^\s*[-~*]/.test(uniform(text.slice(0, MAX_END)));
}

/** Reports a text that stops in the middle of a sentence, as answers do that became too long. */
export function cutOff(draft: Draft): Finding[] {
  const last = lastBlock(draft.root);
  if (!last || last.node.type !== 'paragraph') return [];
  const text = plainTextOf(last.node);
  const end = endOf(text);
  if (end === '' || ENDED.test(end) || ADDRESS.test(end) || mayStandOpen(last.node, text)) return [];
  const words = end.match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
  const endsOpen =
    OPEN.test(end) ||
    (!last.isItem && stopWordsOf(draft.input.language).has(comparableWord(words.at(-1) ?? '')));
  const isSentence = !last.isItem && words.length >= MIN_UNENDED_WORDS && endsItsSentences(draft);
  if (!endsOpen && !isSentence) return [];
  return [found('structure.cut-off', { quote: quoteOf(end.slice(-MAX_QUOTED)) })];
}
