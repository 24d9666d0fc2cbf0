import { button, orderPath, text } from '../content';
import type { MailTemplate } from '../content';

/** A bulk job is over. */
export const bulkFinished: MailTemplate = {
  en: (v) => ({
    subject: 'Bulk job finished',
    heading: 'Bulk job finished',
    blocks: [text('Every item of your bulk job has ended.'), button('View job', orderPath(v))],
  }),
  de: (v) => ({
    subject: 'Massenauftrag beendet',
    heading: 'Massenauftrag beendet',
    blocks: [text('Alle Texte Ihres Massenauftrags sind beendet.'), button('Auftrag ansehen', orderPath(v))],
  }),
};
