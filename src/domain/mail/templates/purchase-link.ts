import { button, note, text } from '../content';
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
      button('Continue to payment', `/purchase#${v.secret()}`),
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
      button('Weiter zur Zahlung', `/purchase#${v.secret()}`),
      note('Wenn Sie keinen Kauf begonnen haben, ignorieren Sie diese E-Mail.'),
    ],
  }),
};
