import type { FaultScripts } from '../core/fault-types';

/** What stores were seen to answer. */
export const WIX_FAULT_SCRIPTS: FaultScripts = {};
