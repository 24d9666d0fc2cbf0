import { button, list, note, quoted, text } from '../content';
import type { MailTemplate } from '../content';

/** The link by which a buyer continues to payment. */
export const purchaseLink: MailTemplate = {
  en: (v) => ({
    subject: 'Continue your purchase',
    heading: 'Continue to payment',
    blocks: [
      text(
        'Click the button to confirm your address and continue to payment. Nothing is charged before you pay.',
      ),
      list('Your order', [
        quoted('en', v.text('title'), 'A new article'),
        ...(v.has('site') ? [v.text('site')] : []),
      ]),
      button('Continue to payment', `/purchase#${v.secret()}`),
      note(`The link works once, within ${v.count('hours') || 24} hours.`),
      note('If you did not start a purchase, ignore this mail.'),
    ],
  }),
  de: (v) => ({
    subject: 'Ihren Kauf fortsetzen',
    heading: 'Weiter zur Zahlung',
    blocks: [
      text(
        'Mit der Schaltfläche bestätigen Sie Ihre Adresse und gelangen zur Zahlung. Vorher wird nichts abgebucht.',
      ),
      list('Ihre Bestellung', [
        quoted('de', v.text('title'), 'Ein neuer Artikel'),
        ...(v.has('site') ? [v.text('site')] : []),
      ]),
      button('Weiter zur Zahlung', `/purchase#${v.secret()}`),
      note(`Der Link funktioniert einmal und innerhalb von ${v.count('hours') || 24} Stunden.`),
      note('Wenn Sie keinen Kauf begonnen haben, ignorieren Sie diese E-Mail.'),
    ],
  }),
};
