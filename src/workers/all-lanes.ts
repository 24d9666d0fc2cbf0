import { LANES } from '../contract/lanes';
import { runMain } from '../config/run-main';
import { runLanes } from './run-lanes';

/** Runs every lane in one process, for single-machine installations. */
runMain(() => runLanes(LANES, 'all-lanes'));
