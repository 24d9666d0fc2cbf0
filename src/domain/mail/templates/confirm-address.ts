import { button, note, quoted, text } from '../content';
import type { MailTemplate } from '../content';

/** Somebody's address was entered for notifications, which its reader has to agree to. */
export const confirmAddress: MailTemplate = {
  en: (v) => ({
    subject: 'Confirm your email address',
    heading: 'Confirm your email address',
    blocks: [
      text(
        `${quoted('en', v.text('tenant'), 'A customer of ours')} would like to send notifications about their posts to this address.`,
      ),
      button('Confirm address', `/api/mail/confirm/${v.secret()}`),
      note('If you do not confirm, nothing is sent here. The link works for three days.'),
    ],
  }),
  de: (v) => ({
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
    blocks: [
      text(
        `${quoted('de', v.text('tenant'), 'Einer unserer Kunden')} möchte Benachrichtigungen über Beiträge an diese Adresse senden.`,
      ),
      button('Adresse bestätigen', `/api/mail/confirm/${v.secret()}`),
      note('Ohne Ihre Bestätigung wird nichts gesendet. Der Link funktioniert drei Tage lang.'),
    ],
  }),
};
