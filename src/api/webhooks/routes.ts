import { secretBinding } from '../../db/webhooks/webhooks';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { z } from 'zod';
import { addressProblem, canonicalAddress } from '../../domain/text/webhook-address';
import type { Sealer } from '../../db/tenants/seal';
import type { Db } from '../../db/db';
import type { Webhook } from '../../db/webhooks/webhooks';
import { scopeOf } from '../http/auth';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { pageOf } from '../http/schemas';
import { addDeliveries } from './deliveries';
import {
  createWebhookBody,
  listWebhooksQuery,
  newWebhookView,
  patchWebhookBody,
  webhookParams,
  WEBHOOKS_BASE,
  webhookView,
} from './schemas';

/** Webhooks a tenant can have at a time: each order is told to every one of them. */
const MOST_WEBHOOKS = 10;

/** Bytes of a secret; the Standard Webhooks specification asks for 24 to 64. */
const SECRET_BYTES = 32;

/** What the routes of webhooks work with. */
interface WebhookRouteDeps {
  db: Db;
  sealer: Sealer;
  /** Whether receivers may be on this machine or in a private network. */
  allowPrivateReceivers: boolean;
}

function viewWebhook(webhook: Webhook): z.output<typeof webhookView> {
  const { id, tenantId, url, description, eventTypes, active } = webhook;
  return {
    ...{ id, tenantId, url, description, eventTypes, active },
    createdAt: webhook.createdAt.toISOString(),
    updatedAt: webhook.updatedAt.toISOString(),
  };
}

function notFound(): ApiError {
  return new ApiError('not_found', 'Webhook not found.');
}

/** The routes of webhooks. */
export function webhookRoutes(deps: WebhookRouteDeps): DescribedRouter {
  const { db, sealer } = deps;
  const routes = new DescribedRouter();

  /** The normal form of an address that may be told things. */
  function checkedAddress(url: string): string {
    const problem = addressProblem(url, { allowPrivate: deps.allowPrivateReceivers });
    if (problem)
      throw new ApiError('bad_request', 'The body of the request is invalid.', {
        problems: [{ field: 'body.url', problem }],
      });
    return canonicalAddress(url);
  }

  function newSecret(webhookId: string): { secret: string; sealedSecret: Buffer } {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    return { secret, sealedSecret: sealer.seal(secret, secretBinding(webhookId)) };
  }

  async function ownWebhook(res: Response, webhookId: string): Promise<Webhook> {
    const webhook = await db.webhooks.findWebhook({ webhookId, tenantId: scopeOf(res) });
    if (!webhook) throw notFound();
    return webhook;
  }

  routes.route(
    {
      method: 'post',
      permission: 'webhooks.write',
      path: WEBHOOKS_BASE,
      summary: 'Create webhook',
      description:
        'Sends an event whenever an order ends or waits. The signing secret is shown only in this answer.',
      body: createWebhookBody,
      answers: {
        201: {
          description: 'Created. `Location` is the URL of the webhook.',
          schema: newWebhookView,
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [{ path: `${WEBHOOKS_BASE}/:id`, parameters: { id: '$response.body#/id' } }],
        },
        409: { description: 'The tenant has as many webhooks as it can have.' },
      },
    },
    async ({ body, res }) => {
      const scope = scopeOf(res);
      const tenantId = body.tenantId ?? scope;
      if (!tenantId || (scope !== undefined && tenantId !== scope))
        throw new ApiError('bad_request', 'The body of the request is invalid.', {
          problems: [
            { field: 'body.tenantId', problem: tenantId ? 'is not one of your tenants' : 'is required' },
          ],
        });
      const id = randomUUID();
      const url = checkedAddress(body.url);
      const { secret, sealedSecret } = newSecret(id);
      const webhook = await db.transaction(async (tx) => {
        const count = await tx.webhooks.countWebhooks({ tenantId });
        if (count === undefined) throw new ApiError('bad_request', 'Tenant not found.');
        if (count >= MOST_WEBHOOKS)
          throw new ApiError(
            'conflict',
            `A tenant can have at most ${MOST_WEBHOOKS} webhooks. Delete one first.`,
          );
        const { description, eventTypes } = body;
        return tx.webhooks.insertWebhook({ id, tenantId, url, description, eventTypes, sealedSecret });
      });
      return {
        status: 201,
        json: { ...viewWebhook(webhook), secret },
        headers: { location: `${WEBHOOKS_BASE}/${id}` },
      };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'webhooks.read',
      path: WEBHOOKS_BASE,
      summary: 'List webhooks',
      description: 'Newest first, without their secrets.',
      query: listWebhooksQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(webhookView) } },
    },
    async ({ query, res }) => {
      const tenantId = scopeOf(res);
      const json = await pageByCreation(
        query,
        (page) => db.webhooks.listWebhooks({ tenantId, ...page }),
        viewWebhook,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'webhooks.read',
      path: `${WEBHOOKS_BASE}/:id`,
      summary: 'Get webhook',
      description: 'One webhook, without its secret.',
      params: webhookParams,
      answers: { 200: { description: 'The webhook.', schema: webhookView } },
    },
    async ({ params, res }) => ({ status: 200, json: viewWebhook(await ownWebhook(res, params.id)) }),
  );

  routes.route(
    {
      method: 'patch',
      permission: 'webhooks.write',
      path: `${WEBHOOKS_BASE}/:id`,
      summary: 'Update webhook',
      description: 'Changes, disables or enables a webhook.',
      params: webhookParams,
      body: patchWebhookBody,
      answers: { 200: { description: 'The webhook.', schema: webhookView } },
    },
    async ({ params, body, res }) => {
      const change = { ...body, ...(body.url === undefined ? {} : { url: checkedAddress(body.url) }) };
      const key = { webhookId: params.id, tenantId: scopeOf(res) };
      const webhook = await db.transaction((tx) => tx.webhooks.changeWebhook(key, change));
      if (!webhook) throw notFound();
      return { status: 200, json: viewWebhook(webhook) };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'webhooks.write',
      path: `${WEBHOOKS_BASE}/:id`,
      summary: 'Delete webhook',
      description: 'Pending deliveries are dropped.',
      params: webhookParams,
      answers: { 200: { description: 'The deleted webhook.', schema: webhookView } },
    },
    async ({ params, res }) => {
      const key = { webhookId: params.id, tenantId: scopeOf(res) };
      const webhook = await db.transaction((tx) => tx.webhooks.deleteWebhook(key));
      if (!webhook) throw notFound();
      return { status: 200, json: viewWebhook(webhook) };
    },
  );

  routes.route(
    {
      method: 'post',
      permission: 'webhooks.write',
      path: `${WEBHOOKS_BASE}/:id/rotate-secret`,
      summary: 'Rotate signing secret',
      description: 'The old secret stops working immediately; the new one is shown only in this answer.',
      params: webhookParams,
      answers: { 200: { description: 'The webhook with its new secret.', schema: newWebhookView } },
    },
    async ({ params, res }) => {
      const { secret, sealedSecret } = newSecret(params.id);
      const key = { webhookId: params.id, tenantId: scopeOf(res) };
      const webhook = await db.transaction((tx) => tx.webhooks.changeWebhook(key, { sealedSecret }));
      if (!webhook) throw notFound();
      return { status: 200, json: { ...viewWebhook(webhook), secret } };
    },
  );

  addDeliveries(routes, deps, ownWebhook);
  return routes;
}
