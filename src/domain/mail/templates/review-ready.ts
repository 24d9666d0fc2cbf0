import { button, ofProduct, statusPath, text } from '../content';
import type { MailTemplate } from '../content';

/** Content is ready for the buyer's review. */
export const reviewReady: MailTemplate = {
  en: (v) => {
    const subject = `Your ${ofProduct(v, { article: 'Article', backlink: 'Backlink' })} is Ready for Review`;
    return {
      ...{ subject, heading: subject },
      blocks: [
        text('Click to review your content. You can regenerate if needed.'),
        button('Review content', statusPath(v)),
      ],
    };
  },
  de: (v) => {
    const subject = `Ihr ${ofProduct(v, { article: 'Artikel', backlink: 'Backlink' })} kann geprüft werden`;
    return {
      ...{ subject, heading: subject },
      blocks: [
        text('Bitte prüfen Sie Ihren Inhalt. Bei Bedarf können Sie ihn neu generieren.'),
        button('Inhalt prüfen', statusPath(v)),
      ],
    };
  },
};
