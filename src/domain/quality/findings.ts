import type { ModeInput } from '../../contract/bulk';
import type { VoiceWords } from '../text/brand-voice';

/** A problem in a draft. `hint` is an instruction for the next attempt, `quote` the passage concerned. */
export interface Finding {
  id: string;
  severity: 'blocking' | 'minor';
  reason: string;
  hint: string;
  quote?: string;
}

/** A rule that drafts are checked against: when it applies, why it exists, and what the next attempt is told. */
export interface DraftRule {
  severity: Finding['severity'];
  threshold: string;
  reason: string;
  hint: string;
}

/** Another post of the same store, with the words of its text by `comparedWords`. */
export interface OtherPost {
  title: string;
  words: string;
}

/** A draft and what was ordered. A `targetWords` of 0 means no length was ordered; `language` is a BCP 47 tag. */
export interface DraftInput {
  markdown: string;
  title: string;
  keyword: string;
  targetWords: number;
  language: string;
  bannedPhrases?: readonly string[];
  /** The words the store likes to use and those it avoids. */
  voice?: VoiceWords;
  /** Text displayed around the draft: excerpt, search snippet, picture description. */
  around?: readonly string[];
  /** Names of what was ordered, besides the keyword; a word that is part of such a name is never an avoided word. */
  names?: readonly string[];
  /** The only addresses that the text may link to, where they were given with the order; absent if any may be. */
  allowedLinks?: readonly string[];
  /** The only pictures that the text may show; absent if any may be. */
  allowedPictures?: readonly string[];
  /** What a text was ordered from, where it was ordered as one of a mode. All of it comes from outside. */
  order?: ModeInput & { topic: string };
  /** The store's other posts, which this one must not copy. */
  otherPosts?: readonly OtherPost[];
}

/** The findings of all checks, blocking ones first. `passed` means none of them is blocking. */
export interface DraftVerdict {
  passed: boolean;
  findings: Finding[];
}
