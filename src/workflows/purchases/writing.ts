import type { Reviewed } from '../../activities/blog/quality';
import type { PurchaseDrafted, WritePurchase } from '../../activities/purchases/drafted';
import type { ReviewPurchase } from '../../activities/purchases/quality';
import { failureOf } from '../failures';
import { enterStage } from '../run';
import { draftUntilApproved } from '../stages/drafting';
import { purchaseRecords } from './run';
import type { PurchaseRun } from './run';

/** How the text of a product is written and reviewed. */
export interface Writing {
  write: (run: PurchaseRun, attempt: WritePurchase) => Promise<PurchaseDrafted>;
  review: (run: PurchaseRun, review: ReviewPurchase) => Promise<Reviewed>;
}

/** Has a text written and reviewed until one passes. Where none does, the last one is kept for people to see, and the order fails. */
export async function writeUntilApproved(run: PurchaseRun, { write, review }: Writing): Promise<void> {
  enterStage(run, 'writing', 'PROCESSING');
  const { key, round } = run;
  try {
    await draftUntilApproved(run, {
      subject: 'writing',
      write: (attempt) => write(run, { ...key, round, attempt }),
      review: (attempt, draftId) => review(run, { ...key, round, attempt, draftId }),
    });
  } catch (error) {
    if (failureOf(error).type === 'Draft.Rejected')
      await purchaseRecords.keepRejectedDraft({ ...key, round });
    throw error;
  }
}
