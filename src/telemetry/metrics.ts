import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Where a process's own figures come from at each scrape. */
export interface MetricSources {
  outbox: () => Promise<{ pending: number; oldestSeconds: number }>;
  ordersByPhase: () => Promise<Array<{ kind: string; phase: string; orders: number }>>;
  pool: () => { total: number; idle: number; waiting: number };
}

/** The API's metrics in Prometheus' terms. */
export function createMetrics(sources: MetricSources) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const up = new Gauge({
    name: 'galley_database_up',
    help: 'Whether Postgres answered at this scrape; figures out of it are missing while it does not.',
    registers: [registry],
  });
  /** Reads figures for a scrape; a scrape must not fail because Postgres does. */
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
    help: 'Connections of this process: all, idle, and requests waiting for one.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      const { total, idle, waiting } = sources.pool();
      this.set({ state: 'total' }, total);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  const requests = new Histogram({
    name: 'galley_http_request_seconds',
    help: 'Time to answer a request.',
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
