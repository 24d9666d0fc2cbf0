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
  const up = new Gauge({
    name: 'galley_database_up',
    help: 'Whether Postgres responded to this scrape; if not, metrics read from it are missing.',
    registers: [registry],
  });
  /** Reads values for a scrape; a scrape must not fail because Postgres does. */
  async function reading<T>(read: () => Promise<T>, use: (figures: T) => void): Promise<void> {
    try {
      use(await read());
      up.set(1);
    } catch {
      up.set(0);
    }
  }
  new Gauge({
    name: 'galley_outbox_pending',
    help: 'Messages not yet delivered to Temporal.',
    registers: [registry],
    async collect() {
      await reading(sources.outbox, ({ pending, oldestSeconds }) => {
        this.set(pending);
        oldest.set(oldestSeconds);
      });
    },
  });
  const oldest = new Gauge({
    name: 'galley_outbox_oldest_seconds',
    help: 'Age of the oldest undelivered message.',
    registers: [registry],
  });
  new Gauge({
    name: 'galley_orders',
    help: 'Orders by kind and phase.',
    labelNames: ['kind', 'phase'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      await reading(sources.ordersByPhase, (rows) => {
        for (const row of rows) this.set({ kind: row.kind, phase: row.phase }, row.orders);
      });
    },
  });
  new Gauge({
    name: 'galley_database_connections',
    help: 'Database connections of this process: total, idle, and requests waiting for one.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      const { total, idle, waiting } = sources.pool();
      this.set({ state: 'total' }, total);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  if (sources.watched) addWatched(registry, sources.watched, reading);
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
  return { registry, requests, accepted };
}

export type Metrics = ReturnType<typeof createMetrics>;

const ACCOUNT_STATES = ['open', 'cooling', 'closed'];

/** Adds the operators' metrics, which are read together at each scrape. */
function addWatched(
  registry: Registry,
  watched: () => Promise<Watched>,
  reading: <T>(read: () => Promise<T>, use: (figures: T) => void) => Promise<void>,
): void {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
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

  const backlog: Gauge<'lane'> = new Gauge({
    name: 'galley_lane_backlog',
    help: 'Tasks queued in a lane.',
    labelNames: [...byLane],
    registers: [registry],
    async collect() {
      await reading(watched, (now) => {
        for (const metric of [...Object.values(lane), ...Object.values(account)]) metric.reset();
        backlog.reset();
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
    },
  });
}
