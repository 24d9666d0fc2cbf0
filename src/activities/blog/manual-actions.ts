import { isUuid } from '../../contract/ids';
import { PARTS, RESOLUTIONS } from '../../contract/messages';
import type { Part, Resolution } from '../../contract/messages';
import type { ManualAction, RecordedFacts } from '../orders/manual-actions';

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

/** The facts of actions on blog orders. A title of the person's own became an idea, which is the picked one. */
export const BLOG_RECORDED_FACTS: Record<string, RecordedFacts> = {
  selectIdea: async (db, { orderId }) => {
    const order = await db.blogOrders.findBlogOrder({ orderId });
    return order?.ideaId ? { ideaId: order.ideaId } : {};
  },
  regenerate: async (_db, { payload }) => ({ part: payload['part'] as Part }),
  resolve: async (_db, { payload }) => ({ resolution: payload['resolution'] as Resolution }),
};
