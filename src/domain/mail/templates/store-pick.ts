import { button, orderPath, quoted, text } from '../content';
import type { MailTemplate } from '../content';

/** Ideas wait for a pick. */
export const storePick: MailTemplate = {
  en: (v) => ({
    subject: `Ideas are ready: ${v.text('title', 'your post')}`,
    heading: 'Ideas are ready',
    blocks: [
      text(
        `The ideas about ${quoted('en', v.text('title'), 'your post')} for ${v.text('store', 'your store')} are ready. Choose one to write.`,
      ),
      button('Choose an idea', orderPath(v)),
    ],
  }),
  de: (v) => ({
    subject: `Ideen sind fertig: ${v.text('title', 'Ihr Beitrag')}`,
    heading: 'Ideen sind fertig',
    blocks: [
      text(
        `Die Ideen über ${quoted('de', v.text('title'), 'Ihren Beitrag')} (${v.text('store', 'Ihr Shop')}) sind fertig. Wählen Sie eine aus.`,
      ),
      button('Idee auswählen', orderPath(v)),
    ],
  }),
};
