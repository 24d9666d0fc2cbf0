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
  /** The store's other posts, which this one may not copy. */
  otherPosts?: readonly OtherPost[];
}

/** The findings of all checks, blocking ones first; passed means that none of them is blocking. */
export interface DraftVerdict {
  passed: boolean;
  findings: Finding[];
}
