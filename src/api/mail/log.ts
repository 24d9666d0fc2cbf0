import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { LoggedMail } from '../../db/mail/log';
import { scopeOf } from '../http/auth';
import { cutPage } from '../http/cursor';
import { ApiError } from '../http/errors';
import type { DescribedRouter } from '../http/route';
import { emptyBody, pageOf } from '../http/schemas';
import { listMailsQuery, MAIL_BASE, mailParams, mailView } from './schemas';

const PATH = `${MAIL_BASE}/messages`;

function view(mail: LoggedMail): z.output<typeof mailView> {
  const { seq: _, createdAt, lastTriedAt, deliveredAt, ...line } = mail;
  return {
    ...line,
    createdAt: createdAt.toISOString(),
    lastTriedAt: lastTriedAt?.toISOString() ?? null,
    deliveredAt: deliveredAt?.toISOString() ?? null,
  };
}

/** Adds the log of what was mailed, and "send again". */
export function addMailLog(routes: DescribedRouter, deps: { db: Db }): void {
  const { db } = deps;

  routes.route(
    {
      method: 'get',
      permission: 'mail.read',
      path: PATH,
      summary: 'List mails',
      description: 'Mails with their outcome, newest first; what they say is not shown.',
      query: listMailsQuery,
      answers: {
        200: {
          description: 'One page of results.',
          schema: pageOf(mailView),
          leadsTo: [{ path: `${PATH}/:id`, parameters: { id: '$response.body#/items/0/id' } }],
        },
      },
    },
    async ({ query, res }) => {
      const mails = await db.mailLog.listMails({
        tenantId: scopeOf(res),
        state: query.state,
        subscriptionId: query.subscriptionId,
        before: query.cursor,
        limit: query.limit + 1,
      });
      const { rows, nextCursor } = cutPage(mails, query.limit, ({ seq }) => seq);
      return { status: 200, json: { items: rows.map(view), nextCursor } };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'mail.write',
      path: `${PATH}/:id/resend`,
      summary: 'Resend mail',
      description: 'Sends a mail again under the same Message-ID. A pending mail is left as it is.',
      params: mailParams,
      body: emptyBody,
      answers: {
        202: { description: 'Queued for delivery.', schema: mailView },
        409: { description: 'Its link was good for one use: ask for a new one.' },
      },
    },
    async ({ params, res }) => {
      const key = { mailId: params.id, tenantId: scopeOf(res) };
      const find = async (): Promise<LoggedMail> => {
        const mail = await db.mailLog.findLoggedMail(key);
        if (!mail) throw new ApiError('not_found', 'Mail not found.');
        return mail;
      };
      const { state, canResend } = await find();
      if (state !== 'pending' && !canResend)
        throw new ApiError('conflict', 'The link of this mail was good for one use. Ask for a new one.');
      await db.transaction((tx) => tx.mailLog.resendMail({ mailId: params.id }));
      return { status: 202, json: view(await find()) };
    },
  );
}
