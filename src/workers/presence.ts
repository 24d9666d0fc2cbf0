import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Worker } from '@temporalio/worker';
import type { Config } from '../config/config';
import type { Lane } from '../contract/lanes';
import type { Db } from '../db/db';
import type { Logger } from '../telemetry/logger';

/** Heartbeat interval, in milliseconds. */
const BEAT_MS = 1_000;

/** Reports to the database every second which lanes this process serves, and how many of its slots are in use. */
export function startPresence(options: {
  db: Db;
  workers: ReadonlyArray<{ lane: Lane; worker: Worker }>;
  slots: Config['slots'];
  log: Logger;
}): { stop: () => Promise<void> } {
  const { db, workers, slots, log } = options;
  const id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  let underway = Promise.resolve();

  async function beat(): Promise<void> {
    const lanes = workers.flatMap(({ lane, worker }) =>
      lane === 'orders' || worker.getState() !== 'RUNNING'
        ? []
        : [{ lane, slots: slots[lane], busy: worker.getStatus().numInFlightActivities }],
    );
    if (lanes.length === 0) return;
    await db.lanes.saveWorker({ id, lanes }).catch(() => {
      log.debug('could not save worker heartbeats');
    });
  }

  const timer = setInterval(() => {
    underway = underway.then(beat);
  }, BEAT_MS);
  underway = beat();
  return {
    async stop() {
      clearInterval(timer);
      await underway;
      await db.lanes.dropWorker({ id }).catch(() => undefined);
    },
  };
}
