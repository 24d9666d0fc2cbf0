import type { Chance } from '../../core/random';
import type { Prompt } from '../prompt';

/** A proposal for a link as in an `article_link` answer. */
export interface LinkProposal {
  how: 'words' | 'sentence';
  quote: string;
  sentence: string;
}

/** Sentences around the text of a link, by language; none of them advertises. */
const sentences: Readonly<Record<string, readonly string[]>> = {
  en: [
    'More on this topic can be found under {}.',
    'Readers who want to know more can look at {}.',
    'A closer description of this step is given under {}.',
    'Further details on this point are collected under {}.',
    'The background of this advice is explained under {}.',
    'An example from practice is described under {}.',
  ],
  de: [
    'Mehr zu diesem Thema steht unter {}.',
    'Wer mehr darüber wissen will, findet es unter {}.',
    'Dieser Schritt wird unter {} genauer beschrieben.',
    'Weitere Einzelheiten dazu stehen unter {}.',
    'Ein Beispiel aus der Praxis ist unter {} zu finden.',
  ],
  fr: [
    'Vous trouverez plus de détails sous {}.',
    'Cette étape est décrite plus précisément sous {}.',
    'Un exemple pratique figure sous {}.',
  ],
  es: [
    'Hay más información sobre este tema en {}.',
    'Este paso se describe con más detalle en {}.',
    'Un ejemplo práctico figura en {}.',
  ],
};

/** A sentence with the text of a link in it. */
export function sentenceAround(anchor: string, input: { language: string; chance: Chance }): string {
  const { language, chance } = input;
  return chance.pick(sentences[language] ?? sentences['en']!).replace('{}', () => anchor);
}

/** Proposes where a link goes, among the places that are listed. */
export function proposeLink(input: { prompt: Prompt; chance: Chance }): LinkProposal {
  const { prompt, chance } = input;
  const { anchor, words, ends } = prompt.link;
  // A further round asks for something else, which words that are there cannot give.
  if (words.length > 0 && (ends.length === 0 || chance.next() < 0.5))
    return { how: 'words', quote: chance.pick(words), sentence: '' };
  const quote = ends.length > 0 ? chance.pick(ends) : '';
  return { how: 'sentence', quote, sentence: sentenceAround(anchor, { language: prompt.language, chance }) };
}
