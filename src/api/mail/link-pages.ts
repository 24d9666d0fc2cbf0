import { createHash } from 'node:crypto';
import type { Response } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import type { MailLocale } from '../../contract/mail';
import type { Db } from '../../db/db';
import type { LinkedSubscription } from '../../db/mail/links';
import { html, Markup } from '../docs/html';
import { DescribedRouter } from '../http/route';
import type { RouteAnswer } from '../http/route';
import { tokenHashOf } from './routes';
import { linkParams, MAIL_BASE } from './schemas';

/** What the pages behind links in mails say. */
const WORDS = {
  en: {
    confirm: 'Confirm your address',
    confirmAsk: (tenant: string) => `Should ${tenant} send notifications about posts to your address?`,
    confirmGo: 'Confirm address',
    confirmed: 'Your address is confirmed. Notifications will be sent to it.',
    unsubscribe: 'Unsubscribe',
    unsubscribeAsk: (tenant: string) => `Stop notifications from ${tenant}?`,
    unsubscribeGo: 'Unsubscribe',
    unsubscribed: 'You are unsubscribed. Nothing more will be sent to you.',
    gone: 'This link has expired or was already used.',
  },
  de: {
    confirm: 'Adresse bestätigen',
    confirmAsk: (tenant: string) => `Soll ${tenant} Benachrichtigungen über Beiträge an Ihre Adresse senden?`,
    confirmGo: 'Adresse bestätigen',
    confirmed: 'Ihre Adresse ist bestätigt. Benachrichtigungen werden nun an sie gesendet.',
    unsubscribe: 'Abbestellen',
    unsubscribeAsk: (tenant: string) => `Benachrichtigungen von ${tenant} abbestellen?`,
    unsubscribeGo: 'Abbestellen',
    unsubscribed: 'Sie haben abbestellt. Sie erhalten keine weiteren E-Mails.',
    gone: 'Dieser Link ist abgelaufen oder wurde schon verwendet.',
  },
} as const satisfies Record<MailLocale, Record<string, unknown>>;

/** The style of the pages, which their policy allows by its hash. */
const STYLE = `
body { margin: 0; padding: 24px; background: Canvas; color: CanvasText; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 560px; margin: 0 auto; }
button { padding: 12px 20px; border: 0; border-radius: 6px; background: #1a5c48; color: #fff; font: inherit; cursor: pointer; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Pages run nothing and load nothing; their one form leads back to us. */
const policy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    styleSrc: [`'sha256-${STYLE_HASH}'`],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
});

function page(locale: MailLocale, title: string, content: Markup): string {
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.text;
}

/** What one of the two links asks and does. */
interface LinkKind {
  path: string;
  find: (link: { tokenHash: Buffer }) => Promise<LinkedSubscription | undefined>;
  use: (link: { tokenHash: Buffer }) => Promise<LinkedSubscription | undefined>;
  title: 'confirm' | 'unsubscribe';
  ask: 'confirmAsk' | 'unsubscribeAsk';
  go: 'confirmGo' | 'unsubscribeGo';
  done: 'confirmed' | 'unsubscribed';
  summaries: { get: string; post: string };
}

/**
 * The pages behind links in mails, which work without signing in. Scanners of mail open every link: a GET changes nothing, and only the
 * POST of the page's button, or of a mail program (RFC 8058), does.
 */
export function mailLinkRoutes(deps: { db: Db }): DescribedRouter {
  const { subscriptionLinks: mailLinks } = deps.db;
  const routes = new DescribedRouter();

  async function answer(res: Response, status: number, text: string): Promise<RouteAnswer> {
    await new Promise<void>((resolve, reject) => {
      policy(res.req, res, (error?: unknown) =>
        error === undefined ? resolve() : reject(error instanceof Error ? error : new Error('policy')),
      );
    });
    return { status, text, type: 'html', headers: { 'referrer-policy': 'no-referrer' } };
  }

  const gone = (res: Response, { title }: LinkKind): Promise<RouteAnswer> =>
    answer(res, 404, page('en', WORDS.en[title], html`<p>${WORDS.en.gone}</p>`));

  function add(kind: LinkKind): void {
    const path = `${MAIL_BASE}/${kind.path}/:token`;
    const shown = { schema: z.string(), contentType: 'text/html' };
    const answers = {
      200: { description: 'A page.', ...shown },
      404: { description: 'The link has expired, was used, or never existed.', ...shown },
    };
    routes.route(
      {
        ...{ method: 'get', permission: 'open', path, params: linkParams, answers },
        summary: kind.summaries.get,
        description: 'The page behind the link in a mail; opening it changes nothing.',
      },
      async ({ params, res }) => {
        const found = await kind.find({ tokenHash: tokenHashOf(params.token) });
        if (!found) return gone(res, kind);
        const words = WORDS[found.locale];
        const ask = html`<p>${words[kind.ask](found.tenantName)}</p>
          <form method="post"><button type="submit">${words[kind.go]}</button></form>`;
        return answer(res, 200, page(found.locale, words[kind.title], ask));
      },
    );
    routes.route(
      {
        ...{ method: 'post', permission: 'open', path, params: linkParams, answers },
        summary: kind.summaries.post,
        description: 'What the button of the page does; no body is read.',
      },
      async ({ params, res }) => {
        const found = await kind.use({ tokenHash: tokenHashOf(params.token) });
        if (!found) return gone(res, kind);
        const words = WORDS[found.locale];
        return answer(res, 200, page(found.locale, words[kind.title], html`<p>${words[kind.done]}</p>`));
      },
    );
  }

  add({
    ...{ path: 'confirm', find: mailLinks.findConfirmable, use: mailLinks.useConfirmation },
    ...{ title: 'confirm', ask: 'confirmAsk', go: 'confirmGo', done: 'confirmed' },
    summaries: { get: 'Show confirmation page', post: 'Confirm address' },
  });
  add({
    ...{ path: 'unsubscribe', find: mailLinks.findUnsubscribable, use: mailLinks.useUnsubscribe },
    ...{ title: 'unsubscribe', ask: 'unsubscribeAsk', go: 'unsubscribeGo', done: 'unsubscribed' },
    summaries: { get: 'Show unsubscribe page', post: 'Unsubscribe' },
  });
  return routes;
}
