import type { Pool } from 'pg';
import { deliveriesIdOf, mailIdOf } from '../../contract/ids';
import { eachAlone, inTransaction } from '../../db/pool';
import { takeTurn } from '../../db/outbox/turns';
import { enqueueMail } from '../../db/outbox/outbox';
import { resumeDeliveries, stuckDeliveries, stuckMails } from '../../db/webhooks/stuck-deliveries';
import type { DeliveriesKey } from '../../db/webhooks/stuck-deliveries';
import type { Dispatcher } from '../temporal';
import type { Sweep } from './sweep';

/** How often is looked, and how long a delivery must have waited untried; longer than the pause between two tries can be. */
const EVERY_MS = 60_000;
const QUIET_MS = 15 * 60_000;

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
      ]);
    },
  };
}
