import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/db';
import { MAIL_LINK_MINUTES } from '../../domain/tenants/bounds';
import { holderOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError } from '../http/errors';
import { inLeastTime } from '../http/least-time';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import type { Turns } from '../http/turns';
import { newSessionWord } from '../tenants/session-cookie';
import type { LimitedMail } from '../tenants/sign-in-limit';
import type { Texts } from '../texts/texts';
import { PURCHASE } from './base';
import type { OpenCheckout } from './confirm';
import { addReview, ownPurchases } from './review-routes';
import {
  boughtQuery,
  boughtView,
  checkoutView,
  orderParams,
  paymentCheckView,
  statusLinkView,
} from './schemas';
import { viewBought } from './views';

/** Adds the route by which whoever has the address of an order's page has a sign-in link mailed to its buyer. */
export function addStatusLink(
  routes: DescribedRouter,
  deps: { db: Db; turns: Turns; limitedMail: LimitedMail },
): void {
  const { db, turns, limitedMail } = deps;
  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: `${PURCHASE}/status/:orderId/link`,
      summary: 'Request link to order',
      description:
        'Mails a sign-in link to the order’s own address. The answer is the same whether or not there is such an order.',
      params: orderParams,
      answers: {
        202: { description: 'Accepted; says nothing of the order.', schema: envelopeOf(statusLinkView) },
        429: {
          description:
            'Too many links were requested for this order or from this network, or too many people are signing in; see `Retry-After`.',
        },
      },
    },
    async ({ params: { orderId }, req }) => {
      limitedMail(req, `order ${orderId}`);
      const { word: token, wordHash: tokenHash } = newSessionWord();
      const request = { id: randomUUID(), orderId, token, tokenHash };
      const work = turns.run('sign-in', () => db.transaction((tx) => tx.mailLinks.mailOrderLink(request)));
      await inLeastTime(work);
      return inEnvelope(
        'If this order exists, a link is on its way to its email address.',
        { minutes: MAIL_LINK_MINUTES },
        202,
      );
    },
  );
}

/** The routes by which buyers follow and pay for what they ordered. */
export function boughtRoutes(deps: {
  db: Db;
  texts: Texts;
  openCheckout: OpenCheckout;
  /** Has the payment provider asked about an order soon; answers whether it is asked. */
  checkPayment: (key: { orderId: string }) => Promise<boolean>;
}): DescribedRouter {
  const { db, openCheckout, checkPayment } = deps;
  const routes = new DescribedRouter();

  const own = ownPurchases(db);

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${PURCHASE}/orders`,
      summary: 'List purchases',
      description: 'What the buyer who is signed in has ordered, newest first.',
      query: boughtQuery,
      answers: {
        200: {
          description: 'One page of results.',
          schema: envelopeOf(pageOf(boughtView)),
          leadsTo: [
            {
              path: `${PURCHASE}/status/:orderId`,
              parameters: { orderId: '$response.body#/data/items/0/orderId' },
            },
          ],
        },
      },
    },
    async ({ query, res }) => {
      const { tenantId } = holderOf(res);
      const page = await pageByCreation(
        query,
        (where) => db.purchases.listBought({ tenantId, ...where }),
        viewBought,
      );
      return inEnvelope(page.items.length === 0 ? 'No orders found.' : 'Orders found.', page);
    },
  );

  addReview(routes, { ...deps, own });

  routes.route(
    {
      method: 'post',
      permission: 'orders.pay',
      path: `${PURCHASE}/:orderId/checkout`,
      summary: 'Pay for order',
      description:
        'Names the page on which the order is paid for. Asked again, it is the same page as long as that is open.',
      params: orderParams,
      answers: {
        200: { description: 'Where to pay.', schema: envelopeOf(checkoutView) },
        409: { description: 'There is nothing to be paid for this order.' },
        503: { description: 'Payments cannot be taken at the moment; see `Retry-After`.' },
      },
    },
    async ({ params, res }) => {
      const order = await own(res, params.orderId);
      if (order.paidAt) throw new ApiError('conflict', 'This order is paid for.');
      const { url: checkoutUrl } = await openCheckout({ orderId: order.id });
      return inEnvelope('Continue to payment.', { checkoutUrl });
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'orders.pay',
      path: `${PURCHASE}/:orderId/check-payment`,
      summary: 'Check payment',
      description:
        'Has the payment provider asked how the payment stands, for whoever comes back from paying; at most every five seconds.',
      params: orderParams,
      answers: {
        202: { description: 'Whether it is asked.', schema: envelopeOf(paymentCheckView) },
      },
    },
    async ({ params, res }) => {
      const order = await own(res, params.orderId);
      const asked = await checkPayment({ orderId: order.id });
      return inEnvelope(
        asked ? 'The payment is being looked at.' : 'There is nothing to be asked.',
        { asked },
        202,
      );
    },
  );

  return routes;
}
