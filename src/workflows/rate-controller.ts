import { ActivityCancellationType, continueAsNew, setCurrentDetails } from '@temporalio/workflow';
import type { RateControllerActivities } from '../activities/rate-controller';
import { RUN_WORK } from '../contract/run-notes';
import { summarisedActivities } from './summaries';

/** One long activity; a killed one is noticed by its heartbeat and begun again elsewhere within seconds. */
const { controlRates } = summarisedActivities<RateControllerActivities>({
  taskQueue: 'rate-controller',
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1 second', backoffCoefficient: 1, maximumInterval: '1 second' },
});

/** Sees to it that exactly one rate controller is alive, for as long as there are workers. */
export async function rateController(): Promise<void> {
  // A run that goes on as a new one loses its summary.
  setCurrentDetails(RUN_WORK.rateController);
  await controlRates();
  await continueAsNew<typeof rateController>();
}
