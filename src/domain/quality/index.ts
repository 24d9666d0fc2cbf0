export { judge } from './approval';
export type { Scores } from './approval';
export { checkComponent } from './check-component';
export type { ComponentDraft } from './check-component';
export { checkDraft, DRAFT_CHECKS } from './check-draft';
export { DRAFT_RULES } from './rules';
export { wordsToAvoid } from './voice';
export { MOST_COMPARED_POSTS, MOST_COMPARED_TEXT } from './thresholds';
export type { DraftInput, DraftVerdict } from './findings';
