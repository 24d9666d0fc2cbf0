import { ActivityCancellationType, continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { GovernorActivities } from '../activities/rate-controller';

/** One long activity; a killed one is noticed by its heartbeat and begun again elsewhere within seconds. */
const { govern } = proxyActivities<GovernorActivities>({
  taskQueue: 'governor',
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 second', backoffCoefficient: 1, maximumInterval: '1 second' },
});

/** Sees to it that exactly one governor is alive, for as long as there are workers. */
export async function providerGovernor(): Promise<void> {
  await govern();
  await continueAsNew<typeof providerGovernor>();
}
