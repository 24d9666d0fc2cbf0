import { button, statusPath, text } from '../content';
import type { MailTemplate } from '../content';

/** Content is ready for the buyer's review. */
export const reviewReady: MailTemplate = {
  en: (v) => ({
    subject: 'Your Backlink is Ready for Review',
    heading: 'Your Backlink is Ready for Review',
    blocks: [
      text('Click to review your content. You can regenerate if needed.'),
      button('Review content', statusPath(v)),
    ],
  }),
  de: (v) => ({
    subject: 'Ihr Backlink kann geprüft werden',
    heading: 'Ihr Backlink kann geprüft werden',
    blocks: [
      text('Bitte prüfen Sie Ihren Inhalt. Bei Bedarf können Sie ihn neu generieren.'),
      button('Inhalt prüfen', statusPath(v)),
    ],
  }),
};
