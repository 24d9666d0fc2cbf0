import type { VoiceWords } from '../text/brand-voice';
import { inlineText } from '../text/markdown/plain-text';
import { walk } from '../text/markdown/parse';
import { holdsPhrase, phrasePattern, searchable } from '../text/phrase';
import { textReader } from '../text/text';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { excerpt } from './phrases';
import { found } from './rules';
import { LONGEST_QUOTE, MOST_FINDINGS_PER_CHECK } from './thresholds';

/** Words to use are named in a hint up to this number; the prompt lists them all anyway. */
const MOST_NAMED = 10;

/** The words to avoid without those that the names of what was ordered hold: it has to be called by its name. */
export function wordsToAvoid(voice: VoiceWords, names: readonly string[]): string[] {
  return voice.avoidWords.filter((word) => !names.some((name) => holdsPhrase(name, word)));
}

/** What a reader sees of a draft's body: its passages with code, its code, and what is said of its pictures. */
function bodyTexts({ root }: Draft): string[] {
  const texts: string[] = [];
  walk(root, (node) => {
    if (node.type === 'heading' || node.type === 'paragraph' || node.type === 'tableCell')
      texts.push(inlineText(node.children));
    else if (node.type === 'code') texts.push(node.value);
    else if (node.type === 'image' || node.type === 'imageReference') texts.push(node.alt ?? '');
  });
  return texts;
}

/** The first of some searchable texts in which a phrase stands. */
function textWith(texts: readonly string[], pattern: RegExp | undefined): string | undefined {
  return pattern && texts.find((text) => text.search(pattern) >= 0);
}

/** The sentence in which a phrase is met, or what stands around the phrase where that is too long. */
function quotation(text: string, pattern: RegExp, language: string): string {
  const holds = (part: string): boolean => part.search(pattern) >= 0;
  const sentence = textReader(language).sentences(text).find(holds) ?? text;
  if (sentence.length <= LONGEST_QUOTE) return quoteOf(sentence);
  const start = sentence.search(pattern);
  const length = sentence.slice(start).match(pattern)?.[0]?.length ?? 0;
  return excerpt(sentence, start, start + length);
}

function avoided({ input }: Draft, words: readonly string[], body: readonly string[]): Finding[] {
  const texts = [input.title, ...(input.around ?? []), ...body].map(searchable);
  return words
    .flatMap((word): Finding[] => {
      const pattern = phrasePattern(word);
      const text = textWith(texts, pattern);
      if (!pattern || text === undefined) return [];
      return [
        found('voice.avoided', {
          reason: `The text holds "${quoteOf(word)}", which the store avoids.`,
          hint: `Never write "${quoteOf(word)}", in any form; say it in other words or leave it out.`,
          quote: quotation(text, pattern, input.language),
        }),
      ];
    })
    .slice(0, MOST_FINDINGS_PER_CHECK);
}

function unused({ input }: Draft, words: readonly string[], body: readonly string[]): Finding[] {
  const texts = [input.title, ...body].map(searchable);
  if (words.length === 0 || words.some((word) => textWith(texts, phrasePattern(word)) !== undefined))
    return [];
  const named = words
    .slice(0, MOST_NAMED)
    .map((word) => `"${quoteOf(word)}"`)
    .join(', ');
  return [found('voice.missing', { hint: `Use at least one of these where it comes naturally: ${named}.` })];
}

/** Whether the draft speaks as the store does: none of the words to avoid anywhere, at least one of the words to use. */
export const checkVoice: Check = (draft) => {
  const { voice, keyword, names = [] } = draft.input;
  if (!voice || draft.words.length === 0) return [];
  const body = bodyTexts(draft);
  const toAvoid = wordsToAvoid(voice, [keyword, ...names]);
  // What is to be used and to be avoided at once cannot be missed.
  const toUse = voice.useWords.filter(
    (word) => phrasePattern(word) && !toAvoid.some((other) => holdsPhrase(word, other)),
  );
  return [...avoided(draft, toAvoid, body), ...unused(draft, toUse, body)];
};
