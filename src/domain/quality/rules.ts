import type { DraftRule, Finding } from './findings';
import { FORM_RULES } from './rules-form';
import { TEXT_RULES } from './rules-text';

/** Every rule that drafts are checked by, by id; the part of an id before the point names its check. */
export const DRAFT_RULES = { ...FORM_RULES, ...TEXT_RULES } as const satisfies Record<string, DraftRule>;

/** The id of a rule for drafts. */
export type RuleId = keyof typeof DRAFT_RULES;

/** A finding under a rule, with the rule's own words where the draft needs no others. */
export function found(id: RuleId, words: { reason?: string; hint?: string; quote?: string } = {}): Finding {
  const { severity, reason, hint } = DRAFT_RULES[id];
  return { id, severity, reason, hint, ...words };
}
