import type { FaultRule, FaultStatus } from './core/fault-types';
import { FAULT_SCRIPTS, faultScript } from './core/fault-scripts';
import type { Faults } from './core/faults';
import type { Journal, RequestFilter, RequestRecord } from './core/journal';
import type { Call, Reply, Route } from './core/http';
import { asObject, asText, json } from './core/http';
import type { Provider } from './core/fault-types';
import type { Prediction, Predictions } from './replicate/predictions';
import type { Blog } from './wix/blog';
import type { Mailbox, SimulatedMail } from './smtp/mailbox';
import { SITE_CATALOGS } from './wix/catalog-version';
import type { CatalogVersions, SiteCatalog } from './wix/catalog-version';
import type { Deliveries } from './stripe/deliveries';
import type { Ledger } from './stripe/ledger';
import type { SentEvent, SessionAction, StoredRefund, StoredSession, StripeEndpoint } from './stripe/types';
import type { Tokens } from './wix/tokens';
import type { DraftPost, PublishedPost } from './wix/types';

/** A published post with the address of its readable page. */
export interface ControlPost extends PublishedPost {
  url: string;
}

/** Everything that can be done to the simulator of Stripe. */
export interface StripeControl {
  /** Where events are sent from now on; nowhere where left out. */
  setEndpoint(endpoint?: StripeEndpoint): void;
  /** Newest first. */
  sessions(): StoredSession[];
  refunds(): StoredRefund[];
  /** Oldest first. */
  events(): SentEvent[];
  /** Does what a customer or a bank does; resolves when its events were taken or given up. */
  act(sessionId: string, action: SessionAction): Promise<void>;
  /** Has a session cost something else, in Stripe's units. */
  setAmount(sessionId: string, amount: number): void;
  /** Refunds a payment by hand, as in the dashboard. */
  refundByHand(paymentIntent: string): Promise<void>;
  settleRefund(refundId: string, status: 'succeeded' | 'failed'): Promise<void>;
  /** Forgets idempotency keys, as if a day had passed. */
  forgetKeys(): void;
  /** Resolves when no event is being sent. */
  quiet(): Promise<void>;
}

/** Everything that tests and operators can do to the simulators. */
export interface SimulatorControl {
  /** Adds a fault; throws a RangeError if it is invalid. */
  addFault(rule: FaultRule): { id: string };
  faults(): FaultStatus[];
  /** Adds the faults of a named script; throws a RangeError if there is none. */
  addScript(name: string): { ids: string[] };
  clearFaults(): void;
  requests(filter?: RequestFilter): RequestRecord[];
  posts(instanceId?: string): ControlPost[];
  drafts(instanceId?: string): DraftPost[];
  /** Mails that were taken, oldest first; with an address only those to it. */
  mails(to?: string): SimulatedMail[];
  clearMails(): void;
  /** Closes the port of the mail server, or opens it again. */
  setMailDown(isDown: boolean): Promise<void>;
  /** What customers, banks and Stripe itself do. */
  stripe: StripeControl;
  /** Newest first. */
  predictions(): Prediction[];
  /** Invalidates all tokens of a store and returns how many there were. */
  revokeTokens(instanceId: string): number;
  /** While a store is disconnected, all its calls are rejected with 403. */
  disconnect(instanceId: string, disconnected: boolean): void;
  /** Gives a store one of Wix's catalogues, one that is being set up, or none. */
  setCatalog(instanceId: string, catalog: SiteCatalog): void;
  /** Expires the addresses of all pictures created so far. */
  expirePictures(): void;
  /** In a hurry, the simulators respond without latency, within the same limits. */
  hurry(isHurried: boolean): void;
  /** Resets everything: no faults, records, drafts, posts, media, mails, tokens or predictions, and full limits. */
  reset(): void;
}

/** Creates the typed control over the simulators' parts. */
export function createControl(input: {
  faults: Faults;
  journal: Journal;
  blog: Blog;
  tokens: Tokens;
  catalogs: CatalogVersions;
  predictions: Predictions;
  mailbox: Mailbox;
  stripe: { ledger: Ledger; deliveries: Deliveries; forgetKeys: () => void };
  setMailDown: (isDown: boolean) => Promise<void>;
  baseUrl: () => string;
  hurry: (isHurried: boolean) => void;
  reset: () => void;
}): SimulatorControl {
  const { ledger, deliveries, forgetKeys } = input.stripe;
  const { faults, journal, blog, tokens, catalogs, predictions, mailbox, baseUrl } = input;
  return {
    addFault: (rule) => faults.add(rule),
    faults: () => faults.list(),
    addScript: (name) => ({ ids: faultScript(name).rules.map((rule) => faults.add(rule).id) }),
    clearFaults: () => faults.clear(),
    requests: (filter) => journal.list(filter),
    posts: (instanceId) =>
      blog
        .posts(instanceId)
        .map((post) => ({ ...post, url: `${baseUrl()}/wix/sites/${post.instanceId}/post/${post.slug}` })),
    drafts: (instanceId) => blog.drafts(instanceId),
    mails: (to) => mailbox.list(to),
    clearMails: () => mailbox.clear(),
    setMailDown: input.setMailDown,
    stripe: {
      setEndpoint: (endpoint) => deliveries.setEndpoint(endpoint),
      sessions: () => ledger.sessions().map((session) => ({ ...session })),
      refunds: () => ledger.refunds().map((refund) => ({ ...refund })),
      events: () => deliveries.events(),
      act: (sessionId, action) => ledger.act(sessionId, action),
      setAmount: (sessionId, amount) => ledger.setAmount(sessionId, amount),
      refundByHand: (paymentIntent) =>
        ledger.refund({
          ...{ paymentIntent, amount: undefined, reason: null, metadata: {}, ends: 'succeeded' },
        }).told,
      settleRefund: (refundId, status) => ledger.settleRefund(refundId, status),
      forgetKeys,
      quiet: () => deliveries.quiet(),
    },
    predictions: () => predictions.list().map((prediction) => predictions.view(prediction)),
    revokeTokens: (instanceId) => tokens.revoke(instanceId),
    disconnect: (instanceId, disconnected) => tokens.disconnect(instanceId, disconnected),
    setCatalog: (instanceId, catalog) => catalogs.set(instanceId, catalog),
    expirePictures: () => predictions.expireAll(),
    hurry: input.hurry,
    reset: input.reset,
  };
}

const done = (): Reply => json(200, { ok: true });
const badRequest = (message: string): Reply => json(400, { message });

function added(add: () => unknown): Reply {
  try {
    return json(201, add());
  } catch (error) {
    if (error instanceof RangeError) return badRequest(error.message);
    throw error;
  }
}

/** The same control over HTTP, below `/control`. */
export function createControlRoutes(control: SimulatorControl): Route[] {
  const at = (method: string, path: string, handle: Route['handle']): Route => ({
    provider: 'control',
    method,
    path: `/control${path}`,
    kind: 'control',
    handle,
  });
  const forStore = (act: (instanceId: string, body: Record<string, unknown>) => Reply) => (call: Call) => {
    const body = asObject(call.json);
    const instanceId = asText(body.instanceId);
    return instanceId ? act(instanceId, body) : badRequest('instanceId is required');
  };
  const optional = (call: Call, name: string): string | undefined => call.query.get(name) ?? undefined;
  return [
    at('POST', '/faults', ({ json: rule }) =>
      added(() => control.addFault(asObject(rule) as unknown as FaultRule)),
    ),
    at('GET', '/fault-scripts', () => json(200, { scripts: FAULT_SCRIPTS })),
    at('POST', '/fault-scripts/:name', ({ params }) => added(() => control.addScript(params.name!))),
    at('GET', '/faults', () => json(200, { faults: control.faults() })),
    at('DELETE', '/faults', () => {
      control.clearFaults();
      return done();
    }),
    at('GET', '/requests', (call) => {
      const provider = optional(call, 'provider') as Provider | undefined;
      const filter = { provider, kind: optional(call, 'kind'), since: optional(call, 'since') };
      return json(200, { requests: control.requests(filter) });
    }),
    at('GET', '/posts', (call) => json(200, { posts: control.posts(optional(call, 'instanceId')) })),
    at('GET', '/drafts', (call) => json(200, { drafts: control.drafts(optional(call, 'instanceId')) })),
    at('GET', '/predictions', () => json(200, { predictions: control.predictions() })),
    at(
      'POST',
      '/revoke-tokens',
      forStore((instanceId) => json(200, { revoked: control.revokeTokens(instanceId) })),
    ),
    at(
      'POST',
      '/disconnect',
      forStore((instanceId, body) => {
        control.disconnect(instanceId, body.disconnected !== false);
        return done();
      }),
    ),
    at(
      'POST',
      '/catalog',
      forStore((instanceId, body) => {
        const catalog = SITE_CATALOGS.find((known) => known === body.catalog);
        if (!catalog) return badRequest(`catalog must be one of ${SITE_CATALOGS.join(', ')}`);
        control.setCatalog(instanceId, catalog);
        return done();
      }),
    ),
    at('POST', '/expire-pictures', () => {
      control.expirePictures();
      return done();
    }),
    at('POST', '/hurry', (call) => {
      control.hurry(asObject(call.json).hurried !== false);
      return done();
    }),
    at('POST', '/reset', () => {
      control.reset();
      return done();
    }),
  ];
}
