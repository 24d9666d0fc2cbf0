import { button, orderPath, quoted, text } from '../content';
import type { MailTemplate } from '../content';

/** A finished post waits for approval. */
export const storeApproval: MailTemplate = {
  en: (v) => ({
    subject: `Approval needed: ${v.text('title', 'your post')}`,
    heading: 'Approval needed',
    blocks: [
      text(
        `The post ${quoted('en', v.text('title'), 'your post')} for ${v.text('store', 'your store')} is finished. Approve it to publish it.`,
      ),
      button('Review post', orderPath(v)),
    ],
  }),
  de: (v) => ({
    subject: `Freigabe nötig: ${v.text('title', 'Ihr Beitrag')}`,
    heading: 'Freigabe nötig',
    blocks: [
      text(
        `Der Beitrag ${quoted('de', v.text('title'), 'Ihren Beitrag')} (${v.text('store', 'Ihr Shop')}) ist fertig. Geben Sie ihn frei, um ihn zu veröffentlichen.`,
      ),
      button('Beitrag prüfen', orderPath(v)),
    ],
  }),
};
