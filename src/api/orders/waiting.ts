import type { z } from 'zod';
import { FAILURES } from '../../contract/failures';
import type { Order } from '../../db/orders/orders';
import type { waitingView } from '../http/schemas';

/** Why an order is on hold although it is nobody's turn; null where it only waits for its turn. */
export function waitingOf(order: Order): z.output<typeof waitingView> {
  const { pausedReason, phase, waitingType, waitingReason } = order;
  if (pausedReason !== null)
    return {
      type: 'Lane.Paused',
      reason: 'paused',
      message: `This step is paused: ${pausedReason}`,
    };
  if (phase !== 'queued' || !waitingType) return null;
  return { type: waitingType, reason: waitingReason ?? '', message: FAILURES[waitingType].reader };
}
