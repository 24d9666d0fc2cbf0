import { kindsMailedOf } from '../../contract/mail';
import type { EventType } from '../../contract/events';
import type { MailFrequency, MailLocale, StoreMailKind } from '../../contract/mail';
import type { Phase } from '../../contract/orders';
import { nextDigest } from '../../domain/mail/digest-time';
import { cutAtGrapheme } from '../../domain/text/text';
import { byKind, toldByItself } from '../orders/kind-sql';
import type { Queryable } from '../pool';
import { queueMail } from './queue';
import { mailTitle } from './store-mail';

/** Which orders a digest tells of: those that wait in a status, those that have ended, or those of which an entry was written. */
type Digested = { waiting: string } | { ended: Phase } | { told: EventType };

const DIGESTED: Readonly<Record<StoreMailKind, Digested>> = {
  store_pick: { waiting: 'AWAITING_SELECTION' },
  store_approval: { waiting: 'AWAITING_APPROVAL' },
  store_published: { ended: 'done' },
  store_failed: { ended: 'failed' },
  // Its items may end after it.
  bulk_finished: { told: 'bulk.finished' },
};

/** Titles that a digest names of each kind, and the largest number it tells. */
const NAMED = 4;
const TITLE_LENGTH = 50;
const MOST_COUNTED = 1_000;

/**
 * What ended within the last seconds is left to the next digest: transactions commit later than the times they write, and what has not
 * been committed would be told by none.
 */
const UNTOLD_SECONDS = 60;

interface DueSubscription {
  id: string;
  tenantId: string;
  storeId: string | null;
  address: string;
  locale: MailLocale;
  kinds: StoreMailKind[];
  frequency: MailFrequency;
  timeZone: string;
  heldBack: number;
  digestAt: Date;
  now: Date;
}

/** What there is to tell of one kind: how much, and what of it is named. */
interface Told {
  count: number;
  titles: string[];
}

async function told(db: Queryable, where: string, values: unknown[]): Promise<Told> {
  const result = await db.query<{ title: string | null }>(
    `select case when row_number() over () <= ${NAMED} then ${byKind(({ title }) => title)} end as title
       from (select * from orders o where ${where} limit ${MOST_COUNTED}) o`,
    values,
  );
  return {
    count: result.rows.length,
    titles: result.rows.slice(0, NAMED).map(({ title }) => mailTitle(title)),
  };
}

/** What waits, and what has ended since the last digest. */
async function toldOf(db: Queryable, kind: StoreMailKind, due: DueSubscription): Promise<Told> {
  const own = `o.tenant_id = $1 and ($2::uuid is null or o.store_id = $2) and o.kind = any($3) and ${toldByItself()}`;
  const values = [due.tenantId, due.storeId, kindsMailedOf(kind)];
  const digested = DIGESTED[kind];
  if ('waiting' in digested)
    return told(db, `${own} and o.finished_at is null and o.status = $4 order by o.created_at, o.id`, [
      ...values,
      digested.waiting,
    ]);
  const isNews = (at: string): string =>
    `${at} > (select s.digested_until from mail_subscriptions s where s.id = $5)
       and ${at} <= $6::timestamptz - make_interval(secs => ${UNTOLD_SECONDS})`;
  const news = [...values, 'ended' in digested ? digested.ended : digested.told, due.id, due.now];
  if ('ended' in digested)
    return told(
      db,
      `${own} and o.phase = $4 and ${isNews('o.finished_at')} order by o.finished_at desc, o.id`,
      news,
    );
  return told(
    db,
    `${own} and o.finished_at is not null and exists (
       select 1 from order_events e where e.order_id = o.id and e.type = $4 and ${isNews('e.at')})
     order by o.finished_at desc, o.id`,
    news,
  );
}

/**
 * Writes the digest of one subscription that is due, and when its next one is; the transaction is the caller's. Whoever gets mail at once
 * gets one only of what was held back, and nobody gets one that has nothing to tell. Answers false if none is due. Digests are one a day
 * and subscription: the day is the mail's round.
 */
export async function digestNext(tx: Queryable): Promise<boolean> {
  const found = await tx.query<DueSubscription>(
    `select id, tenant_id as "tenantId", store_id as "storeId", address, locale, kinds, frequency, time_zone as "timeZone",
            held_back as "heldBack", digest_at as "digestAt", clock_timestamp() as now
       from mail_subscriptions
      where deleted_at is null and active and consent = 'given' and digest_at <= statement_timestamp()
      order by digest_at limit 1 for no key update skip locked`,
  );
  const due = found.rows[0];
  if (!due) return false;
  const isTold = due.frequency === 'daily' || due.heldBack > 0 ? await writeDigest(tx, due) : true;
  await tx.query(
    `update mail_subscriptions set digest_at = $2, held_back = case when $4 then 0 else held_back end,
        digested_until = case when $4
          then greatest(digested_until, $3::timestamptz - make_interval(secs => ${UNTOLD_SECONDS})) else digested_until end
      where id = $1`,
    [due.id, nextDigest(due.now, due.timeZone).at, due.now, isTold],
  );
  return true;
}

/**
 * Answers whether all there is has been told: not where the day has had its digest already, in the time zone of before, so that the next
 * one tells it.
 */
async function writeDigest(tx: Queryable, due: DueSubscription): Promise<boolean> {
  const facts: Record<string, string | number> = {};
  let total = 0;
  for (const kind of due.kinds) {
    const { count, titles } = await toldOf(tx, kind, due);
    total += count;
    facts[kind] = count;
    titles.forEach((title, n) => {
      facts[`${kind}.${n + 1}`] = cutAtGrapheme(title, TITLE_LENGTH);
    });
  }
  if (total === 0) return true;
  const { id: subscriptionId, tenantId, address: to, locale } = due;
  const mailId = await queueMail(tx, {
    ...{ kind: 'store_digest', about: subscriptionId, round: nextDigest(due.now, due.timeZone).day - 1 },
    ...{ tenantId, orderId: null, to, locale, facts, subscriptionId },
  });
  return mailId !== undefined;
}
