import { button, note, text } from '../content';
import type { MailTemplate, MailValues } from '../content';

/** Where the link signs in, and with an order, what is shown then. */
function signInPath(values: MailValues): string {
  const order = values.has('orderId') ? `?order=${values.segment('orderId')}` : '';
  return `/sign-in/mail${order}#${values.secret()}`;
}

/** The link that signs somebody in, once. */
export const signInLink: MailTemplate = {
  en: (v) => ({
    subject: 'Your sign-in link',
    heading: 'Sign in to Galley',
    blocks: [
      text('Click the button to sign in. The link works once and for a short time.'),
      button('Sign in', signInPath(v)),
      note('If you did not ask for this link, ignore this mail. Nobody can sign in without it.'),
    ],
  }),
  de: (v) => ({
    subject: 'Ihr Anmeldelink',
    heading: 'Bei Galley anmelden',
    blocks: [
      text('Mit der Schaltfläche melden Sie sich an. Der Link funktioniert einmal und nur für kurze Zeit.'),
      button('Anmelden', signInPath(v)),
      note(
        'Wenn Sie keinen Link angefordert haben, ignorieren Sie diese E-Mail. Ohne den Link kann sich niemand anmelden.',
      ),
    ],
  }),
};
