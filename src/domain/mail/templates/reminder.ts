import { button, quoted, statusPath, text } from '../content';
import type { MailTemplate } from '../content';

/** A buyer's review is still due. */
export const reminder: MailTemplate = {
  en: (v) => ({
    subject: 'Reminder: your content waits for your review',
    heading: 'Your review is due',
    blocks: [
      text(`${quoted('en', v.text('title'), 'Your content')} is still waiting for your review.`),
      text('Without an answer it is submitted for approval as it is.'),
      button('Review content', statusPath(v)),
    ],
  }),
  de: (v) => ({
    subject: 'Erinnerung: Ihr Inhalt wartet auf Ihre Prüfung',
    heading: 'Ihre Prüfung steht aus',
    blocks: [
      text(`${quoted('de', v.text('title'), 'Ihr Inhalt')} wartet noch auf Ihre Prüfung.`),
      text('Ohne Antwort wird der Inhalt unverändert zur Freigabe eingereicht.'),
      button('Inhalt prüfen', statusPath(v)),
    ],
  }),
};
