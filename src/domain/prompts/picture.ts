import { normaliseWhitespace } from '../text/text';

/** Input for generating a picture. */
export interface PictureInput {
  title: string;
  imagePrompt: string;
  /** The store's picture style; empty if not specified. */
  imageStyle: string;
  /** The hint of the person who rejected a picture; empty if there is none. */
  hint: string;
}

function sentence(label: string, text: string): string {
  const line = normaliseWhitespace(text).replace(/[\s.]+$/, '');
  return line === '' ? '' : ` ${label}: ${line}.`;
}

/** The prompt for a picture. */
export function picturePrompt({ title, imagePrompt, imageStyle, hint }: PictureInput): string {
  const more = sentence('Style', imageStyle) + sentence('Hint', hint);
  const asked = `${title}. ${imagePrompt}`;
  return more === '' ? asked : asked.replace(/[^.!?…]$/, '$&.') + more;
}
