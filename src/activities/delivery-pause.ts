import { Context } from '@temporalio/activity';
import { GalleyError } from '../contract/failures';
import type { ClassifiedFailure } from '../contract/failures';
import { deliveryPause } from '../contract/webhooks';

/**
 * What is thrown after a receiver did not accept a delivery. It may ask for a longer pause than the one due, but not for a shorter one,
 * which could flood it.
 */
export function withDeliveryPause(failure: ClassifiedFailure): GalleyError {
  const { delayMs, ...rest } = failure;
  const due = deliveryPause(Context.current().info.attempt, Math.random());
  return new GalleyError(delayMs === undefined ? rest : { ...rest, delayMs: Math.max(due, delayMs) });
}
