import { isUuid } from '../../contract/ids';
import type { IgnoredReason, SignalledAction, TakenAction } from '../../contract/messages';
import type { ActionResult } from '../../db/orders/actions';
import type { OrderKind } from '../../contract/orders';
import type { RunKey } from '../../db/orders/runs';
import { BLOG_MANUAL_ACTIONS, BLOG_RECORDED_FACTS } from '../blog/manual-actions';
import { BULK_MANUAL_ACTIONS } from '../bulk/manual-actions';
import type { ActivityDeps } from '../deps';
import { PURCHASE_MANUAL_ACTIONS } from '../purchases/manual-actions';
import { SHARED_MANUAL_ACTIONS, SHARED_RECORDED_FACTS } from './manual-actions';
import type { ManualAction, RecordedFacts } from './manual-actions';

/** What operators could signal by hand before signals were looked up. */
export const MANUAL_ACTIONS = { ...SHARED_MANUAL_ACTIONS, ...BLOG_MANUAL_ACTIONS };

/** What operators can signal by hand to orders of each kind; different kinds may mean different things by the same name. */
const BY_HAND: { readonly [K in OrderKind]: Readonly<Record<string, ManualAction>> } = {
  blog: MANUAL_ACTIONS,
  item: SHARED_MANUAL_ACTIONS,
  article: { ...SHARED_MANUAL_ACTIONS, ...PURCHASE_MANUAL_ACTIONS },
  backlink: { ...SHARED_MANUAL_ACTIONS, ...PURCHASE_MANUAL_ACTIONS },
  content: SHARED_MANUAL_ACTIONS,
  bulk: BULK_MANUAL_ACTIONS,
};

/** Whether orders of some kind hear this by hand. */
const isHeardBySome = (name: string): boolean =>
  Object.values(BY_HAND).some((actions) => Object.hasOwn(actions, name));

/** What a run may know of actions on record; orders that were bought have nothing to say but that there are some. */
const FACTS: { readonly [K in OrderKind]: Readonly<Record<string, RecordedFacts>> } = {
  blog: { ...SHARED_RECORDED_FACTS, ...BLOG_RECORDED_FACTS },
  item: SHARED_RECORDED_FACTS,
  article: SHARED_RECORDED_FACTS,
  backlink: SHARED_RECORDED_FACTS,
  content: SHARED_RECORDED_FACTS,
  bulk: SHARED_RECORDED_FACTS,
};

/** A run of an order of a kind. */
type KindRun = RunKey & { kind: OrderKind };

/** Who acted, for the audit trail, where a signal came by hand. */
export const BY_SIGNAL = { name: 'operator:signal' };

const WHY: { readonly [O in Exclude<ActionResult['outcome'], 'done' | 'same'>]: IgnoredReason } = {
  conflict: 'wrong_state',
  too_often: 'too_often',
  invalid: 'invalid',
  not_found: 'invalid',
  reused: 'invalid',
};

/** Looks up in Postgres what a signal brought, or has it recorded; writes on the timeline what is ignored. */
export function createSignalledActions(deps: Pick<ActivityDeps, 'db' | 'log'>) {
  const { db, log } = deps;

  /** The facts of an action on record; undefined where there is none, or where it says something else than the signal. */
  async function onRecord(
    run: KindRun,
    action: SignalledAction,
    actId: string | undefined,
  ): Promise<TakenAction | undefined> {
    const { name } = action;
    const { orderId, startNo } = run;
    if (!isUuid(actId)) return undefined;
    const payload = await db.signalled.recordedAction({ orderId, startNo, actId, name });
    if (!payload) return undefined;
    const facts = (await FACTS[run.kind][name]?.(db, { orderId, payload })) ?? {};
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

  async function take(run: KindRun, action: SignalledAction): Promise<TakenAction | null> {
    const { orderId, startNo } = run;
    const { name } = action;
    const known = await onRecord(run, action, action.actId);
    if (known) return known;
    const read = Object.hasOwn(BY_HAND[run.kind], name) ? BY_HAND[run.kind][name] : undefined;
    if (!read) return ignore(run, action, isHeardBySome(name) ? 'invalid' : 'not_by_signal');
    const perform = read({ ...action });
    if (!perform) return ignore(run, action, 'malformed');
    const request = { orderId, startNo, actId: action.newId, actor: BY_SIGNAL, signal: false };
    const result = await perform(db, request);
    if (result.outcome !== 'done' && result.outcome !== 'same')
      return ignore(run, action, WHY[result.outcome]);
    return (await onRecord(run, { name, newId: action.newId }, result.actId)) ?? null;
  }

  return async (run: KindRun, action: SignalledAction): Promise<TakenAction | null> => {
    const taken = await take(run, action);
    if (taken?.priority === undefined) return taken;
    // A later change may have come first.
    const order = await db.orders.findOrder({ orderId: run.orderId });
    return order ? { ...taken, priority: order.priority } : null;
  };
}
