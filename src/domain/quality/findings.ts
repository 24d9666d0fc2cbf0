import type { VoiceWords } from '../text/brand-voice';

/** One thing that is wrong with a draft; `hint` is an instruction for the next attempt, `quote` the passage it is about. */
export interface Finding {
  id: string;
  severity: 'blocking' | 'minor';
  reason: string;
  hint: string;
  quote?: string;
}

/** A rule that drafts are checked by: when it strikes, why it is there, and what the next attempt is told. */
export interface DraftRule {
  severity: Finding['severity'];
  threshold: string;
  reason: string;
  hint: string;
}

/** Another post of the same store. */
export interface OtherPost {
  title: string;
  markdown: string;
}

/** A draft and what was ordered; `targetWords` of 0 means that no length was ordered, `language` is a BCP 47 tag. */
export interface DraftInput {
  markdown: string;
  title: string;
  keyword: string;
  targetWords: number;
  language: string;
  bannedPhrases?: readonly string[];
  /** What the store likes to say and what it never says. */
  voice?: VoiceWords;
  /** Texts that are shown around the draft: excerpt, what search engines show, what is said of the picture. */
  around?: readonly string[];
  /** Names that stand for what was ordered, besides the keyword; a word that is part of one is no word to avoid. */
  names?: readonly string[];
  /** The store's other posts, which this one may not copy. */
  otherPosts?: readonly OtherPost[];
}

/** The findings of all checks, blocking ones first; passed means that none of them is blocking. */
export interface DraftVerdict {
  passed: boolean;
  findings: Finding[];
}
