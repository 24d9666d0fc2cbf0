import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/db';
import { MAIL_LINK_MINUTES } from '../../domain/tenants/bounds';
import { inLeastTime } from '../http/least-time';
import { DescribedRouter } from '../http/route';
import type { Turns } from '../http/turns';
import { mailBody, mailedView } from './member-schemas';
import { newSessionWord } from './session-cookie';
import type { LimitedMail } from './sign-in-limit';

/** The route by which people ask for a sign-in link by mail. */
export function mailSignInRoutes(deps: { db: Db; turns: Turns; limited: LimitedMail }): DescribedRouter {
  const { db, turns, limited } = deps;
  const routes = new DescribedRouter();
  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: '/api/session/mails',
      summary: 'Request sign-in link',
      description:
        'Mails a link that signs in once, if the address is a member’s. The answer is the same whether or not it is.',
      body: mailBody,
      answers: {
        202: { description: 'Accepted; says nothing of the address.', schema: mailedView },
        429: {
          description:
            'Too many links were requested for this address or from this network, or too many people are signing in; see `Retry-After`.',
        },
      },
    },
    async ({ body, req }) => {
      const { address } = body;
      limited(req, address);
      const { word: token, wordHash: tokenHash } = newSessionWord();
      const request = { id: randomUUID(), address, token, tokenHash };
      const work = turns.run('sign-in', () => db.transaction((tx) => tx.mailLinks.mailSignInLink(request)));
      await inLeastTime(work);
      return { status: 202, json: { minutes: MAIL_LINK_MINUTES } };
    },
  );
  return routes;
}
