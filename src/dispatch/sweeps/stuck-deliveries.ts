import type { Pool } from 'pg';
import { alertIdOf, deliveriesIdOf, mailIdOf, outletIdOf } from '../../contract/ids';
import { eachAlone, inTransaction } from '../../db/pool';
import { stuckOutlets } from '../../db/catalogue/outlets';
import { enqueueAlert, enqueueMail, enqueueOutlet } from '../../db/outbox/outbox';
import type { Queryable } from '../../db/pool';
import {
  resumeDeliveries,
  SINGLE_CHANNELS,
  stuckDeliveries,
  stuckSingles,
} from '../../db/webhooks/stuck-deliveries';
import type { DeliveriesKey, SingleChannel } from '../../db/webhooks/stuck-deliveries';
import type { Dispatcher } from '../temporal';
import { inTurn } from './in-turn';
import type { Sweep } from './sweep';

/** How often is looked, and how long a delivery must have waited untried; longer than the pause between two tries can be. */
const EVERY_MS = 60_000;
const QUIET_MS = 15 * 60_000;

/** Articles that one look finds at most. */
const MOST_ARTICLES = 200;

/** The workflow of one delivery of a channel, and what begins it. */
const SINGLES: Record<
  SingleChannel,
  { workflowId: (id: string) => string; enqueue: (tx: Queryable, id: string) => Promise<void> }
> = {
  mail: {
    workflowId: (mailId) => mailIdOf({ mailId }),
    enqueue: (tx, mailId) => enqueueMail(tx, { mailId }),
  },
  alert: {
    workflowId: (alertId) => alertIdOf({ alertId }),
    enqueue: (tx, alertId) => enqueueAlert(tx, { alertId }),
  },
};

/** Delivers what a workflow has left behind that ended without being able to tell, or that is missing after a restore. */
export function stuckDeliveriesSweep(options: {
  pool: Pool;
  dispatcher: Pick<Dispatcher, 'runs'>;
  pace?: { everyMs: number; quietMs: number } | undefined;
}): Sweep {
  const { pool, dispatcher, pace = { everyMs: EVERY_MS, quietMs: QUIET_MS } } = options;
  let last: DeliveriesKey | undefined;
  const lastSingle: Partial<Record<SingleChannel, string | undefined>> = {};
  let lastArticle: string | undefined;
  return inTurn(pool, { name: 'look for deliveries without a workflow', everyMs: pace.everyMs }, async () => {
    // A look goes on where the last one ended, since what waits for a receiver that is away is found each time.
    const found = await stuckDeliveries(pool, { ...pace, after: last });
    last = found.at(-1);
    const singles: Array<{ channel: SingleChannel; id: string }> = [];
    for (const channel of SINGLE_CHANNELS) {
      const ids = await stuckSingles(pool, { ...pace, channel, after: lastSingle[channel] });
      lastSingle[channel] = ids.at(-1);
      singles.push(...ids.map((id) => ({ channel, id })));
    }
    const articles = await stuckOutlets(pool, {
      ...{ quietMs: pace.quietMs, most: MOST_ARTICLES, after: lastArticle },
    });
    lastArticle = articles.at(-1);
    const isRunning = async (workflowId: string) =>
      (await dispatcher.runs.find(workflowId)).state === 'running';
    await eachAlone([
      ...found.map((key) => async () => {
        if (!(await isRunning(deliveriesIdOf(key))))
          await inTransaction(pool, (tx) => resumeDeliveries(tx, key));
      }),
      ...singles.map(({ channel, id }) => async () => {
        const { workflowId, enqueue } = SINGLES[channel];
        if (!(await isRunning(workflowId(id)))) await inTransaction(pool, (tx) => enqueue(tx, id));
      }),
      // An article whose store has to be reconnected has no workflow, and is tried again this way, too.
      ...articles.map((articleId) => async () => {
        if (!(await isRunning(outletIdOf({ articleId }))))
          await inTransaction(pool, (tx) => enqueueOutlet(tx, { articleId }));
      }),
    ]);
  });
}
