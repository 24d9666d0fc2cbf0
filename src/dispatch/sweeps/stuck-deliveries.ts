import type { Pool } from 'pg';
import { deliveriesIdOf, mailIdOf, outletIdOf } from '../../contract/ids';
import { eachAlone, inTransaction } from '../../db/pool';
import { takeTurn } from '../../db/outbox/turns';
import { stuckOutlets } from '../../db/catalogue/outlets';
import { enqueueMail, enqueueOutlet } from '../../db/outbox/outbox';
import { resumeDeliveries, stuckDeliveries, stuckMails } from '../../db/webhooks/stuck-deliveries';
import type { DeliveriesKey } from '../../db/webhooks/stuck-deliveries';
import type { Dispatcher } from '../temporal';
import type { Sweep } from './sweep';

/** How often is looked, and how long a delivery must have waited untried; longer than the pause between two tries can be. */
const EVERY_MS = 60_000;
const QUIET_MS = 15 * 60_000;

/** Articles that one look finds at most. */
const MOST_ARTICLES = 200;

/** Delivers what a workflow has left behind that ended without being able to tell, or that is missing after a restore. */
export function stuckDeliveriesSweep(options: {
  pool: Pool;
  dispatcher: Pick<Dispatcher, 'runs'>;
  pace?: { everyMs: number; quietMs: number } | undefined;
}): Sweep {
  const { pool, dispatcher, pace = { everyMs: EVERY_MS, quietMs: QUIET_MS } } = options;
  const name = 'look for deliveries without a workflow';
  let last: DeliveriesKey | undefined;
  let lastMail: string | undefined;
  let lastArticle: string | undefined;
  return {
    name,
    everyMs: pace.everyMs,
    async run() {
      if (!(await takeTurn(pool, { name, everyMs: pace.everyMs }))) return;
      // A look goes on where the last one ended, since what waits for a receiver that is away is found each time.
      const found = await stuckDeliveries(pool, { ...pace, after: last });
      last = found.at(-1);
      const mails = await stuckMails(pool, { ...pace, after: lastMail });
      lastMail = mails.at(-1);
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
        ...mails.map((mailId) => async () => {
          if (!(await isRunning(mailIdOf({ mailId }))))
            await inTransaction(pool, (tx) => enqueueMail(tx, { mailId }));
        }),
        // An article whose store has to be reconnected has no workflow, and is tried again this way, too.
        ...articles.map((articleId) => async () => {
          if (!(await isRunning(outletIdOf({ articleId }))))
            await inTransaction(pool, (tx) => enqueueOutlet(tx, { articleId }));
        }),
      ]);
    },
  };
}
