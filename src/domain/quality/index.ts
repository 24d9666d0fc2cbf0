export { checkDraft, DRAFT_CHECKS } from './check-draft';
export type { DraftInput, DraftVerdict, Finding } from './findings';
