/** How a store speaks. Empty members say nothing. */
export interface BrandVoice {
  tone: string;
  useWords: string[];
  /** Words and phrases that no text of the store may hold. */
  avoidWords: string[];
  /** A text that shows how the store writes. */
  sample: string;
}

/** The part of a voice that texts can be looked through for. */
export type VoiceWords = Pick<BrandVoice, 'useWords' | 'avoidWords'>;

/** The voice of a store that has not described one. */
export const NO_VOICE: BrandVoice = { tone: '', useWords: [], avoidWords: [], sample: '' };
