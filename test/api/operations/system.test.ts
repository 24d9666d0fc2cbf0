import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { createApp } from '../../../src/api/app';
import { createPictureStore } from '../../../src/clients/picture-store';
import { countByPhase } from '../../../src/db/orders/counts';
import { outboxBacklog } from '../../../src/db/outbox/outbox';
import { createPool } from '../../../src/db/pool';
import { createMetrics } from '../../../src/telemetry/metrics';
import { apiDeps } from '../../support/api-deps';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const BASE = '/api/blog-generation';
let galley: Galley;

function appOver(pool: Pool) {
  return createApp(
    apiDeps(pool, {
      dispatcher: galley.dispatcher,
      pictureStore: createPictureStore({ dir: galley.config.pictureDir }),
      version: '9.8.7',
      metrics: createMetrics({
        outbox: () => outboxBacklog(pool),
        ordersByPhase: () => countByPhase(pool),
        pool: () => ({ total: 3, idle: 2, waiting: 1 }),
      }),
    }),
  );
}

async function listen(pool: Pool): Promise<{ url: string; server: Server }> {
  const server = createServer(appOver(pool));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('probes need no key and say that all is well', async () => {
  const healthy = await fetch(`${galley.apiUrl}/healthz`);
  expect([healthy.status, await healthy.json()]).toEqual([200, { ok: true }]);
  const ready = await fetch(`${galley.apiUrl}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, postgres: true, temporal: true }]);
});

test('every figure is of its own scrape, also of the first one', async () => {
  let round = 0;
  const { scrape } = createMetrics({
    outbox: async () => ({ pending: round, oldestSeconds: round }),
    ordersByPhase: async () =>
      round === 3 ? Promise.reject(new Error('away')) : [{ kind: 'blog', phase: 'done', orders: round }],
    pool: () => ({ total: round, idle: round, waiting: round }),
    watched: async () => ({
      lanes: [
        {
          lane: 'ideas',
          backlog: round,
          oldestSeconds: round,
          rate: round,
          workers: round,
          slots: round,
          busy: round,
          pausedAt: null,
        },
      ],
      accounts: [
        {
          provider: 'openai',
          state: 'open',
          factor: round,
          requests: round,
          tokens: round,
          maxRequests: 1,
          maxTokens: 1,
        },
      ],
      openOrders: round,
      unconfirmed: round,
      storesToReconnect: round,
      rateControllerSilentSeconds: round,
    }),
  });
  for (round = 1; round <= 3; round += 1) {
    const lines = (await scrape()).split('\n').filter((line) => line.startsWith('galley_'));
    const figures = new Map(lines.map((line) => line.split(' ') as [string, string]));
    expect(figures.get('galley_database_up')).toBe(round === 3 ? '0' : '1');
    expect(figures.get('galley_orders{kind="blog",phase="done"}')).toBe(
      round === 3 ? undefined : String(round),
    );
    const fixed = /^galley_(http|database_up|orders_accepted|orders\{|lane_paused|account_state)/;
    const own = lines.filter((line) => !fixed.test(line));
    expect(own).toHaveLength(18);
    for (const line of own) expect(line).toMatch(new RegExp(` ${round}$`));
  }
});

describe('while Postgres is away', () => {
  let dead: { url: string; server: Server };
  let pool: Pool;

  beforeAll(async () => {
    pool = createPool({
      url: 'postgres://nobody@127.0.0.1:1/none',
      ssl: 'off',
      max: 2,
      min: 0,
      applicationName: 'test',
      onIdleError: () => undefined,
    });
    dead = await listen(pool);
  });

  afterAll(async () => {
    dead.server.closeAllConnections();
    await new Promise((resolve) => dead.server.close(resolve));
    await pool.end();
  });

  test('the process lives and is not ready', async () => {
    expect((await fetch(`${dead.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${dead.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ready: false, postgres: false, temporal: true },
    ]);
  });

  test('requests are told to come back, in the one shape', async () => {
    const response = await fetch(`${dead.url}${BASE}`, { headers: { authorization: 'Bearer abcdefghijkl' } });
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      error: 'unavailable',
      message: expect.stringMatching(/^[A-Z].*\.$/) as string,
      requestId: response.headers.get('x-request-id'),
    });
    expect(text).not.toMatch(/127\.0\.0\.1|ECONN|postgres/i);
  });

  test('the metrics that do not come from Postgres are still there', async () => {
    const response = await fetch(`${dead.url}/metrics`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('galley_http_request_seconds');
  });
});

describe('metrics', () => {
  const scrape = async () => {
    const response = await fetch(`${galley.apiUrl}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    return response.text();
  };
  const value = (text: string, series: string): number | undefined => {
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  };

  test('tell orders, outbox, connections and requests', async () => {
    const id = await galley.stores[0]!.order();
    await galley.stores[0]!.read(id);
    await galley.stores[0]!.act(await galley.stores[0]!.order(), 'cancel');
    const text = await scrape();
    // Queued as soon as its start is delivered.
    const waiting = ['accepted', 'queued'].map((phase) =>
      value(text, `galley_orders{kind="blog",phase="${phase}"}`),
    );
    expect(waiting.filter((orders) => orders !== undefined)).toEqual([1]);
    expect(value(text, 'galley_orders{kind="blog",phase="cancelled"}')).toBe(1);
    expect(value(text, 'galley_outbox_pending')).toBeGreaterThanOrEqual(0);
    expect(value(text, 'galley_outbox_oldest_seconds')).toBeGreaterThanOrEqual(0);
    for (const state of ['total', 'idle', 'waiting'])
      expect(value(text, `galley_database_connections{state="${state}"}`)).toBeGreaterThanOrEqual(0);
    const route = `method="GET",route="${BASE}/:id",status="200"`;
    expect(value(text, `galley_http_request_seconds_count{${route}}`)).toBeGreaterThanOrEqual(1);
    // One series an order would fill the memory of whoever collects them.
    expect(text).not.toContain(id);
  });

  test('count the orders that were accepted', async () => {
    const before = value(await scrape(), 'galley_orders_accepted_total') ?? 0;
    await galley.stores[1]!.order();
    await galley.stores[1]!.order();
    expect(value(await scrape(), 'galley_orders_accepted_total')).toBe(before + 2);
  });

  test('have one series for all addresses that do not exist', async () => {
    await fetch(`${galley.apiUrl}/nothing-${randomUUID()}`);
    const text = await scrape();
    expect(text).toContain('route="none",status="404"');
    expect(text).not.toContain('nothing-');
  });
});

type Json = Record<string, unknown>;
interface Operation extends Json {
  operationId: string;
  security?: unknown[];
  parameters: Array<{ name: string; in: string; required: boolean; schema: Json }>;
  responses: Record<string, Json>;
  requestBody?: { required: boolean; content: Record<string, { schema: Json }> };
}
interface Description extends Json {
  openapi: string;
  info: Json;
  paths: Record<string, Record<string, Operation>>;
}

/** The description itself and what is made of it for readers. */
const UNDESCRIBED = ['get /openapi.json', 'get /docs', 'get /docs/style.css'];

describe('the published description', () => {
  let description: Description;
  let operations: Array<{ path: string; method: string; operation: Operation }>;

  beforeAll(async () => {
    description = (await (await fetch(`${galley.apiUrl}/openapi.json`)).json()) as Description;
    operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  });

  test('is OpenAPI 3.1 with its title and version', () => {
    expect(description.openapi).toMatch(/^3\.1\.\d+$/);
    expect(description.info).toMatchObject({ title: 'Galley', version: 'test' });
  });

  test('has every route of the application, and no other', () => {
    interface Layer {
      route?: { path: string; methods: Record<string, boolean> };
      handle: { stack?: Layer[] };
    }
    const routesOf = (stack: Layer[]): string[] =>
      stack.flatMap((layer) =>
        layer.route
          ? Object.keys(layer.route.methods).map((method) => `${method} ${layer.route!.path}`)
          : routesOf(layer.handle.stack ?? []),
      );
    const app = appOver(galley.database.pool) as unknown as { router: { stack: Layer[] } };
    const routes = routesOf(app.router.stack)
      .filter((route) => !UNDESCRIBED.includes(route))
      .map((route) => route.replace(/:(\w+)/g, '{$1}'));
    expect(routes.length).toBeGreaterThan(10);
    for (const route of UNDESCRIBED) expect(routesOf(app.router.stack)).toContain(route);
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routes.sort());
  });

  test('every reference in it leads somewhere', () => {
    const references: string[] = [];
    JSON.stringify(description, (key, value: unknown) => {
      if (key === '$ref') references.push(String(value));
      return value;
    });
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      expect(reference).toMatch(/^#\//);
      const target = reference
        .slice(2)
        .split('/')
        .reduce<unknown>(
          (at, part) => (at as Json | undefined)?.[part.replace(/~1/g, '/').replace(/~0/g, '~')],
          description,
        );
      expect([reference, typeof target]).toEqual([reference, 'object']);
    }
  });

  test('every operation is named once, answers something and says what an error looks like', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of operations) {
      expect(operation.operationId).toMatch(/^\w+$/);
      const statuses = Object.keys(operation.responses);
      expect(statuses.some((status) => /^2\d\d$/.test(status))).toBe(true);
      expect(statuses).toContain('default');
      for (const response of Object.values(operation.responses))
        expect(response['description']).toMatch(/\w/);
    }
  });

  const named = (method: string, path: string): Operation => description.paths[path]![method]!;
  const contentOf = (operation: Operation, status: string): string[] =>
    Object.keys((operation.responses[status] as { content: object }).content);

  test('tells every content type, also of what is no JSON', () => {
    expect(contentOf(named('get', '/api/spending'), '200')).toEqual(['application/json', 'text/csv']);
    expect(contentOf(named('get', '/api/generation/{id}/result'), '200')).toEqual([
      'application/json',
      'text/markdown',
    ]);
    expect(Object.keys(named('post', '/api/generation/batch').requestBody!.content)).toEqual([
      'application/json',
      'text/csv',
    ]);
    const events = named('get', '/api/events');
    expect(contentOf(events, '200')).toEqual(['text/event-stream']);
    expect(events.parameters.map(({ name, in: place }) => `${place} ${name}`)).toEqual([
      'query kind',
      'query batchId',
      'query lastEventId',
      'header Last-Event-ID',
    ]);
  });

  test('tells every error that can come, the credentials, and what a creation leads to', () => {
    expect(Object.keys(named('post', '/api/generation/batch').responses).sort()).toEqual(
      ['202', '400', '401', '403', '413', '415', '422', '429', '503', 'default'].sort(),
    );
    expect(named('get', '/api/stores').responses).toHaveProperty('404');
    expect(named('get', '/api/stores').security).toEqual([{ key: [] }, { session: [] }]);
    expect(named('post', '/api/stores').security).toEqual([{ key: [] }, { session: [], panel: [] }]);
    const created = named('post', '/api/stores').responses['201'] as Record<string, object>;
    expect(created['headers']).toHaveProperty('Location');
    const targets = Object.values(created['links'] as Record<string, { operationId: string }>);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(targets.length).toBeGreaterThan(4);
    for (const { operationId } of targets) expect(ids).toContain(operationId);
  });

  test('the parameters in an address are described, and those only', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const described = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map((parameter) => parameter.name)).toEqual(named);
      expect(described.every((parameter) => parameter.required)).toBe(true);
      expect(operation.parameters.every((parameter) => typeof parameter.schema === 'object')).toBe(true);
    }
  });

  test('says which routes need no key, and those answer without one', async () => {
    for (const { path, method, operation } of operations) {
      const response = await fetch(`${galley.apiUrl}${path.replace('{id}', randomUUID())}`, {
        method: method.toUpperCase(),
      });
      // It answers who is signed in: nobody is.
      if (path === '/api/session') continue;
      expect([path, response.status === 401]).toEqual([path, operation.security?.length !== 0]);
    }
  });

  test('asks for a body only where one is needed', () => {
    const required = operations
      .filter(({ operation }) => operation.requestBody?.required)
      .map(({ path }) => path.split('/').at(-1));
    expect(required).toEqual(expect.arrayContaining(['blog-generation', 'resolve', 'select']));
    expect(required).not.toContain('cancel');
    expect(required).not.toContain('retry');
  });

  test('everything in it is really there', async () => {
    for (const { path, method } of operations) {
      const response = await fetch(`${galley.apiUrl}${path.replace('{id}', randomUUID())}`, {
        method: method.toUpperCase(),
        headers: { authorization: `Bearer ${galley.operator.key}` },
      });
      // A stream says nothing that would come to an end.
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
      if (isStream) await response.body?.cancel();
      expect([path, isStream ? '' : await response.text()]).not.toEqual([
        path,
        expect.stringContaining('There is no such route'),
      ]);
      expect(response.status).toBeLessThan(500);
    }
  });
});

test('the answers carry the headers that keep browsers careful, and do not name the framework', async () => {
  const { headers } = await fetch(`${galley.apiUrl}/healthz`);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});
