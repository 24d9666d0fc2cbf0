import { checkClaims } from './claims';
import type { Check } from './draft';
import { readDraft } from './draft';
import type { DraftInput, DraftVerdict, Finding } from './findings';
import { checkKeyword } from './keyword';
import { checkLanguage } from './language';
import { checkLeftovers } from './leftovers';
import { checkLength } from './length';
import { checkLinks } from './links';
import { checkReadability } from './readability';
import { checkRepetition } from './repetition';
import { checkSimilarity } from './similarity';
import { checkStructure } from './structure';
import { checkVoice } from './voice';

/** All checks by the prefix of the ids they report, in the order in which findings of one severity are listed. */
export const DRAFT_CHECKS: Readonly<Record<string, Check>> = {
  language: checkLanguage,
  length: checkLength,
  structure: checkStructure,
  keyword: checkKeyword,
  leftovers: checkLeftovers,
  claims: checkClaims,
  links: checkLinks,
  repetition: checkRepetition,
  readability: checkReadability,
  similarity: checkSimilarity,
  voice: checkVoice,
};

/** The verdict that follows from findings: only blocking ones fail a text, and stand first. */
export function verdictOf(findings: readonly Finding[]): DraftVerdict {
  const blocking = findings.filter(({ severity }) => severity === 'blocking');
  const minor = findings.filter(({ severity }) => severity === 'minor');
  return { passed: blocking.length === 0, findings: [...blocking, ...minor] };
}

/** Checks a draft by rule, the same for the same input; never throws, whatever the text. */
export function checkDraft(input: DraftInput): DraftVerdict {
  const draft = readDraft(input);
  return verdictOf(Object.values(DRAFT_CHECKS).flatMap((check) => check(draft)));
}
