import { button, note, quoted, statusPath, text, withTitle } from '../content';
import type { MailTemplate } from '../content';

/** A payment was tried and did not go through. */
export const paymentFailed: MailTemplate = {
  en: (v) => ({
    subject: 'Your payment did not go through',
    heading: 'Your payment did not go through',
    blocks: [
      text(
        `The payment for ${quoted('en', v.text('title'), 'your order')} was not completed, and nothing was charged. You can pay again on the order’s page.`,
      ),
      button('View order', statusPath(v)),
      note('Work begins as soon as the payment has arrived.'),
    ],
  }),
  de: (v) => ({
    subject: 'Ihre Zahlung ist fehlgeschlagen',
    heading: 'Ihre Zahlung ist fehlgeschlagen',
    blocks: [
      text(
        `${withTitle('de', 'Die Zahlung für Ihre Bestellung', v.text('title'), 'wurde nicht abgeschlossen; es wurde nichts abgebucht.')} Sie können auf der Seite der Bestellung erneut bezahlen.`,
      ),
      button('Bestellung ansehen', statusPath(v)),
      note('Sobald die Zahlung eingegangen ist, beginnt die Bearbeitung.'),
    ],
  }),
};
