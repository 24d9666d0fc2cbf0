import { button, isAbout, statusPath, text } from '../content';
import type { MailTemplate } from '../content';

/** Content is ready for the buyer's review. */
export const reviewReady: MailTemplate = {
  en: (v) => {
    const subject = `Your ${isAbout(v, 'article') ? 'Article' : 'Backlink'} is Ready for Review`;
    return {
      ...{ subject, heading: subject },
      blocks: [
        text('Click to review your content. You can regenerate if needed.'),
        button('Review content', statusPath(v)),
      ],
    };
  },
  de: (v) => {
    const subject = `Ihr ${isAbout(v, 'article') ? 'Artikel' : 'Backlink'} kann geprüft werden`;
    return {
      ...{ subject, heading: subject },
      blocks: [
        text('Bitte prüfen Sie Ihren Inhalt. Bei Bedarf können Sie ihn neu generieren.'),
        button('Inhalt prüfen', statusPath(v)),
      ],
    };
  },
};
