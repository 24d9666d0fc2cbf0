import type { OpenedPurchase } from '../../activities/orders/records';
import type { LinkWritingActivities } from '../../activities/purchases/linking';
import type { PurchaseQualityActivities } from '../../activities/purchases/quality';
import type { PurchaseRecordsActivities } from '../../activities/purchases/records';
import type { ArticleWritingActivities } from '../../activities/purchases/writing';
import { paid, reading } from '../activity-options';
import type { Share } from '../activity-options';
import type { Run } from '../run';
import { summarisedActivities } from '../summaries';

/** What a run is told that may go on: what to do next, that all is done, or, before texts were written, to wait. */
export type OpenFacts = Extract<OpenedPurchase, { state: 'open' | 'waiting' | 'done' }>;

/** What every step of an order that was bought works with. */
export interface PurchaseRun extends Run {
  /** Goes up with each text of the order. */
  round: number;
  wake: Wake;
  /** The activities of provider lanes, with the share and the priority that the order has now. */
  lanes: () => ReturnType<typeof purchaseActivities>;
}

/** Whether the run has been told to ask again since it last did. */
export interface Wake {
  isWoken: boolean;
}

/** What only orders that were bought write in Postgres. */
export const purchaseRecords = summarisedActivities<PurchaseRecordsActivities>(reading);

/** The activities of provider lanes for what was bought, with its buyer's share. */
export function purchaseActivities(share: Share) {
  return {
    writing: summarisedActivities<ArticleWritingActivities & LinkWritingActivities>(paid('writing', share)),
    quality: summarisedActivities<PurchaseQualityActivities>(paid('quality', share)),
  };
}
