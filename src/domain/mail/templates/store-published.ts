import { button, orderPath, quoted, text } from '../content';
import type { MailTemplate } from '../content';

/** A post is finished and in the store. */
export const storePublished: MailTemplate = {
  en: (v) => ({
    subject: `Published: ${v.text('title', 'your post')}`,
    heading: 'Published',
    blocks: [
      text(
        `The post ${quoted('en', v.text('title'), 'your post')} is finished and now in ${v.text('store', 'your store')}.`,
      ),
      button('View post', orderPath(v)),
    ],
  }),
  de: (v) => ({
    subject: `Veröffentlicht: ${v.text('title', 'Ihr Beitrag')}`,
    heading: 'Veröffentlicht',
    blocks: [
      text(
        `Der Beitrag ${quoted('de', v.text('title'), 'Ihren Beitrag')} ist fertig (${v.text('store', 'Ihr Shop')}).`,
      ),
      button('Beitrag ansehen', orderPath(v)),
    ],
  }),
};
