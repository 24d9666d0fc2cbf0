import { cancellationSignal, Context } from '@temporalio/activity';
import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import { deliveryPause } from '../contract/webhooks';
import type { DeliveriesInput } from '../contract/webhooks';
import type { NextDelivery } from '../db/webhooks/deliveries';
import type { ActivityDeps } from './deps';
import { patiently } from './recorded-call';

/** What became of the oldest notice that was still to be sent. */
export interface DeliverySent {
  outcome: 'sent' | 'given_up' | 'nothing_left';
}

/** HTTP status by which a receiver says that it is gone for good. */
const GONE = 410;

type Deps = Pick<ActivityDeps, 'db' | 'opened' | 'receivers' | 'deliveryGiveUpMs' | 'classify' | 'log'>;

/** Activities of lane `webhooks`. */
export function createWebhooksActivities(deps: Deps) {
  const { db } = deps;

  function openSecret(webhookId: string, sealed: Buffer): string {
    try {
      return deps.opened.webhookSecret(webhookId, sealed);
    } catch {
      deps.log.error('the secret of a webhook does not open with our keys', { webhookId });
      throw new GalleyError({
        type: 'Receiver.Unavailable',
        reason: 'secret_unreadable',
        detail: 'sealed with a key that is not at hand',
      });
    }
  }

  /** Sends a webhook event; answers how that failed where the receiver did not take it. */
  async function trySending(webhookId: string, next: NextDelivery): Promise<number | ClassifiedFailure> {
    const signal = cancellationSignal();
    try {
      const secret = openSecret(webhookId, next.sealedSecret);
      const body = JSON.stringify(next.body);
      return (await deps.receivers.send({ url: next.url, secret, id: next.id, body, signal })).status;
    } catch (error) {
      if (error instanceof GalleyError && error.failure.type === 'Receiver.Unavailable') return error.failure;
      throw error;
    }
  }

  /** A receiver may ask for more time than the pause that is due, never for less: it could be asking for a flood. */
  function withPause(failure: ClassifiedFailure): GalleyError {
    const { delayMs, ...rest } = failure;
    const due = deliveryPause(Context.current().info.attempt);
    return new GalleyError(delayMs === undefined ? rest : { ...rest, delayMs: Math.max(due, delayMs) });
  }

  return {
    /**
     * Sends the oldest notice of an order that a webhook has not taken yet. Throws `Receiver.Unavailable` while it does not take it;
     * so a later one never goes before an earlier one. Sent more than once only where the answer or its record got lost.
     */
    async sendNext({ webhookId, about: orderId }: DeliveriesInput): Promise<DeliverySent> {
      const next = await db.deliveries.nextDelivery({ webhookId, orderId });
      if (!next) return { outcome: 'nothing_left' };
      if (!next.listening) {
        await db.webhooks.failPending({ webhookId });
        return { outcome: 'given_up' };
      }
      const deliveryId = next.id;
      const answer = await trySending(webhookId, next);
      if (typeof answer === 'number') {
        await patiently(deps, () => db.deliveries.markDelivered({ deliveryId, status: answer }));
        return { outcome: 'sent' };
      }
      const { status, reason: problem } = answer;
      if (status === GONE) {
        await patiently(deps, () =>
          db.transaction((tx) => tx.deliveries.markGone({ webhookId, deliveryId, status, problem })),
        );
        return { outcome: 'given_up' };
      }
      const giveUpMs = deps.deliveryGiveUpMs;
      const waits = await patiently(deps, () =>
        db.deliveries.markTried({ deliveryId, status, problem, giveUpMs }),
      );
      if (waits) throw withPause(answer);
      return { outcome: 'given_up' };
    },
  };
}

export type WebhooksActivities = ReturnType<typeof createWebhooksActivities>;
