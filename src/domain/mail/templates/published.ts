import { button, quoted, statusPath, text } from '../content';
import type { MailTemplate } from '../content';

/** What a buyer ordered is published. */
export const published: MailTemplate = {
  en: (v) => ({
    subject: 'Your order is published',
    heading: 'Published',
    blocks: [
      text(`${quoted('en', v.text('title'), 'Your content')} was approved and is now online.`),
      ...(v.has('url') ? [text(`Read it at ${v.text('url')}`)] : []),
      button('View order', statusPath(v)),
    ],
  }),
  de: (v) => ({
    subject: 'Ihre Bestellung ist veröffentlicht',
    heading: 'Veröffentlicht',
    blocks: [
      text(`${quoted('de', v.text('title'), 'Ihr Inhalt')} wurde freigegeben und ist jetzt online.`),
      ...(v.has('url') ? [text(`Zu lesen unter ${v.text('url')}`)] : []),
      button('Bestellung ansehen', statusPath(v)),
    ],
  }),
};
