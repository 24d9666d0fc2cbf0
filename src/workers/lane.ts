import { isLane, LANES } from '../contract/lanes';
import { runMain } from '../config/run-main';
import { runLanes } from './run-lanes';

/** Runs the lane named on the command line. */
runMain(async () => {
  const lane = process.argv[2] ?? '';
  if (!isLane(lane)) throw new Error(`Specify a lane: ${LANES.join(', ')}.`);
  await runLanes([lane], 'one-lane');
});
