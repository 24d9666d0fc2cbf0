import type { Prompt } from '../prompt';
import { createDeck, cutAtWord } from './compose';
import type { Voice } from './voice';

/** Sentence templates that show the effect of a request; their slots are `words`, `tone` and `hint`. */
interface RequestBank {
  words: readonly string[];
  tones: readonly string[];
  hints: readonly string[];
  /** The conjunction before the last of several words. */
  and: string;
}

const banks: Record<string, RequestBank> = {
  en: {
    words: [
      'In our own words: {words}.',
      'Think of {words} [when you choose|before you decide].',
      'At our counter the talk is of {words}.',
      '[Ask us|Ask the team] for a short answer and you [may|will] hear this: {words}.',
      '[We come back to|We always return to] {words}, and [with good reason|not by chance].',
      'What [stays|remains] after a year is {words}.',
    ],
    tones: [
      'We [write|say it] as we speak in the shop: {tone}.',
      'The tone of these notes is [the usual one|our own]: {tone}.',
    ],
    hints: [
      'We were asked [for|to add] a word on {hint}, [and here it comes|so we begin there].',
      'A [word|line] on {hint} first, because that was [asked for|the wish].',
    ],
    and: ' and ',
  },
  de: {
    words: [
      'In unseren eigenen Worten: {words}.',
      'Wer wählt, denkt [am besten|zuerst] an {words}.',
      'An unserer Theke ist oft die Rede von {words}.',
      '[Die kurze|Unsere kurze] Antwort darauf lautet: {words}.',
      'Wir kommen [gern|immer wieder] auf {words} zurück.',
      'Was nach einem Jahr [bleibt|zählt], ist {words}.',
    ],
    tones: [
      'Wir schreiben, wie wir im Laden sprechen: {tone}.',
      'Der Ton dieser Zeilen ist [der übliche|unser eigener]: {tone}.',
    ],
    hints: [
      'Gewünscht war ein Wort zu {hint}, [und hier ist es|damit fangen wir an].',
      'Zuerst [ein Satz|ein Wort] zu {hint}, denn danach wurde gefragt.',
    ],
    and: ' und ',
  },
  fr: {
    words: [
      'Avec nos propres mots : {words}.',
      'Avant de choisir, pensez à {words}.',
      'Au comptoir, on parle [souvent|volontiers] de {words}.',
      '[La réponse courte|Notre réponse courte] est celle-ci : {words}.',
      'Nous revenons [toujours|volontiers] à {words}.',
      'Ce qui [reste|compte] après un an, c’est {words}.',
    ],
    tones: [
      'Nous écrivons comme nous parlons en boutique : {tone}.',
      'Le ton de ces lignes est [le nôtre|celui de la maison] : {tone}.',
    ],
    hints: [
      'On nous a demandé un mot sur {hint}, [et le voici|et nous commençons par là].',
      'D’abord [un mot|une phrase] sur {hint}, car on nous l’a demandé.',
    ],
    and: ' et ',
  },
  es: {
    words: [
      'Con nuestras propias palabras: {words}.',
      'Antes de elegir, piensa en {words}.',
      'En el mostrador se habla [mucho|a menudo] de {words}.',
      '[La respuesta corta|Nuestra respuesta corta] es esta: {words}.',
      'Volvemos [siempre|con gusto] a {words}.',
      'Lo que [queda|cuenta] después de un año es {words}.',
    ],
    tones: [
      'Escribimos como hablamos en la tienda: {tone}.',
      'El tono de estas líneas es [el nuestro|el de la casa]: {tone}.',
    ],
    hints: [
      'Nos pidieron unas palabras sobre {hint}, [y aquí están|y por ahí empezamos].',
      'Primero [una frase|unas palabras] sobre {hint}, porque así se pidió.',
    ],
    and: ' y ',
  },
};

/** Maximum number of sentences used for preferred words, in long and in short posts. */
const maxSentences = { long: 6, short: 2 };

/** Posts below this many words count as short. */
const shortPost = 400;

/** Maximum length of the quoted part of a tone, in characters. */
const maxToneLength = 110;

/** Maximum length of a topic taken from a hint, in characters. */
const maxTopicLength = 60;

const topicSigns =
  /(?<!\p{L})(?:mention|include|add|about|on|erwähne|nenne|über|mentionne[rz]?|parle[rz]? de|sur|menciona|incluye|sobre)\s+(?:that |also |more |the word )?["“„«]?([^.!?;\n"”“»]+)/iu;

/** The topic of a hint such as "please mention X" or "more about X"; empty for other hints. */
export function topicOf(hint: string): string {
  const topic = topicSigns.exec(hint)?.[1] ?? '';
  return cutAtWord(
    topic.replace(/,?\s*(?:please|too|bitte|auch|svp|por favor)\s*$/i, '').trim(),
    maxTopicLength,
  );
}

/** Sentences that respond to a request, not yet placed in the text. */
export interface Requested {
  /** For the first paragraph; empty if there is no hint. */
  hint: string;
  /** For anywhere in the text. */
  anywhere: string[];
}

/** Writes a sentence that uses some of the preferred words. */
export function writeUsedWords(input: { prompt: Prompt; voice: Voice; words: readonly string[] }): string {
  const { prompt, voice, words } = input;
  const bank = banks[prompt.language] ?? banks.en!;
  const list = [words.slice(0, -1).join(', '), words.at(-1) ?? ''].filter((part) => part !== '');
  return voice.fill(voice.chance.pick(bank.words), { words: list.join(bank.and) });
}

/** Writes a sentence that shows the requested tone; empty if there is none or it contains an avoided word. */
export function writeTone(input: { prompt: Prompt; voice: Voice }): string {
  const { prompt, voice } = input;
  const bank = banks[prompt.language] ?? banks.en!;
  const tone = cutAtWord(prompt.tone, maxToneLength).replace(/[\s.!?;,]+$/, '');
  if (tone === '' || !voice.wording.isClean(tone)) return '';
  return voice.fill(voice.chance.pick(bank.tones), { tone });
}

/** Writes the sentences that show that a post took the request into account. */
export function writeRequested(input: { prompt: Prompt; voice: Voice }): Requested {
  const { prompt, voice } = input;
  const { chance, fill, wording } = voice;
  const bank = banks[prompt.language] ?? banks.en!;
  const words = [...new Set(prompt.useWords.filter((word) => wording.isClean(word)))];
  const most = prompt.words < shortPost ? maxSentences.short : maxSentences.long;
  const size = Math.max(1, Math.ceil(words.length / most));
  const anywhere: string[] = [];
  if (words.length > 0) {
    const next = createDeck(chance, bank.words);
    for (let at = 0; at < words.length; at += size) {
      const group = words.slice(at, at + size);
      const list = [group.slice(0, -1).join(', '), group.at(-1)!].filter((part) => part !== '');
      anywhere.push(fill(next(), { words: list.join(bank.and) }));
    }
  }
  const tone = writeTone(input);
  if (tone !== '') anywhere.unshift(tone);
  const topic = topicOf(prompt.hint);
  const hint = topic !== '' && wording.isClean(topic) ? fill(chance.pick(bank.hints), { hint: topic }) : '';
  return { hint, anywhere };
}
