import { randomUUID } from 'node:crypto';
import express from 'express';
import type { Express, Request } from 'express';
import helmet from 'helmet';
import type { PictureStore } from '../clients/picture-store';
import type { Publishers } from '../clients/publisher';
import type { Sealer } from '../db/tenants/seal';
import type { Budgets } from '../domain/providers/budget';
import type { Db } from '../db/db';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import { holderFrom, requireKey } from './http/auth';
import { calendarRoutes } from './blog/calendar';
import { docsRoutes } from './docs/page';
import { errorHandler, notFound } from './http/errors';
import type { EventFeed } from './events/feed';
import { eventRoutes } from './events/stream';
import type { StreamSettings } from './events/stream';
import { ITEMS_BASE } from './items/base';
import { KIND_ROUTES } from './kinds';
import { keyRoutes } from './tenants/keys';
import { laneRoutes } from './operations/lanes';
import type { Dispatcher } from '../dispatch/temporal';
import { ADDRESS_HEADERS, publicAddress } from './http/public-address';
import { describeApi } from './http/route';
import { panelRoutes } from './panel';
import { searchRoutes } from './orders/search';
import { sessionRoutes, signInLinkRoutes } from './tenants/sessions';
import { spendingRoutes } from './spending/routes';
import { storeRoutes } from './stores/routes';
import { systemRoutes } from './operations/system';
import { tenantRoutes } from './tenants/routes';
import { webhookRoutes } from './webhooks/routes';

/** What the API is made of. */
export interface ApiDeps {
  db: Db;
  pictureStore: PictureStore;
  /** Seals and opens what tenants entrust to us. */
  sealer: Sealer;
  dispatcher: Dispatcher;
  /** Asks the sites of stores on behalf of people who wait for the answer. */
  publishers: Publishers;
  /** For how long a store's answers are taken from our own copy, in milliseconds. */
  storeAnswersTtlMs: number;
  /** Whether receivers of webhooks may be on this machine or in a private network. */
  allowPrivateReceivers: boolean;
  /** What the accounts of providers let through in a minute. */
  budgets: Budgets;
  /** How many orders may be open. */
  openOrders: { ofAll: number; ofTenant: number };
  /** Where clients reach this server, without a slash at its end; as their requests say where left out. */
  publicUrl?: string | undefined;
  /** Where Temporal's Web UI shows runs, for operators. */
  runsUrl?: string | undefined;
  /** Where the panel is, as it was built; there is none where left out. */
  panelDir?: string;
  /** What happens, for whoever wants to be told. */
  events: { feed: EventFeed; settings?: Partial<StreamSettings> };
  metrics: Metrics;
  now: () => number;
  log: Logger;
  version: string;
}

/** Largest request body, in the notation of Express; a batch of items may be larger. */
const BODY_LIMIT = '100kb';
const BATCH_BODY_LIMIT = '2mb';

const REQUEST_ID = /^[\w.-]{1,100}$/;

/** The API as an Express application; it does not listen by itself. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');

  app.use((req, res, next) => {
    const given = req.headers['x-request-id'];
    res.locals['requestId'] = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    res.setHeader('x-request-id', res.locals['requestId'] as string);
    const stop = deps.metrics.requests.startTimer();
    res.on('finish', () => {
      // The pattern of the route, never the address itself: that would be one series an order.
      const route = (req.route as { path?: string } | undefined)?.path ?? 'none';
      stop({ method: req.method, route, status: String(res.statusCode) });
    });
    next();
  });
  app.use(helmet());
  // Only of who holds a key is so much read.
  app.use(
    `${ITEMS_BASE}/batch`,
    requireKey(deps.db.pool),
    express.json({ limit: BATCH_BODY_LIMIT, strict: true }),
    express.text({ limit: BATCH_BODY_LIMIT, type: 'text/csv' }),
  );
  app.use(express.json({ limit: BODY_LIMIT, strict: true }));

  const system = systemRoutes({ pool: deps.db.pool, dispatcher: deps.dispatcher, metrics: deps.metrics });
  const sessions = sessionRoutes(deps);
  const calendar = calendarRoutes(deps);
  const parts = [
    ...Object.values(KIND_ROUTES).map((routesOf) => routesOf(deps)),
    calendar,
    spendingRoutes(deps),
    tenantRoutes(deps),
    keyRoutes(deps),
    storeRoutes(deps),
    webhookRoutes(deps),
    laneRoutes(deps),
    searchRoutes(deps),
    signInLinkRoutes(deps),
    eventRoutes({
      ...deps.events,
      mayRead: async (req) => (await holderFrom(deps.db.pool, req)) !== undefined,
    }),
  ];
  const specs = [system, sessions, ...parts].flatMap((part) => part.specs);
  const description = describeApi(specs, deps.version);

  app.use(system.router);
  const addressOf = (req: Request): string => publicAddress(req, deps.publicUrl);
  app.get('/openapi.json', (req, res) => {
    res.vary(ADDRESS_HEADERS).json({ ...description, servers: [{ url: addressOf(req) }] });
  });
  app.use(docsRoutes({ description, addressOf }));
  app.use(sessions.router);
  app.use('/api', requireKey(deps.db.pool));
  for (const part of parts) app.use(part.router);
  if (deps.panelDir) app.use(panelRoutes(deps.panelDir));
  app.use(notFound);
  app.use(errorHandler(deps.log));
  return app;
}
