import { button, orderPath, quoted, text } from '../content';
import type { MailTemplate } from '../content';

/** An order failed. */
export const storeFailed: MailTemplate = {
  en: (v) => ({
    subject: `Failed: ${v.text('title', 'your post')}`,
    heading: 'Failed',
    blocks: [
      text(
        `Work on ${quoted('en', v.text('title'), 'your post')} for ${v.text('store', 'your store')} failed. See what happened, then retry.`,
      ),
      button('View order', orderPath(v)),
    ],
  }),
  de: (v) => ({
    subject: `Fehlgeschlagen: ${v.text('title', 'Ihr Beitrag')}`,
    heading: 'Fehlgeschlagen',
    blocks: [
      text(
        `Die Arbeit an ${quoted('de', v.text('title'), 'Ihren Beitrag')} (${v.text('store', 'Ihr Shop')}) ist fehlgeschlagen. Sehen Sie nach, woran es lag, und versuchen Sie es erneut.`,
      ),
      button('Auftrag ansehen', orderPath(v)),
    ],
  }),
};
