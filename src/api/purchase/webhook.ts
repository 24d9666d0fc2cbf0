import express from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { readWebhookEvent } from '../../clients/stripe/webhook-events';
import type { WebhookProblem } from '../../clients/stripe/webhook-events';
import type { Db } from '../../db/db';
import type { Logger } from '../../telemetry/logger';
import type { Metrics } from '../../telemetry/metrics';
import { envelopeOf, inEnvelope } from '../http/envelope';
import { ApiError, goneSignal } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { Turns } from '../http/turns';
import type { PaymentSettings } from './checkout';

/** Where Stripe sends its events. */
export const PAYMENT_WEBHOOK = '/api/v1/purchase/webhook';

/** Largest body, in the notation of Express; Stripe's events have a few kilobytes. */
const MOST_BYTES = '256kb';

/** Events that are worked on at once, and wait, in this process. Stripe sends again what is refused. */
const EVENTS = {
  atOnce: 8,
  mostWaiting: 500,
  patienceMs: 15_000,
  refusal: {
    code: 'too_many_requests',
    message: 'Too many events at once. Send this one again later.',
    retryAfterSeconds: 5,
  },
} as const;

/** The bytes as they came: compressed ones would have to be unpacked before anybody knows whose they are. */
const readRaw = express.raw({ limit: MOST_BYTES, type: () => true, inflate: false });

/** Why an event is refused. Nothing of it is repeated. */
const REFUSALS: Record<WebhookProblem | 'empty', string> = {
  empty: 'The body is missing.',
  signature: 'The signature is missing, or is not one of this body by a secret of this endpoint.',
  time: 'The time of the signature is more than 300 seconds away.',
  unreadable: 'The body is not an event that can be read.',
  mode: 'The event is not of the mode (test or live) of this server’s key.',
};

function refused(problem: keyof typeof REFUSALS): ApiError {
  return new ApiError('bad_request', REFUSALS[problem], { reason: `webhook_${problem}` });
}

/** The body's bytes; undefined where there are none. */
async function bytesOf(req: Request, res: Response): Promise<Buffer | undefined> {
  await new Promise<void>((resolve, reject) => {
    readRaw(req, res, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error as Error);
    });
  });
  return Buffer.isBuffer(req.body) && req.body.length > 0 ? req.body : undefined;
}

/** The route that Stripe sends events to. Whoever cannot sign costs nothing but a comparison: the database is asked only after it. */
export function paymentWebhookRoutes(deps: {
  db: Db;
  payments?: PaymentSettings | undefined;
  metrics: Metrics;
  now: () => number;
  log: Logger;
}): DescribedRouter {
  const { db, payments, metrics, log } = deps;
  const routes = new DescribedRouter();
  const turns = new Turns(EVENTS);
  routes.route(
    {
      method: 'post',
      permission: 'open',
      path: PAYMENT_WEBHOOK,
      summary: 'Receive payment event',
      description:
        'For Stripe alone: takes one of its events, signed by one of this endpoint’s secrets, exactly as it was sent (up to 256 KB).',
      headers: {
        'stripe-signature': {
          description: 'Time and signature of the body, by Stripe’s scheme.',
          schema: z.string(),
        },
      },
      answers: {
        200: {
          description: 'The event was taken, or is not about anything here.',
          schema: envelopeOf(z.object({ received: z.literal(true).describe('Always true') })),
        },
        400: { description: 'The event is not signed, too old or from the future, or cannot be read.' },
        429: { description: 'Too many events at once; see `Retry-After`.' },
        503: { description: 'Payments are not set up on this server.' },
      },
    },
    async ({ req, res }) => {
      if (!payments)
        throw new ApiError('provider_unavailable', 'Payments are not set up on this server.', {}, 3_600);
      const raw = await bytesOf(req, res);
      const header = req.headers['stripe-signature'];
      const read = raw
        ? readWebhookEvent(
            { raw, header: typeof header === 'string' ? header : undefined, nowMs: deps.now() },
            { secrets: payments.webhookSecrets, isLive: payments.isLive },
          )
        : ({ ok: false, problem: 'empty' } as const);
      if (!read.ok) {
        metrics.paymentEvents.inc({ outcome: 'refused' });
        throw refused(read.problem);
      }
      const { event } = read;
      const applied = await turns.run(
        'stripe',
        () => db.transaction((tx) => tx.payments.applyEvent(event)),
        goneSignal(res),
      );
      metrics.paymentEvents.inc({ outcome: applied });
      log.debug('took a payment event', { event: event.id, type: event.type, applied });
      return inEnvelope('The event was received.', { received: true });
    },
  );
  return routes;
}
