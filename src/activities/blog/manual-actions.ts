import { isUuid } from '../../contract/ids';
import { PARTS, RESOLUTIONS } from '../../contract/messages';
import type { ManualAction } from '../orders/manual-actions';

function isOneOf<T extends string>(words: readonly T[], word: unknown): word is T {
  return (words as readonly unknown[]).includes(word);
}

/** What operators can signal by hand to blog orders. Signals carry no free text, so what comes by hand has no hint. */
export const BLOG_MANUAL_ACTIONS = {
  selectIdea: ({ ideaId }) =>
    isUuid(ideaId) ? (db, request) => db.ideaActions.pickIdea({ ...request, ideaId }) : undefined,
  newIdeas: () => (db, request) => db.ideaActions.newIdeas({ ...request, hint: '' }),
  approve: () => (db, request) => db.releaseActions.approve(request),
  regenerate: ({ part }) =>
    isOneOf(PARTS, part)
      ? (db, request) => db.releaseActions.regenerate({ ...request, part, hint: '' })
      : undefined,
  resolve: ({ resolution }) =>
    isOneOf(RESOLUTIONS, resolution)
      ? (db, request) => db.releaseActions.resolve({ ...request, resolution })
      : undefined,
} as const satisfies Record<string, ManualAction>;
