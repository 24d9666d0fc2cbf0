/** A store's brand voice. Empty fields mean no preference. */
export interface BrandVoice {
  tone: string;
  useWords: string[];
  /** Words and phrases that must not occur in any text of the store. */
  avoidWords: string[];
  /** A text that shows how the store writes. */
  sample: string;
}

/** The part of a voice that texts can be checked against. */
export type VoiceWords = Pick<BrandVoice, 'useWords' | 'avoidWords'>;

/** The voice of a store that has not described one. */
export const NO_VOICE: BrandVoice = { tone: '', useWords: [], avoidWords: [], sample: '' };
