import type { Response } from 'express';
import type { z } from 'zod';
import type { ActRequest, ActResult, Actor } from '../db/acts';
import type { Order } from '../db/orders';
import type { KeyHolder } from '../db/tenants';
import { holderOf, scopeOf } from './auth';
import { BLOG_BASE } from './blog-create';
import type { BlogRouteDeps } from './blog-create';
import { viewOrder } from './blog-view';
import { ApiError } from './errors';
import { actIdOf } from './idempotency';
import type { DescribedRouter } from './route';
import { actView, emptyBody, orderParams, resolveBody, selectBody } from './schemas';

function actorOf(holder: KeyHolder): Actor {
  const tenantId = scopeOf(holder);
  return { name: `key:${holder.keyId}`, ...(tenantId ? { tenantId } : {}) };
}

/** Adds the routes by which people act on an order: one transaction each, and the same act again gets the same answer. */
export function addActs(
  routes: DescribedRouter,
  deps: BlogRouteDeps,
  ownOrder: (res: Response, orderId: string) => Promise<Order>,
): void {
  const { acts } = deps.store;

  /** Answers an act: done and repeated alike with the order as it stands. */
  async function answerAct(
    res: Response,
    orderId: string,
    result: ActResult,
  ): Promise<{ status: number; json: unknown }> {
    switch (result.outcome) {
      case 'not_found':
        throw new ApiError('not_found', 'There is no such order.');
      case 'reused':
        throw new ApiError('idempotency_key_reused', 'This Idempotency-Key was used for another act.');
      case 'invalid':
        throw new ApiError('bad_request', result.reason);
      case 'conflict':
        throw new ApiError('conflict', result.reason, { status: result.status, phase: result.phase });
      case 'done':
      case 'same': {
        if (result.outcome === 'done') deps.kick(orderId);
        const order = await ownOrder(res, orderId);
        return {
          status: 200,
          json: { ...viewOrder(order), actId: result.actId, repeated: result.outcome === 'same' },
        };
      }
    }
  }

  const actAnswers = {
    200: {
      description: 'The order after the act; the same act again gets the same answer.',
      schema: actView,
    },
    409: { description: 'The order is in another state; `status` and `phase` say which.' },
  };

  function addAct<B extends z.ZodType>(
    spec: { name: string; summary: string; body: B },
    act: (request: ActRequest, body: z.output<B>) => Promise<ActResult>,
  ): void {
    routes.route(
      {
        method: 'post',
        path: `${BLOG_BASE}/:id/${spec.name}`,
        summary: spec.summary,
        params: orderParams,
        body: spec.body,
        idempotent: true,
        answers: actAnswers,
      },
      async ({ params, body, req, res }) => {
        const holder = holderOf(res);
        const request: ActRequest = {
          orderId: params.id,
          actor: actorOf(holder),
          actId: actIdOf(req, holder.tenantId),
        };
        return answerAct(res, params.id, await act(request, body));
      },
    );
  }

  addAct({ name: 'select', summary: 'Pick one of the ideas', body: selectBody }, (request, { ideaId }) =>
    acts.pickIdea({ ...request, ideaId }),
  );
  addAct(
    { name: 'cancel', summary: 'Cancel an order that is not being published yet', body: emptyBody },
    (request) => acts.cancel(request),
  );
  addAct(
    {
      name: 'retry',
      summary: 'Start a failed or cancelled order again; finished stages stay finished',
      body: emptyBody,
    },
    (request) => acts.retry(request),
  );
  addAct(
    {
      name: 'resolve',
      summary: 'Say what became of a post whose publication is unconfirmed',
      body: resolveBody,
    },
    (request, body) => acts.resolve({ ...request, ...body }),
  );
}
