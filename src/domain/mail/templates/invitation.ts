import { button, note, quoted, text } from '../content';
import type { MailTemplate } from '../content';

/** Somebody is asked to become a member of a tenant. */
export const invitation: MailTemplate = {
  en: (v) => ({
    subject: `Invitation to ${v.text('tenantName', 'Galley')}`,
    heading: 'You are invited',
    blocks: [
      text(`You have been invited to join ${quoted('en', v.text('tenantName'), 'a team')} on Galley.`),
      button('Accept invitation', `/invitation#${v.secret()}`),
      note('If you do not know who invited you, ignore this mail.'),
    ],
  }),
  de: (v) => ({
    subject: `Einladung zu ${v.text('tenantName', 'Galley')}`,
    heading: 'Sie sind eingeladen',
    blocks: [
      text(
        `Sie wurden eingeladen, bei ${quoted('de', v.text('tenantName'), 'einem Team')} auf Galley mitzuarbeiten.`,
      ),
      button('Einladung annehmen', `/invitation#${v.secret()}`),
      note('Wenn Sie nicht wissen, wer Sie eingeladen hat, ignorieren Sie diese E-Mail.'),
    ],
  }),
};
