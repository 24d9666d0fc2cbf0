import type { z } from 'zod';
import type { Idea } from '../../db/blog/ideas';
import type { ShownBlogOrder } from '../../db/blog/orders';
import type { Db } from '../../db/db';
import { localTime } from '../../domain/blog/plan-time';
import { blogActions } from '../../domain/blog/lifecycle';
import { progressOf } from '../../domain/orders/progress';
import { etaFields } from '../orders/eta';
import { iso, viewEnvelope } from '../orders/envelope';
import type { Texts } from '../texts/texts';
import { blogEta } from './batches';
import type { ideaView, orderDetail, orderView } from './schemas';

/** An order as lists show it. */
export function viewOrder(order: ShownBlogOrder): z.output<typeof orderView> {
  const envelope = viewEnvelope(order);
  const { sourceType, sourceId, title, subject, instanceId, storeId, storeName } = order;
  const { publishMode, timeZone, basedOn, batchId, status, round } = order;
  return {
    ...envelope,
    ...{
      sourceType,
      sourceId,
      title,
      subject,
      instanceId,
      storeId,
      storeName,
      publishMode,
      timeZone,
      basedOn,
      batchId,
    },
    picture: order.withoutPicture ? 'none' : order.pictureMode,
    publishAt: iso(order.publishAt),
    publishAtLocal: order.publishAt ? localTime(order.publishAt, timeZone ?? 'UTC') : null,
    approvedAt: iso(order.approvedAt),
    may: [...blogActions({ status, approved: order.approvedAt !== null, round }), ...envelope.may],
  };
}

function viewIdea(idea: Idea): z.output<typeof ideaView> {
  const { id, round, title, angle, outline, keyword, reason } = idea;
  return { id, round, title, angle, outline, keyword, reason };
}

/** One order with its ideas, text, picture, publication and cost. */
export async function viewOrderDetail(
  { db, texts }: { db: Db; texts: Texts },
  order: ShownBlogOrder,
): Promise<z.output<typeof orderDetail>> {
  const orderId = order.id;
  const [ideas, versions, picture, cost, eta, done] = await Promise.all([
    db.ideas.listIdeas({ orderId }),
    db.versions.listVersions({ orderId }),
    order.pictureId ? db.pictures.findPicture({ orderId, pictureId: order.pictureId }) : undefined,
    db.providerCalls.costOf({ orderId }),
    blogEta(db, order),
    db.blogOrders.doneSteps(order),
  ]);
  const version = versions.find((candidate) => candidate.id === order.versionId);
  const publication = version
    ? await db.publications.findPublication({ orderId, basis: version.id })
    : undefined;
  return {
    ...viewOrder(order),
    ideas: ideas.filter((idea) => idea.round === ideas[0]?.round).map(viewIdea),
    earlierIdeas: ideas.filter((idea) => idea.round !== ideas[0]?.round).map(viewIdea),
    selectedIdeaId: order.ideaId,
    post: version
      ? {
          versionId: version.id,
          title: version.title,
          excerpt: version.excerpt,
          slug: version.slug,
          metaTitle: version.metaTitle,
          metaDescription: version.metaDescription,
          tags: version.tags,
          markdown: await texts.given(version.bodyMarkdown),
          qcStatus: version.qcStatus,
          attempts: versions.length,
          scores: version.scores,
        }
      : null,
    image: picture?.storageKey
      ? {
          url: `/api/blog-generation/${orderId}/image`,
          alt: picture.alt ?? '',
          width: picture.width ?? 0,
          height: picture.height ?? 0,
        }
      : null,
    publication: publication
      ? {
          draftId: publication.draftId,
          postId: publication.postId,
          url: publication.url,
          lookups: publication.lookups,
        }
      : null,
    progress: {
      ...progressOf('blog', { status: order.status, done: new Set(done) }),
      // Until it is done or a person's turn.
      ...etaFields(eta),
    },
    cost: {
      amountMicros: cost.costMicros,
      unknownMicros: cost.unknownMicros,
      currency: 'USD',
      calls: cost.calls,
    },
  };
}
