import { z } from 'zod';
import type { Pool } from 'pg';
import type { Metrics } from '../../telemetry/metrics';
import { carriesToken } from '../../telemetry/metrics-token';
import type { Dispatcher } from '../../dispatch/temporal';
import { ApiError } from '../http/errors';
import { askedOnce } from '../http/fresh';
import { DescribedRouter } from '../http/route';

/** How long an answer to a probe holds, in milliseconds: whoever asks more often asks the database no more often. */
const KEEP_MS = 1_000;

/** Health, readiness and metrics: open, for probes; metrics with `metricsToken` only, where there is one. */
export function systemRoutes(deps: {
  pool: Pool;
  dispatcher: Dispatcher;
  metrics: Metrics;
  metricsToken?: string | undefined;
  probes?: { keepMs: number };
}): DescribedRouter {
  const routes = new DescribedRouter();
  const times = { keepMs: deps.probes?.keepMs ?? KEEP_MS, now: () => performance.now() };
  const isReady = askedOnce({
    ...times,
    ask: () =>
      Promise.all([
        deps.pool.query('select 1 from orders limit 1').then(
          () => true,
          () => false,
        ),
        deps.dispatcher.isReachable(),
      ]),
  });
  const scrape = askedOnce({ ...times, ask: async () => Buffer.from(await deps.metrics.scrape()) });
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
      const [postgres, temporal] = await isReady();
      return { status: postgres ? 200 : 503, json: { ready: postgres, postgres, temporal } };
    },
  );
  routes.route(
    {
      method: 'get',
      path: '/metrics',
      summary: 'Metrics',
      description:
        'Metrics in the Prometheus format, at most a second old. If `METRICS_TOKEN` is set, send it as a bearer token.',
      permission: 'open',
      answers: {
        200: { description: 'Metrics.', schema: z.string(), contentType: 'text/plain' },
        401: { description: 'A token is required, and the one sent is not it.' },
      },
    },
    async ({ req }) => {
      if (!carriesToken(req.headers.authorization, deps.metricsToken))
        throw new ApiError('unauthorized', 'Send the token of the metrics as a bearer token.');
      return { status: 200, text: await scrape(), type: deps.metrics.contentType };
    },
  );
  return routes;
}
