// The mails that have arrived at the simulators' mail server.
import { shared, until } from './panel.mjs';

/** How the links of mails begin, up to their token. */
const LINKS = {
  sign_in_link: /\/sign-in\/mail(?:\?order=[\da-f-]+)?#([\w-]+)/,
  invitation: /\/invitation#([\w-]+)/,
  purchase_link: /\/purchase#([\w-]+)/,
};

/** The token of the first mail of a kind to an address, or of a later one, once it is there. */
export const mailedToken = (address, kind, nth = 1) =>
  until(`mail ${nth} to ${address}`, async () => {
    const response = await fetch(
      `${shared.system.stack.simulatorsUrl}/control/mails?to=${encodeURIComponent(address)}`,
    );
    const { mails } = await response.json();
    const tokens = mails.flatMap(({ text }) => LINKS[kind].exec(text ?? '')?.[1] ?? []);
    return tokens[nth - 1];
  });
