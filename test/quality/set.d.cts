import type { checkComponent, checkDraft, comparedWords } from '../../src/domain/quality';

/** A text of the labelled set, judged by a person, and what was ordered. */
export interface LabelledText {
  /** Unique within its half. */
  file: string;
  /** The good text that the fault was put into; absent for texts that were written with their fault. */
  from?: string;
  fault?: { name: string };
  kind: 'blog' | 'page' | 'article';
  language: string;
  keyword: string;
  title: string;
  targetWords: number;
  /** What is wrong with it; empty for a good text. */
  flaws: string[];
  markdown: string;
}

export type Half = 'tuning' | 'held-out';

export interface Checks {
  checkDraft: typeof checkDraft;
  checkComponent: typeof checkComponent;
  comparedWords: typeof comparedWords;
}

/** Numbers of texts for one check. */
export interface CheckFigures {
  /** Texts with a flaw that the check must find, and those in which it does not. */
  flawed: number;
  missed: number;
  /** Good texts that the check rejects. */
  falseAlarms: number;
  /** Flawed texts that the check rejects although their flaw is another one. */
  onOthersFlawed: number;
}

export interface Figures {
  good: number;
  flawed: number;
  /** Flawed texts with a flaw that is not found by the check meant for it, and those of them that pass. */
  misses: number;
  passed: number;
  falseAlarms: number;
  byCheck: Record<string, CheckFigures>;
}

export const HALVES: readonly Half[];
export const RULES_OF_FLAW: Readonly<Record<string, readonly string[]>>;
export function readHalf(half: Half): LabelledText[];
export function filesOf(half: Half): string[];
export function digestOf(half: Half): string;
export function measureLines(checks: Checks): {
  flawed: number;
  missed: number;
  good: number;
  rejected: number;
};
export function measure(
  half: Half,
  checks: Checks,
): Figures & { judged: Array<{ text: LabelledText; blocking: string[]; missed: string[] }> };
