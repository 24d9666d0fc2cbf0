import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Sources of a process's metrics, read at each scrape. */
export interface MetricSources {
  outbox: () => Promise<{ pending: number; oldestSeconds: number }>;
  ordersByPhase: () => Promise<Array<{ kind: string; phase: string; orders: number }>>;
  pool: () => { total: number; idle: number; waiting: number };
  /** Metrics for operators; omitted by processes that do not export them. */
  watched?: () => Promise<Watched>;
}

/** Metrics of lanes, provider accounts and the whole installation. */
export interface Watched {
  lanes: ReadonlyArray<{
    lane: string;
    backlog: number;
    oldestSeconds: number;
    rate: number | null;
    workers: number;
    slots: number;
    busy: number;
    pausedAt: Date | null;
  }>;
  accounts: ReadonlyArray<{
    provider: string;
    state: string;
    factor: number;
    requests: number;
    tokens: number;
    maxRequests: number;
    maxTokens: number | null;
  }>;
  openOrders: number;
  unconfirmed: number;
  storesToReconnect: number;
  rateControllerSilentSeconds: number | null;
}

/** Creates the API's Prometheus metrics. */
export function createMetrics(sources: MetricSources) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const outbox = {
    pending: gaugeIn(registry)('galley_outbox_pending', 'Messages not yet delivered to Temporal.'),
    oldest: gaugeIn(registry)('galley_outbox_oldest_seconds', 'Age of the oldest undelivered message.'),
  };
  const orders = gaugeIn(registry)('galley_orders', 'Orders by kind and phase.', ['kind', 'phase']);
  const connections = gaugeIn(registry)(
    'galley_database_connections',
    'Database connections of this process: total, idle, and requests waiting for one.',
    ['state'],
  );
  const reads = [
    reading(Object.values(outbox), sources.outbox, ({ pending, oldestSeconds }) => {
      outbox.pending.set(pending);
      outbox.oldest.set(oldestSeconds);
    }),
    reading([orders], sources.ordersByPhase, (rows) => {
      for (const { kind, phase, orders: number } of rows) orders.set({ kind, phase }, number);
    }),
    ...(sources.watched ? [watchedReading(registry, sources.watched)] : []),
  ];
  const up = gaugeIn(registry)(
    'galley_database_up',
    'Whether Postgres responded to this scrape; if not, metrics read from it are missing.',
  );
  /** Sets every gauge before any is read, and answers all metrics as text. A scrape must not fail because Postgres does. */
  async function scrape(): Promise<string> {
    const worked = await Promise.all(reads.map((read) => read()));
    up.set(worked.every(Boolean) ? 1 : 0);
    for (const [state, number] of Object.entries(sources.pool())) connections.set({ state }, number);
    return registry.metrics();
  }
  const requests = new Histogram({
    name: 'galley_http_request_seconds',
    help: 'Time to respond to an HTTP request.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const accepted = new Counter({
    name: 'galley_orders_accepted_total',
    help: 'Orders accepted by this process.',
    registers: [registry],
  });
  const paymentEvents = new Counter({
    name: 'galley_payment_events_total',
    help: 'Events of Stripe by what came of them; refused ones were not signed, too old or unreadable.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  return { contentType: registry.contentType, scrape, requests, accepted, paymentEvents };
}

export type Metrics = ReturnType<typeof createMetrics>;

const ACCOUNT_STATES = ['open', 'cooling', 'closed'];

/** A gauge that has no value until one is set. */
class Figure<L extends string> extends Gauge<L> {
  constructor(
    registry: Registry,
    name: string,
    help: string,
    private readonly ownLabels: readonly L[],
  ) {
    super({ name, help, labelNames: [...ownLabels], registers: [registry] });
    this.clear();
  }

  /** Takes all values away. */
  clear(): void {
    this.reset();
    // Without labels, the library resets it to nought.
    if (this.ownLabels.length === 0) this.remove();
  }
}

/** Makes gauges of a registry. */
function gaugeIn(registry: Registry) {
  return <L extends string>(name: string, help: string, labels: readonly L[] = []): Figure<L> =>
    new Figure(registry, name, help, labels);
}

/** Gauges that one question answers together, without figures of before where it has no answer. Answers whether it had one. */
function reading<T>(
  gauges: ReadonlyArray<Pick<Figure<string>, 'clear'>>,
  read: () => Promise<T>,
  use: (figures: T) => void,
): () => Promise<boolean> {
  return async () => {
    const figures = await read().then(
      (value) => ({ value }),
      () => undefined,
    );
    for (const gauge of gauges) gauge.clear();
    if (figures) use(figures.value);
    return figures !== undefined;
  };
}

/** The operators' metrics, which are read together at each scrape. */
function watchedReading(registry: Registry, watched: () => Promise<Watched>): () => Promise<boolean> {
  const gauge = gaugeIn(registry);
  const byLane = ['lane'] as const;
  const byProvider = ['provider'] as const;
  const lane = {
    oldest: gauge('galley_lane_oldest_seconds', 'Age of the oldest queued task of a lane.', byLane),
    rate: gauge('galley_lane_rate', 'Dispatches per second allowed to a lane; missing if unlimited.', byLane),
    workers: gauge('galley_lane_workers', 'Worker processes polling a lane.', byLane),
    slots: gauge('galley_lane_slots', 'Slots of all workers of a lane.', byLane),
    busy: gauge('galley_lane_busy', 'Slots of a lane in use.', byLane),
    paused: gauge('galley_lane_paused', 'Whether an operator has paused a lane.', byLane),
  };
  const account = {
    state: gauge(
      'galley_account_state',
      'State of a provider account: 1 for the current state, 0 for the others.',
      ['provider', 'state'] as const,
    ),
    share: gauge(
      'galley_account_budget_share',
      'Fraction of its budget that a provider account may use now.',
      byProvider,
    ),
    requests: gauge(
      'galley_account_requests_usage',
      'Requests in the last minute, as a fraction of the limit.',
      byProvider,
    ),
    tokens: gauge(
      'galley_account_tokens_usage',
      'Tokens charged in the last minute, as a fraction of the limit.',
      byProvider,
    ),
  };
  const open = gauge('galley_open_orders', 'Orders that are accepted, queued or running.');
  const unconfirmed = gauge('galley_orders_unconfirmed', 'Orders whose publication could not be confirmed.');
  const lost = gauge('galley_stores_to_reconnect', 'Stores that must be reconnected.');
  const silent = gauge(
    'galley_rate_controller_silent_seconds',
    'Seconds since the last heartbeat of the rate controller.',
  );

  const backlog = gauge('galley_lane_backlog', 'Tasks queued in a lane.', byLane);
  const all = [...Object.values(lane), ...Object.values(account), open, unconfirmed, lost, silent, backlog];
  return reading(all, watched, (now) => {
    for (const one of now.lanes) {
      const label = { lane: one.lane };
      backlog.set(label, one.backlog);
      lane.oldest.set(label, one.oldestSeconds);
      if (one.rate !== null) lane.rate.set(label, one.rate);
      lane.workers.set(label, one.workers);
      lane.slots.set(label, one.slots);
      lane.busy.set(label, one.busy);
      lane.paused.set(label, one.pausedAt ? 1 : 0);
    }
    for (const { provider, state, factor, requests, tokens, maxRequests, maxTokens } of now.accounts) {
      for (const known of ACCOUNT_STATES)
        account.state.set({ provider, state: known }, state === known ? 1 : 0);
      account.share.set({ provider }, factor);
      account.requests.set({ provider }, requests / maxRequests);
      if (maxTokens) account.tokens.set({ provider }, tokens / maxTokens);
    }
    open.set(now.openOrders);
    unconfirmed.set(now.unconfirmed);
    lost.set(now.storesToReconnect);
    if (now.rateControllerSilentSeconds !== null) silent.set(now.rateControllerSilentSeconds);
  });
}
