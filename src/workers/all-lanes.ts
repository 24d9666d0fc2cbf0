import { LANES } from '../contract/lanes';
import { runMain } from '../config/run-main';
import { runLanes } from './run-lanes';

/** Every lane in one process, for one machine. */
runMain(() => runLanes(LANES, 'all-lanes'));
