import { enqueueAll } from '../outbox/outbox';
import type { KindRules } from './kind-rules';

/** The rules of a kind whose orders start at once and leave nothing behind. */
export const STARTS_AT_ONCE: KindRules = {
  async start(tx, orders) {
    await enqueueAll(
      tx,
      orders.map(({ id: orderId, startNo, begins }) => ({
        orderId,
        startNo,
        kind: 'start' as const,
        payload: begins ? { begins } : {},
      })),
    );
  },
  async beforeRetry() {},
  async afterEnd() {},
};
