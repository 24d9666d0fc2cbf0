import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import type { ApiClient } from './api-client';
import { until } from './api-client';
import type { Galley } from './galley';

/** A link as it is ordered in the texts of these tests. */
export const LINK = { anchorText: 'hand coffee grinder', targetUrl: 'https://shop.example/grinders' };
export const LINKED = `A [${LINK.anchorText}](${LINK.targetUrl}) is quiet. It is small.\n`;
export const PLAIN = 'A hand coffee grinder is quiet. It is small.\n';

/** What a publish hook was sent. */
export interface Sent {
  /** The id of the delivery, the same for every repetition. */
  id: string;
  body: {
    articleId: string;
    versionId: string;
    versionNum: number;
    slug: string;
    title: string;
    markdown: string;
    html: string;
    paidLinks: Array<{ anchorText: string; targetUrl: string; rel: string }>;
    previousUrl: string | null;
    deliveryNo: number;
  };
}

/** A site of somebody else's with a publish hook, whose pages show what it was sent. */
export interface HookSite {
  url: string;
  hookUrl: string;
  sent: Sent[];
  unsigned: number;
  /** How often its pages were read. */
  reads: number;
  trust(secret: string): void;
  /** Answers the next messages with this status instead of taking them. */
  refuse(next: { status: number; times: number }): void;
  /** Takes the next messages and never answers them. */
  keepSilent(times: number): void;
  /** What it does to the HTML of articles. */
  shows: (html: string) => string;
  /** What it answers instead of the address of the page, if anything. */
  answers: (sent: Sent) => unknown;
  stop(): Promise<void>;
}

/** Starts a site on a port of this machine. */
export async function startHookSite(): Promise<HookSite> {
  const verifiers: Verifier[] = [];
  const refusals: number[] = [];
  const pages = new Map<string, string>();
  let silences = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'GET') {
        site.reads += 1;
        const html = pages.get(request.url ?? '');
        const status = html === undefined ? 404 : 200;
        response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
        return void response.end(`<!doctype html><title>x</title><main>${site.shows(html ?? '')}</main>`);
      }
      const status = refusals.shift();
      if (status !== undefined) return void response.writeHead(status).end();
      const text = Buffer.concat(chunks).toString('utf8');
      const headers = request.headers as Record<string, string>;
      const isSigned = verifiers.some((verifier) => {
        try {
          return Boolean(verifier.verify(text, headers));
        } catch {
          return false;
        }
      });
      if (!isSigned) {
        site.unsigned += 1;
        return void response.writeHead(401).end();
      }
      const sent: Sent = { id: headers['webhook-id']!, body: JSON.parse(text) as Sent['body'] };
      site.sent.push(sent);
      if (silences > 0) return void (silences -= 1);
      pages.set(`/${sent.body.slug}`, sent.body.html);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(site.answers(sent)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const site: HookSite = {
    ...{ url, hookUrl: `${url}/hook`, sent: [], unsigned: 0, reads: 0 },
    trust: (secret) => void verifiers.push(new Verifier(secret)),
    refuse: ({ status, times }) => void refusals.push(...Array.from({ length: times }, () => status)),
    keepSilent: (times) => void (silences += times),
    shows: (html) => html,
    answers: ({ body }) => ({ url: `${url}/${body.slug}` }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}

async function made(answer: Promise<{ status: number; json: Record<string, unknown> }>) {
  const { status, json } = await answer;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(json)}`);
  return json;
}

/** Adds a site to the catalogue, with an outlet. */
export async function addOutletSite(
  admin: ApiClient,
  outlet: { storeId: string } | { hookUrl: string } | null,
): Promise<{ id: string; host: string; hookSecret?: string }> {
  const host = `site-${randomUUID()}.example`;
  return (await made(admin.call('POST', '/api/domains', { body: { name: host, host, outlet } }))) as {
    id: string;
    host: string;
  };
}

/** Adds an article, published unless told otherwise. */
export async function addOutletArticle(
  admin: ApiClient,
  { host }: { host: string },
  body: Record<string, unknown> = {},
): Promise<{ id: string; slug: string; title: string; selectedVersionId: string | null }> {
  const slug = `article-${randomUUID()}`;
  const json = await made(
    admin.call('POST', '/api/articles', {
      body: {
        ...{ domain: host, title: `About ${slug}`, slug, author: 'Ines Brandt', publishedOn: '2026-03-02' },
        ...{ content: PLAIN, ...body },
      },
    }),
  );
  return json as { id: string; slug: string; title: string; selectedVersionId: string | null };
}

/** Adds a version without publishing it; answers its id. */
export async function addText(admin: ApiClient, articleId: string, content: string): Promise<string> {
  const body = { content, publish: false };
  return String((await made(admin.call('POST', `/api/articles/${articleId}/versions`, { body })))['id']);
}

/** Publishes a version. */
export async function select(admin: ApiClient, articleId: string, versionId: string | null): Promise<void> {
  await made(admin.call('POST', `/api/articles/${articleId}/select`, { body: { versionId } }));
}

/** Orders a link in an article, as if it were paid for and approved unless told otherwise; answers the order's id. */
export async function buyLink(
  galley: Galley,
  articleId: string,
  { isApproved = true, ...link }: { isApproved?: boolean; anchorText?: string; targetUrl?: string } = {},
): Promise<string> {
  const { anchorText, targetUrl } = { ...LINK, ...link };
  const id = randomUUID();
  const { pool } = galley.database;
  const tenant = await pool.query<{ id: string }>(`select id from tenants where kind = 'operator' limit 1`);
  await galley.db.transaction(async (tx) => {
    await tx.query(
      `insert into purchases (id, product, domain_id, article_id, target_url, anchor_text, notes, amount, currency, address,
                              folded, locale, content_sha256, approved_at, approved_version_id)
       select $1, 'backlink', domain_id, id, $3, $4, '', 100, 'EUR', $5, $5, 'en', '\\x00',
              case when $6 then clock_timestamp() end,
              case when $6 then (select v.id from article_revisions v where v.article_id = articles.id order by v.version_num limit 1) end
         from articles where id = $2`,
      [id, articleId, targetUrl, anchorText, `${id}@people.example`, isApproved],
    );
    await tx.confirmations.confirmPurchase({
      purchase: { id, product: 'backlink' },
      tenantId: tenant.rows[0]!.id,
    });
  });
  return id;
}

/** How an article stands at its outlet. */
export interface Standing {
  hasOutlet: boolean;
  state: string | null;
  wantedVersionId: string | null;
  deliveredVersionId: string | null;
  url: string | null;
  lastProblem: { type: string | null; reason: string } | null;
  linkState: string | null;
  links: Array<{ orderId: string; state: string }>;
  checkedAt: string | null;
}

export async function standingOf(admin: ApiClient, articleId: string): Promise<Standing> {
  return (await made(admin.call('GET', `/api/articles/${articleId}/outlet`))) as unknown as Standing;
}

/** Waits until an article stands as described. */
export async function stands(
  admin: ApiClient,
  articleId: string,
  wanted: Partial<Standing>,
  timeoutMs?: number,
): Promise<Standing> {
  let last: Standing | undefined;
  return until(
    () => `${JSON.stringify(wanted)} of ${JSON.stringify(last)}`,
    async () => {
      last = await standingOf(admin, articleId);
      const now: Standing = last;
      return Object.entries(wanted).every(([name, value]) => now[name as keyof Standing] === value) && now;
    },
    timeoutMs,
  );
}

/** Waits until a version is out and was looked at. */
export async function goesOut(admin: ApiClient, articleId: string, versionId: string): Promise<Standing> {
  await stands(admin, articleId, { state: 'delivered', deliveredVersionId: versionId });
  return until('it was looked at', async () => {
    const now = await standingOf(admin, articleId);
    return now.checkedAt !== null && now;
  });
}

/** The alerts about an article that administrators were mailed, in order; each of them gets one. */
export async function alertsOf(galley: Galley, articleId: string): Promise<string[]> {
  const { rows } = await galley.database.pool.query<{ told: string }>(
    `select body ->> 'alert' || ' ' || (body ->> 'reason') as told from webhook_deliveries
      where channel = 'mail' and event_type = 'admin_alert' and body ->> 'articleId' = $1 order by created_at, id`,
    [articleId],
  );
  return rows.map(({ told }) => told);
}
