import type { Pool } from 'pg';
import type { FirstWork } from '../../contract/orders';
import type { Queryable } from '../pool';
import type { Order } from './orders';

/** What queries over all kinds need to know of one. In every piece the order is `o`. */
export interface KindSql {
  /** Its title, or what it is about as long as it has none. */
  title: string;
  /** What webhooks are told besides the envelope: a jsonb object. */
  facts: string;
  /**
   * What mails to subscribers are told besides the title: a jsonb object of strings, numbers and lists of strings, of which lists as much is
   * told as a mail has room for.
   */
  mailed?: string;
  /** The person who placed it, where one was signed in. */
  placer?: string;
  /** Whether another order tells of it, as a condition: then neither webhooks nor subscribers hear of it itself. */
  toldByAnother?: string;
  /** The batch it belongs to. */
  batch?: string;
  /** The ids of the orders of a batch (a placeholder), as a query; for kinds that have batches. */
  ofBatch?: (batch: string) => string;
  /** A number that grows with each of its orders, by which snapshots order those of one batch; left out where there are none. */
  newest?: string;
  /**
   * Where a search looks: what follows `select o.id, o.kind, … ` up to and including `where`, with the pattern as `$1`.
   * Identifiers are searched for all kinds alike.
   */
  search: ReadonlyArray<{ by: 'title' | 'keyword'; from: string }>;
}

/** An order that may begin. */
export interface StartableOrder {
  id: string;
  tenantId: string;
  startNo: number;
  /** What the first activity of its run does besides opening it, where nothing of the order can be done yet. */
  begins?: FirstWork | undefined;
}

/** What a kind does in the transactions of its orders' beginnings and ends. */
export interface KindRules {
  /**
   * Begins orders of one tenant that were just accepted or retried: at once, or when it is their turn. `skipLocked`: a tenant's
   * queue that somebody holds is left to them.
   */
  start(tx: Queryable, orders: readonly StartableOrder[], options?: { skipLocked: boolean }): Promise<void>;
  /** Begins orders of any tenant that are due because time has passed, for kinds whose orders wait for their turn. */
  startDue?(pool: Pool): Promise<void>;
  /**
   * Why an ended order of a status that can be retried is not to be, in a sentence for people; for kinds that look at more than the status. The order
   * is locked.
   */
  whyNoRetry?(tx: Queryable, order: Order): Promise<string | undefined>;
  /**
   * Whether an order whose run failed or was lost fails with it; left out where every order does. False where all that was promised is done, and
   * something else ends the order. The order is locked.
   */
  failsWithRun?(tx: Queryable, order: Order): Promise<boolean>;
  /** Why the priority of an order is not to be changed by itself, in a sentence for people; for kinds whose orders may share that of another. */
  whyNoPriority?(tx: Queryable, order: Order): Promise<string | undefined>;
  /**
   * The status in which an open order of a restored database begins again, where that is not the first one. The order is locked.
   */
  restartsAs?(tx: Queryable, order: Order): Promise<string | undefined>;
  /** Before the envelope of an ended order is put back to its first status by a person's retry. */
  beforeRetry(tx: Queryable, order: Order): Promise<void>;
  /** After an order has ended (done, failed or cancelled), with the order as it is then. */
  afterEnd(tx: Queryable, order: Order): Promise<void>;
}
