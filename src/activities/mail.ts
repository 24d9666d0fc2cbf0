import { cancellationSignal, Context } from '@temporalio/activity';
import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import type { MailInput } from '../contract/mail';
import { deliveryPause } from '../contract/webhooks';
import type { MailAdmission } from '../db/mail/channel';
import type { PendingMail } from '../db/mail/tries';
import { renderMail } from '../domain/mail/render';
import type { RenderedMail } from '../domain/mail/render';
import type { ActivityDeps } from './deps';
import { saveWithRetry } from './recorded-call';
import type { DeliverySent } from './webhooks';

/** Pauses before a mail asks again whether the server takes mail, in milliseconds: the first one, and the longest. */
const CLOSED = { delayMs: 5_000, longestDelayMs: 120_000 };

type Deps = Pick<ActivityDeps, 'db' | 'opened' | 'mail' | 'classify' | 'log'>;

/** A mail as it is sent. */
type Composed = RenderedMail & { unsubscribeUrl: string | undefined };

/** Activities of lane `mail`. */
export function createMailActivities(deps: Deps) {
  const { db, log } = deps;
  const { sender, publicUrl, giveUpMs } = deps.mail;

  /** The tokens of a mail's links. Throws where they cannot be opened, which another key would change. */
  function openTokens({ id, sealedSecret, subscription }: PendingMail): {
    secret?: string;
    unsubscribe?: string;
  } {
    try {
      return {
        ...(sealedSecret ? { secret: deps.opened.mailSecret(id, sealedSecret) } : {}),
        ...(subscription ? { unsubscribe: deps.opened.unsubscribeToken(subscription) } : {}),
      };
    } catch {
      log.error('cannot decrypt the token of a mail', { mailId: id });
      const detail = 'encrypted with an unknown key';
      throw new GalleyError({ type: 'Mail.Unavailable', reason: 'secret_unreadable', detail, ...CLOSED });
    }
  }

  /** What is sent; undefined where it cannot be made, which no other attempt would change. */
  function compose(mail: PendingMail): Composed | undefined {
    const { secret, unsubscribe } = openTokens(mail);
    const { id: mailId, kind, locale, facts } = mail;
    try {
      const unsubscribeUrl =
        unsubscribe === undefined ? undefined : `${publicUrl}/api/mail/unsubscribe/${unsubscribe}`;
      const rendered = renderMail({ kind, locale, facts, secret, unsubscribeUrl, baseUrl: publicUrl });
      return { ...rendered, unsubscribeUrl };
    } catch {
      log.error('a mail could not be composed', { mailId, kind });
      return undefined;
    }
  }

  /** Sends a mail. Returns the server's reply code, or the failure if it was not accepted. */
  async function trySending(mail: PendingMail, composed: Composed): Promise<number | ClassifiedFailure> {
    try {
      const { id, to } = mail;
      return (await sender.send({ id, to, ...composed, signal: cancellationSignal() })).status;
    } catch (error) {
      if (error instanceof GalleyError && error.failure.type.startsWith('Mail.')) return deps.classify(error);
      throw error;
    }
  }

  /** Saves what an attempt showed of the mail server. A closed one is logged once. */
  async function settleChannel(
    { isTrial, askedAt }: MailAdmission,
    failure?: ClassifiedFailure,
  ): Promise<void> {
    if (failure?.type === 'Mail.Closed') {
      const { reason } = failure;
      const { isClosing } = await saveWithRetry(deps, () =>
        db.mailChannel.closeMailChannel({ reason, askedAt }),
      );
      if (isClosing) log.error('the mail server refuses us; mail waits', { reason });
    } else if (isTrial && (!failure || deps.mail.wasJudged(failure))) {
      const { isOpened } = await saveWithRetry(deps, () =>
        db.transaction((tx) => tx.mailChannel.openMailChannel()),
      );
      if (isOpened) log.info('the mail server takes mail again');
    } else if (isTrial) {
      await saveWithRetry(deps, () => db.mailChannel.closeMailChannel({ askedAt }));
    }
  }

  function closed(reason: string | null): GalleyError {
    return new GalleyError({
      ...{
        type: 'Mail.Closed',
        reason: reason ?? 'closed',
        fromRecord: true,
        detail: 'mail waits',
        ...CLOSED,
      },
    });
  }

  return {
    /**
     * Sends a mail once. Throws `Mail.Unavailable` while the server does not accept it and `Mail.Closed` while it accepts none, to be
     * tried again. The attempt is on record before it is made; a mail is sent twice, with the same Message-ID, only if the answer or its
     * record is lost.
     */
    async sendMail({ mailId }: MailInput): Promise<DeliverySent> {
      const mail = await db.mailTries.findPendingMail({ mailId });
      if (!mail) return { outcome: 'nothing_left' };
      const giveUp = async (problem: string, status?: number): Promise<DeliverySent> => {
        await saveWithRetry(deps, () => db.mailTries.failMail({ mailId, problem, status }));
        return { outcome: 'given_up' };
      };
      if (!mail.isWanted) return giveUp('unsubscribed');
      if (!deps.mail.isConfigured) throw closed('not_configured');
      const composed = compose(mail);
      if (!composed) return giveUp('not_composed');
      const admission = await db.mailChannel.admitMail();
      if (!admission.isAdmitted) throw closed(admission.reason);
      if (!(await db.mailTries.beginMailTry({ mailId, giveUpMs }))) {
        // The turn to try a closed server is another mail's then.
        if (admission.isTrial)
          await saveWithRetry(deps, () => db.mailChannel.closeMailChannel({ askedAt: admission.askedAt }));
        return { outcome: 'given_up' };
      }
      const answer = await trySending(mail, composed);
      if (typeof answer === 'number') {
        const sent = { deliveryId: mailId, status: answer, isCounted: true };
        await saveWithRetry(deps, () => db.deliveries.markDelivered(sent));
        await settleChannel(admission);
        return { outcome: 'sent' };
      }
      await settleChannel(admission, answer);
      const { type, status, reason: problem } = answer;
      if (type === 'Mail.Refused') return giveUp(problem, status);
      if (type === 'Mail.Closed') throw closed(problem);
      const tried = { deliveryId: mailId, status, problem, giveUpMs, isCounted: true };
      if (!(await saveWithRetry(deps, () => db.deliveries.markTried(tried)))) return { outcome: 'given_up' };
      const delayMs = deliveryPause(Context.current().info.attempt, Math.random());
      throw new GalleyError({ ...answer, delayMs });
    },
  };
}

export type MailActivities = ReturnType<typeof createMailActivities>;
