import { isUuid } from '../../contract/ids';
import type { IgnoredReason, SignalledAction, TakenAction } from '../../contract/messages';
import type { ActionResult } from '../../db/orders/actions';
import type { RunKey } from '../../db/orders/runs';
import { BLOG_MANUAL_ACTIONS, BLOG_RECORDED_FACTS } from '../blog/manual-actions';
import type { ActivityDeps } from '../deps';
import { SHARED_MANUAL_ACTIONS, SHARED_RECORDED_FACTS } from './manual-actions';
import type { ManualAction } from './manual-actions';

/** What operators can signal by hand, of all kinds. Kinds share the names they mean the same by. */
export const MANUAL_ACTIONS = { ...SHARED_MANUAL_ACTIONS, ...BLOG_MANUAL_ACTIONS };

const BY_HAND: Record<string, ManualAction> = MANUAL_ACTIONS;
const FACTS = { ...SHARED_RECORDED_FACTS, ...BLOG_RECORDED_FACTS };

/** Who acted, for the audit trail, where a signal came by hand. */
export const BY_SIGNAL = { name: 'operator:signal' };

const WHY: { readonly [O in Exclude<ActionResult['outcome'], 'done' | 'same'>]: IgnoredReason } = {
  conflict: 'wrong_state',
  invalid: 'invalid',
  not_found: 'invalid',
  reused: 'invalid',
};

/** Looks up in Postgres what a signal brought, or has it recorded; writes on the timeline what is ignored. */
export function createSignalledActions(deps: Pick<ActivityDeps, 'db' | 'log'>) {
  const { db, log } = deps;

  /** The facts of an action on record; undefined where there is none, or where it says something else than the signal. */
  async function onRecord(
    run: RunKey,
    action: SignalledAction,
    actId: string | undefined,
  ): Promise<TakenAction | undefined> {
    const { name } = action;
    const { orderId, startNo } = run;
    if (!isUuid(actId)) return undefined;
    const payload = await db.signalled.recordedAction({ orderId, startNo, actId, name });
    if (!payload) return undefined;
    const facts = (await FACTS[name]?.(db, { orderId, payload })) ?? {};
    const said: Partial<TakenAction> & Record<string, unknown> = facts;
    const differs = (['ideaId', 'part', 'resolution', 'priority'] as const).some(
      (field) => action[field] !== undefined && action[field] !== said[field],
    );
    // One identifier may be written in two ways.
    return differs ? undefined : { actId: actId.toLowerCase(), ...facts };
  }

  async function ignore(run: RunKey, action: SignalledAction, reason: IgnoredReason): Promise<null> {
    const { orderId } = run;
    log.warn('a signal was ignored', { orderId, action: action.name, reason });
    await db.signalled.noteIgnored({ orderId, action: action.name, reason });
    return null;
  }

  async function take(run: RunKey, action: SignalledAction): Promise<TakenAction | null> {
    const { orderId, startNo } = run;
    const known = await onRecord(run, action, action.actId);
    if (known) return known;
    const read = BY_HAND[action.name];
    if (!read) return ignore(run, action, 'not_by_signal');
    const perform = read({ ...action });
    if (!perform) return ignore(run, action, 'malformed');
    const request = { orderId, startNo, actId: action.newId, actor: BY_SIGNAL, signal: false };
    const result = await perform(db, request);
    if (result.outcome !== 'done' && result.outcome !== 'same')
      return ignore(run, action, WHY[result.outcome]);
    return (await onRecord(run, { name: action.name, newId: action.newId }, result.actId)) ?? null;
  }

  return async (run: RunKey, action: SignalledAction): Promise<TakenAction | null> => {
    const taken = await take(run, action);
    if (taken?.priority === undefined) return taken;
    // A later change may have come first.
    const order = await db.orders.findOrder({ orderId: run.orderId });
    return order ? { ...taken, priority: order.priority } : null;
  };
}
