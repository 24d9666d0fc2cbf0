// Orders that were bought, brought to where a page is to be looked at, without the workflow that takes them there.
import { createHash, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { mailedToken } from './mail.mjs';
import { shared } from './panel.mjs';

const require = createRequire(import.meta.url);
const { createDb } = require('../../../dist/db/db.js');

const TITLE = 'The first three winters of a bare-root hedge';

let number = 0;

/** An address that nobody had before. */
export const newAddress = () => `reviewer-${(number += 1)}-${Date.now()}@buyers.example`;

const db = () => (shared.db ??= createDb(shared.system.pool));
const sql = async (text, values) => (await shared.system.pool.query(text, values)).rows;

/** The article that is bought from in these tests, as everybody reads it. */
export async function anArticle() {
  const found = await fetch(`${shared.url}/api/v1/articles?q=hedge%20winters`);
  const { data } = await found.json();
  return data.items.find(({ title }) => title === TITLE);
}

async function send(path, body) {
  const answer = await fetch(`${shared.url}/api/v1/purchase/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-galley-panel': '1' },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${json.message}`);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  return { ...json.data, cookie };
}

/** Orders and confirms a link, or a new article where a `topic` is given. Nothing is paid yet. */
export async function buy({
  email = newAddress(),
  anchorText = 'garden water butts',
  topic,
  locale = 'en',
} = {}) {
  const article = await anArticle();
  const what = topic ? { domainId: await siteOf(article), topic, keyword: topic } : { articleId: article.id };
  const link = { anchorText, targetUrl: 'https://water.example/butts' };
  await send('start', { ...what, ...link, email, locale });
  const { orderId, cookie } = await send('confirm', { token: await mailedToken(email, 'purchase_link') });
  return { orderId, email, cookie };
}

async function siteOf({ domain }) {
  const { items } = await shared.admin.call('GET', '/api/domains?limit=100');
  return items.find(({ host }) => host === domain.host).id;
}

/** Signs in a browser as the buyer of an order. */
export async function signInAs(context, { cookie }) {
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url: shared.url, httpOnly: true, sameSite: 'Strict' }]);
}

async function rowOf(orderId) {
  const [row] = await sql(
    `select o.kind, o.round, o.start_no as "startNo", o.status, p.article_id as "articleId", p.domain_id as "domainId", p.topic,
            p.anchor_text as "anchorText", p.target_url as "targetUrl", p.notes, p.source, v.id as "baseId", v.content_md as base
       from orders o join purchases p on p.id = o.id left join articles a on a.id = p.article_id
       left join article_revisions v on v.id = a.selected_version_id where o.id = $1`,
    [orderId],
  );
  return row;
}

/** Has an order be paid for without its work being asked for, which stands where a test puts it. */
export async function payQuietly({ orderId }) {
  const { kind } = await rowOf(orderId);
  await db().transaction(async (tx) => {
    await tx.query('update purchases set paid_at = clock_timestamp(), session_id = id::text where id = $1', [
      orderId,
    ]);
    await tx.query(
      `update checkouts set state = 'paid', paid_amount = amount, paid_at = clock_timestamp(), payment_intent = 'pi_' || id::text
        where order_id = $1`,
      [orderId],
    );
    await tx.orders.moveOrder({ kind, orderId, from: ['AWAITING_PAYMENT'], to: 'PROCESSING' });
  });
}

/** Puts an order that is worked on into a phase. */
export const setPhase = ({ orderId }, phase) =>
  db().transaction(async (tx) => {
    await tx.query('update orders set phase = $2 where id = $1', [orderId, phase]);
    await tx.events.addEvent({ orderId, type: 'stage.started', stage: 'writing', data: {} });
  });

/** The text that a version of an order has, with the sentence that holds the link. */
export function textWithLink({ base, topic, anchorText, targetUrl, round }) {
  const sentence = `Round ${round}: a **row of [${anchorText}](${targetUrl}) by the wall** gets it through dry weeks.`;
  if (!base) return { content: `# ${topic}\n\nRain is free. ${sentence} That is all.\n`, sentence };
  const paragraphs = base.split('\n\n');
  const at = paragraphs.findIndex((text, n) => n > 2 && /^[A-Z]/.test(text));
  paragraphs[at] = `${paragraphs[at]} ${sentence}`;
  return { content: paragraphs.join('\n\n'), sentence };
}

/** Writes the text of an order's round and gives it to whoever looks at it; a rejected one stays a draft. Answers its id. */
export async function addVersion({ orderId }, { isRejected = false, notes = [] } = {}) {
  const row = await rowOf(orderId);
  const { content, sentence } = textWithLink(row);
  const start = content.indexOf(sentence);
  const versionId = randomUUID();
  const status = isRejected ? 'REJECTED_BY_AI' : 'APPROVED_BY_AI';
  const metadata = {
    ...{ target_url: row.targetUrl, anchor_text: row.anchorText, customer_notes: row.notes },
    integration_type: row.round > 1 ? 'customer_backlink_regeneration' : 'customer_backlink',
    base_article_version_id: row.baseId,
    regeneration_count: row.round - 1,
  };
  await db().transaction(async (tx) => {
    await tx.query(
      `insert into articles (id, domain_id, slug, title, author, published_on, language)
       values ($1, $2, $3, $4, 'Galley', current_date, 'en') on conflict (id) do nothing`,
      [row.articleId, row.domainId, `article-${row.articleId}`, row.topic ?? 'An article'],
    );
    await tx.query(
      'update article_revisions set superseded_at = clock_timestamp() where order_id = $1 and superseded_at is null',
      [orderId],
    );
    await tx.query(
      `insert into article_revisions (id, article_id, version_num, content_md, content_sha256, author, qc_attempts, last_qc_status,
                                      last_qc_notes, backlink_review_status, backlink_metadata, order_id, round, link_start, link_end)
       select $1, $2, coalesce(max(version_num), 0) + 1, $3, $4, 'Galley', $5, $6, $7, $8, $9, $10, $11, $12, $13
         from article_revisions where article_id = $2`,
      [
        ...[versionId, row.articleId, content, createHash('sha256').update(content).digest()],
        ...[isRejected ? 3 : 1, status, JSON.stringify(notes), isRejected ? null : 'PENDING_REVIEW'],
        ...[JSON.stringify(metadata), orderId, row.round, start, start + sentence.length],
      ],
    );
    if (isRejected) return;
    const isOwn = row.source === 'admin';
    await tx.query(
      `update purchases set version_id = $2 ${isOwn ? ", submitted_version_id = $2, submitted_at = clock_timestamp(), submitted_by = 'order'" : ''}
        where id = $1`,
      [orderId, versionId],
    );
    const to = isOwn ? 'ADMIN_REVIEW' : 'QUALITY_CHECK';
    await tx.orders.moveOrder({ kind: row.kind, orderId, from: ['PROCESSING'], to });
    await tx.events.addEvent({ orderId, type: 'version.ready', data: { versionId } });
  });
  return versionId;
}

/** Has an order fail as its run would end it. */
export async function breakOrder({ orderId }) {
  const { startNo } = await rowOf(orderId);
  const ending = { outcome: 'failed', failureType: 'Draft.Rejected' };
  await db().orderRuns.endRun({ orderId, startNo, ending });
}

/** Publishes another version of an order's article, as an editor does. */
export async function changeArticle({ orderId }) {
  const { articleId } = await rowOf(orderId);
  const { items } = await shared.admin.call('GET', `/api/articles/${articleId}/versions?limit=1`);
  const { content } = await shared.admin.call('GET', `/api/articles/${articleId}/versions/${items[0].id}`);
  return { articleId, content };
}
