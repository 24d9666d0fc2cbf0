import type { DraftRule, Finding } from './findings';
import { FORM_RULES } from './rules-form';
import { MODE_RULES } from './rules-mode';
import { TEXT_RULES } from './rules-text';

/** All draft rules by id; the part of an id before the dot names its check. */
export const DRAFT_RULES = { ...FORM_RULES, ...TEXT_RULES, ...MODE_RULES } as const satisfies Record<
  string,
  DraftRule
>;

/** The id of a draft rule. */
export type RuleId = keyof typeof DRAFT_RULES;

/** Creates a finding for a rule; `words` override the rule's own texts. */
export function found(id: RuleId, words: { reason?: string; hint?: string; quote?: string } = {}): Finding {
  const { severity, reason, hint } = DRAFT_RULES[id];
  return { id, severity, reason, hint, ...words };
}
