import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { z } from 'zod';
import type { Db, Tx } from '../../db/db';
import { unsubscribeBinding } from '../../db/mail/subscriptions';
import type { MailSubscription } from '../../db/mail/subscriptions';
import type { Sealer } from '../../db/tenants/seal';
import { nextDigest } from '../../domain/mail/digest-time';
import { scopeOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { emptyBody, pageOf } from '../http/schemas';
import { addMailLog } from './log';
import {
  createSubscriptionBody,
  listSubscriptionsQuery,
  MAIL_BASE,
  patchSubscriptionBody,
  subscriptionParams,
  subscriptionView,
} from './schemas';

const PATH = `${MAIL_BASE}/subscriptions`;

/** Subscriptions a tenant can have at a time: each order may be mailed to every one of them. */
const MOST_SUBSCRIPTIONS = 20;

/** A token of a link in a mail, and the SHA-256 by which it is found again. */
function newToken(): { token: string; tokenHash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: tokenHashOf(token) };
}

/** SHA-256 of the token of a link in a mail, as stored. */
export function tokenHashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function view(subscription: MailSubscription): z.output<typeof subscriptionView> {
  const { id, tenantId, storeId, address, kinds, frequency, locale, timeZone, active, consent } =
    subscription;
  return {
    ...{ id, tenantId, storeId, address, kinds, frequency, locale, timeZone, active, consent },
    createdAt: subscription.createdAt.toISOString(),
    updatedAt: subscription.updatedAt.toISOString(),
  };
}

const notFound = (): ApiError => new ApiError('not_found', 'Subscription not found.');

function invalid(field: string, problem: string): ApiError {
  return new ApiError('bad_request', 'The body of the request is invalid.', {
    problems: [{ field: `body.${field}`, problem }],
  });
}

/** Mails the link that confirms an address; too many are refused, with when to ask again. */
async function askToConfirm(tx: Tx, subscription: MailSubscription): Promise<void> {
  const tenant = await tx.tenants.tenantById({ tenantId: subscription.tenantId });
  const facts = { tenant: tenant?.name ?? '' };
  const tooMany = await tx.subscriptionLinks.mailConfirmation({ subscription, ...newToken(), facts });
  if (!tooMany) return;
  throw new ApiError(
    'too_many_requests',
    tooMany.of === 'address'
      ? 'This address was mailed too often lately. Try again later.'
      : 'Too many addresses were asked to confirm lately. Try again later.',
    {},
    tooMany.retryAfterSeconds,
  );
}

/** The routes of notifications by mail, and of what was mailed. */
export function mailRoutes(deps: { db: Db; sealer: Sealer; now: () => number }): DescribedRouter {
  const { db, sealer } = deps;
  const routes = new DescribedRouter();
  const digestAt = (timeZone: string): Date => nextDigest(new Date(deps.now()), timeZone).at;

  /** The token of a link to unsubscribe, sealed with the current key; another one where no key opens it any more. */
  function sealedAnew(subscriptionId: string, sealed: Buffer) {
    const binding = unsubscribeBinding(subscriptionId);
    try {
      return { sealedUnsubscribe: sealer.seal(sealer.open(sealed, binding), binding) };
    } catch {
      const { token, tokenHash } = newToken();
      return { sealedUnsubscribe: sealer.seal(token, binding), unsubscribeHash: tokenHash };
    }
  }

  async function own(res: Response, subscriptionId: string): Promise<MailSubscription> {
    const found = await db.mailSubscriptions.findSubscription({ subscriptionId, tenantId: scopeOf(res) });
    if (!found) throw notFound();
    return found;
  }

  routes.route(
    {
      method: 'post',
      permission: 'mail.write',
      path: PATH,
      summary: 'Create mail subscription',
      description:
        'Mails somebody about orders that need a person, are published or fail. The address gets a link to confirm first.',
      body: createSubscriptionBody,
      answers: {
        201: {
          description: 'Created. `Location` is the URL of the subscription.',
          schema: subscriptionView,
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [{ path: `${PATH}/:id`, parameters: { id: '$response.body#/id' } }],
        },
        409: {
          description: 'There is one for this address and store, or the tenant has as many as it can have.',
        },
        429: {
          description: 'Too many addresses, or this one too often, were asked to confirm; see `Retry-After`.',
        },
      },
    },
    async ({ body, res }) => {
      const scope = scopeOf(res);
      const tenantId = body.tenantId ?? scope;
      if (!tenantId || (scope !== undefined && tenantId !== scope))
        throw invalid('tenantId', tenantId ? 'is not one of your tenants' : 'is required');
      const id = randomUUID();
      const unsubscribe = newToken();
      const sealedUnsubscribe = sealer.seal(unsubscribe.token, unsubscribeBinding(id));
      const subscription = await db.transaction(async (tx) => {
        const count = await tx.mailSubscriptions.countSubscriptions({ tenantId });
        if (count === undefined) throw invalid('tenantId', 'is not one of your tenants');
        if (count >= MOST_SUBSCRIPTIONS)
          throw new ApiError(
            'conflict',
            `A tenant can have at most ${MOST_SUBSCRIPTIONS} mail subscriptions. Delete one first.`,
          );
        const { address, locale, kinds, frequency, timeZone, storeId = null } = body;
        if (storeId !== null && !(await tx.stores.storeById({ storeId, tenantId })))
          throw invalid('storeId', 'is not one of your stores');
        const isProved = await tx.mailSubscriptions.isProvedAddress({ tenantId, address });
        const created = await tx.mailSubscriptions.insertSubscription({
          ...{ id, tenantId, storeId, address, locale, kinds, frequency, timeZone },
          ...{ consent: isProved ? 'given' : 'pending', digestAt: digestAt(timeZone) },
          ...{ unsubscribeHash: unsubscribe.tokenHash, sealedUnsubscribe },
        });
        if (!created)
          throw new ApiError('conflict', 'There is a subscription for this address and store already.');
        if (!isProved) await askToConfirm(tx, created);
        return created;
      });
      return { status: 201, json: view(subscription), headers: { location: `${PATH}/${id}` } };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'mail.read',
      path: PATH,
      summary: 'List mail subscriptions',
      description: 'Newest first.',
      query: listSubscriptionsQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(subscriptionView) } },
    },
    async ({ query, res }) => {
      const tenantId = scopeOf(res);
      const json = await pageByCreation(
        query,
        (page) => db.mailSubscriptions.listSubscriptions({ tenantId, ...page }),
        view,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'mail.read',
      path: `${PATH}/:id`,
      summary: 'Get mail subscription',
      description: 'One subscription.',
      params: subscriptionParams,
      answers: { 200: { description: 'The subscription.', schema: subscriptionView } },
    },
    async ({ params, res }) => ({ status: 200, json: view(await own(res, params.id)) }),
  );

  routes.route(
    {
      method: 'patch',
      permission: 'mail.write',
      path: `${PATH}/:id`,
      summary: 'Update mail subscription',
      description: 'Changes, disables or enables a subscription. For another address, create another one.',
      params: subscriptionParams,
      body: patchSubscriptionBody,
      answers: { 200: { description: 'The subscription.', schema: subscriptionView } },
    },
    async ({ params, body, res }) => {
      const key = { subscriptionId: params.id, tenantId: scopeOf(res) };
      const moved = body.timeZone === undefined ? {} : { digestAt: digestAt(body.timeZone) };
      const sealed = await db.mailSubscriptions.sealedUnsubscribeOf(key);
      if (!sealed) throw notFound();
      const change = { ...body, ...moved, ...sealedAnew(params.id, sealed) };
      const changed = await db.mailSubscriptions.changeSubscription(key, change);
      if (!changed) throw notFound();
      return { status: 200, json: view(changed) };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'mail.write',
      path: `${PATH}/:id`,
      summary: 'Delete mail subscription',
      description: 'Nothing more is mailed, not even what is pending.',
      params: subscriptionParams,
      answers: { 200: { description: 'The deleted subscription.', schema: subscriptionView } },
    },
    async ({ params, res }) => {
      const key = { subscriptionId: params.id, tenantId: scopeOf(res) };
      const deleted = await db.transaction((tx) => tx.mailSubscriptions.deleteSubscription(key));
      if (!deleted) throw notFound();
      return { status: 200, json: view(deleted) };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'mail.write',
      path: `${PATH}/:id/confirmation`,
      summary: 'Resend confirmation',
      description:
        'For an address that has not confirmed yet or has unsubscribed; earlier links stop working.',
      params: subscriptionParams,
      body: emptyBody,
      answers: {
        202: { description: 'The link is on its way.', schema: subscriptionView },
        409: { description: 'The address is confirmed.' },
        429: { description: 'Too many were mailed lately; see `Retry-After`.' },
      },
    },
    async ({ params, res }) => {
      const key = { subscriptionId: params.id, tenantId: scopeOf(res) };
      const subscription = await db.transaction(async (tx) => {
        const found = await tx.mailSubscriptions.findSubscription({ ...key, lock: true });
        if (!found) throw notFound();
        if (found.consent === 'given') throw new ApiError('conflict', 'This address is confirmed already.');
        await askToConfirm(tx, found);
        return (await tx.mailSubscriptions.findSubscription(key)) ?? found;
      });
      return { status: 202, json: view(subscription) };
    },
  );

  addMailLog(routes, deps);
  return routes;
}
