import { randomUUID } from 'node:crypto';
import { statusesOf } from '../../../src/domain/orders/lifecycle';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderDocs } from '../../../src/api/docs/page';
import { ANSWER_WORDS, FIELD_WORDS, RESOURCE_WORDS } from '../../../src/api/docs/words';
import { ERROR_STATUS } from '../../../src/api/http/errors';
import { until } from '../../support/api-client';
import type { OrderJson } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { startReceiver } from '../../support/receiver';

let galley: Galley;
let page: string;
let policy: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'galley-docs-'));
  galley = await startGalley();
  const answer = await fetch(`${galley.apiUrl}/docs`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  policy = answer.headers.get('content-security-policy') ?? '';
  page = await answer.text();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** The examples of the page as a reader copies them, by method and path. */
function examples(): Map<string, string> {
  return new Map(
    [...page.matchAll(/<code class="curl" data-operation="([^"]+)">([\s\S]*?)<\/code>/g)].map((match) => [
      match[1]!,
      unescaped(match[2]!),
    ]),
  );
}

/** The words of the page as a reader sees them. */
function wordsOfPage(): string {
  return unescaped(page.replace(/<[^>]*>/g, '')).replace(/\s+/g, ' ');
}

/** The words of one route's section. */
function wordsOf(operation: string): string {
  const section = page
    .split('<section class="operation"')
    .find((part) => part.includes(`data-operation="${operation}"`))!;
  return unescaped(section.replace(/<[^>]*>/g, '')).replace(/\s+/g, ' ');
}

interface Ran {
  code: number;
  out: string;
}

/** Runs a command as the first store would, or with another environment. */
function bash(command: string, args: string[] = [], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      'bash',
      // Without it a shell whose input is a socket believes it is remote and reads its owner's settings.
      ['--norc', ...args, '-c', command],
      {
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          GALLEY_URL: galley.apiUrl,
          GALLEY_KEY: galley.stores[0]!.key,
          ...env,
        },
      },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
    );
  });
}

async function example(
  operation: string,
  env: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const { code, out } = await bash(examples().get(operation)!, [], env);
  expect([code, out]).toEqual([0, expect.stringMatching(/^\{.*\}$/s)]);
  const answer = JSON.parse(out) as Record<string, unknown>;
  // An order's own "error" is null or a sentence; the error shape alone has a request id.
  expect(answer).not.toHaveProperty('requestId');
  return answer;
}

async function described(): Promise<
  Record<string, Record<string, { summary: string; description: string }>>
> {
  const answer = await fetch(`${galley.apiUrl}/openapi.json`);
  return ((await answer.json()) as { paths: Awaited<ReturnType<typeof described>> }).paths;
}

test('no browser would run or fetch anything but the style sheet', async () => {
  expect(policy).toBe(
    "default-src 'none';style-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  );
  expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:|<img|<iframe|@import/i);
  const targets = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1]!);
  expect(
    targets.filter((target) => !/^(?:#[\w-]+|\/openapi\.json|\/docs\/style\.css)$/.test(target)),
  ).toEqual([]);
  const style = await fetch(`${galley.apiUrl}/docs/style.css`);
  expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  const css = await style.text();
  expect(css).toContain('prefers-color-scheme: dark');
  expect(css).not.toMatch(/url\(|@import|http/);
});

test('every link within the page leads somewhere, and no name stands for two places', () => {
  const names = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!);
  expect(new Set(names).size).toBe(names.length);
  for (const match of page.matchAll(/href="#([^"]+)"/g)) expect(names).toContain(match[1]);
});

test('every route is there with its title, its line of prose, its parameters, its fields with their limits, and an example', async () => {
  const operations = Object.entries(await described()).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, { summary, description }]) => ({
      name: `${method} ${address}`,
      summary,
      description,
    })),
  );
  expect(operations.length).toBeGreaterThan(10);
  expect([...examples().keys()].sort()).toEqual(operations.map(({ name }) => name).sort());
  const words = wordsOfPage();
  for (const { name, summary, description } of operations) {
    expect(words).toContain(summary);
    expect(wordsOf(name)).toContain(description.replaceAll('`', ''));
    // A title fits into the sidebar; the line below it is a sentence.
    expect([name, summary]).toEqual([name, expect.stringMatching(/^.{4,24}$/)]);
    expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/)]);
  }
  expect(words).toMatch(/sourceId string, 1 to 200 characters\./);
  expect(words).toMatch(/policy\.deadlineMs integer, 100 to 31,536,000,000\./);
  expect(words).toMatch(/limit query integer, 1 to 200; default 50/);
  expect(words).toMatch(/resolution required one of exists, absent, abandon/);
  expect(words).toMatch(/publication\.url string, or null/);
  expect(words).toMatch(/keyId path, required ID/);
  expect(words).toContain('Uses your newest store.');
  expect(words).toContain('Uses your newest tenant and its newest key.');
  expect(words).toContain(
    'The request conflicts with the current state; message says how. For an order, see status and phase.',
  );
  expect(words).toContain('503 queue_full, 503 unavailable');
  expect(words).toContain('503 store_unavailable');
});

test('every route says whose keys may call it', async () => {
  const operations = Object.entries(await described()).flatMap(([address, methods]) =>
    Object.keys(methods).map((method) => `${method} ${address}`),
  );
  for (const operation of operations) {
    const words = wordsOf(operation);
    const takesKey = !/no key needed|for whoever is signed in/.test(words);
    expect([operation, words.includes('Roles: ')]).toEqual([operation, takesKey]);
    // Whoever is signed in is refused what another site may have made the browser send.
    const isRefused =
      takesKey || (words.includes('for whoever is signed in') && !operation.startsWith('get '));
    expect([operation, words.includes('403 forbidden')]).toEqual([operation, isRefused]);
  }
  expect(wordsOf('get /api/session/tenants')).toContain('for whoever is signed in');
  expect(wordsOf('post /api/blog-generation')).toContain(
    'Roles: store, manager for their own tenant; operator, admin for all tenants.',
  );
  expect(wordsOf('post /api/tenants')).toContain('Roles: admin for all tenants.');
});

test('what is asked for is told in words, never as a regular expression', () => {
  const words = wordsOfPage();
  expect(words).not.toContain('that matches');
  expect(words).not.toMatch(/\\d|\[0-9/);
  expect(wordsOf('get /api/spending')).toContain('from query date such as 2027-03-28. First day (UTC)');
  expect(wordsOf('get /api/calendar')).toContain('First day no longer shown');
  expect(wordsOf('patch /api/stores/{id}')).toContain('Time zone of publishing times without one');
  expect(wordsOf('get /api/blog-generation/{id}')).toContain('progress.etaP90Ms integer, or null. Millis');
  expect(wordsOf('post /api/webhooks')).toContain('shown only once');
});

test('there are no words about members that do not exist', async () => {
  const names = new Set<string>();
  JSON.stringify(await described(), (key, value: unknown) => {
    if (key === 'properties') Object.keys(value as object).forEach((name) => names.add(name));
    // Links have parameters, too, which name those of the routes that they lead to.
    if (key === 'parameters' && Array.isArray(value))
      (value as Array<{ name: string }>).forEach(({ name }) => names.add(name));
    return value;
  });
  for (const words of [FIELD_WORDS, ANSWER_WORDS, ...Object.values(RESOURCE_WORDS)])
    for (const name of Object.keys(words).flatMap((path) => path.split('.'))) expect(names).toContain(name);
});

test('every status and every error is explained', () => {
  for (const status of statusesOf('blog')) expect(page).toContain(`<dt><code>${status}</code></dt>`);
  for (const code of Object.keys(ERROR_STATUS)) expect(page).toContain(`id="error-${code}"`);
});

test('whatever a description holds stays text', () => {
  const evil = `</code><script>alert(1)</script>"'&`;
  const described = {
    info: { title: evil, version: evil, description: evil },
    paths: {
      [`/api/${evil}/{id}`]: {
        post: {
          summary: evil,
          description: evil,
          operationId: evil,
          parameters: [
            {
              name: evil,
              in: 'query',
              required: true,
              description: evil,
              schema: { enum: [evil], default: evil },
            },
          ],
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { [evil]: { type: 'string', pattern: evil, description: evil } },
                  required: [evil],
                },
              },
            },
          },
          responses: {
            200: { description: evil, content: { [evil]: { schema: { const: evil } } } },
          },
        },
      },
    },
  };
  const html = renderDocs(described, evil);
  expect(html).not.toMatch(/<script|alert\(1\)<\//);
  expect(html.split('&lt;script&gt;').length).toBeGreaterThan(8);
});

test('all examples are sound shell', async () => {
  for (const command of examples().values())
    expect(await bash(command, ['-n'])).toEqual({ code: 0, out: '' });
});

test('it names the address by which it was asked for', async () => {
  expect(page).toContain(`export GALLEY_URL=${galley.apiUrl} `);
  const proxied = await fetch(`${galley.apiUrl}/docs`, {
    headers: { 'x-forwarded-host': 'galley.example', 'x-forwarded-proto': 'https' },
  });
  expect(await proxied.text()).toContain('export GALLEY_URL=https://galley.example ');
  const described = (await (await fetch(`${galley.apiUrl}/openapi.json`)).json()) as object;
  expect(described).toMatchObject({ servers: [{ url: galley.apiUrl }] });
  const link = await galley.stores[0]!.call('POST', '/api/session/links', { body: {} });
  expect(link.json['url']).toBe(`${galley.apiUrl}${String(link.json['path'])}`);
});

test('the examples work as they stand', async () => {
  const [store] = galley.stores;
  const created = await example('post /api/blog-generation');
  expect(created).toMatchObject({ sourceId: 'hand coffee grinder' });
  const id = String(created['id']);

  const list = (await example('get /api/blog-generation')) as { items?: Array<{ id: string }> };
  expect(list.items!.map((order) => order.id)).toEqual([id]);

  await store!.reaches(id, 'AWAITING_SELECTION');
  const read = (await example('get /api/blog-generation/{id}')) as unknown as OrderJson;
  expect([read.id, read.ideas.length]).toEqual([id, 5]);
  const events = (await example('get /api/blog-generation/{id}/events')) as { items?: unknown[] };
  expect(events.items!.length).toBeGreaterThan(1);

  expect(await example('post /api/blog-generation/{id}/select')).toMatchObject({ id, repeated: false });
  expect((await store!.reaches(id, 'DONE')).selectedIdeaId).toBe(read.ideas[0]!.id);
  expect(await bash(examples().get('get /api/blog-generation/{id}/image')!)).toEqual({ code: 0, out: '' });
  expect(readFileSync(path.join(folder, 'picture.png')).subarray(1, 4).toString()).toBe('PNG');

  const second = String((await example('post /api/blog-generation'))['id']);
  await store!.reaches(second, 'AWAITING_SELECTION');
  expect(await example('post /api/blog-generation/{id}/cancel')).toMatchObject({
    id: second,
    phase: 'cancelled',
  });
  await until('it is cancelled', async () => (await store!.read(second)).status === 'CANCELLED');
  expect(await example('post /api/blog-generation/{id}/retry')).toMatchObject({
    id: second,
    repeated: false,
  });
  await store!.reaches(second, 'AWAITING_SELECTION');
}, 60_000);

test('the examples about a finished post work as they stand', async () => {
  const [store] = galley.stores;
  const batch = await example('post /api/blog-generation/batch');
  expect(batch).toMatchObject({ total: 2 });
  const planned = await store!.order({ publishAt: '2027-11-28T09:00', timeZone: 'Europe/Berlin' });
  await store!.reaches(planned, 'AWAITING_SELECTION');
  expect(await example('post /api/blog-generation/{id}/schedule')).toMatchObject({
    id: planned,
    publishAt: null,
  });

  const id = await store!.order({ publishMode: 'approve' });
  await store!.reaches(id, 'AWAITING_SELECTION');
  expect(await example('post /api/blog-generation/{id}/new-ideas')).toMatchObject({ id, round: 2 });
  await store!.reaches(id, 'AWAITING_SELECTION');
  await example('post /api/blog-generation/{id}/select');
  await store!.reaches(id, 'AWAITING_APPROVAL');
  expect(await example('post /api/blog-generation/{id}/regenerate')).toMatchObject({ id, round: 3 });
  await store!.reaches(id, 'AWAITING_APPROVAL');
  expect(await example('post /api/blog-generation/{id}/approve')).toMatchObject({ id, repeated: false });
  await store!.reaches(id, 'DONE');
}, 60_000);

test('the examples about stores, spending and the calendar work as they stand', async () => {
  const own = (await example('get /api/stores')) as { items?: Array<{ id: string }> };
  const storeId = own.items![0]!.id;
  expect(await example('get /api/stores/{id}')).toMatchObject({ id: storeId });
  expect(await example('post /api/stores/{id}/check')).toMatchObject({ connection: 'ok', problem: null });
  expect(await example('post /api/stores/{id}/reconnect')).toMatchObject({ connection: 'ok' });
  for (const what of ['products', 'posts']) {
    const found = (await example(`get /api/stores/{id}/${what}`)) as { items?: unknown[] };
    expect(found.items!.length).toBeGreaterThan(0);
  }
  expect(await example('patch /api/stores/{id}')).toMatchObject({ id: storeId, publishMode: 'approve' });
  expect(await example('get /api/spending')).toMatchObject({ currency: 'USD' });
  expect(await example('get /api/calendar')).toHaveProperty('items');

  const register = 'post /api/stores';
  const untold = await bash(examples().get(register)!);
  expect(untold.code).not.toBe(0);
  expect(untold.out).toContain('INSTANCE_ID: set it to the id of the app');
  // For another one than the store of these tests, whose orders would have to say which of two they are for.
  const other = { GALLEY_KEY: galley.stores[1]!.key, INSTANCE_ID: randomUUID() };
  // The site is not proved yet, so what the example brings is the code to do that with.
  const { out } = await bash(examples().get(register)!, [], other);
  expect(JSON.parse(out)).toMatchObject({
    error: 'site_not_proved',
    proof: { code: expect.stringMatching(/^galley-/) as string },
  });
}, 60_000);

test('the examples about bulk jobs and texts work as they stand', async () => {
  const [store] = galley.stores;
  const created = await example('post /api/bulk-generate');
  expect(created).toMatchObject({ success: true, total_items: 10 });
  const id = String(created['id']);
  expect(await example('get /api/bulk-generate')).toMatchObject({ items: [{ id }] });
  expect(await example('get /api/bulk-generate/{id}')).toMatchObject({ bulk_job: { id } });
  await until('its first text is written', async () => {
    const { json } = await store!.call('GET', `/api/bulk-generate/${id}`);
    return (json['progress'] as { completed: number }).completed > 0;
  });
  expect(await example('get /api/bulk-generate/{id}/items/{item}/result')).toHaveProperty('body');
  expect(await bash(examples().get('get /api/bulk-generate/{id}/export')!)).toEqual({ code: 0, out: '' });
  expect(readFileSync(path.join(folder, 'texts.zip')).subarray(0, 2).toString()).toBe('PK');
  expect(await example('post /api/bulk-generate/{id}/pause')).toMatchObject({ success: true });
  await until('it is paused', async () => {
    const { json } = await store!.call('GET', `/api/bulk-generate/${id}`);
    return (json['bulk_job'] as { status: string }).status === 'paused';
  });
  expect(await example('post /api/bulk-generate/{id}/resume')).toMatchObject({ status: 'processing' });
  expect(await example('post /api/bulk-generate/{id}/cancel')).toMatchObject({ status: 'cancelled' });
  for (const mode of ['topic', 'keywords', 'trends', 'spin'])
    expect(await example(`post /api/content/generate/${mode}`)).toMatchObject({ success: true, mode });
  expect(await example('get /api/content/{id}')).toMatchObject({ mode: 'spin' });
}, 60_000);

test('the examples for administrators work as they stand', async () => {
  const admin = { GALLEY_KEY: galley.operator.key };
  const { id } = await example('post /api/tenants', admin);
  expect(await example('get /api/tenants', admin)).toHaveProperty('items');
  expect(await example('get /api/tenants/{id}', admin)).toMatchObject({ id, dailyCap: null });
  expect(await example('patch /api/tenants/{id}', admin)).toMatchObject({ id, dailyCap: { amount: 500 } });
  const made = await example('post /api/tenants/{id}/keys', admin);
  expect(String(made['key'])).toMatch(/^galley_/);
  expect(await example('get /api/tenants/{id}/keys', admin)).toMatchObject({ items: [{ id: made['id'] }] });
  const revoked = await example('delete /api/tenants/{id}/keys/{keyId}', admin);
  expect([revoked['id'], revoked['revokedAt']]).toEqual([made['id'], expect.any(String)]);

  expect(await example('get /api/lanes', admin)).toHaveProperty('items');
  const ideas = { changed: ['ideas'] };
  expect(await example('post /api/lanes/{lane}/pause', admin)).toMatchObject(ideas);
  expect(await example('post /api/lanes/{lane}/resume', admin)).toMatchObject(ideas);
  const all = await example('post /api/lanes/pause', admin);
  expect((await example('post /api/lanes/resume', admin))['changed']).toEqual(all['changed']);
  for (const stats of ['rate-limiter', 'replicate-rate-limiter'])
    expect(await example(`get /api/${stats}/stats`, admin)).toHaveProperty('maxRPM');
  expect(await example('get /api/queue/stats', admin)).toHaveProperty('byPhase');
}, 60_000);

test('the examples about the catalogue work as they stand', async () => {
  const admin = { GALLEY_KEY: galley.operator.key };
  const site = await example('post /api/domains', admin);
  expect(site).toMatchObject({ host: 'www.greennotes.example' });
  expect(await example('get /api/domains', admin)).toMatchObject({ items: [{ id: site['id'] }] });
  expect(await example('get /api/domains/{id}', admin)).toMatchObject({ id: site['id'] });
  expect(await example('patch /api/domains/{id}', admin)).toMatchObject({
    prices: { backlink: { amount: 12_000 }, article: { amount: 30_000 } },
  });
  expect(await example('get /api/domains/{id}/actions', admin)).toHaveProperty('items');
  expect(await example('post /api/articles/import', admin)).toMatchObject({
    imported: [{ saved: 'created' }],
    refused: [],
  });
  const { id } = await example('post /api/articles', admin);
  expect(await example('get /api/articles', admin)).toHaveProperty('items');
  expect(await example('get /api/articles/{id}', admin)).toMatchObject({ id });
  expect(await example('patch /api/articles/{id}', admin)).toMatchObject({ author: 'Tomasz Reid' });
  const made = await example('post /api/articles/{id}/versions', admin);
  expect(made).toMatchObject({ versionNum: 2, isNew: true, isPublished: false });
  expect(await example('get /api/articles/{id}/versions', admin)).toMatchObject({ items: [{}, {}] });
  expect(await example('get /api/articles/{id}/versions/{versionId}', admin)).toHaveProperty('content');
  expect(await example('post /api/articles/{id}/select', admin)).toMatchObject({
    selectedVersionId: made['id'],
  });
  expect(await example('get /api/v1/articles')).toMatchObject({ success: true });
  expect(await example('get /api/v1/articles/{id}')).toMatchObject({ data: { id } });
  expect(await example('post /api/v1/articles/{id}/check-anchor')).toMatchObject({ data: { ok: true } });
}, 60_000);

test('the examples about templates and schedules work as they stand', async () => {
  const { id } = await example('post /api/bulk-templates');
  expect(await example('get /api/bulk-templates')).toMatchObject({ items: [{ id, totalItems: 10 }] });
  expect(await example('get /api/bulk-templates/{id}')).toMatchObject({ id, name: 'Garden tools' });
  expect(await example('patch /api/bulk-templates/{id}')).toMatchObject({ id, name: 'Tools for the garden' });
  expect(await example('post /api/bulk-templates/run')).toMatchObject({ total_items: 10 });
  expect(await example('post /api/bulk-templates/{id}/run')).toMatchObject({ success: true });
  const made = await example('post /api/bulk-schedules');
  expect(made).toMatchObject({ templateId: id, cron: '0 9 * * mon', timeZone: 'Europe/Berlin' });
  expect(await example('get /api/bulk-schedules')).toMatchObject({ items: [{ id: made['id'] }] });
  expect(await example('get /api/bulk-schedules/{id}')).toMatchObject({ name: 'Every Monday' });
  expect(await example('patch /api/bulk-schedules/{id}')).toMatchObject({ everySeconds: 604_800 });
  expect(await example('post /api/bulk-schedules/{id}/pause')).toMatchObject({ paused: true });
  expect(await example('post /api/bulk-schedules/{id}/resume')).toMatchObject({ paused: false });
  const run = await example('post /api/bulk-schedules/{id}/run');
  expect(await example('get /api/bulk-schedules/{id}/runs')).toMatchObject({ items: [{ jobId: run['id'] }] });
  expect(await example('delete /api/bulk-schedules/{id}')).toMatchObject({ id: made['id'] });
  expect(await example('delete /api/bulk-templates/{id}')).toMatchObject({ id });
}, 60_000);

test('the examples about webhooks work as they stand', async () => {
  const [store] = galley.stores;
  const { id } = await example('post /api/webhooks');
  expect(await example('get /api/webhooks')).toMatchObject({ items: [{ id }] });
  expect(await example('get /api/webhooks/{id}')).toMatchObject({ id, eventTypes: [] });
  expect(await example('patch /api/webhooks/{id}')).toMatchObject({
    id,
    eventTypes: ['order.done', 'order.failed'],
  });
  expect(String((await example('post /api/webhooks/{id}/rotate-secret'))['secret'])).toMatch(/^whsec_/);
  expect(await example('delete /api/webhooks/{id}')).toMatchObject({ id });

  const receiver = await startReceiver();
  try {
    const made = await store!.call('POST', '/api/webhooks', { body: { url: receiver.url } });
    receiver.trust(String(made.json['secret']));
    await store!.reaches(await store!.order(), 'AWAITING_SELECTION');
    await until('it is told', async () => receiver.received.length === 1);
    const log = (await example('get /api/webhooks/{id}/deliveries')) as { items?: Array<{ id: string }> };
    expect(log.items!.map((line) => line.id)).toEqual([receiver.received[0]!.id]);
    // The receiver answers before the sender notes it; only what was noted can be sent again.
    await until('it is noted', async () => {
      const { json } = await store!.call('GET', `/api/webhooks/${String(made.json['id'])}/deliveries`);
      return (json['items'] as Array<{ state: string }>)[0]!.state === 'delivered';
    });
    await example('post /api/webhooks/{id}/deliveries/{deliveryId}/resend');
    await until('it is told again', async () => receiver.received.length === 2);
    expect(receiver.received[1]!.id).toBe(receiver.received[0]!.id);
  } finally {
    await receiver.stop();
  }
}, 60_000);

test.each(['get /healthz', 'get /readyz'])('%s works as it stands', async (operation) => {
  expect(Object.values(await example(operation))).not.toContain(false);
});
