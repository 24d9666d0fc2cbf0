import type { MailKind } from '../../contract/mail';
import type { MailTemplate } from './content';
import { signInLink } from './templates/sign-in-link';
import { invitation } from './templates/invitation';
import { purchaseLink } from './templates/purchase-link';
import { requestReceived } from './templates/request-received';
import { paymentFailed } from './templates/payment-failed';
import { reviewReady } from './templates/review-ready';
import { regenerationReady } from './templates/regeneration-ready';
import { published } from './templates/published';
import { rejected } from './templates/rejected';
import { failed } from './templates/failed';
import { reminder } from './templates/reminder';
import { adminAlert } from './templates/admin-alert';
import { confirmAddress } from './templates/confirm-address';
import { storePick } from './templates/store-pick';
import { storeApproval } from './templates/store-approval';
import { storePublished } from './templates/store-published';
import { storeFailed } from './templates/store-failed';
import { bulkFinished } from './templates/bulk-finished';
import { storeDigest } from './templates/store-digest';

/** The template of every kind of mail. */
export const MAIL_TEMPLATES: Readonly<Record<MailKind, MailTemplate>> = {
  sign_in_link: signInLink,
  invitation: invitation,
  purchase_link: purchaseLink,
  request_received: requestReceived,
  payment_failed: paymentFailed,
  review_ready: reviewReady,
  regeneration_ready: regenerationReady,
  published: published,
  rejected: rejected,
  failed: failed,
  reminder: reminder,
  admin_alert: adminAlert,
  confirm_address: confirmAddress,
  store_pick: storePick,
  store_approval: storeApproval,
  store_published: storePublished,
  store_failed: storeFailed,
  bulk_finished: bulkFinished,
  store_digest: storeDigest,
};
