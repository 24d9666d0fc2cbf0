import { normaliseWhitespace, withoutEnd } from '../text/text';
import { neutralWords } from './neutral-words';

/** Input for generating a picture. */
export interface PictureInput {
  title: string;
  imagePrompt: string;
  /** The store's picture style; empty if not specified. */
  imageStyle: string;
  /** The hint of the person who rejected a picture; empty if there is none. */
  hint: string;
  /** Given once the provider has flagged a picture of this text. */
  flagged?: Flagged;
}

/** What a safer prompt is made of. */
export interface Flagged {
  /** How many pictures were flagged since the latest hint. */
  times: number;
  /** What the post is about. */
  subject: string;
  /** Name of the store. */
  store: string;
  /** Language of the post (BCP 47). */
  language: string;
}

/** Flagged pictures after which the prompt is made safer, and after which nothing of the text is left in it. */
const FLAGS_UNTIL_SAFER = 2;
const FLAGS_UNTIL_PLAIN = 4;

/** A label within a text would look like one of ours. */
const LABEL = /\b(style|hint)\s*[:\uff1a]/giu;

/** A text as one line without labels of its own. */
function oneLine(text: string): string {
  return normaliseWhitespace(text.replace(LABEL, '$1 '));
}

function sentence(label: string, text: string): string {
  const line = withoutEnd(oneLine(text), /[\s.]/);
  return line === '' ? '' : ` ${label}: ${line}.`;
}

function askedPrompt({ title, imagePrompt, imageStyle, hint }: PictureInput): string {
  const more = sentence('Style', imageStyle) + sentence('Hint', hint);
  const asked = oneLine(`${title}. ${imagePrompt}`);
  return more === '' ? asked : asked.replace(/[^.!?…]$/, '$&.') + more;
}

const PLAIN =
  'A still life of plain paper shapes in soft colours on a light table, daylight, nobody in it, no lettering, no logos.';

/** A thing on a table and nothing else: what is flagged are people, bodies, medicine, weapons and brands, or words that read like them. */
function saferPrompt({ subject, store, language }: Flagged): string {
  const thing = neutralWords(subject, { store, language });
  return thing === ''
    ? PLAIN
    : `A plain still life about ${thing}: simple everyday objects on a light table, daylight, nobody in it, no lettering, no logos.`;
}

/** The prompt for a picture. One that was flagged twice is followed by safer ones, without the words that may have been the cause. */
export function picturePrompt(input: PictureInput): string {
  const { flagged } = input;
  if (!flagged || flagged.times < FLAGS_UNTIL_SAFER) return askedPrompt(input);
  return flagged.times < FLAGS_UNTIL_PLAIN ? saferPrompt(flagged) : PLAIN;
}
