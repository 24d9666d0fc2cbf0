import { button, quoted, statusPath, text, withTitle } from '../content';
import type { MailBlock, MailTemplate, MailValues } from '../content';

/** What the administrator wrote, where that is known. */
const reasonOf = (v: MailValues, label: string): MailBlock[] =>
  v.text('reason') === '' ? [] : [text(`${label}: ${v.text('reason')}`)];

/** A buyer's order was rejected and its price is refunded. */
export const rejected: MailTemplate = {
  en: (v) => ({
    subject: 'Your order was rejected and refunded',
    heading: 'Order rejected',
    blocks: [
      text(`We could not accept your order for ${quoted('en', v.text('title'), 'your content')}.`),
      ...reasonOf(v, 'Reason'),
      text(
        `We refund ${v.text('amount', 'the full price')} to your payment method. This can take a few days.`,
      ),
      button('View order', statusPath(v)),
    ],
  }),
  de: (v) => ({
    subject: 'Ihre Bestellung wurde abgelehnt und erstattet',
    heading: 'Bestellung abgelehnt',
    blocks: [
      text(withTitle('de', 'Ihre Bestellung', v.text('title'), 'konnten wir nicht annehmen.')),
      ...reasonOf(v, 'Grund'),
      text(
        `Wir erstatten ${v.text('amount', 'den vollen Preis')} über Ihre Zahlungsart. Das kann einige Tage dauern.`,
      ),
      button('Bestellung ansehen', statusPath(v)),
    ],
  }),
};
