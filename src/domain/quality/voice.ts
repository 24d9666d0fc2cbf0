import type { VoiceWords } from '../text/brand-voice';
import { inlineText } from '../text/markdown/plain-text';
import { walk } from '../text/markdown/parse';
import { comparable } from '../text/compare';
import { holdsPhrase, phraseTest, placeOfPhrase } from '../text/phrase';
import { textReader } from '../text/text';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { excerpt } from './phrases';
import { found } from './rules';
import { MAX_QUOTE_LENGTH, MAX_FINDINGS_PER_CHECK } from './thresholds';

/** Maximum number of preferred words named in a hint; the prompt lists them all anyway. */
const MAX_NAMED = 10;

/**
 * The avoided words, without those contained in the names of what was ordered: a product must be allowed its own name.
 */
export function wordsToAvoid(voice: VoiceWords, names: readonly string[]): string[] {
  return voice.avoidWords.filter((word) => !names.some((name) => holdsPhrase(name, word)));
}

/** The texts of a draft's body: its passages including code spans, its code blocks, and its picture descriptions. */
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

/** A text as it is written, and in the form in which it is compared. */
interface SearchedText {
  text: string;
  form: string;
}

const searched = (texts: readonly string[]): SearchedText[] =>
  texts.map((text) => ({ text, form: comparable(text) }));

/** The first text that contains a phrase. */
function textWith(texts: readonly SearchedText[], phrase: string): string | undefined {
  const holds = phraseTest(phrase);
  return holds && texts.find(({ form }) => holds(form))?.text;
}

/** The sentence that contains a phrase, or an excerpt around the phrase if the sentence is too long. */
function quotation(text: string, phrase: string, language: string): string {
  const sentence =
    textReader(language)
      .sentences(text)
      .find((part) => holdsPhrase(part, phrase)) ?? text;
  if (sentence.length <= MAX_QUOTE_LENGTH) return quoteOf(sentence);
  const { start, end } = placeOfPhrase(sentence, phrase) ?? { start: 0, end: 0 };
  return excerpt(sentence, start, end);
}

function avoided({ input }: Draft, words: readonly string[], body: readonly string[]): Finding[] {
  const texts = searched([input.title, ...(input.around ?? []), ...body]);
  return words
    .flatMap((word): Finding[] => {
      const text = textWith(texts, word);
      if (text === undefined) return [];
      return [
        found('voice.avoided', {
          reason: `The text contains "${quoteOf(word)}", which the store avoids.`,
          hint: `Never write "${quoteOf(word)}", in any form; rephrase it or leave it out.`,
          quote: quotation(text, word, input.language),
        }),
      ];
    })
    .slice(0, MAX_FINDINGS_PER_CHECK);
}

function unused({ input }: Draft, words: readonly string[], body: readonly string[]): Finding[] {
  const texts = searched([input.title, ...body]);
  if (words.length === 0 || words.some((word) => textWith(texts, word) !== undefined)) return [];
  const named = words
    .slice(0, MAX_NAMED)
    .map((word) => `"${quoteOf(word)}"`)
    .join(', ');
  return [found('voice.missing', { hint: `Use at least one of these where it fits naturally: ${named}.` })];
}

/** Reports words the store avoids, and a draft that uses none of the words it likes. */
export const checkVoice: Check = (draft) => {
  const { voice, keyword, names = [] } = draft.input;
  if (!voice || draft.words.length === 0) return [];
  const body = bodyTexts(draft);
  const toAvoid = wordsToAvoid(voice, [keyword, ...names]);
  // A word on both lists counts as avoided.
  const toUse = voice.useWords.filter(
    (word) => phraseTest(word) && !toAvoid.some((other) => holdsPhrase(word, other)),
  );
  return [...avoided(draft, toAvoid, body), ...unused(draft, toUse, body)];
};
