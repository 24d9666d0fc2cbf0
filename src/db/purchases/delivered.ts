import { proveNoLinkLost } from '../../domain/linking';
import { randomUUID } from 'node:crypto';
import { enqueue } from '../outbox/outbox';
import type { Queryable } from '../pool';
import { completePublished } from './publishing';
import { findPurchased } from './purchases';

interface Waiting {
  orderId: string;
  anchorText: string;
  targetUrl: string;
  /** Null for the delivered version itself. */
  contentMd: string | null;
}

/** Completes an order whose text is out, and tells its run. Answers whether this call did. */
async function completeDelivered(
  tx: Queryable,
  { orderId, url }: { orderId: string; url: string | null },
): Promise<boolean> {
  const order = await findPurchased(tx, { orderId, lock: true });
  if (!order?.publishedVersionId || !(await completePublished(tx, order, { url }))) return false;
  await enqueue(tx, {
    ...{ orderId, startNo: order.startNo, kind: 'signal', signal: 'admit' },
    payload: { actId: randomUUID() },
  });
  return true;
}

/**
 * A version of an article is out at the outlet of its site, at an address where the outlet told one: the orders whose text that is are done. So are those of an older version whose
 * link is in the delivered one, too. Their buyers are mailed and their runs are told. Answers the ids of the orders that this ended.
 */
export async function articleDelivered(
  tx: Queryable,
  delivered: { articleId: string; versionId: string; url: string | null },
): Promise<string[]> {
  const { articleId, versionId, url } = delivered;
  const found = await tx.query<Waiting>(
    `select p.id as "orderId", p.anchor_text as "anchorText", p.target_url as "targetUrl",
            case when v.id <> d.id then v.content_md end as "contentMd"
       from article_revisions d
       join purchases p on p.article_id = d.article_id and p.approved_at is not null
       join article_revisions v on v.id = p.published_version_id and v.version_num <= d.version_num
       join orders o on o.id = p.id and o.status = 'ADMIN_REVIEW'
      where d.id = $2 and d.article_id = $1 order by p.id`,
    [articleId, versionId],
  );
  if (found.rows.length === 0) return [];
  const read = await tx.query<{ contentMd: string }>(
    'select content_md as "contentMd" from article_revisions where id = $1',
    [versionId],
  );
  const { contentMd: now } = read.rows[0]!;
  const done: string[] = [];
  for (const { orderId, contentMd, ...link } of found.rows) {
    if (contentMd !== null && !proveNoLinkLost(contentMd, now, [link]).ok) continue;
    if (await completeDelivered(tx, { orderId, url })) done.push(orderId);
  }
  return done;
}

/** A site has no outlet any more: orders whose text was on its way out are done, as readers see it in the catalogue. */
export async function outletRemoved(tx: Queryable, { domainId }: { domainId: string }): Promise<void> {
  const waiting = await tx.query<{ orderId: string }>(
    `select p.id as "orderId" from purchases p join orders o on o.id = p.id
      where p.domain_id = $1 and p.published_version_id is not null and o.status = 'ADMIN_REVIEW' order by p.id`,
    [domainId],
  );
  for (const { orderId } of waiting.rows) await completeDelivered(tx, { orderId, url: null });
}
