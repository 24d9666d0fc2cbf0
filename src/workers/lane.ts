import { isLane, LANES } from '../contract/lanes';
import { OperatorError } from '../config/operator-error';
import { runMain } from '../config/run-main';
import { runLanes } from './run-lanes';

function laneProblem(lane: string): string {
  const known = `the lanes are ${LANES.join(', ')}.`;
  return lane
    ? `"${lane}" is not a lane; ${known}`
    : `Name the lane to work on, such as \`npm run worker -- orders\`; ${known}`;
}

/** Runs the lane named on the command line. */
runMain(async () => {
  const lane = process.argv[2] ?? '';
  if (!isLane(lane)) throw new OperatorError(laneProblem(lane));
  await runLanes([lane], 'one-lane');
});
