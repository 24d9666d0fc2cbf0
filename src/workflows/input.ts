import { isUuid } from '../contract/ids';
import { isPriority } from '../contract/lanes';
import type { OrderInput } from '../contract/orders';
import { runFailure } from './failures';

/** The priority of a run whose own is none. */
const NORMAL_PRIORITY = 5;

/** The largest number that Postgres takes for a start. */
const MOST_STARTS = 2 ** 31 - 1;

/** The input of an order's run. Anybody with a command line can start one; what names no order ends it as `Order.Invalid`. */
export function checkedInput(started: Partial<OrderInput> | null | undefined): OrderInput {
  const { orderId, tenantId, startNo, priority } = started ?? {};
  const isStart = Number.isInteger(startNo) && startNo! >= 1 && startNo! <= MOST_STARTS;
  if (!isUuid(orderId) || !isUuid(tenantId) || !isStart) throw runFailure('Order.Invalid', 'bad_input');
  return {
    orderId,
    tenantId,
    startNo: startNo!,
    priority: isPriority(priority) ? priority : NORMAL_PRIORITY,
  };
}
