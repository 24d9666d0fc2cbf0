// The mails that have arrived at the simulators' mail server.
import { shared, until } from './panel.mjs';

const LINKS = { sign_in_link: '/sign-in/mail#', invitation: '/invitation#' };

/** The token of the first mail of a kind to an address, or of a later one, once it is there. */
export const mailedToken = (address, kind, nth = 1) =>
  until(`mail ${nth} to ${address}`, async () => {
    const response = await fetch(
      `${shared.system.stack.simulatorsUrl}/control/mails?to=${encodeURIComponent(address)}`,
    );
    const { mails } = await response.json();
    const texts = mails.map(({ text }) => text ?? '').filter((text) => text.includes(LINKS[kind]));
    return texts[nth - 1]?.split(LINKS[kind])[1].match(/^[\w-]+/)?.[0];
  });
