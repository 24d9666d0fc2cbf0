import { button, ofProduct, statusPath, text } from '../content';
import type { MailTemplate } from '../content';

/** A regenerated version is ready for the buyer's review. */
export const regenerationReady: MailTemplate = {
  en: (v) => ({
    subject: 'Your Regeneration is Ready',
    heading: 'Your Regeneration is Ready',
    blocks: [
      text(
        ofProduct(v, {
          article: "We've written your article again. Please review the new version.",
          backlink: "We've re-integrated your backlink. Please review the new version.",
        }),
      ),
      button('Review new version', statusPath(v)),
    ],
  }),
  de: (v) => ({
    subject: 'Die neue Fassung ist fertig',
    heading: 'Die neue Fassung ist fertig',
    blocks: [
      text(
        ofProduct(v, {
          article: 'Wir haben Ihren Artikel neu geschrieben. Bitte prüfen Sie die neue Fassung.',
          backlink: 'Wir haben Ihren Backlink neu eingebaut. Bitte prüfen Sie die neue Fassung.',
        }),
      ),
      button('Neue Fassung prüfen', statusPath(v)),
    ],
  }),
};
