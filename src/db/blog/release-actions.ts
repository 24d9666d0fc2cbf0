import { isDeepStrictEqual } from 'node:util';
import type { Part, Resolution } from '../../contract/messages';
import { MOST_ROUNDS } from '../../contract/orders';
import { SEND_BACK } from '../../domain/blog/lifecycle';
import { cancellable } from '../../domain/orders/lifecycle';
import { addEvent } from '../events/events';
import { conflict, lastAction } from '../orders/actions';
import type { ActionRequest, ActionResult } from '../orders/actions';
import type { ActionPayload } from '../orders/cancelling';
import { moveOrder } from '../orders/orders';
import { afterEnd } from '../orders/runs';
import type { Queryable } from '../pool';
import { performBlogAction } from './blog-action';
import { approveOrder, noteLooked, openRound, planOrder } from './orders';
import { sendBackPictures } from './pictures';
import { clearDraft, nameDraft } from './publications';
import { sendBackVersions } from './versions';
import { DRAFT_AT_STORE, dropPicture, forgetUpload, hasDraftAtStore } from './without-picture';

/** A person approves the finished post, or it without its picture. It goes out at once, or at its time. */
export async function approve(
  db: Queryable,
  request: ActionRequest & { withoutPicture?: boolean | undefined },
): Promise<ActionResult> {
  const { withoutPicture = false } = request;
  const payload: ActionPayload = withoutPicture ? { withoutPicture: 'true' } : {};
  return performBlogAction(
    db,
    request,
    { name: 'approve', payload },
    async ({ tx, order, actId, makeRoom, record, signal }) => {
      const earlier = order.approvedAt && (await lastAction(tx, order, 'approve'));
      if (earlier)
        return isDeepStrictEqual(earlier.payload, payload)
          ? { outcome: 'same', actId: earlier.actId }
          : conflict(order, 'The post was approved already.');
      if (order.status !== 'AWAITING_APPROVAL') return conflict(order, 'There is nothing to approve now.');
      const drops = withoutPicture && !order.withoutPicture;
      if (drops && (await hasDraftAtStore(tx, order))) return conflict(order, DRAFT_AT_STORE);
      await makeRoom();
      if (drops) await dropPicture(tx, order);
      await approveOrder(tx, { orderId: order.id });
      await record();
      await addEvent(tx, {
        orderId: order.id,
        type: 'post.approved',
        ...(order.versionId ? { data: { versionId: order.versionId } } : {}),
      });
      await signal('approve');
      return { outcome: 'done', actId };
    },
  );
}

/** A person sends the text or the picture back while the post has not gone out: it is made again, by a hint. */
export async function regenerate(
  db: Queryable,
  request: ActionRequest & { part: Part; hint: string },
): Promise<ActionResult> {
  const { part, hint } = request;
  return performBlogAction(
    db,
    request,
    { name: 'regenerate', payload: { part, hint } },
    async ({ tx, order, actId, makeRoom, record, signal }) => {
      if (!SEND_BACK[part].from.includes(order.status))
        return conflict(order, 'Only a finished post that has not gone out can be made again.');
      if (order.round >= MOST_ROUNDS)
        return conflict(
          order,
          `This order has been through ${order.round} rounds, which is the most there can be.`,
        );
      if (await hasDraftAtStore(tx, order)) return conflict(order, DRAFT_AT_STORE);
      await makeRoom();
      await forgetUpload(tx, order);
      if (part === 'text') await sendBackVersions(tx, { orderId: order.id });
      else await sendBackPictures(tx, { orderId: order.id });
      const round = await openRound(tx, { orderId: order.id, part, hint });
      await moveOrder(tx, { kind: 'blog', orderId: order.id, ...SEND_BACK[part] });
      await record();
      await addEvent(tx, { orderId: order.id, type: 'post.sent_back', round, data: { part } });
      await signal('regenerate', { part });
      return { outcome: 'done', actId };
    },
  );
}

/** A person moves the time at which the post goes out; null for as soon as it is ready. Until it is on its way out. */
export async function reschedule(
  db: Queryable,
  request: ActionRequest & { publishAt: Date | null; timeZone: string | null },
): Promise<ActionResult> {
  const { publishAt, timeZone } = request;
  const payload = { publishAt: publishAt?.toISOString() ?? null, timeZone };
  return performBlogAction(
    db,
    request,
    { name: 'reschedule', payload },
    async ({ tx, order, actId, makeRoom, record, signal }) => {
      if (!cancellable('blog').includes(order.status))
        return conflict(order, 'It is too late to move the time of this post.');
      // One that waits for its time goes out now.
      if (publishAt === null && order.status === 'SCHEDULED') await makeRoom();
      await planOrder(tx, { orderId: order.id, publishAt, timeZone });
      await record();
      await addEvent(tx, { orderId: order.id, type: 'publish.planned', data: payload });
      await signal('reschedule');
      return { outcome: 'done', actId };
    },
  );
}

/** A person says what became of a post whose publication is unconfirmed. */
export async function resolve(
  db: Queryable,
  request: ActionRequest & { resolution: Resolution; draftId?: string },
): Promise<ActionResult> {
  const { resolution, draftId } = request;
  const payload = { resolution, ...(draftId ? { draftId } : {}) };
  return performBlogAction(
    db,
    request,
    { name: 'resolve', payload },
    async ({ tx, order, actId, makeRoom, record, signal }) => {
      if (order.status !== 'UNCONFIRMED') {
        const earlier = await lastAction(tx, order, 'resolve');
        if (earlier && isDeepStrictEqual(earlier.payload, payload))
          return { outcome: 'same', actId: earlier.actId };
        return conflict(order, 'There is nothing to resolve.');
      }
      const named = resolution === 'exists' ? draftId : undefined;
      if (resolution === 'exists' && !named)
        return { outcome: 'invalid', reason: 'Say which draft or post of the store it is.' };
      const abandoned = resolution === 'abandon';
      if (!abandoned) await makeRoom();
      if (named) await nameDraft(tx, { orderId: order.id, basis: order.versionId, draftId: named });
      if (resolution === 'absent') await clearDraft(tx, { orderId: order.id, basis: order.versionId });
      if (!abandoned) await noteLooked(tx, { orderId: order.id });
      const sentence = 'Given up: whether the store took the post is not known.';
      await moveOrder(tx, {
        kind: 'blog',
        orderId: order.id,
        from: ['UNCONFIRMED'],
        to: abandoned ? 'FAILED' : 'PUBLISHING',
        error: abandoned ? { type: 'Publish.Unconfirmed', sentence } : null,
      });
      await record();
      await addEvent(tx, { orderId: order.id, type: 'publish.resolved', data: { resolution } });
      if (abandoned) {
        await addEvent(tx, {
          orderId: order.id,
          type: 'order.failed',
          data: { failureType: 'Publish.Unconfirmed', reason: 'abandoned' },
        });
        await afterEnd(tx, order.id);
      }
      await signal('resolve', { resolution });
      return { outcome: 'done', actId };
    },
  );
}
