import { checkClaims } from './claims';
import { checkContact } from './contact';
import type { Check } from './draft';
import { readDraft } from './draft';
import { checkFacts } from './facts';
import type { DraftInput, DraftVerdict, Finding } from './findings';
import { checkIntent } from './intent';
import { checkKeyword } from './keyword';
import { checkKeywords } from './keywords';
import { checkLanguage } from './language';
import { checkLeftovers } from './leftovers';
import { checkLength, farTooLong } from './length';
import { checkLinks } from './links';
import { checkMarkup } from './markup';
import { checkReadability } from './readability';
import { checkRepetition } from './repetition';
import { checkSimilarity } from './similarity';
import { checkStructure } from './structure';
import { checkTrends } from './trends';
import { checkVoice } from './voice';

/** All checks by the prefix of the rule ids they report. Findings of the same severity are listed in this order. */
export const DRAFT_CHECKS: Readonly<Record<string, Check>> = {
  language: checkLanguage,
  length: checkLength,
  structure: checkStructure,
  keyword: checkKeyword,
  leftovers: checkLeftovers,
  markup: checkMarkup,
  claims: checkClaims,
  links: checkLinks,
  repetition: checkRepetition,
  readability: checkReadability,
  similarity: checkSimilarity,
  voice: checkVoice,
  keywords: checkKeywords,
  intent: checkIntent,
  trends: checkTrends,
  facts: checkFacts,
  contact: checkContact,
};

/** Derives the verdict from findings: only blocking ones fail a draft, and they are listed first. */
export function verdictOf(findings: readonly Finding[]): DraftVerdict {
  const blocking = findings.filter(({ severity }) => severity === 'blocking');
  const minor = findings.filter(({ severity }) => severity === 'minor');
  return { passed: blocking.length === 0, findings: [...blocking, ...minor] };
}

/** Checks a draft against the rules. Deterministic; never throws. */
export function checkDraft(input: DraftInput): DraftVerdict {
  const tooLong = farTooLong(input);
  if (tooLong) return verdictOf([tooLong]);
  const draft = readDraft(input);
  return verdictOf(Object.values(DRAFT_CHECKS).flatMap((check) => check(draft)));
}
