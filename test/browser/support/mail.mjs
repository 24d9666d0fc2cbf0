// The mails that have arrived at the simulators' mail server.
import { shared, until } from './panel.mjs';

const LINKS = { sign_in_link: '/sign-in/mail#', invitation: '/invitation#' };

/** The token of the newest mail of a kind to an address. */
export const mailedToken = (address, kind) =>
  until(`a mail to ${address}`, async () => {
    const response = await fetch(
      `${shared.system.stack.simulatorsUrl}/control/mails?to=${encodeURIComponent(address)}`,
    );
    const { mails } = await response.json();
    const texts = mails.map(({ text }) => text ?? '').filter((text) => text.includes(LINKS[kind]));
    return texts
      .at(-1)
      ?.split(LINKS[kind])[1]
      .match(/^[\w-]+/)?.[0];
  });
