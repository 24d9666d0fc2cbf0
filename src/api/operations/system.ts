import { z } from 'zod';
import type { Pool } from 'pg';
import type { Metrics } from '../../telemetry/metrics';
import type { Dispatcher } from '../../dispatch/temporal';
import { DescribedRouter } from '../http/route';

/** Health, readiness and metrics: open, for probes. */
export function systemRoutes(deps: {
  pool: Pool;
  dispatcher: Dispatcher;
  metrics: Metrics;
}): DescribedRouter {
  const routes = new DescribedRouter();
  routes.route(
    {
      method: 'get',
      path: '/healthz',
      summary: 'Liveness',
      description: 'Whether the process is running.',
      permission: 'open',
      answers: { 200: { description: 'It is running.', schema: z.object({ ok: z.literal(true) }) } },
    },
    async () => ({ status: 200, json: { ok: true } }),
  );
  const readiness = z.object({ ready: z.boolean(), postgres: z.boolean(), temporal: z.boolean() });
  routes.route(
    {
      method: 'get',
      path: '/readyz',
      summary: 'Readiness',
      description: 'Whether orders can be accepted. Orders are accepted even while Temporal is unavailable.',
      permission: 'open',
      answers: {
        200: { description: 'Ready.', schema: readiness },
        503: { description: 'Not ready.', schema: readiness },
      },
    },
    async () => {
      const [postgres, temporal] = await Promise.all([
        deps.pool.query('select 1 from orders limit 1').then(
          () => true,
          () => false,
        ),
        deps.dispatcher.isReachable(),
      ]);
      return { status: postgres ? 200 : 503, json: { ready: postgres, postgres, temporal } };
    },
  );
  routes.route(
    {
      method: 'get',
      path: '/metrics',
      summary: 'Metrics',
      description: 'Metrics in the Prometheus format.',
      permission: 'open',
      answers: { 200: { description: 'Metrics.', schema: z.string(), contentType: 'text/plain' } },
    },
    async ({ res }) => {
      res.type(deps.metrics.contentType).send(await deps.metrics.scrape());
    },
  );
  return routes;
}
