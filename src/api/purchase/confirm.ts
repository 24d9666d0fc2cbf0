import type { Request, Response } from 'express';
import type { Product } from '../../contract/orders';
import type { Principal } from '../../contract/tenancy';
import type { Db, Tx } from '../../db/db';
import type { Purchase } from '../../db/purchases/purchases';
import { MOST_MEMBERSHIPS } from '../../domain/tenants/bounds';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import type { DescribedRouter, RouteAnswer } from '../http/route';
import type { Turns } from '../http/turns';
import { sessionHashOf, wordHashOf } from '../tenants/session-cookie';
import { startSession } from '../tenants/session-start';
import type { LimitedSignIn } from '../tenants/sign-in-limit';
import { PURCHASE } from './base';
import { confirmView, linkBody, linkView } from './schemas';
import { viewLink } from './views';

const GONE = 'This link has expired. Order again to get a new one.';

/** Opens the page on which an order is paid for, a new one or the one that is open already. */
export type OpenCheckout = (key: { orderId: string }) => Promise<{ url: string }>;

/** What the routes of a mailed link work with. */
export interface ConfirmDeps {
  db: Db;
  turns: Turns;
  /** Limits what fails, with all that is proved by a word. */
  limited: LimitedSignIn;
  openCheckout: OpenCheckout;
}

/** Whether what was ordered can still be had, by product. */
const IS_THERE: Readonly<Record<Product, (tx: Tx, purchase: Purchase) => Promise<boolean>>> = {
  article: async (tx, { domainId }) => (await tx.catalogueDomains.domainById({ domainId }))?.active === true,
  backlink: async (tx, { articleId }) =>
    (await tx.catalogueArticles.readPublished({ articleId })) !== undefined,
};

/** Throws unless what was ordered can still be had; its price stays as it was, whatever is asked for it by now. */
async function assertForSale(tx: Tx, purchase: Purchase): Promise<void> {
  if (!(await IS_THERE[purchase.product](tx, purchase)))
    throw new ApiError('conflict', 'What you ordered is no longer available. Nothing was charged.');
}

/** Uses a link up: the purchase becomes an order of its buyer. Answers who that is; undefined for a link that leads nowhere. */
async function confirm(tx: Tx, tokenHash: Buffer): Promise<{ orderId: string; by: Principal } | undefined> {
  const purchase = await tx.purchases.purchaseOfLink({ tokenHash, lock: true });
  if (!purchase) return undefined;
  const { id: orderId } = purchase;
  if (purchase.confirmedAt)
    throw new ApiError('link_used', 'This link has been used. Ask for a new one on the page of your order.', {
      orderId,
    });
  await assertForSale(tx, purchase);
  const buyer = await tx.buyers.becomeBuyer(purchase);
  if (buyer === 'full')
    throw new ApiError('conflict', `You are a member of ${MOST_MEMBERSHIPS} tenants already.`);
  await tx.confirmations.confirmPurchase({ purchase, tenantId: buyer.tenantId });
  return { orderId, by: buyer.by };
}

/** The order of a used link, for the browser that is signed in as its buyer. */
async function orderOfOwnLink(db: Db, req: Request, tokenHash: Buffer): Promise<string | undefined> {
  const wordHash = sessionHashOf(req);
  const holder = wordHash && (await db.sessions.findSession({ wordHash }));
  if (!holder) return undefined;
  const purchase = await db.purchases.purchaseOfLink({ tokenHash });
  if (!purchase?.confirmedAt) return undefined;
  const order = await db.purchases.findPurchased({ orderId: purchase.id, tenantId: holder.tenantId });
  return order?.id;
}

/** Answers where an order is paid for, as far as that can be reached; an order that is paid for needs no such place. */
async function answerCheckout(orderId: string, openCheckout: OpenCheckout): Promise<RouteAnswer> {
  const place = await openCheckout({ orderId }).catch((error: unknown) => {
    // The order is there in any case, and its page offers to pay.
    if (error instanceof ApiError) return error;
    throw error;
  });
  if (place instanceof ApiError) return inEnvelope(place.message, { orderId, checkoutUrl: null });
  return inEnvelope('Continue to payment.', { orderId, checkoutUrl: place.url });
}

/** Adds the routes by which whoever has a mailed link looks at a purchase and confirms it. Only confirming changes anything. */
export function addLink(routes: DescribedRouter, deps: ConfirmDeps): void {
  const { db, turns, limited, openCheckout } = deps;

  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: `${PURCHASE}/link`,
      summary: 'Look at purchase',
      description: 'What the token of a mailed link leads to. Changes nothing.',
      body: linkBody,
      answers: {
        200: { description: 'The purchase.', schema: envelopeOf(linkView) },
        404: { description: 'The token leads nowhere.' },
        429: { description: 'Too many attempts from this network have failed; see `Retry-After`.' },
      },
    },
    async ({ body, req }) => {
      let found: Awaited<ReturnType<typeof db.purchases.purchaseOfLink>>;
      await limited(req, async () => {
        found = await db.purchases.purchaseOfLink({ tokenHash: wordHashOf(body.token) });
        return found !== undefined;
      });
      if (!found) throw new ApiError('not_found', GONE);
      return inEnvelope('Purchase found.', viewLink(found));
    },
  );

  async function confirmed(who: { req: Request; res: Response }, tokenHash: Buffer): Promise<string> {
    const own = await orderOfOwnLink(db, who.req, tokenHash);
    if (own !== undefined) return own;
    let orderId: string | undefined;
    const attempt = () =>
      startSession(db, who, async (tx) => {
        const done = await confirm(tx, tokenHash);
        orderId = done?.orderId;
        return done?.by;
      });
    const isConfirmed = await limited(who.req, () => turns.run('sign-in', attempt));
    if (!isConfirmed || orderId === undefined) throw new ApiError('not_found', GONE);
    return orderId;
  }

  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: `${PURCHASE}/confirm`,
      summary: 'Confirm purchase',
      description:
        'Makes an order of the purchase, signs its buyer in, and names the page to pay on. The token works once; the same browser gets the same answer again.',
      body: linkBody,
      answers: {
        200: { description: 'The order, and where to pay.', schema: envelopeOf(confirmView) },
        404: { description: 'The token leads nowhere.' },
        409: {
          description:
            'The link was used already (`link_used`, with `orderId`), or what was ordered is no longer available.',
        },
        429: {
          description:
            'Too many people are signing in, or too many attempts from this network have failed; see `Retry-After`.',
        },
      },
    },
    async ({ body, req, res }) =>
      answerCheckout(await confirmed({ req, res }, wordHashOf(body.token)), openCheckout),
  );
}
