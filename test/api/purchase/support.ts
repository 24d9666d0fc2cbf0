import type { Galley } from '../../support/galley';
import { mailsTo, tokenIn } from '../../support/mail';
import { lastMailTo } from '../../support/queued-mail';
import { fromPanel } from '../../support/signed-in';
import type { PageAnswer } from '../../support/signed-in';
import { addArticle, addSite } from '../catalogue/support';

export const PURCHASE = '/api/v1/purchase';

/** What the catalogue of a test sells. */
export interface ForSale {
  site: { id: string; host: string };
  article: { id: string };
}

/** Adds a site that sells links and articles, with one article. */
export async function addForSale(galley: Galley, content?: string): Promise<ForSale> {
  const site = await addSite(galley.operator, {
    prices: { backlink: { amount: 12_000, currency: 'EUR' }, article: { amount: 45_000, currency: 'USD' } },
  });
  const article = await addArticle(galley.operator, site, content === undefined ? {} : { content });
  return { site, article };
}

let buyers = 0;

/** An address that nobody has used yet. */
export const newAddress = (): string => `buyer-${++buyers}@shop.example`;

/** The data of an answer in the envelope. */
export const dataOf = (answer: PageAnswer): Record<string, unknown> =>
  answer.json['data'] as Record<string, unknown>;

/** A link that can be ordered. */
export const linkOf = ({ article }: Pick<ForSale, 'article'>) => ({
  articleId: article.id,
  targetUrl: 'https://shop.example/grinders',
  anchorText: 'hand coffee grinder',
});

/** A new article that can be ordered. */
export const articleOf = ({ site }: Pick<ForSale, 'site'>) => ({
  ...{ domainId: site.id, topic: 'How to descale a kettle', niche: 'kitchens', keyword: 'descale kettle' },
  ...{ targetUrl: 'https://shop.example/descaler', anchorText: 'our descaler' },
});

/** Orders something as a visitor. */
export function start(galley: Galley, body: object): Promise<PageAnswer> {
  return fromPanel(galley.apiUrl, 'POST', `${PURCHASE}/start`, { body });
}

/** Presses the button of a mailed link, in a browser with this cookie. */
export function press(galley: Galley, token: string, cookie?: string): Promise<PageAnswer> {
  return fromPanel(galley.apiUrl, 'POST', `${PURCHASE}/confirm`, {
    body: { token },
    ...(cookie ? { cookie } : {}),
  });
}

/** Looks at a mailed link as its page does. */
export function look(galley: Galley, token: string): Promise<PageAnswer> {
  return fromPanel(galley.apiUrl, 'POST', `${PURCHASE}/link`, { body: { token } });
}

/** Orders something and answers the token that was mailed. */
export async function startedToken(galley: Galley, body: object, email: string): Promise<string> {
  const answer = await start(galley, { ...body, email });
  if (answer.status !== 202) throw new Error(`not started: ${JSON.stringify(answer.json)}`);
  const { secret } = await lastMailTo(galley, email, 'purchase_link');
  // Of a mail that was delivered only its reader knows the token.
  return secret || tokenIn((await mailsTo(galley, email)).at(-1)!, '/purchase#');
}

/** An order that was confirmed, and its buyer's browser. */
export interface Bought {
  orderId: string;
  cookie: string;
  email: string;
}

/** Orders and confirms something. */
export async function buy(galley: Galley, body: object, email = newAddress()): Promise<Bought> {
  const confirmed = await press(galley, await startedToken(galley, body, email));
  if (confirmed.status !== 200 || !confirmed.cookie)
    throw new Error(`not confirmed: ${JSON.stringify(confirmed.json)}`);
  return { orderId: String(dataOf(confirmed)['orderId']), cookie: confirmed.cookie, email };
}

/** Has the money of an order arrive. */
export function pay(
  galley: Galley,
  orderId: string,
  sessionId = `cs_test_${orderId}`,
): Promise<'paid' | 'already_paid' | 'no_such_order'> {
  return galley.db.transaction((tx) =>
    tx.payment.orderPaid({ orderId, sessionId, amount: 12_000, currency: 'EUR', paymentIntent: 'pi_test' }),
  );
}

/** Asks for the status of an order, as its buyer's browser does. */
export function statusOf(galley: Galley, { orderId, cookie }: Omit<Bought, 'email'>): Promise<PageAnswer> {
  return fromPanel(galley.apiUrl, 'GET', `${PURCHASE}/status/${orderId}`, { cookie });
}
