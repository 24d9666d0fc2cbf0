export { judge } from './approval';
export type { Scores } from './approval';
export { checkDraft, DRAFT_CHECKS } from './check-draft';
export { DRAFT_RULES } from './rules';
export type { RuleId } from './rules';
export { wordsToAvoid } from './voice';
export { MOST_COMPARED_POSTS, MOST_COMPARED_TEXT } from './thresholds';
export type { DraftInput, DraftRule, DraftVerdict, Finding, OtherPost } from './findings';
