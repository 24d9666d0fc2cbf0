import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { startedStatuses } from '../../src/domain/orders/lifecycle';
import { createChance } from '../../src/simulators/core/random';
import { until } from './api-client';
import { Buyer, WAYS_TO_PAY } from './buyers';
import { startCluster } from './cluster';
import type { Cluster } from './cluster';

/** What happens to webhooks, turn by turn; nothing at all in the turns between. */
const WEATHER = [
  'payment-webhook-twice',
  'payment-webhook-lost',
  'payment-webhook-two-ids',
  'payment-webhook-reordered',
  'payment-answer-lost',
] as const;
const GUST_MS = 700;

const TEXT = 'Hedges take years.\n\nA hand coffee grinder has its place here. It is small.\n';

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
  kills: number;
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

/**
 * Has `count` buyers buy at once while webhooks are doubled, lost and reordered and the API is killed again and again. Resolves when every
 * one of them has done all that they do and the weather is fine.
 */
async function purchaseStorm(
  cluster: Cluster,
  options: StormOptions & { apiUrl: string },
): Promise<PurchaseStorm> {
  const { control } = cluster.simulators;
  const { count, apiUrl } = options;
  const chance = createChance(17);
  const articleId = await addArticle(cluster);
  const deps = { cluster, apiUrl, articleId, patienceMs: 120_000 };
  const buyers = Array.from(
    { length: count },
    (_, n) => new Buyer(deps, WAYS_TO_PAY[n % WAYS_TO_PAY.length]!, chance.next() < options.comeBack),
  );
  const gusts: Record<string, number> = {};
  let kills = 0;
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
    while (!isOver) {
      await pause(options.killEveryMs);
      if (isOver) return;
      await cluster.api.kill();
      kills += 1;
      await cluster.api.start();
    }
  };
  const waiting = [...buyers];
  const buy = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next.buy();
  };
  const weather = Promise.all([blow(), kill()]);
  try {
    await Promise.all(Array.from({ length: options.atOnce }, buy));
  } finally {
    isOver = true;
    await weather;
  }
  await control.stripe.quiet();
  return { buyers, kills, gusts };
}

/** Waits until every paid purchase is known to be, and compares what Stripe, Postgres, Temporal and the mailbox say. */
async function readPurchases(cluster: Cluster, buyers: readonly Buyer[]) {
  const { pool } = cluster.database;
  const { control } = cluster.simulators;
  const paidSessions = control.stripe
    .sessions()
    .filter(({ paymentStatus, paymentState }) => paymentStatus === 'paid' || paymentState === 'succeeded');
  const paidOrders = new Set(paidSessions.map(({ metadata }) => metadata['order_id']!));
  await until(
    'every payment to be known',
    async () => {
      const { rows } = await pool.query<{ id: string }>(`select id from orders where status = any($1)`, [
        startedStatuses('backlink'),
      ]);
      return rows.length >= paidOrders.size;
    },
    120_000,
  );
  await until(
    'every mail to be sent',
    async () =>
      (
        await pool.query(
          `select 1 from webhook_deliveries where channel = 'mail' and state = 'pending' limit 1`,
        )
      ).rowCount === 0,
    120_000,
  );
  const orders = await pool.query<{ id: string; status: string; starts: number; runs: number }>(
    `select o.id, o.status,
            (select count(*)::int from outbox m where m.order_id = o.id and m.kind = 'start') as starts,
            (select count(*)::int from order_runs r where r.order_id = o.id) as runs
       from orders o`,
  );
  const ids = (subject: string, buyer: Buyer): Set<string> =>
    new Set(
      buyer
        .mails()
        .filter((mail) => mail.subject === subject)
        .map(({ messageId }) => messageId),
    );
  const begun: readonly string[] = startedStatuses('backlink');
  const isBegun = (status: string): boolean => begun.includes(status);
  const isPaid = ({ orderId }: Buyer): boolean => paidOrders.has(orderId);
  return {
    purchases: buyers.length,
    paid: paidOrders.size,
    shouldBePaid: buyers.filter(({ way }) => way !== 'never').length,
    /** Sessions that were paid, beyond one an order. */
    surplus: paidSessions.length - paidOrders.size,
    orders: orders.rows.length,
    begun: orders.rows.filter(({ status }) => isBegun(status)).length,
    paidButWaiting: orders.rows.filter(({ id, status }) => paidOrders.has(id) && !isBegun(status)).length,
    startedUnpaid: orders.rows.filter(({ id, starts, runs }) => !paidOrders.has(id) && starts + runs > 0)
      .length,
    startedTwice: orders.rows.filter(({ starts, runs }) => starts > 1 || runs > 1).length,
    /** Orders whose kinds of mail have another number of Message-IDs than one, or none without a payment. */
    oddMails: buyers.filter((buyer) => ids('Request received', buyer).size !== (isPaid(buyer) ? 1 : 0))
      .length,
    oddLinks: buyers.filter((buyer) => ids('Continue your purchase', buyer).size !== 1).length,
    repeats: buyers.reduce((sum, { repeats }) => sum + repeats, 0),
  };
}

/** Runs a storm on a cluster of its own and expects one order a payment and none without, whatever the weather was. */
export async function expectStormWeathered(options: StormOptions): Promise<void> {
  const cluster = await startCluster({
    simulators: { speed: 50, stripe: { retryMs: 300, tries: 3 } },
    env: { CHECKOUT_CHECK_MS: '2000', API_REQUESTS_PER_SECOND: '100000' },
  });
  try {
    const storm = await purchaseStorm(cluster, { ...options, apiUrl: cluster.apiUrl });
    const { kills, gusts } = storm;
    const books = await readPurchases(cluster, storm.buyers);
    process.stdout.write(`purchases ${JSON.stringify({ ...books, kills, gusts })}\n`);
    expect(books).toMatchObject({
      ...{ paid: books.shouldBePaid, begun: books.paid, orders: options.count, surplus: 0 },
      ...{ paidButWaiting: 0, startedUnpaid: 0, startedTwice: 0, oddMails: 0, oddLinks: 0 },
    });
    // Weather that met nobody would prove nothing.
    expect(kills).toBeGreaterThan(0);
    expect(books.repeats).toBeGreaterThan(0);
    expect(cluster.faults()).toEqual([]);
  } finally {
    await cluster.stop();
  }
}
