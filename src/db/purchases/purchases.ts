import { createHash, randomUUID } from 'node:crypto';
import { PRODUCTS } from '../../contract/orders';
import type { Product } from '../../contract/orders';
import type { RefundState } from '../../contract/payments';
import type { Locale } from '../../contract/tenancy';
import type { Currency, Price } from '../../domain/catalogue/currencies';
import { LINK_HOURS, MOST_OPEN_LINKS, RESEND_AFTER_SECONDS } from '../../domain/purchases/bounds';
import { foldedAddress } from '../../domain/tenants/mail-address';
import { queueMail } from '../mail/queue';
import { mailTitle } from '../mail/store-mail';
import { ORDER_COLUMNS, selectOrder, selectOrders } from '../orders/orders';
import type { ListFilter, Order, OrderKey } from '../orders/orders';
import type { Queryable } from '../pool';
import type { MailedToken } from '../tenants/invitations';
import { READY_AT } from './sql';

/** What a buyer asks for, validated and in canonical form. */
export interface PurchaseContent {
  product: Product;
  domainId: string;
  /** Of a link: the article it goes into. */
  articleId: string | null;
  targetUrl: string;
  anchorText: string;
  notes: string;
  /** Of a new article: what it is about, and the keyword it is to be found by. */
  topic: string | null;
  niche: string | null;
  keyword: string | null;
  price: Price;
}

/** What is known of a purchase besides the order that it may have become. */
interface PurchaseFacts {
  product: Product;
  domainId: string;
  domainName: string;
  domainHost: string;
  articleId: string;
  /** Null for an article that is still to be written. */
  articleTitle: string | null;
  targetUrl: string;
  anchorText: string;
  notes: string;
  topic: string | null;
  niche: string | null;
  keyword: string | null;
  price: { amount: number; currency: Currency };
  /** Who ordered it; administrators pay nothing. */
  source: 'buyer' | 'admin';
  /** Null for an order of an administrator. */
  address: string | null;
  locale: Locale;
  versionId: string | null;
  submittedVersionId: string | null;
  submittedAt: Date | null;
  submittedBy: 'buyer' | 'deadline' | 'order' | null;
  approvedVersionId: string | null;
  approvedAt: Date | null;
  rejectedAt: Date | null;
  rejectionReason: string | null;
  publishedVersionId: string | null;
  publishedUrl: string | null;
  paidAt: Date | null;
  /** What was really paid, in the smallest unit of the currency; null where nothing was. */
  paidAmount: number | null;
  /** The refund of that, if there is one. */
  refund: { state: RefundState; amount: number; currency: string } | null;
  /** The version of the article that readers see now. */
  selectedVersionId: string | null;
  /** Whether the buyer has paid in a way that takes days, and the money is on its way. */
  isPaymentPending: boolean;
}

/** A purchase, confirmed or not. */
export interface Purchase extends PurchaseFacts {
  id: string;
  address: string;
  createdAt: Date;
  confirmedAt: Date | null;
}

/** An order that was bought. */
export interface PurchasedOrder extends Order<Product>, PurchaseFacts {
  /** When the version that its buyer is to look at was ready; null while there is none. */
  readyAt: Date | null;
}

const FACTS = `p.product, p.domain_id as "domainId", d.name as "domainName", d.host as "domainHost", p.article_id as "articleId",
  a.title as "articleTitle", p.target_url as "targetUrl", p.anchor_text as "anchorText", p.notes, p.topic, p.niche,
  p.search_keyword as keyword, jsonb_build_object('amount', p.amount, 'currency', p.currency) as price, p.source, p.address, p.locale,
  p.version_id as "versionId", p.submitted_version_id as "submittedVersionId", p.submitted_at as "submittedAt",
  p.submitted_by as "submittedBy", p.approved_version_id as "approvedVersionId", p.approved_at as "approvedAt",
  p.rejected_at as "rejectedAt", p.rejection_reason as "rejectionReason", p.published_version_id as "publishedVersionId",
  p.published_url as "publishedUrl", p.paid_at as "paidAt",
  (select c.paid_amount::float8 from checkouts c where c.order_id = p.id and c.state = 'paid' limit 1) as "paidAmount",
  (select jsonb_build_object('state', r.state, 'amount', r.amount, 'currency', r.currency)
     from checkouts c join refunds r on r.checkout_id = c.id where c.order_id = p.id and c.state = 'paid' limit 1) as refund,
  a.selected_version_id as "selectedVersionId",
  exists (select 1 from checkouts c where c.order_id = p.id and c.state = 'pending') as "isPaymentPending"`;

const JOINED = 'join domains d on d.id = p.domain_id left join articles a on a.id = p.article_id';

const COLUMNS = `p.id, ${FACTS}, p.created_at as "createdAt", p.confirmed_at as "confirmedAt"`;

/** What was ordered, as one purchase is told from another. */
export function hashOf(content: PurchaseContent): Buffer {
  const { product, domainId, articleId, targetUrl, anchorText, notes, topic, niche, keyword, price } =
    content;
  const told = [product, domainId, articleId, targetUrl, anchorText, notes, topic, niche, keyword];
  return createHash('sha256')
    .update(JSON.stringify([...told, price.amount, price.currency]))
    .digest();
}

/** Queues one more mail with a link that confirms a purchase. */
async function mailLink(tx: Queryable, purchase: Purchase, { token, tokenHash }: MailedToken): Promise<void> {
  await tx.query(
    `insert into purchase_links (token_hash, purchase_id, expires_at)
     values ($1, $2, clock_timestamp() + make_interval(hours => $3))`,
    [tokenHash, purchase.id, LINK_HOURS],
  );
  const mailed = await tx.query<{ mails: number }>(
    'update purchases set mails = mails + 1, mailed_at = clock_timestamp() where id = $1 returning mails',
    [purchase.id],
  );
  await queueMail(tx, {
    ...{
      kind: 'purchase_link',
      about: purchase.id,
      round: mailed.rows[0]!.mails,
      tenantId: null,
      orderId: null,
    },
    ...{ to: purchase.address, locale: purchase.locale, secret: token },
    // Whoever reads the mail may not have asked for it, so nothing that a visitor wrote is in it.
    facts: {
      title: mailTitle(purchase.articleTitle),
      site: mailTitle(purchase.domainName),
      hours: LINK_HOURS,
    },
  });
}

/**
 * Saves a purchase that waits to be confirmed and queues the mail with its link. The same one again is the same purchase, and mailed again
 * after a minute at the earliest. `full`: its address has as many open ones as any may have.
 */
export async function startPurchase(
  tx: Queryable,
  asked: PurchaseContent & MailedToken & { address: string; locale: Locale },
): Promise<{ purchaseId: string } | 'full'> {
  const folded = foldedAddress(asked.address);
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`galley purchase ${folded}`]);
  const hash = hashOf(asked);
  const open = await tx.query<{ id: string; isSame: boolean; isSoon: boolean; many: number }>(
    `select p.id, p.content_sha256 = $2 as "isSame", p.mailed_at > statement_timestamp() - make_interval(secs => $3) as "isSoon",
            (count(*) over ())::int as many
       from purchases p where p.folded = $1 and p.confirmed_at is null
        and p.created_at > statement_timestamp() - make_interval(hours => $4)
      order by (p.content_sha256 = $2) desc, p.created_at desc limit 1`,
    [folded, hash, RESEND_AFTER_SECONDS, LINK_HOURS],
  );
  const [latest] = open.rows;
  if (latest?.isSame) {
    const again = (await findPurchase(tx, { purchaseId: latest.id }))!;
    if (!latest.isSoon) await mailLink(tx, again, asked);
    return { purchaseId: latest.id };
  }
  if (latest && latest.many >= MOST_OPEN_LINKS) return 'full';
  const id = randomUUID();
  const { price } = asked;
  await tx.query(
    `insert into purchases (id, product, domain_id, article_id, target_url, anchor_text, notes, topic, niche, search_keyword,
                            amount, currency, address, folded, locale, content_sha256)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
             coalesce((select address from people where folded = $14), $13), $14, $15, $16)`,
    [
      ...[
        id,
        asked.product,
        asked.domainId,
        asked.articleId ?? randomUUID(),
        asked.targetUrl,
        asked.anchorText,
      ],
      ...[asked.notes, asked.topic, asked.niche, asked.keyword, price.amount, price.currency],
      ...[asked.address, folded, asked.locale, hash],
    ],
  );
  await mailLink(tx, (await findPurchase(tx, { purchaseId: id }))!, asked);
  return { purchaseId: id };
}

/** A purchase by its id. */
export async function findPurchase(
  db: Queryable,
  key: { purchaseId: string },
): Promise<Purchase | undefined> {
  const result = await db.query<Purchase>(`select ${COLUMNS} from purchases p ${JOINED} where p.id = $1`, [
    key.purchaseId,
  ]);
  return result.rows[0];
}

/**
 * The purchase that a mailed link leads to, and until when the link can be used; undefined for one that has expired unused. With `lock`,
 * nobody else confirms it until the end of the transaction. Changes nothing.
 */
export async function purchaseOfLink(
  db: Queryable,
  key: { tokenHash: Buffer; lock?: boolean },
): Promise<(Purchase & { expiresAt: Date }) | undefined> {
  // Locked first: what is read with the lock may be older than the lock.
  if (key.lock)
    await db.query(
      `select 1 from purchases p where p.id = (select purchase_id from purchase_links where token_hash = $1)
        for no key update`,
      [key.tokenHash],
    );
  const result = await db.query<Purchase & { expiresAt: Date }>(
    `select ${COLUMNS}, l.expires_at as "expiresAt" from purchase_links l join purchases p on p.id = l.purchase_id ${JOINED}
      where l.token_hash = $1 and (p.confirmed_at is not null or l.expires_at > statement_timestamp())`,
    [key.tokenHash],
  );
  return result.rows[0];
}

/** The columns of {@link PurchasedOrder}, and where they come from. */
export const PURCHASED_COLUMNS = `${ORDER_COLUMNS}, ${FACTS}, ${READY_AT} as "readyAt"`;
export const ORDER_FROM = `from orders o join purchases p on p.id = o.id ${JOINED}`;

/** An order that was bought; undefined for orders of other kinds. */
export async function findPurchased(db: Queryable, key: OrderKey): Promise<PurchasedOrder | undefined> {
  return selectOrder(db, `select ${PURCHASED_COLUMNS} ${ORDER_FROM}`, key);
}

/** A page of orders of one kind, newest first. */
export async function listPurchased(
  db: Queryable,
  filter: ListFilter & { product: Product },
): Promise<Array<PurchasedOrder & { position: string }>> {
  const { product: kind } = filter;
  return selectOrders(db, { kind, columns: PURCHASED_COLUMNS, from: ORDER_FROM, filter });
}

/** A page of all that a tenant has bought, newest first. `after` is the last row of the previous page. */
export async function listBought(
  db: Queryable,
  filter: {
    tenantId: string;
    limit: number;
    /** `createdAt` in microseconds since 1970. */
    after?: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<PurchasedOrder & { position: string }>> {
  const result = await db.query<PurchasedOrder & { position: string }>(
    `select ${PURCHASED_COLUMNS}, (extract(epoch from o.created_at) * 1000000)::bigint::text as position ${ORDER_FROM}
      where o.tenant_id = $1 and o.kind = any($5)
        and ($2::bigint is null
          or (o.created_at, o.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by o.created_at desc, o.id desc limit $4`,
    [filter.tenantId, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit, PRODUCTS],
  );
  return result.rows;
}

/** Deletes purchases that nobody confirmed within so many days, and links that were used as long ago. Returns how many purchases. */
export async function forgetPurchases(db: Queryable, look: { days: number; most: number }): Promise<number> {
  await db.query(
    `delete from purchase_links where token_hash in (
       select token_hash from purchase_links where expires_at < statement_timestamp() - make_interval(days => $1)
        order by expires_at limit $2 for update skip locked)`,
    [look.days, look.most],
  );
  const gone = await db.query(
    `delete from purchases where id in (
       select id from purchases where confirmed_at is null
          and created_at < statement_timestamp() - make_interval(days => $1)
        order by created_at, id limit $2 for update skip locked) and confirmed_at is null`,
    [look.days, look.most],
  );
  return gone.rowCount ?? 0;
}
