import { MOST_IDEA_ROUNDS } from '../../contract/blog';
import type { StepOf } from '../../domain/orders/lifecycle';
import { conflict, retry } from '../orders/actions';
import type { ActionRequest, ActionResult } from '../orders/actions';
import type { Order } from '../orders/orders';
import type { Queryable } from '../pool';
import { countIdeaRounds } from './ideas';
import { doneSteps, findBlogOrder, sendBack } from './orders';
import type { BlogOrder, SentBackPart } from './orders';
import { sendBackPictures } from './pictures';
import { sendBackVersions } from './versions';
import { DRAFT_AT_STORE, dropPicture, forgetUpload, hasDraftAtStore } from './without-picture';

/** What a person asks of a retry besides doing the rest. */
export interface RetryAsked {
  /** What is made by the hint, or again. */
  part?: SentBackPart | undefined;
  /** One line that says what should be different. */
  hint?: string | undefined;
  withoutPicture?: boolean | undefined;
}

const NOTHING_TO_HINT = 'Everything is finished. Say in part what is to be made again by the hint.';
const PICTURE_OR_NONE = 'Ask either for another picture or for none.';

/** The part that a hint is for, by the step that is made next. Ideas that wait for a pick are there; what follows is the text. */
const PART_OF_STEP: Partial<Record<StepOf<'blog'>, SentBackPart>> = {
  ideas: 'ideas',
  selection: 'text',
  content: 'text',
  image: 'picture',
};

/** The step that has made a part. */
const STEP_OF_PART = { ideas: 'ideas', text: 'content', picture: 'image' } as const satisfies Record<
  SentBackPart,
  StepOf<'blog'>
>;

function nextPart(done: readonly StepOf<'blog'>[]): SentBackPart | undefined {
  const steps = Object.keys(PART_OF_STEP) as StepOf<'blog'>[];
  const next = steps.find((step) => !done.includes(step));
  return next && PART_OF_STEP[next];
}

/** Why an order cannot be changed as asked; undefined where it can. */
async function refusalOf(
  tx: Queryable,
  order: BlogOrder,
  asked: { part: SentBackPart | undefined; isMade: boolean; withoutPicture: boolean },
): Promise<ActionResult | undefined> {
  const { part, isMade, withoutPicture } = asked;
  const changesPost = isMade || (withoutPicture && !order.withoutPicture);
  if (changesPost && (await hasDraftAtStore(tx, order))) return conflict(order, DRAFT_AT_STORE);
  if (part !== 'ideas' || !isMade) return undefined;
  const rounds = await countIdeaRounds(tx, { orderId: order.id });
  if (rounds < MOST_IDEA_ROUNDS) return undefined;
  return conflict(order, `There have been ${rounds} rounds of ideas, which is the most there can be.`);
}

/**
 * What is asked for is done to the ended order: a part is made by a hint (by default the one that is made next; one that is finished
 * is made again), or there is no picture.
 */
async function applyAsked(
  tx: Queryable,
  { id: orderId }: Order,
  asked: RetryAsked,
): Promise<ActionResult | undefined> {
  const { hint = '', withoutPicture = false } = asked;
  const order = await findBlogOrder(tx, { orderId });
  if (!order) return { outcome: 'not_found' };
  const done = await doneSteps(tx, order);
  const part = asked.part ?? (hint === '' ? undefined : nextPart(done));
  if (hint !== '' && !part) return { outcome: 'invalid', reason: NOTHING_TO_HINT };
  if (withoutPicture && part === 'picture') return { outcome: 'invalid', reason: PICTURE_OR_NONE };
  const isMade = part !== undefined && done.includes(STEP_OF_PART[part]);
  const refusal = await refusalOf(tx, order, { part, isMade, withoutPicture });
  if (refusal) return refusal;
  if (withoutPicture && !order.withoutPicture) await dropPicture(tx, order);
  if (!part) return undefined;
  // Also what a cancelled run had finished of it, which a retry would go on with.
  if (part === 'picture') {
    await forgetUpload(tx, order);
    await sendBackPictures(tx, { orderId });
  }
  if (part === 'text') await sendBackVersions(tx, { orderId });
  await sendBack(tx, { orderId, round: order.round + 1, part, hint });
  return undefined;
}

/** A person starts an ended blog order again, and may ask for changes. The same retry with another wish is another action. */
export async function retryPost(db: Queryable, request: ActionRequest & RetryAsked): Promise<ActionResult> {
  const { part, hint, withoutPicture } = request;
  const payload = {
    ...(part ? { part } : {}),
    ...(hint ? { hint } : {}),
    ...(withoutPicture ? { withoutPicture: 'true' } : {}),
  };
  if (Object.keys(payload).length === 0) return retry(db, request);
  return retry(db, request, {
    payload,
    facts: part ? { part } : {},
    apply: (tx, order) => applyAsked(tx, order, request),
  });
}
