import { FAILURES, MODEL_REASONS, STORE_REASONS } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import { ACCOUNTS, isLane, LANE_PROVIDER } from '../contract/lanes';
import type { Account } from '../contract/lanes';
import type { Tx } from '../db/db';
import { afterClosing, afterRefusal } from '../domain/providers/account-feedback';
import type { ActivityDeps } from './deps';

/** What was refused: an activity of this lane, of this order, that began then by Postgres' clock (milliseconds since 1970). */
export interface Refused {
  orderId: string | null;
  lane: string;
  askedAt: number;
}

function accountOf(lane: string): Account | undefined {
  return ACCOUNTS.find((account) => isLane(lane) && LANE_PROVIDER[lane] === account);
}

/**
 * Saves what a failure says of a store, a budget or a provider account, and that the order waits for it. Whatever refuses is locked
 * first and its orders after that, here and by those who change it: a change either comes first and is seen here, or finds the order
 * waiting and wakes it.
 */
export function createWaits(deps: Pick<ActivityDeps, 'db' | 'log'>) {
  const { db, log } = deps;

  /** A provider account or one of its models. True if it stands as the failure says. */
  async function saveAccount(tx: Tx, account: Account, failure: ClassifiedFailure, { askedAt }: Refused) {
    const { type, reason, delayMs, model, fromRecord } = failure;
    const isModel = model !== undefined && MODEL_REASONS.includes(reason);
    const { before, after } = await tx.accounts.changeAccount(
      isModel ? { account, model } : { account },
      (state, now) => {
        if (fromRecord) return state;
        return type === 'Provider.Closed'
          ? afterClosing(state, { reason, now, askedAt })
          : afterRefusal(state, { reason, delayMs, now, askedAt });
      },
    );
    return {
      stands: type !== 'Provider.Closed' || after.state === 'closed',
      isClosing: before.state !== 'closed' && after.state === 'closed',
    };
  }

  /** A tenant's caps are Postgres' own, so they are simply compared again. */
  async function isStillCapped(tx: Tx, orderId: string): Promise<boolean> {
    const tenantId = await tx.spending.lockCaps({ orderId });
    return tenantId === undefined || (await tx.spending.isCapped({ tenantId }));
  }

  async function requeue(
    tx: Tx,
    { orderId, since }: { orderId: string; since: number },
    { type, reason }: ClassifiedFailure,
  ): Promise<void> {
    const isNew = await tx.orders.requeueOrder({ orderId, type, reason, since });
    if (isNew && (type === 'Provider.Closed' || type === 'Spending.Capped'))
      await tx.events.addEvent({ orderId, type: 'stage.waiting', data: { reason } });
  }

  return {
    /** Saves a refusal. False if it is out of date, so that trying again at once may succeed. */
    async save(failure: ClassifiedFailure, refused: Refused): Promise<boolean> {
      const { type, reason } = failure;
      const { orderId, lane, askedAt } = refused;
      const account = accountOf(lane);
      const isAccounts =
        account !== undefined &&
        (type === 'Provider.Closed' || (type === 'Provider.Busy' && reason.startsWith('rate_limit')));
      const saved = await db.transaction(async (tx) => {
        let stands = true;
        let isClosing = false;
        if (isAccounts) {
          ({ stands, isClosing } = await saveAccount(tx, account, failure, refused));
          if (isClosing) await tx.adminAlerts.alertOfClosing({ account, reason, model: failure.model });
        } else if (orderId && type === 'Spending.Capped') stands = await isStillCapped(tx, orderId);
        else if (orderId && STORE_REASONS.includes(reason))
          stands = await tx.storeConnection.saveRefusal({
            orderId,
            askedAt,
            isLost: reason === 'store_disconnected',
          });
        // An unexpected error is nothing that an order could be said to wait for.
        if (stands && orderId && FAILURES[type].retryable && type !== 'Internal.Fault')
          await requeue(tx, { orderId, since: askedAt }, failure);
        return { stands, isClosing };
      });
      // Logged and mailed once per closing, however many calls run into it.
      if (saved.isClosing)
        log.error('provider account closed; its orders wait', {
          provider: account,
          reason,
          ...(failure.model === undefined ? {} : { model: failure.model }),
        });
      return saved.stands;
    },
  };
}
