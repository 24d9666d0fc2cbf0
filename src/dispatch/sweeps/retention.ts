import type { Pool } from 'pg';
import { foldCounts } from '../../db/orders/counts';
import { eachAlone } from '../../db/pool';
import { AGEING_TABLES, deleteOld } from '../../db/retention/retention';
import type { AgeingTable, KeepDays } from '../../db/retention/retention';
import { forgetPurchases } from '../../db/purchases/purchases';
import { UNCONFIRMED_DAYS } from '../../domain/purchases/bounds';
import type { Sweep } from './sweep';

/** Interval between looks for rows that are too old, in milliseconds. */
const EVERY_MS = 60_000;

/** Rows that one transaction looks at, and transactions of one look per table; what is left then is for the next look. */
const MOST_ROWS = 500;
const MOST_TRANSACTIONS = 20;

/** Deletes what is too old to be of use, a few rows in a transaction, and adds up the changes to the running count of orders. */
export function retentionSweep(options: {
  pool: Pool;
  keepDays: KeepDays;
  everyMs?: number;
  mostRows?: number;
}): Sweep {
  const { pool, keepDays, mostRows: most = MOST_ROWS } = options;
  /** Where the next look at a table begins: rows that are old but still needed are not looked at again and again. */
  const after = new Map<AgeingTable, string | undefined>();

  async function sweepTable(table: AgeingTable): Promise<void> {
    for (let n = 0; n < MOST_TRANSACTIONS; n += 1) {
      const look = { table, days: keepDays[table], after: after.get(table), most };
      const { after: next } = await deleteOld(pool, look);
      after.set(table, next);
      if (next === undefined) return;
    }
  }

  async function fold(): Promise<void> {
    for (let n = 0; n < MOST_TRANSACTIONS; n += 1) if ((await foldCounts(pool, { most })) < most) return;
  }

  async function forget(): Promise<void> {
    const look = { days: UNCONFIRMED_DAYS, most };
    for (let n = 0; n < MOST_TRANSACTIONS; n += 1) if ((await forgetPurchases(pool, look)) < most) return;
  }

  return {
    name: 'delete what is too old',
    everyMs: options.everyMs ?? EVERY_MS,
    async run() {
      await eachAlone([fold, forget, ...AGEING_TABLES.map((table) => () => sweepTable(table))]);
    },
  };
}
