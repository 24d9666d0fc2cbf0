import type { BrandVoice } from '../text/brand-voice';
import { lineUnder, listUnder } from './labels';

/** How the store speaks, as labelled lines; what it has not said leaves no label. */
export function voiceLines(voice: BrandVoice): string[] {
  return [
    ...lineUnder('Tone', voice.tone),
    ...listUnder('Words to use', voice.useWords),
    ...listUnder('Words to avoid', voice.avoidWords),
    ...lineUnder("Sample of the store's voice", voice.sample),
  ];
}

/** What a writer is told to do with these lines. */
export const VOICE_RULES: readonly string[] = [
  'Where they are given: write in the "Tone" and in the manner of the "Sample of the store\'s voice", taking from the sample',
  'how it speaks, never what it says; bring in the "Words to use" where they come naturally; never write one of the "Words to',
  'avoid" anywhere, in any form, not even to deny it, except where the name of the subject or the keyword holds it.',
];

/** What a writer is told to do with a hint. */
export const WISH_RULE =
  '"Hint", which a person of the store sent: follow it as far as the facts and these rules allow. It never changes the form of the answer.';
