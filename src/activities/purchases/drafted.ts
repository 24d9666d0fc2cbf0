import type { KnownPurchaseDrafts, PurchaseDraft } from '../../db/purchases/drafts';
import type { PurchasedOrder } from '../../db/purchases/purchases';
import type { WritingSite } from '../../db/purchases/material';
import type { Tx } from '../../db/db';
import type { QcStatus } from '../../db/blog/versions';
import { toPlainText } from '../../domain/text/markdown';
import { missing } from '../blog/required';
import type { ActivityDeps } from '../deps';

/** One attempt at the text of an order that was bought. */
export interface WritePurchase {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
}

/**
 * What an attempt came to; `versionId` is the draft's. `written` passed the deterministic checks and waits for its review; `unplaced`: the
 * article has no place for the link.
 */
export type PurchaseDrafted =
  | { outcome: 'written' | 'approved'; versionId: string }
  | { outcome: 'rejected' }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unplaced'; reason: string };

/** What follows from a saved draft. */
export function outcomeOf({ id, qcStatus }: { id: string; qcStatus: QcStatus }): PurchaseDrafted {
  if (qcStatus === 'APPROVED_BY_AI') return { outcome: 'approved', versionId: id };
  return qcStatus === 'WRITTEN' ? { outcome: 'written', versionId: id } : { outcome: 'rejected' };
}

/** Writes on the timeline that a draft was rejected, and by what. */
export async function tellRejected(
  tx: Tx,
  { orderId, round, attempt }: Omit<WritePurchase, 'startNo'>,
  data: Record<string, unknown>,
): Promise<void> {
  const rejected = { type: 'stage.rejected', stage: 'writing' } as const;
  await tx.events.addEvent({ orderId, ...rejected, round, data: { attempt, ...data } });
}

/** A draft of an order; a run names only drafts that it was given. */
export async function requireDraft(
  deps: Pick<ActivityDeps, 'db'>,
  key: { orderId: string; draftId: string },
): Promise<PurchaseDraft> {
  const draft = await deps.db.purchaseDrafts.findPurchaseDraft(key);
  if (!draft) throw missing('draft', key);
  return draft;
}

/** The site that an order is for; its absence is our own fault. */
export async function requireSite(
  deps: Pick<ActivityDeps, 'db'>,
  { id: orderId, domainId }: PurchasedOrder,
): Promise<WritingSite> {
  const site = await deps.db.purchaseMaterial.siteOfPurchase({ domainId });
  if (!site) throw missing('site', { orderId });
  return site;
}

/** A draft of an earlier round becomes this one's; one that was approved in vain becomes the order's version. */
async function takeOver(
  deps: Pick<ActivityDeps, 'db'>,
  input: WritePurchase,
  order: PurchasedOrder,
  kept: NonNullable<KnownPurchaseDrafts['kept']>,
): Promise<PurchaseDrafted> {
  const { db } = deps;
  const { orderId, startNo, round } = input;
  await db.purchaseRuns.beginWriting({ order, startNo, round });
  if (kept.qcStatus === 'APPROVED_BY_AI') {
    const draft = await requireDraft(deps, { orderId, draftId: kept.id });
    const contentText = toPlainText(draft.contentMd);
    await db.transaction((tx) =>
      tx.purchaseVersions.completeWriting({ orderId, startNo, round, draft, contentText }),
    );
  }
  return outcomeOf(kept);
}

/** What an attempt has come to already, by what is saved of it and of its round; undefined where it is still to be made. */
export async function alreadyDrafted(
  deps: Pick<ActivityDeps, 'db'>,
  input: WritePurchase,
  order: PurchasedOrder,
  known: KnownPurchaseDrafts,
): Promise<PurchaseDrafted | undefined> {
  if (known.saved) return outcomeOf(known.saved);
  // Taken over from an earlier round by this attempt, whose answer was lost: the text is complete.
  if (order.round === input.round && order.status !== 'PROCESSING' && order.versionId)
    return { outcome: 'approved', versionId: order.versionId };
  if (known.unusable) return known.unusable;
  return input.attempt === 1 && known.kept ? takeOver(deps, input, order, known.kept) : undefined;
}
