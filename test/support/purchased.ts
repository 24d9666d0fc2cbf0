import { randomUUID } from 'node:crypto';
import type { ActionRequest, ActionResult } from '../../src/db/orders/actions';
import type { PurchasedOrder } from '../../src/db/purchases/purchases';
import { PURCHASE_RULES } from '../../src/db/purchases/rules';
import type { OrderPolicy } from '../../src/contract/orders';
import { addForSale, articleOf, buy, linkOf, pay } from '../api/purchase/support';
import type { Bought, ForSale } from '../api/purchase/support';
import { until } from './api-client';
import type { Galley } from './galley';

/** An article with paragraphs enough for several links, and one whose words a link can be made of. */
export const GUIDE = `Good coffee begins long before the water is hot, with beans that were roasted a week or two ago.

## Grinding

A hand coffee grinder takes about a minute for two cups. Ceramic burrs stay cool, which keeps the taste clean.

Set the burrs a little coarser for a press. Finer grounds slow the water down and make the cup bitter.

## Water

Let the water stand for half a minute after it has boiled. Soft water brings out more of the fruit.

## Keeping

Keep the beans in a closed tin at room temperature. Grind only what you need for the next pot.
`;

/** A policy that does not make tests wait. */
export const QUICK: Partial<OrderPolicy> = { draftBackoffMs: 20 };

/** Adds a site with the guide. */
export const sellGuide = (galley: Galley, content = GUIDE): Promise<ForSale> => addForSale(galley, content);

let targets = 0;

/** A link that nobody else has ordered. */
export const newLink = (sale: ForSale, own: Record<string, unknown> = {}) => ({
  ...linkOf(sale),
  targetUrl: `https://shop.example/page-${++targets}`,
  ...own,
});

/** A new article that nobody else has ordered. */
export const newArticle = (sale: ForSale, own: Record<string, unknown> = {}) => ({
  ...articleOf(sale),
  targetUrl: `https://shop.example/page-${++targets}`,
  ...own,
});

/** Buys something and pays for it. */
export async function bought(
  galley: Galley,
  body: object,
  policy: Partial<OrderPolicy> = QUICK,
): Promise<Bought> {
  const order = await buy(galley, body);
  await galley.database.pool.query('update orders set policy = policy || $2::jsonb where id = $1', [
    order.orderId,
    JSON.stringify({ ...QUICK, ...policy }),
  ]);
  await pay(galley, order.orderId);
  return order;
}

/** Places an order of an administrator, as its route does, and has it begin. */
export async function orderedByAdmin(
  galley: Galley,
  sale: ForSale,
  own: { product: 'article' | 'backlink'; articleId?: string },
): Promise<string> {
  const id = randomUUID();
  const { product, articleId = randomUUID() } = own;
  const { pool } = galley.database;
  const { rows } = await pool.query<{ id: string }>('select id from tenants order by created_at limit 1');
  const tenantId = rows[0]!.id;
  const isArticle = product === 'article';
  await galley.db.transaction(async (tx) => {
    await tx.query(
      `insert into orders (id, kind, tenant_id, status, phase, priority, policy) values ($1, $2, $3, 'PROCESSING', 'queued', 5, $4)`,
      [id, product, tenantId, JSON.stringify(QUICK)],
    );
    await tx.query(
      `insert into purchases (id, product, domain_id, article_id, target_url, anchor_text, notes, topic, niche, search_keyword,
          amount, currency, locale, content_sha256, source, ordered_by, confirmed_at)
       values ($1, $2, $3, $4, $5, 'hand coffee grinder', '', $6, null, $7, 0, 'EUR', 'en', sha256('{}'), 'admin',
               'key:test', clock_timestamp())`,
      [
        ...[id, product, sale.site.id, articleId, `https://shop.example/page-${++targets}`],
        ...[isArticle ? 'How to grind coffee by hand' : null, isArticle ? 'grind coffee' : null],
      ],
    );
    await PURCHASE_RULES.start(tx, [{ id, tenantId, startNo: 1 }]);
  });
  return id;
}

/** An order as it is in Postgres. */
export async function orderOf(galley: Galley, orderId: string): Promise<PurchasedOrder> {
  return (await galley.db.purchases.findPurchased({ orderId }))!;
}

/** Waits until an order has a status, and answers it. */
export async function reaches(
  galley: Galley,
  orderId: string,
  status: PurchasedOrder['status'],
  round?: number,
): Promise<PurchasedOrder> {
  let last: PurchasedOrder | undefined;
  await until(
    () =>
      `order ${orderId} to be ${status}; last ${last?.status} ${last?.errorType ?? ''} round ${last?.round}`,
    async () => {
      last = await orderOf(galley, orderId);
      if (last.status === 'FAILED' && status !== 'FAILED') throw new Error(`it failed: ${last.errorType}`);
      return last.status === status && (round === undefined || last.round === round);
    },
    20_000,
  );
  return last!;
}

/** A version of an article that was made for an order. */
export interface OrderVersion {
  id: string;
  round: number;
  versionNum: number;
  contentMd: string;
  span: string | null;
  qcAttempts: number;
  qcStatus: string;
  review: string | null;
  metadata: Record<string, unknown>;
  isSuperseded: boolean;
}

/** The versions that were made for an order, oldest first. */
export async function versionsOf(galley: Galley, orderId: string): Promise<OrderVersion[]> {
  const { rows } = await galley.database.pool.query<
    Omit<OrderVersion, 'span'> & { start: number | null; end: number | null }
  >(
    `select id, round, version_num as "versionNum", content_md as "contentMd", link_start as start, link_end as "end",
            qc_attempts as "qcAttempts", last_qc_status as "qcStatus", backlink_review_status as review,
            backlink_metadata as metadata, superseded_at is not null as "isSuperseded"
       from article_revisions where order_id = $1 order by round`,
    [orderId],
  );
  return rows.map(({ start, end, ...version }) => ({
    ...version,
    span: start === null || end === null ? null : version.contentMd.slice(start, end),
  }));
}

/** What readers see of an article. */
export async function publishedOf(
  galley: Galley,
  articleId: string,
): Promise<{ versionId: string; contentMd: string }> {
  const { rows } = await galley.database.pool.query<{ versionId: string; contentMd: string }>(
    `select v.id as "versionId", v.content_md as "contentMd" from articles a join article_revisions v on v.id = a.selected_version_id
      where a.id = $1`,
    [articleId],
  );
  return rows[0]!;
}

/** The types of an order's timeline, in order. */
export async function timelineOf(galley: Galley, orderId: string): Promise<string[]> {
  const { rows } = await galley.database.pool.query<{ type: string }>(
    'select type from order_events where order_id = $1 order by id',
    [orderId],
  );
  return rows.map(({ type }) => type);
}

/** How often a model was asked for an order. */
export async function callsFor(galley: Galley, orderId: string): Promise<number> {
  const { rows } = await galley.database.pool.query<{ calls: number }>(
    'select count(*)::int as calls from provider_calls where order_id = $1',
    [orderId],
  );
  return rows[0]!.calls;
}

/** What people do with an order, as the routes do. Throws for what was not done. */
export function acts(galley: Galley) {
  const { reviewActions, actions } = galley.db;
  const done = async (result: Promise<ActionResult>): Promise<void> => {
    const answer = await result;
    if (answer.outcome !== 'done') throw new Error(`not done: ${JSON.stringify(answer)}`);
  };
  const by = (orderId: string): ActionRequest => ({ orderId, actor: { name: 'key:test' } });
  const current = async (orderId: string): Promise<string> => (await orderOf(galley, orderId)).versionId!;
  return {
    regenerate: (orderId: string) => done(reviewActions.regenerate(by(orderId))),
    submit: async (orderId: string) =>
      done(reviewActions.submitForReview({ ...by(orderId), versionId: await current(orderId) })),
    approve: async (orderId: string) =>
      done(reviewActions.approve({ ...by(orderId), versionId: await current(orderId) })),
    reject: async (orderId: string, reason: string) =>
      done(reviewActions.reject({ ...by(orderId), versionId: await current(orderId), reason })),
    retry: (orderId: string) => done(actions.retry(by(orderId))),
  };
}

/** Takes a link or an article to where it is published. */
export async function published(galley: Galley, orderId: string): Promise<PurchasedOrder> {
  await reaches(galley, orderId, 'QUALITY_CHECK');
  await acts(galley).submit(orderId);
  await acts(galley).approve(orderId);
  return reaches(galley, orderId, 'COMPLETED');
}
