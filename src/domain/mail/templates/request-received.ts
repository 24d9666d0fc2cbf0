import { button, quoted, statusPath, text, withTitle } from '../content';
import type { MailTemplate } from '../content';

/** A paid request was received. */
export const requestReceived: MailTemplate = {
  en: (v) => ({
    subject: 'Request received',
    heading: 'Request received',
    blocks: [
      text(
        `We received your order for ${quoted('en', v.text('title'), 'your content')} and are working on it.`,
      ),
      text('You will get an email when it is ready. You can close your browser meanwhile.'),
      button('View order', statusPath(v)),
    ],
  }),
  de: (v) => ({
    subject: 'Bestellung eingegangen',
    heading: 'Bestellung eingegangen',
    blocks: [
      text(withTitle('de', 'Ihre Bestellung', v.text('title'), 'ist eingegangen und wird bearbeitet.')),
      text('Sie erhalten eine E-Mail, sobald sie fertig ist. Den Browser können Sie schließen.'),
      button('Bestellung ansehen', statusPath(v)),
    ],
  }),
};
