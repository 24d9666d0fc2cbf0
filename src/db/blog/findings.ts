/** Something quality control has to say about a draft. */
export interface SavedFinding {
  id: string;
  severity: 'blocking' | 'minor';
  reason: string;
  hint: string;
  quote?: string;
}
