import { cancellationSignal } from '@temporalio/activity';
import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import type { DeliveriesInput } from '../contract/webhooks';
import type { NextDelivery } from '../db/webhooks/deliveries';
import type { ActivityDeps } from './deps';
import { withDeliveryPause } from './delivery-pause';
import { saveWithRetry } from './recorded-call';

/** The result of one attempt to deliver an event or a mail. */
export interface DeliverySent {
  outcome: 'sent' | 'given_up' | 'nothing_left';
}

/** HTTP status with which a receiver declares itself permanently gone. */
const GONE = 410;

type Deps = Pick<ActivityDeps, 'db' | 'opened' | 'receivers' | 'deliveryGiveUpMs' | 'classify' | 'log'>;

/** Activities of lane `webhooks`. */
export function createWebhooksActivities(deps: Deps) {
  const { db } = deps;

  function openSecret(webhookId: string, sealed: Buffer): string {
    try {
      return deps.opened.webhookSecret(webhookId, sealed);
    } catch {
      deps.log.error('cannot decrypt the secret of a webhook', { webhookId });
      throw new GalleyError({
        type: 'Receiver.Unavailable',
        reason: 'secret_unreadable',
        detail: 'encrypted with an unknown key',
      });
    }
  }

  /** Sends an event. Returns the HTTP status, or the failure if the receiver did not accept it. */
  async function trySending(webhookId: string, next: NextDelivery): Promise<number | ClassifiedFailure> {
    const signal = cancellationSignal();
    try {
      const secret = openSecret(webhookId, next.sealedSecret);
      const body = JSON.stringify(next.body);
      return (await deps.receivers.send({ url: next.url, secret, id: next.id, body, signal })).status;
    } catch (error) {
      if (error instanceof GalleyError && error.failure.type === 'Receiver.Unavailable')
        return deps.classify(error);
      throw error;
    }
  }

  return {
    /**
     * Sends an order's oldest pending event to a webhook. Throws `Receiver.Unavailable` while the receiver does not
     * accept it, so that events stay in order. An event is sent twice only if the response or its record is lost.
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
        await saveWithRetry(deps, () => db.deliveries.markDelivered({ deliveryId, status: answer }));
        return { outcome: 'sent' };
      }
      const { status, reason: problem } = answer;
      if (status === GONE) {
        await saveWithRetry(deps, () =>
          db.transaction((tx) => tx.deliveries.markGone({ webhookId, deliveryId, status, problem })),
        );
        return { outcome: 'given_up' };
      }
      const giveUpMs = deps.deliveryGiveUpMs;
      const waits = await saveWithRetry(deps, () =>
        db.deliveries.markTried({ deliveryId, status, problem, giveUpMs }),
      );
      if (waits) throw withDeliveryPause(answer);
      return { outcome: 'given_up' };
    },
  };
}

export type WebhooksActivities = ReturnType<typeof createWebhooksActivities>;
