import { isUuid } from '../contract/ids';
import { isPriority } from '../contract/lanes';
import { FIRST_WORK } from '../contract/orders';
import type { Beginning, OrderInput } from '../contract/orders';
import { WEIGHT_LIMITS } from '../contract/tenancy';
import { runFailure } from './failures';

/** The priority of a run whose own is none. */
const NORMAL_PRIORITY = 5;

/** The form of runs that name none. */
const FIRST_FORM = 1;

/** The largest number that Postgres takes for a start. */
const MOST_STARTS = 2 ** 31 - 1;

/** Whether the server takes a fairness weight. */
function isWeight(weight: unknown): weight is number {
  return typeof weight === 'number' && weight >= WEIGHT_LIMITS.least && weight <= WEIGHT_LIMITS.most;
}

/** A beginning as it is used; undefined for what is none, where the run asks Postgres first. */
function checkedBeginning(begins: Partial<Beginning> | null | undefined): Beginning | undefined {
  const { work, weight, storeKey } = begins ?? {};
  const known = FIRST_WORK.find((name) => name === work);
  if (!known || !isUuid(storeKey) || !isWeight(weight)) return undefined;
  return { work: known, weight, storeKey };
}

/** What a run works with; a beginning only where it has a usable one. */
type CheckedInput = Required<Omit<OrderInput, 'begins'>> & Pick<OrderInput, 'begins'>;

/** The input of an order's run. Anybody with a command line can start one; what names no order ends it as `Order.Invalid`. */
export function checkedInput(started: Partial<OrderInput> | null | undefined): CheckedInput {
  const { orderId, tenantId, startNo, priority, form, begins } = started ?? {};
  const isStart = Number.isInteger(startNo) && startNo! >= 1 && startNo! <= MOST_STARTS;
  if (!isUuid(orderId) || !isUuid(tenantId) || !isStart) throw runFailure('Order.Invalid', 'bad_input');
  return {
    orderId,
    tenantId,
    startNo: startNo!,
    priority: isPriority(priority) ? priority : NORMAL_PRIORITY,
    form: Number.isInteger(form) ? form! : FIRST_FORM,
    begins: checkedBeginning(begins),
  };
}
