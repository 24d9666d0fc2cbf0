import { enqueue } from '../outbox/outbox';
import type { KindRules } from './kind-rules';

/** The rules of a kind whose orders start at once and leave nothing behind. */
export const STARTS_AT_ONCE: KindRules = {
  async start(tx, orders) {
    for (const { id: orderId, startNo } of orders) await enqueue(tx, { orderId, startNo, kind: 'start' });
  },
  async beforeRetry() {},
  async afterEnd() {},
};
