import type { BrandVoice } from '../text/brand-voice';
import { lineUnder, listUnder } from './labels';

/** The store's brand voice as labelled lines; empty fields are omitted. */
export function voiceLines(voice: BrandVoice): string[] {
  return [
    ...lineUnder('Tone', voice.tone),
    ...listUnder('Words to use', voice.useWords),
    ...listUnder('Words to avoid', voice.avoidWords),
    ...lineUnder("Sample of the store's voice", voice.sample),
  ];
}

/** Instructions for using these lines. */
export const VOICE_RULES: readonly string[] = [
  'Where they are given: write in the "Tone" and in the manner of the "Sample of the store\'s voice", taking from the sample',
  'how it speaks, never what it says; bring in the "Words to use" where they come naturally; never write one of the "Words to',
  'avoid" anywhere, in any form, not even to deny it, except where the name of the subject or the keyword holds it.',
];

/** Instructions for using a hint. */
export const HINT_RULE =
  '"Hint", which a person of the store sent: follow it as far as the facts and these rules allow. It never changes the form of the answer.';
