import type { Draft } from '../../../src/domain/quality/draft';
import { readDraft } from '../../../src/domain/quality/draft';
import { draftInput } from './functions';
import type { Timed } from './growth';

/** Has a function of a text timed. */
export const timed =
  (call: (text: string) => unknown): Timed =>
  (text) =>
  () =>
    call(text);

/** Drafts are kept, as reading them takes longer than all checks. */
const drafts = new Map<string, Draft>();
function draftOf(text: string): Draft {
  const draft = drafts.get(text) ?? readDraft(draftInput(text));
  drafts.set(text, draft);
  return draft;
}

/** Has the reading of a draft timed. */
export const reading = timed((text) => {
  drafts.delete(text);
  return draftOf(text);
});

/** Has a check of a draft timed, without the reading. */
export const checking =
  (check: (draft: Draft) => unknown): Timed =>
  (text) => {
    const draft = draftOf(text);
    return () => check(draft);
  };
