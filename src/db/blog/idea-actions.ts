import { MOST_IDEA_ROUNDS } from '../../contract/blog';
import { MOST_ROUNDS } from '../../contract/orders';
import { statusAfterStep } from '../../domain/orders/lifecycle';
import { SEND_BACK } from '../../domain/blog/lifecycle';
import { conflict, lastAction } from '../orders/actions';
import type { ActionRequest, ActionResult } from '../orders/actions';
import { addEvent } from '../events/events';
import { countIdeaRounds, findIdea, insertOwnIdea } from './ideas';
import type { Idea } from './ideas';
import { moveOrder } from '../orders/orders';
import type { Queryable } from '../pool';
import { performBlogAction } from './blog-action';
import type { BlogActionContext } from './blog-action';
import { openRound, setParts } from './orders';
import { findSubject } from './subjects';

/** The answer where there is nothing to pick: the earlier one if what was picked is the same, a conflict otherwise. */
async function answeredPick(
  { tx, order }: BlogActionContext,
  isSame: (picked: Idea | undefined) => boolean,
): Promise<ActionResult | undefined> {
  const { ideaId } = order;
  if (ideaId !== null) {
    const earlier = await lastAction(tx, order, 'selectIdea');
    const picked = await findIdea(tx, { orderId: order.id, ideaId });
    if (earlier && isSame(picked)) return { outcome: 'same', actId: earlier.actId };
    return conflict(order, 'Another idea was picked already.');
  }
  if (order.status !== 'AWAITING_SELECTION') return conflict(order, 'There is nothing to pick now.');
  // No order of ours is ever like that; one that somebody has changed in the database may be.
  if ((await countIdeaRounds(tx, { orderId: order.id })) === 0)
    return conflict(order, 'This order has no ideas to pick from. Ask for new ones, or cancel it.');
  return undefined;
}

async function pick(
  { tx, order, actId, record, signal }: BlogActionContext,
  idea: Idea,
): Promise<ActionResult> {
  await moveOrder(tx, { kind: 'blog', orderId: order.id, to: statusAfterStep('blog', 'selection').status });
  await setParts(tx, { orderId: order.id, ideaId: idea.id });
  await record();
  const own = idea.angle === '' ? { own: true } : {};
  await addEvent(tx, {
    orderId: order.id,
    type: 'idea.picked',
    data: { ideaId: idea.id, n: idea.n, ...own },
  });
  await signal('selectIdea', { ideaId: idea.id });
  return { outcome: 'done', actId };
}

/** A person picks one of the order's ideas. Picking the picked one again is the same action. */
export async function pickIdea(
  db: Queryable,
  request: ActionRequest & { ideaId: string },
): Promise<ActionResult> {
  const { ideaId } = request;
  return performBlogAction(db, request, { name: 'selectIdea', payload: { ideaId } }, async (context) => {
    const { tx, order } = context;
    const answered = await answeredPick(context, (picked) => picked?.id === ideaId);
    if (answered) return answered;
    const idea = await findIdea(tx, { orderId: order.id, ideaId });
    if (!idea) return { outcome: 'invalid', reason: 'This order has no such idea.' };
    await context.makeRoom();
    return pick(context, idea);
  });
}

/** A person writes a title instead of picking one. It becomes a further idea, and is picked. */
export async function pickOwnTitle(
  db: Queryable,
  request: ActionRequest & { title: string },
): Promise<ActionResult> {
  const { title } = request;
  return performBlogAction(db, request, { name: 'selectIdea', payload: { title } }, async (context) => {
    const { tx, order } = context;
    const answered = await answeredPick(context, (picked) => picked?.title === title);
    if (answered) return answered;
    await context.makeRoom();
    const subject = await findSubject(tx, { orderId: order.id });
    const keyword = subject?.subject ?? title;
    return pick(context, await insertOwnIdea(tx, { orderId: order.id, title, keyword }));
  });
}

/** "None of these": five new ideas are wanted, a bounded number of times. */
export async function newIdeas(
  db: Queryable,
  request: ActionRequest & { hint: string },
): Promise<ActionResult> {
  const { hint } = request;
  const action = { name: 'newIdeas', payload: { hint } };
  return performBlogAction(db, request, action, async ({ tx, order, actId, makeRoom, record, signal }) => {
    if (order.status !== 'AWAITING_SELECTION')
      return conflict(order, 'New ideas can be asked for only while there are ideas to pick from.');
    const rounds = await countIdeaRounds(tx, { orderId: order.id });
    if (rounds >= MOST_IDEA_ROUNDS || order.round >= MOST_ROUNDS)
      return conflict(
        order,
        `There have been ${rounds} rounds of ideas; pick one, or write a title of your own.`,
      );
    await makeRoom();
    const round = await openRound(tx, { orderId: order.id, part: 'ideas', hint });
    await moveOrder(tx, { kind: 'blog', orderId: order.id, ...SEND_BACK.ideas });
    await record();
    await addEvent(tx, { orderId: order.id, type: 'ideas.declined', data: { round } });
    await signal('newIdeas');
    return { outcome: 'done', actId };
  });
}
