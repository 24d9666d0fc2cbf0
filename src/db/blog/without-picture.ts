import { addEvent } from '../events/events';
import type { RunKey } from '../orders/runs';
import { completeStage } from '../orders/stages';
import { atomically } from '../pool';
import type { Queryable } from '../pool';
import { findBlogOrder, leavePictureOut } from './orders';
import type { BlogOrder } from './orders';
import { findPublication, forgetMedia } from './publications';

/** What a person is told who wants to change a post that its store holds already. */
export const DRAFT_AT_STORE =
  'The store holds a draft of this post already; it can only go out or be cancelled.';

/** Whether the store holds a draft of an order's post, or may hold one: what is in it can no longer be changed from here. */
export async function hasDraftAtStore(
  db: Queryable,
  order: Pick<BlogOrder, 'id' | 'versionId'>,
): Promise<boolean> {
  if (order.versionId === null) return false;
  const publication = await findPublication(db, { orderId: order.id, basis: order.versionId });
  return Boolean(publication?.createBeganAt ?? publication?.draftId ?? publication?.postId);
}

/** Forgets the picture that was uploaded for an order's text, since it gets another one, or none. */
export async function forgetUpload(tx: Queryable, order: Pick<BlogOrder, 'id' | 'versionId'>): Promise<void> {
  if (order.versionId === null) return;
  const publication = await findPublication(tx, { orderId: order.id, basis: order.versionId });
  if (publication) await forgetMedia(tx, { publicationId: publication.id });
}

/** A person decides that the post goes out without a picture. */
export async function dropPicture(tx: Queryable, order: Pick<BlogOrder, 'id' | 'versionId'>): Promise<void> {
  await forgetUpload(tx, order);
  await leavePictureOut(tx, { orderId: order.id });
  await addEvent(tx, { orderId: order.id, type: 'picture.skipped', stage: 'image', data: { by: 'person' } });
}

/**
 * No picture could be made, or none is wanted: an order that may do without one goes on, and its timeline says so. Answers whether it
 * does; repeating it changes nothing.
 */
export async function skipPicture(
  db: Queryable,
  run: RunKey & { round: number; reason: string },
): Promise<{ skipped: boolean }> {
  return atomically(db, async (tx) => {
    const { orderId, startNo, round, reason } = run;
    const order = await findBlogOrder(tx, { orderId, lock: true });
    if (!order || order.startNo !== startNo) return { skipped: false };
    if (order.withoutPicture) return { skipped: true };
    if (order.pictureMode === 'required') return { skipped: false };
    const done = {
      kind: 'blog',
      orderId,
      startNo,
      round,
      stage: 'image',
      data: { picture: 'none' },
    } as const;
    if (!(await completeStage(tx, done))) return { skipped: false };
    await leavePictureOut(tx, { orderId });
    await addEvent(tx, {
      orderId,
      type: 'picture.skipped',
      stage: 'image',
      round,
      data: { by: 'setting', reason },
    });
    return { skipped: true };
  });
}
