import { cancellationSignal, Context } from '@temporalio/activity';
import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import type { AlertInput } from '../contract/mail';
import { deliveryPause } from '../contract/webhooks';
import { renderChatAlert } from '../domain/mail/chat';
import type { ActivityDeps } from './deps';
import { saveWithRetry } from './recorded-call';
import type { DeliverySent } from './webhooks';

/** HTTP status with which a receiver declares itself permanently gone. */
const GONE = 410;

type Deps = Pick<
  ActivityDeps,
  'db' | 'receivers' | 'alerts' | 'mail' | 'deliveryGiveUpMs' | 'classify' | 'log'
>;

/** Activities of lane `webhooks` that tell the operators. */
export function createAlertActivities(deps: Deps) {
  const { db, log, deliveryGiveUpMs: giveUpMs } = deps;
  const { publicUrl: baseUrl } = deps.mail;

  /** What is sent; undefined where it cannot be made, which no other attempt would change. */
  function compose(alertId: string, facts: Readonly<Record<string, string | number>>): string | undefined {
    try {
      return JSON.stringify({ text: renderChatAlert({ facts, baseUrl }) });
    } catch {
      log.error('an alert could not be composed', { alertId });
      return undefined;
    }
  }

  /** Sends an alert. Returns the HTTP status, or the failure if the receiver did not accept it. */
  async function trySending(id: string, url: string, body: string): Promise<number | ClassifiedFailure> {
    try {
      return (await deps.receivers.send({ url, id, body, signal: cancellationSignal() })).status;
    } catch (error) {
      if (error instanceof GalleyError && error.failure.type === 'Receiver.Unavailable')
        return deps.classify(error);
      throw error;
    }
  }

  return {
    /**
     * Sends an alert to the operators' webhook once. Throws `Receiver.Unavailable` while that does not accept it, to be tried again, not sooner
     * than it asks for. The attempt is on record before it is made; an alert is sent twice only if the answer or its record is lost.
     */
    async sendAlert({ alertId }: AlertInput): Promise<DeliverySent> {
      const pending = await db.alerts.findPendingAlert({ alertId });
      if (!pending) return { outcome: 'nothing_left' };
      const giveUp = async (problem: string, status?: number): Promise<DeliverySent> => {
        await saveWithRetry(deps, () => db.alerts.failAlert({ alertId, problem, status }));
        return { outcome: 'given_up' };
      };
      const { webhookUrl } = deps.alerts;
      // Nobody wants to be told of it days later.
      if (webhookUrl === undefined) return giveUp('not_configured');
      const body = compose(alertId, pending.facts);
      if (body === undefined) return giveUp('not_composed');
      if (!(await db.alerts.beginAlertTry({ alertId, giveUpMs }))) return { outcome: 'given_up' };
      const answer = await trySending(alertId, webhookUrl, body);
      if (typeof answer === 'number') {
        const sent = { deliveryId: alertId, status: answer, isCounted: true };
        await saveWithRetry(deps, () => db.deliveries.markDelivered(sent));
        return { outcome: 'sent' };
      }
      const { status, reason: problem, delayMs = 0 } = answer;
      if (status === GONE) return giveUp(problem, status);
      const tried = { deliveryId: alertId, status, problem, giveUpMs, isCounted: true };
      if (!(await saveWithRetry(deps, () => db.deliveries.markTried(tried)))) {
        log.error('an alert was given up', { alertId, reason: problem });
        return { outcome: 'given_up' };
      }
      const due = deliveryPause(Context.current().info.attempt, Math.random());
      throw new GalleyError({ ...answer, delayMs: Math.max(due, delayMs) });
    },
  };
}

export type AlertActivities = ReturnType<typeof createAlertActivities>;
