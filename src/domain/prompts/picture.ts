import { normaliseWhitespace } from '../text/text';

/** What a picture is asked for with. */
export interface PictureInput {
  title: string;
  imagePrompt: string;
  /** How pictures of the store are to look; empty where that is open. */
  imageStyle: string;
  /** What a person asked for who sent a picture back; empty where nobody did. */
  hint: string;
}

function sentence(label: string, text: string): string {
  const line = normaliseWhitespace(text).replace(/[\s.]+$/, '');
  return line === '' ? '' : ` ${label}: ${line}.`;
}

/** The request for a picture. */
export function picturePrompt({ title, imagePrompt, imageStyle, hint }: PictureInput): string {
  const more = sentence('Style', imageStyle) + sentence('Hint', hint);
  const asked = `${title}. ${imagePrompt}`;
  return more === '' ? asked : asked.replace(/[^.!?…]$/, '$&.') + more;
}
