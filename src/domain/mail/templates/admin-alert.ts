import { button, text } from '../content';
import type { MailTemplate } from '../content';

/** Something needs an administrator. */
export const adminAlert: MailTemplate = {
  en: (v) => ({
    subject: `Galley alert: ${v.text('subject', 'attention needed')}`,
    heading: v.text('subject', 'Attention needed'),
    blocks: [text(v.text('message', 'Something needs your attention.')), button('Open overview', '/')],
  }),
  de: (v) => ({
    subject: `Galley-Warnung: ${v.text('subject', 'bitte prüfen')}`,
    heading: v.text('subject', 'Bitte prüfen'),
    blocks: [text(v.text('message', 'Etwas benötigt Ihre Aufmerksamkeit.')), button('Übersicht öffnen', '/')],
  }),
};
