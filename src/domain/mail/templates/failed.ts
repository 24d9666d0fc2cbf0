import { button, statusPath, text } from '../content';
import type { MailTemplate } from '../content';

/** A buyer's order failed. */
export const failed: MailTemplate = {
  en: (v) => ({
    subject: 'Order Processing Issue',
    heading: 'Order Processing Issue',
    blocks: [
      text('We encountered an issue. Our team has been notified.'),
      button('View order', statusPath(v)),
    ],
  }),
  de: (v) => ({
    subject: 'Problem bei der Bearbeitung',
    heading: 'Problem bei der Bearbeitung',
    blocks: [
      text('Bei der Bearbeitung ist ein Problem aufgetreten. Unser Team ist informiert.'),
      button('Bestellung ansehen', statusPath(v)),
    ],
  }),
};
