import { MOST_IDEA_ROUNDS, MOST_ROUNDS } from '../../contract/orders';
import { SEND_BACK } from '../../domain/orders/lifecycle';
import { conflict, lastAction } from '../orders/actions';
import type { ActionRequest, ActionResult, ActionContext, PerformAction } from '../orders/actions';
import { addEvent } from '../events/events';
import { countIdeaRounds, findIdea, insertOwnIdea } from './ideas';
import type { Idea } from './ideas';
import { moveOrder, openRound } from '../orders/orders';
import { findSubject } from './subjects';

/** The answer where there is nothing to pick: the earlier one if what was picked is the same, a conflict otherwise. */
async function answeredPick(
  { tx, order }: ActionContext,
  isSame: (picked: Idea | undefined) => boolean,
): Promise<ActionResult | undefined> {
  const { ideaId } = order;
  if (ideaId !== null) {
    const earlier = await lastAction(tx, order, 'selectIdea');
    const picked = await findIdea(tx, { orderId: order.id, ideaId });
    if (earlier && isSame(picked)) return { outcome: 'same', actId: earlier.actId };
    return conflict(order, 'Another idea was picked already.');
  }
  return order.status === 'AWAITING_SELECTION' ? undefined : conflict(order, 'There is nothing to pick now.');
}

async function pick({ tx, order, actId, record, tell }: ActionContext, idea: Idea): Promise<ActionResult> {
  await moveOrder(tx, { orderId: order.id, to: 'GENERATING_CONTENT', phase: 'queued', ideaId: idea.id });
  await record();
  const own = idea.angle === '' ? { own: true } : {};
  await addEvent(tx, {
    orderId: order.id,
    type: 'idea.picked',
    data: { ideaId: idea.id, n: idea.n, ...own },
  });
  await tell('selectIdea', { ideaId: idea.id });
  return { outcome: 'done', actId };
}

/** What people do with the ideas of an order. */
export function createIdeaActions(act: PerformAction) {
  return {
    /** A person picks one of the order's ideas. Picking the picked one again is the same act. */
    async pickIdea(request: ActionRequest & { ideaId: string }): Promise<ActionResult> {
      const { ideaId } = request;
      return act(request, 'selectIdea', { ideaId }, async (scene) => {
        const { tx, order } = scene;
        const answered = await answeredPick(scene, (picked) => picked?.id === ideaId);
        if (answered) return answered;
        const idea = await findIdea(tx, { orderId: order.id, ideaId });
        if (!idea) return { outcome: 'invalid', reason: 'This order has no such idea.' };
        return pick(scene, idea);
      });
    },

    /** A person writes a title instead of picking one. It becomes a further idea, and is picked. */
    async pickOwnTitle(request: ActionRequest & { title: string }): Promise<ActionResult> {
      const { title } = request;
      return act(request, 'selectIdea', { title }, async (scene) => {
        const { tx, order } = scene;
        const answered = await answeredPick(scene, (picked) => picked?.title === title);
        if (answered) return answered;
        const subject = await findSubject(tx, { orderId: order.id });
        const keyword = subject?.subject ?? title;
        return pick(scene, await insertOwnIdea(tx, { orderId: order.id, title, keyword }));
      });
    },

    /** "None of these": five new ideas are wanted, a bounded number of times. */
    async newIdeas(request: ActionRequest & { hint: string }): Promise<ActionResult> {
      const { hint } = request;
      return act(request, 'newIdeas', { hint }, async ({ tx, order, actId, record, tell }) => {
        if (order.status !== 'AWAITING_SELECTION')
          return conflict(order, 'New ideas can be asked for only while there are ideas to pick from.');
        const rounds = await countIdeaRounds(tx, { orderId: order.id });
        if (rounds >= MOST_IDEA_ROUNDS || order.round >= MOST_ROUNDS)
          return conflict(
            order,
            `There have been ${rounds} rounds of ideas; pick one, or write a title of your own.`,
          );
        const round = await openRound(tx, { orderId: order.id, part: 'ideas', hint });
        await moveOrder(tx, { orderId: order.id, ...SEND_BACK.ideas, phase: 'queued' });
        await record();
        await addEvent(tx, { orderId: order.id, type: 'ideas.declined', data: { round } });
        await tell('newIdeas');
        return { outcome: 'done', actId };
      });
    },
  };
}
