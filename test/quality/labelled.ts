import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkDraft, comparedWords } from '../../src/domain/quality';
import type { DraftVerdict } from '../../src/domain/quality';

/** A text of the labelled set, judged by a person, and what was ordered. */
export interface LabelledText {
  file: string;
  language: string;
  keyword: string;
  title: string;
  targetWords: number;
  label: 'good' | 'flawed';
  /** What is wrong with a flawed one. */
  flaws: string[];
  /** Texts of the set that the store has already. */
  others: string[];
}

/** The beginning of the ids by which each kind of flaw is found; empty for what no rule can see. */
export const RULES_OF_FLAW: Readonly<Record<string, readonly string[]>> = {
  short: ['length.short'],
  long: ['length.long'],
  no_headings: ['structure.sections'],
  keyword_stuffing: ['keyword.stuffed'],
  keyword_missing: ['keyword.missing'],
  ai_leftover: ['leftovers.ai-voice', 'leftovers.chat', 'leftovers.refusal'],
  placeholder: ['leftovers.placeholder', 'leftovers.filler', 'leftovers.note'],
  banned_claim: ['claims.'],
  wrong_language: ['language.'],
  repetition: ['repetition.'],
  copied: ['similarity.copied'],
  broken_link: ['links.'],
  wall_of_text: ['readability.wall'],
  off_topic: [],
};

const DIR = __dirname;

function readText(file: string): string {
  return readFileSync(path.join(DIR, 'labelled', file), 'utf8');
}

/** The texts of the set with their labels. */
export function labelledTexts(): LabelledText[] {
  return JSON.parse(readFileSync(path.join(DIR, 'labels.json'), 'utf8')) as LabelledText[];
}

/** What the checks say of a text of the set. */
export function judgeText(text: LabelledText, all: readonly LabelledText[]): DraftVerdict {
  const titles = new Map(all.map(({ file, title }) => [file, title]));
  return checkDraft({
    markdown: readText(text.file),
    title: text.title,
    keyword: text.keyword,
    targetWords: text.targetWords,
    language: text.language,
    otherPosts: text.others.map((file) => ({
      title: titles.get(file) ?? file,
      words: comparedWords(readText(file)),
    })),
  });
}
