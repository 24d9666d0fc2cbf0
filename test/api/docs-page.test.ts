import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderDocs } from '../../src/api/docs-page';
import { ERROR_STATUS } from '../../src/api/errors';
import { BLOG_STATUSES } from '../../src/contract/orders';
import { until } from '../support/api-client';
import type { OrderJson } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

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

interface Ran {
  code: number;
  out: string;
}

function bash(command: string, args: string[] = []): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      'bash',
      // Without it a shell whose input is a socket believes it is remote and reads its owner's settings.
      ['--norc', ...args, '-c', command],
      {
        cwd: folder,
        env: { PATH: process.env['PATH'], GALLEY_URL: galley.apiUrl, GALLEY_KEY: galley.stores[0]!.key },
      },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
    );
  });
}

async function example(operation: string): Promise<Record<string, unknown>> {
  const { code, out } = await bash(examples().get(operation)!);
  expect([code, out]).toEqual([0, expect.stringMatching(/^\{.*\}$/s)]);
  const answer = JSON.parse(out) as Record<string, unknown>;
  // An order's own "error" is null or a sentence; the error shape alone has a request id.
  expect(answer).not.toHaveProperty('requestId');
  return answer;
}

async function described(): Promise<Record<string, Record<string, { summary: string }>>> {
  const answer = await fetch(`${galley.apiUrl}/openapi.json`);
  return ((await answer.json()) as { paths: Record<string, Record<string, { summary: string }>> }).paths;
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

test('every route is there with its summary, its parameters, its fields with their limits, and an example', async () => {
  const operations = Object.entries(await described()).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, { summary }]) => ({ name: `${method} ${address}`, summary })),
  );
  expect(operations.length).toBeGreaterThan(10);
  expect([...examples().keys()].sort()).toEqual(operations.map(({ name }) => name).sort());
  const words = unescaped(page.replace(/<[^>]*>/g, '')).replace(/\s+/g, ' ');
  for (const { summary } of operations) expect(words).toContain(summary);
  expect(words).toMatch(/sourceId text, 1 to 200 characters\./);
  expect(words).toMatch(/policy\.deadlineMs whole number, 100 to 31,536,000,000\./);
  expect(words).toMatch(/limit query whole number, 1 to 200; 50 when left out/);
  expect(words).toMatch(/resolution required one of exists, absent, abandon/);
  expect(words).toMatch(/publication\.url text, or null/);
  expect(words).toMatch(/keyId path, required id/);
  expect(words).toContain('It takes the newest store.');
  expect(words).toContain('403 forbidden');
  expect(words).toContain('For an order that is in another state status and phase say which.');
});

test('every status and every error is explained', () => {
  for (const status of BLOG_STATUSES) expect(page).toContain(`<dt><code>${status}</code></dt>`);
  for (const code of Object.keys(ERROR_STATUS)) expect(page).toContain(`id="error-${code}"`);
});

test('whatever a description holds stays text', () => {
  const evil = `</code><script>alert(1)</script>"'&`;
  const html = renderDocs({
    info: { title: evil, version: evil, description: evil },
    paths: {
      [`/api/${evil}/{id}`]: {
        post: {
          summary: evil,
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
  });
  expect(html).not.toMatch(/<script|alert\(1\)<\//);
  expect(html.split('&lt;script&gt;').length).toBeGreaterThan(8);
});

test('all examples are sound shell', async () => {
  for (const command of examples().values())
    expect(await bash(command, ['-n'])).toEqual({ code: 0, out: '' });
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

test.each(['get /healthz', 'get /readyz'])('%s works as it stands', async (operation) => {
  expect(Object.values(await example(operation))).not.toContain(false);
});
