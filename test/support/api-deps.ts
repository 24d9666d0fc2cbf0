import type { Pool } from 'pg';
import type { createApp } from '../../src/api/app';
import type { EventFeed } from '../../src/api/events/feed';
import { directTexts } from '../../src/api/texts/texts';
import type { PictureStore } from '../../src/clients/picture-store';
import type { Publishers } from '../../src/clients/publisher';
import { createDb } from '../../src/db/db';
import { countByPhase } from '../../src/db/orders/counts';
import { outboxBacklog } from '../../src/db/outbox/outbox';
import type { Sealer } from '../../src/db/tenants/seal';
import type { Dispatcher } from '../../src/dispatch/temporal';
import { silentLogger } from '../../src/telemetry/logger';
import { createMetrics } from '../../src/telemetry/metrics';

type AppDeps = Parameters<typeof createApp>[0];

/** What an API over this pool needs; the parts that a test does not use are empty objects. */
export function apiDeps(pool: Pool, own: Partial<AppDeps> = {}): AppDeps {
  return {
    db: createDb(pool),
    dispatcher: {} as Dispatcher,
    log: silentLogger(),
    events: { feed: {} as EventFeed },
    sealer: {} as Sealer,
    publishers: {} as Publishers,
    texts: directTexts,
    storeAnswersTtlMs: 0,
    budgets: { openaiRpm: 450, openaiTpm: 450_000, replicateRpm: 600 },
    openOrders: { ofAll: 10_000, ofTenant: 2_000 },
    bulkItemDelayMs: 5_000,
    requestsPerSecond: 50,
    allowPrivateReceivers: false,
    now: Date.now,
    pictureStore: {} as PictureStore,
    version: 'test',
    metrics: createMetrics({
      outbox: () => outboxBacklog(pool),
      ordersByPhase: () => countByPhase(pool),
      pool: () => ({ total: 0, idle: 0, waiting: 0 }),
    }),
    ...own,
  };
}
