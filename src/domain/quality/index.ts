export { judge } from './approval';
export type { Scores } from './approval';
export { checkComponent } from './check-component';
export type { ComponentDraft } from './check-component';
export { checkDraft, DRAFT_CHECKS } from './check-draft';
export { DRAFT_RULES } from './rules';
export { wordsToAvoid } from './voice';
export { MAX_COMPARED_POSTS, MAX_COMPARED_LENGTH } from './thresholds';
export type { DraftInput, DraftVerdict } from './findings';
