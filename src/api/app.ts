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
import { requireKey } from './http/auth';
import { compressed } from './http/compressed';
import { door } from './http/door';
import { Holders } from './http/holders';
import { articleRoutes } from './catalogue/article-routes';
import { domainRoutes } from './catalogue/domain-routes';
import { publicArticleRoutes } from './catalogue/public-routes';
import { outletRoutes } from './catalogue/outlet-routes';
import { versionRoutes } from './catalogue/version-routes';
import { calendarRoutes } from './blog/calendar';
import { scheduleRoutes } from './bulk/schedules';
import { templateRoutes } from './bulk/templates';
import { openapiRoute } from './docs/openapi';
import { docsRoutes } from './docs/page';
import { errorHandler, notFound } from './http/errors';
import type { EventFeed } from './events/feed';
import { eventRoutes } from './events/stream';
import type { StreamSettings } from './events/stream';
import { KIND_ROUTES } from './kinds';
import { keyRoutes } from './tenants/keys';
import { acceptRoutes } from './tenants/accept-invitation';
import { invitationRoutes } from './tenants/invitations';
import { mailSignInRoutes } from './tenants/mail-sign-in';
import { memberRoutes } from './tenants/members';
import { ownSessionRoutes } from './tenants/own-sessions';
import { limitMails, limitSignIns } from './tenants/sign-in-limit';
import { alertRoutes } from './operations/alerts';
import { laneRoutes } from './operations/lanes';
import { providerKeyRoutes } from './operations/provider-keys';
import { refundRoutes } from './operations/refunds';
import type { Dispatcher } from '../dispatch/temporal';
import { memberLog } from './http/member-log';
import { noStore } from './http/no-store';
import { ownOrigin } from './http/own-origin';
import { publicAddress } from './http/public-address';
import { checkAddress, checkMethod } from './http/methods';
import { describeApi } from './http/openapi';
import { Turns } from './http/turns';
import type { TurnsOptions } from './http/turns';
import { panelRoutes } from './panel';
import { checkPaymentSoon, openCheckout } from './purchase/checkout';
import type { PaymentSettings } from './purchase/checkout';
import { adminOrderRoutes } from './purchase/admin-routes';
import { purchaseRoutes } from './purchase/open-routes';
import { qualityRoutes } from './quality/routes';
import { boughtRoutes } from './purchase/orders';
import { paymentWebhookRoutes } from './purchase/webhook';
import { searchRoutes } from './orders/search';
import { shareOut } from './http/share';
import { fullQueue } from './http/full-queue';
import { nameSessionCookie, SESSION_COOKIE } from './tenants/session-cookie';
import { sessionRoutes, signInLinkRoutes } from './tenants/sessions';
import { spendingRoutes } from './spending/routes';
import { storeRoutes } from './stores/routes';
import { systemRoutes } from './operations/system';
import { tenantRoutes } from './tenants/routes';
import type { Texts } from './texts/texts';
import { mailLinkRoutes } from './mail/link-pages';
import { mailRoutes } from './mail/routes';
import { webhookRoutes } from './webhooks/routes';

/** What the API is made of. */
export interface ApiDeps {
  db: Db;
  pictureStore: PictureStore;
  /** Seals and opens what tenants entrust to us. */
  sealer: Sealer;
  dispatcher: Dispatcher;
  /** Reads what models and sites wrote. */
  texts: Texts;
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
  /** Pause of a slot between two items of a bulk job, in milliseconds. */
  bulkItemDelayMs: number;
  /** Requests per second of one tenant, or of one address without a known key. */
  requestsPerSecond: number;
  /** Where clients reach this server, without a slash at its end; as their requests say where left out. */
  publicUrl?: string | undefined;
  /** Proxies whose word for the address of a client is taken, as Express has them; that of the connection counts where left out. */
  trustedProxies?: readonly string[] | undefined;
  /** How customers pay; nothing can be paid where left out. */
  payments?: PaymentSettings | undefined;
  /** Where Temporal's Web UI shows runs, for operators. */
  runsUrl?: string | undefined;
  /** Where the panel is, as it was built; there is none where left out. */
  panelDir?: string;
  /** The name of the panel's cookie; `galley_session` where left out. */
  sessionCookie?: string;
  /** What happens, for whoever wants to be told. */
  events: { feed: EventFeed; settings?: Partial<StreamSettings> };
  metrics: Metrics;
  /** What scrapers of the metrics have to send; nothing where left out. */
  metricsToken?: string | undefined;
  /** For how long the answer to a probe or scrape holds, in milliseconds; a second where left out. */
  probes?: { keepMs: number };
  now: () => number;
  log: Logger;
  version: string;
}

/** Sign-ins, sign-in links and new keys of everybody that are made at a time, and wait for their turn. */
const SIGN_INS: TurnsOptions = {
  atOnce: 4,
  mostWaiting: 100,
  patienceMs: 10_000,
  refusal: {
    code: 'too_many_requests',
    message: 'Too many requests of this kind at once. Try again in a moment.',
    retryAfterSeconds: 1,
  },
};

/** Addresses outside the description that only answer GET. */
const OWN_PAGES = ['/openapi.json', '/docs'].map((path) => ({ method: 'get', path }));

/** Requests by which people come in, whoever was signed in before. */
const SIGN_IN_REQUESTS = [
  ...['POST /api/session', 'POST /api/session/mails'],
  ...['POST /api/invitations/look', 'POST /api/invitations/accept'],
  ...['POST /api/v1/purchase/link', 'POST /api/v1/purchase/confirm'],
];

const REQUEST_ID = /^[\w.-]{1,100}$/;

/** The API as an Express application; it does not listen by itself. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.trustedProxies ?? false);
  // Only what may be kept has a tag, and those who send it make it once.
  app.set('etag', false);
  nameSessionCookie(app, deps.sessionCookie ?? SESSION_COOKIE);

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
  // What is no page needs nothing of anybody; pages have policies of their own.
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
    }),
  );
  const holders = new Holders(deps.db.pool);
  app.use(['/api', '/metrics', '/healthz', '/readyz'], noStore);
  app.use('/api', compressed);
  app.use(door(holders, { perSecond: deps.requestsPerSecond }));
  app.use(checkAddress);
  app.use('/api', ownOrigin({ publicUrl: deps.publicUrl, signIns: SIGN_IN_REQUESTS }), memberLog(deps.log));

  const system = systemRoutes({ ...deps, pool: deps.db.pool });
  const turns = new Turns(SIGN_INS);
  const strangers = { trustsProxy: deps.trustedProxies !== undefined, now: () => performance.now() };
  const limited = limitSignIns(strangers);
  // One for all mails that visitors cause, so that nobody is mailed more for asking in several ways.
  const limitedMail = limitMails(strangers);
  const signIns = [
    sessionRoutes({ ...deps, turns, limited }),
    mailSignInRoutes({ ...deps, turns, limited: limitedMail }),
    acceptRoutes({ ...deps, turns, limited }),
    ownSessionRoutes(deps),
  ];
  const mailLinks = mailLinkRoutes(deps);
  const calendar = calendarRoutes(deps);
  const articles = publicArticleRoutes(deps);
  const buying = {
    ...{ ...deps, turns, limited, limitedMail },
    openCheckout: (key: { orderId: string }) => openCheckout(deps, key),
    checkPayment: (key: { orderId: string }) => checkPaymentSoon(deps, key),
  };
  const parts = [
    ...Object.values(KIND_ROUTES).map((routesOf) => routesOf(deps)),
    calendar,
    templateRoutes(deps),
    scheduleRoutes(deps),
    spendingRoutes(deps),
    tenantRoutes(deps),
    keyRoutes({ ...deps, turns }),
    memberRoutes(deps),
    invitationRoutes({ ...deps, turns }),
    storeRoutes(deps),
    webhookRoutes(deps),
    mailRoutes(deps),
    laneRoutes(deps),
    providerKeyRoutes(deps),
    refundRoutes(deps),
    alertRoutes(deps),
    searchRoutes(deps),
    domainRoutes(deps),
    articleRoutes(deps),
    versionRoutes(deps),
    outletRoutes(deps),
    boughtRoutes(buying),
    adminOrderRoutes(deps),
    signInLinkRoutes({ ...deps, turns }),
    eventRoutes({
      ...deps.events,
      mayRead: async (req) => (await holders.find(req)) !== undefined,
    }),
  ];
  const openParts = [
    ...signIns,
    ...[mailLinks, articles, qualityRoutes(), purchaseRoutes(buying), paymentWebhookRoutes(deps)],
  ];
  const specs = [system, ...openParts, ...parts].flatMap((part) => part.specs);
  const description = describeApi(specs, deps.version);

  const addressOf = (req: Request): string => publicAddress(req, deps.publicUrl);
  app.use(checkMethod([...[system, ...openParts].flatMap((part) => part.specs), ...OWN_PAGES]));
  app.use(system.router);
  app.use(openapiRoute({ description, addressOf }));
  app.use(docsRoutes({ description, addressOf }));
  for (const part of openParts) app.use(part.router);
  app.use(
    '/api',
    requireKey(deps.db.pool, (req) => holders.find(req)),
    shareOut(deps.db.pool),
  );
  app.use(checkMethod(parts.flatMap((part) => part.specs)));
  for (const part of parts) app.use(part.router);
  if (deps.panelDir) app.use(panelRoutes(deps.panelDir));
  app.use(notFound);
  app.use(fullQueue(deps.db));
  app.use(errorHandler(deps.log));
  return app;
}
