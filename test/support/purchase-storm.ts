import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createChance } from '../../src/simulators/core/random';
import { Client } from 'pg';
import { hashApiKey, newApiKey } from '../../src/api/http/auth';
import { createTenantWithKey } from '../../src/db/tenants/tenants';
import { until } from './api-client';
import { Buyer, WAYS_TO_PAY } from './buyers';
import { startCluster } from './cluster';
import type { Cluster } from './cluster';
import { isUnwanted, Judge } from './judge';

/** What happens to webhooks, turn by turn; nothing at all in the turns between. */
const WEATHER = [
  'payment-webhook-twice',
  'payment-webhook-lost',
  'payment-webhook-two-ids',
  'payment-webhook-reordered',
  'payment-answer-lost',
] as const;
const GUST_MS = 700;

/** Orders of one article, each of which changes the text that the others go into. */
const ORDERS_AN_ARTICLE = 10;

const paragraph = (n: number): string =>
  `Hedges of kind ${n} take years. A hand coffee grinder has its place in chapter ${n}. It is small and lasts for ${n + 3} years.`;

const TEXT = `${Array.from({ length: 12 }, (_, n) => paragraph(n)).join('\n\n')}\n`;

/** How long buyers may look at their texts, in milliseconds, until these are submitted for them. */
const DEADLINE_MS = 20_000;

/** How many buy, and in which weather. */
export interface StormOptions {
  count: number;
  atOnce: number;
  killEveryMs: number;
  /** The part of the buyers who come back from paying; webhooks and sweeps tell of the others. */
  comeBack: number;
}

/** How a run went. */
interface PurchaseStorm {
  buyers: Buyer[];
  kills: Record<string, number>;
  gusts: Record<string, number>;
}

/** Adds a site with an article in which links are sold. */
async function addArticle(cluster: Cluster): Promise<string> {
  const [domainId, articleId, versionId] = [randomUUID(), randomUUID(), randomUUID()] as const;
  const { pool } = cluster.database;
  await pool.query(
    `insert into domains (id, name, host, language, backlink_amount, backlink_currency)
     values ($1, 'Slow pour', $2, 'en', 12000, 'EUR')`,
    [domainId, `${domainId}.example`],
  );
  await pool.query(
    `insert into articles (id, domain_id, slug, title, author, published_on, language)
     values ($1, $2, 'grinders', 'Grinders', 'Ines Brandt', '2026-03-02', 'en')`,
    [articleId, domainId],
  );
  await pool.query(
    `insert into article_revisions (id, article_id, version_num, content_md, content_text, content_sha256, author)
     values ($1, $2, 1, $3, $3, $4, 'Ines Brandt')`,
    [versionId, articleId, TEXT, createHash('sha256').update(TEXT).digest()],
  );
  await pool.query('update articles set selected_version_id = $2 where id = $1', [articleId, versionId]);
  return articleId;
}

/** Has every order that is bought wait as long as the test can. */
async function shortenWaits(cluster: Cluster): Promise<void> {
  const policy = { deadlineMs: DEADLINE_MS, reminderAfterMs: DEADLINE_MS / 4, draftBackoffMs: 50 };
  // Only whoever owns the tables may do that.
  const owner = new Client({ connectionString: cluster.database.adminUrl });
  await owner.connect();
  await owner.query(
    `create function shorten_waits() returns trigger language plpgsql as $$
     begin new.policy := '${JSON.stringify(policy)}'; return new; end $$;
     create trigger shorten_waits before insert on orders for each row
       when (new.kind in ('article', 'backlink')) execute function shorten_waits()`,
  );
  await owner.end();
}

async function addJudge(cluster: Cluster, apiUrl: string): Promise<Judge> {
  const { key } = newApiKey();
  await createTenantWithKey(cluster.database.pool, {
    ...{ tenantId: randomUUID(), kind: 'operator', name: 'House', plan: 'standard' },
    key: { id: randomUUID(), hash: hashApiKey(key), label: 'test', role: 'admin' },
  });
  return new Judge(apiUrl, key, 120_000);
}

/** How often the buyer with a number has the text written again, and whether they submit it. */
const planOf = (n: number): { regenerations: number; submits: boolean } => ({
  regenerations: n % 5 === 0 ? 2 : n % 3 === 0 ? 1 : 0,
  submits: n % 10 !== 9,
});

/**
 * Has `count` buyers buy and look at their texts at once, and an administrator judge these, while webhooks are doubled, lost and reordered and
 * the API and the workers are killed again and again. Resolves when every one of them has done all that they do and the weather is fine.
 */
async function purchaseStorm(
  cluster: Cluster,
  options: StormOptions & { apiUrl: string },
): Promise<PurchaseStorm> {
  const { control } = cluster.simulators;
  const { count, apiUrl } = options;
  const chance = createChance(17);
  await shortenWaits(cluster);
  const judge = await addJudge(cluster, apiUrl);
  const articles = await Promise.all(
    Array.from({ length: Math.ceil(count / ORDERS_AN_ARTICLE) }, () => addArticle(cluster)),
  );
  const buyers = Array.from({ length: count }, (_, n) => {
    const articleId = articles[n % articles.length]!;
    // A payment that no webhook tells of, and whose buyer does not come back, is found by the sweep of each minute.
    const deps = { cluster, apiUrl, articleId, patienceMs: 300_000 };
    return new Buyer(deps, WAYS_TO_PAY[n % WAYS_TO_PAY.length]!, chance.next() < options.comeBack);
  });
  const gusts: Record<string, number> = {};
  const kills: Record<string, number> = {};
  let isOver = false;

  const blow = async (): Promise<void> => {
    while (!isOver) {
      control.clearFaults();
      const script = chance.pick(WEATHER);
      gusts[script] = (gusts[script] ?? 0) + 1;
      control.addScript(script);
      await pause(GUST_MS);
    }
    control.clearFaults();
  };
  const kill = async (): Promise<void> => {
    const parts = [cluster.api, ...cluster.workers];
    for (let n = 0; !isOver; n += 1) {
      await pause(options.killEveryMs);
      if (isOver) return;
      const part = parts[n % parts.length]!;
      await part.kill();
      kills[part.name] = (kills[part.name] ?? 0) + 1;
      await part.start();
    }
  };
  const waiting = buyers.map((buyer, n) => ({ buyer, plan: planOf(n) }));
  const live = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await next.buyer.buy();
      if (next.buyer.way !== 'never') await next.buyer.review(next.plan);
    }
  };
  const weather = Promise.all([blow(), kill()]);
  const judging = judge.work();
  try {
    await Promise.race([Promise.all(Array.from({ length: options.atOnce }, live)), judging]);
  } finally {
    isOver = true;
    await weather;
  }
  await control.stripe.quiet();
  await allEnded(cluster, buyers);
  judge.isOver = true;
  await judging;
  return { buyers, kills, gusts };
}

/** Sessions that Stripe has taken money for. */
function paidSessions(cluster: Cluster) {
  return cluster.simulators.control.stripe
    .sessions()
    .filter(({ paymentStatus, paymentState }) => paymentStatus === 'paid' || paymentState === 'succeeded');
}

const paidOrdersOf = (cluster: Cluster): Set<string> =>
  new Set(paidSessions(cluster).map(({ metadata }) => metadata['order_id']!));

/** Waits until whatever was paid for has come to its end and all of its mails and refunds have, too. */
async function allEnded(cluster: Cluster, buyers: readonly Buyer[]): Promise<void> {
  const { pool } = cluster.database;
  const paid = [...paidOrdersOf(cluster)];
  const state = async (): Promise<Record<string, number>> => {
    const { rows } = await pool.query<{ status: string; many: number }>(
      'select status, count(*)::int as many from orders where id = any($1) group by status',
      [paid],
    );
    return Object.fromEntries(rows.map(({ status, many }) => [status, many]));
  };
  let last: Record<string, number> = {};
  await until(
    () => `every order to end: ${JSON.stringify(last)} of ${paid.length} paid of ${buyers.length}`,
    async () => {
      last = await state();
      return (last['COMPLETED'] ?? 0) + (last['FAILED'] ?? 0) === paid.length;
    },
    180_000,
  );
  const nothing = (what: string, sql: string) =>
    until(what, async () => (await pool.query(sql)).rowCount === 0, 120_000);
  await nothing('every refund to be made', `select 1 from refunds where state <> 'succeeded' limit 1`);
  await nothing(
    'every mail to be sent',
    `select 1 from webhook_deliveries where channel = 'mail' and state = 'pending' limit 1`,
  );
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

/** Compares what Stripe, Postgres, the articles and the mailbox say. */
async function readBooks(cluster: Cluster, buyers: readonly Buyer[]) {
  const { pool } = cluster.database;
  const sessions = paidSessions(cluster);
  const paid = paidOrdersOf(cluster);
  const refunds = cluster.simulators.control.stripe.refunds().filter(({ status }) => status === 'succeeded');
  const { rows: orders } = await pool.query<{
    id: string;
    status: string;
    errorType: string | null;
    amount: number;
    rounds: number;
    starts: number;
    runs: number;
    targetUrl: string;
    published: string;
  }>(
    `select o.id, o.status, o.error_type as "errorType", p.amount::float8 as amount, o.round as rounds, p.target_url as "targetUrl",
            (select v.content_md from articles a join article_revisions v on v.id = a.selected_version_id where a.id = p.article_id) as published,
            (select count(*)::int from outbox m where m.order_id = o.id and m.kind = 'start') as starts,
            (select count(*)::int from order_runs r where r.order_id = o.id) as runs
       from orders o join purchases p on p.id = o.id`,
  );
  const completed = orders.filter(({ status }) => status === 'COMPLETED');
  const links = ({ published, targetUrl }: (typeof orders)[number]): number =>
    published.split(targetUrl).length - 1;
  const { rows: mails } = await pool.query<{ to: string; kind: string; many: number }>(
    `select recipient as "to", event_type as kind, count(*)::int as many from webhook_deliveries
      where channel = 'mail' and state = 'delivered' group by 1, 2`,
  );
  const mailed = (buyer: Buyer, kind: string): number =>
    mails.find((row) => row.to === buyer.address && row.kind === kind)?.many ?? 0;
  const { rows: doubled } = await pool.query(
    `select order_id, stage, round, attempt, basis from provider_calls where state = 'answered'
      group by 1, 2, 3, 4, 5 having count(*) > 1`,
  );
  const of = ({ orderId }: Buyer) => orders.find(({ id }) => id === orderId);
  return {
    ...{ purchases: buyers.length, orders: orders.length, paid: paid.size },
    shouldBePaid: buyers.filter(({ way }) => way !== 'never').length,
    completed: completed.length,
    rejected: orders.filter(({ errorType }) => errorType === 'Order.Rejected').length,
    broke: orders.filter(
      ({ id, status, errorType }) => paid.has(id) && status === 'FAILED' && errorType !== 'Order.Rejected',
    ).length,
    rounds: sum(orders.map(({ rounds }) => rounds)),
    moneyIn: sum(sessions.map(({ amount }) => amount)),
    worked: sum(completed.map(({ amount }) => amount)),
    moneyBack: sum(refunds.map(({ amount }) => amount)),
    refundedTwice: refunds.length - new Set(refunds.map(({ paymentIntent }) => paymentIntent)).size,
    misjudged: orders.filter(({ id, status }) => paid.has(id) && (status === 'COMPLETED') === isUnwanted(id))
      .length,
    startedUnpaid: orders.filter(({ id, starts, runs }) => !paid.has(id) && starts + runs > 0).length,
    startedTwice: orders.filter(({ starts, runs }) => starts > 1 || runs > 1).length,
    /** Orders whose link is in the published text another number of times than once, or at all where it was not approved. */
    oddPublications: orders.filter((order) => links(order) !== (order.status === 'COMPLETED' ? 1 : 0)).length,
    paidTwiceAtTheModel: doubled.length,
    /** Buyers whose mails are not one of each kind, or have another number of Message-IDs than there were mails to be sent. */
    oddMails: buyers.filter((buyer) => {
      const isPaid = paid.has(buyer.orderId);
      const isDone = of(buyer)?.status === 'COMPLETED';
      const expected: ReadonlyArray<readonly [string, number]> = [
        ['purchase_link', 1],
        ['request_received', isPaid ? 1 : 0],
        ['review_ready', isPaid ? 1 : 0],
        ['published', isPaid && isDone ? 1 : 0],
        ['rejected', isPaid && !isDone ? 1 : 0],
      ];
      const sent = sum(mails.filter(({ to }) => to === buyer.address).map(({ many }) => many));
      const ids = new Set(buyer.mails().map(({ messageId }) => messageId)).size;
      return ids !== sent || expected.some(([kind, many]) => mailed(buyer, kind) !== many);
    }).length,
    repeats: sum(buyers.map(({ repeats }) => repeats)),
  };
}

/** Runs a storm on a cluster of its own and expects that the money adds up, each order is worked on once, and nobody hears anything twice. */
export async function expectStormWeathered(options: StormOptions): Promise<void> {
  const cluster = await startCluster({
    simulators: { speed: 50, stripe: { retryMs: 300, tries: 3 } },
    env: { CHECKOUT_CHECK_MS: '2000', API_REQUESTS_PER_SECOND: '100000', REFUND_GRACE_MS: '1000' },
  });
  try {
    const storm = await purchaseStorm(cluster, { ...options, apiUrl: cluster.apiUrl });
    const { kills, gusts } = storm;
    const books = await readBooks(cluster, storm.buyers);
    process.stdout.write(`purchases ${JSON.stringify({ ...books, kills, gusts })}\n`);
    expect(books).toMatchObject({
      ...{
        paid: books.shouldBePaid,
        orders: options.count,
        completed: books.paid - books.rejected,
        broke: 0,
      },
      ...{ moneyIn: books.worked + books.moneyBack, refundedTwice: 0, misjudged: 0, startedUnpaid: 0 },
      ...{ startedTwice: 0, oddPublications: 0, paidTwiceAtTheModel: 0, oddMails: 0 },
    });
    // Weather that met nobody would prove nothing.
    for (const part of [cluster.api, ...cluster.workers]) expect(kills[part.name]).toBeGreaterThan(0);
    expect(books.repeats).toBeGreaterThan(0);
    expect(books.rejected).toBeGreaterThan(0);
    expect(cluster.faults()).toEqual([]);
  } finally {
    await cluster.stop();
  }
}
