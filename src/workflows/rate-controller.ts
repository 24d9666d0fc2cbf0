import { ActivityCancellationType, continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { RateControllerActivities } from '../activities/rate-controller';

/** One long activity; a killed one is noticed by its heartbeat and begun again elsewhere within seconds. */
const { controlRates } = proxyActivities<RateControllerActivities>({
  taskQueue: 'rate-controller',
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 second', backoffCoefficient: 1, maximumInterval: '1 second' },
});

/** Sees to it that exactly one rate controller is alive, for as long as there are workers. */
export async function rateController(): Promise<void> {
  await controlRates();
  await continueAsNew<typeof rateController>();
}
