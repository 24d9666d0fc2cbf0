import type { z } from 'zod';
import { FAILURES } from '../../contract/failures';
import type { OrderEvent } from '../../db/events/events';
import type { Idea } from '../../db/blog/ideas';
import type { Order } from '../../db/orders/orders';
import type { Db } from '../../db/db';
import { localTime } from '../../domain/blog/plan-time';
import { blogProgress } from '../../domain/orders/progress';
import { orderEta } from './eta';
import type { eventView, ideaView, orderDetail, orderView } from './schemas';

function iso(date: Date | null): string | null {
  return date ? date.toISOString() : null;
}

/** Why an order does not move on although it is nobody's turn. */
function waitingOf(order: Order): z.output<typeof orderView>['waiting'] {
  if (order.phase !== 'queued') return null;
  if (order.pausedReason !== null)
    return {
      type: 'Lane.Paused',
      reason: 'paused',
      message: `This step is paused: ${order.pausedReason}`,
    };
  if (!order.waitingType) return null;
  return {
    type: order.waitingType,
    reason: order.waitingReason ?? '',
    message: FAILURES[order.waitingType].reader,
  };
}

/** An order as lists show it. */
export function viewOrder(order: Order): z.output<typeof orderView> {
  return {
    id: order.id,
    sourceType: order.sourceType,
    sourceId: order.sourceId,
    title: order.title,
    subject: order.subject,
    instanceId: order.instanceId,
    storeId: order.storeId,
    storeName: order.storeName,
    status: order.status,
    phase: order.phase,
    priority: order.priority,
    round: order.round,
    publishMode: order.publishMode,
    publishAt: iso(order.publishAt),
    publishAtLocal: order.publishAt ? localTime(order.publishAt, order.timeZone ?? 'UTC') : null,
    timeZone: order.timeZone,
    approvedAt: iso(order.approvedAt),
    basedOn: order.basedOn,
    error: order.error,
    errorType: order.errorType,
    waiting: waitingOf(order),
    createdAt: iso(order.createdAt),
    startedAt: iso(order.startedAt),
    finishedAt: iso(order.finishedAt),
  };
}

/** An entry of the timeline as clients see it. */
export function viewEvent(event: OrderEvent): z.output<typeof eventView> {
  return { ...event, at: event.at.toISOString() };
}

function viewIdea(idea: Idea): z.output<typeof ideaView> {
  const { id, round, title, angle, outline, keyword, reason } = idea;
  return { id, round, title, angle, outline, keyword, reason };
}

/** One order with its ideas, text, picture, publication and cost. */
export async function viewOrderDetail(db: Db, order: Order): Promise<z.output<typeof orderDetail>> {
  const orderId = order.id;
  const [ideas, versions, picture, cost, eta] = await Promise.all([
    db.ideas.listIdeas({ orderId }),
    db.versions.listVersions({ orderId }),
    order.pictureId ? db.pictures.findPicture({ orderId, pictureId: order.pictureId }) : undefined,
    db.providerCalls.costOf({ orderId }),
    orderEta(db, order),
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
          markdown: version.bodyMarkdown,
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
      ...blogProgress({
        status: order.status,
        hasIdeas: ideas.length > 0,
        hasPick: order.ideaId !== null,
        hasVersion: order.versionId !== null,
        hasPicture: order.pictureId !== null,
      }),
      // Until it is done or a person's turn.
      estimatedTimeRemaining: eta?.p50Ms ?? null,
      etaP50Ms: eta?.p50Ms ?? null,
      etaP90Ms: eta?.p90Ms ?? null,
    },
    cost: { amountMicros: cost.costMicros, currency: 'USD', calls: cost.calls },
  };
}
