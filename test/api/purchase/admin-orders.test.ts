import { randomUUID } from 'node:crypto';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { addVersion, breakOrder, placeIn, STATES } from '../../support/purchased-versions';
import type { Placed, State } from '../../support/purchased-versions';
import { addForSale, articleOf, linkOf } from './support';
import type { ForSale } from './support';

const ADMIN = '/api/v1/admin/orders';

let galley: Galley;
let sale: ForSale;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  // What is queued stays where it is.
  await galley.relay.stop();
  sale = await addForSale(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

type Data = Record<string, unknown>;

async function ask(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<{ status: number; data: Data; json: Data }> {
  const { status, json } = await galley.operator.call(method, path, body === undefined ? {} : { body });
  return { status, json, data: (json['data'] ?? {}) as Data };
}

const detailOf = async (orderId: string): Promise<Data> => (await ask('GET', `${ADMIN}/${orderId}`)).data;

const order = (body: object) => ask('POST', ADMIN, body);
const link = () => ({ product: 'backlink', ...linkOf(sale) });
const article = () => ({ product: 'article', ...articleOf(sale) });

describe('an order of an administrator', () => {
  test.each([
    ['backlink', link],
    ['article', article],
  ])(
    'of a %s begins at once, costs nothing, and comes straight to the administrators',
    async (product, body) => {
      const answer = await order(body());
      expect(answer.status).toBe(202);
      const orderId = String(answer.data['orderId']);
      expect(await detailOf(orderId)).toMatchObject({
        ...{ product, source: 'admin', status: 'PROCESSING', phase: 'queued', email: null, refund: null },
        ...{ price: { amount: 0 }, waitingFor: null, mails: [], version: null },
      });
      const { rows } = await galley.database.pool.query(
        `select start_no from outbox where order_id = $1 and kind = 'start'`,
        [orderId],
      );
      expect(rows).toEqual([{ start_no: 1 }]);
      const kind = await galley.operator.call('GET', `/api/${product}-orders/${orderId}`);
      expect(kind.json).toMatchObject({
        paymentState: 'not_due',
        email: null,
        paidAt: null,
        may: ['priority'],
      });
      const versionId = await addVersion(galley, orderId);
      expect(await detailOf(orderId)).toMatchObject({
        ...{ status: 'ADMIN_REVIEW', submittedBy: 'order', waitingFor: 'review', canApprove: true },
        version: { versionId },
      });
      const rejected = await ask('POST', `${ADMIN}/${orderId}/reject`, { versionId, reason: 'Dull.' });
      expect(rejected.data).toMatchObject({
        outcome: 'rejected',
        rejectionReason: 'Dull.',
        refund: null,
        mails: [],
      });
      const status = await galley.operator.call('GET', `/api/v1/purchase/status/${orderId}`);
      expect(status.json['data']).toMatchObject({
        ...{ statusMessage: 'The content was not approved.', paymentState: 'not_due', canPay: false },
      });
    },
  );

  test('that could not be done waits for a retry, and nothing is refunded or mailed', async () => {
    const orderId = String((await order(link())).data['orderId']);
    await breakOrder(galley, orderId);
    expect(await detailOf(orderId)).toMatchObject({
      ...{ outcome: 'broke', waitingFor: 'retry', canRetry: true, refund: null, mails: [] },
    });
    expect((await ask('POST', `${ADMIN}/${orderId}/retry`, {})).data).toMatchObject({ status: 'PROCESSING' });
  });

  test('is accepted once under a key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const again = () => galley.operator.call('POST', ADMIN, { body: link(), headers: key });
    const [one, two] = await Promise.all([again(), again()]);
    expect([one.status, two.status, two.json]).toEqual([202, 202, one.json]);
    const other = await galley.operator.call('POST', ADMIN, { body: article(), headers: key });
    expect(other.status).toBe(422);
  });

  test.each([
    ['a product that is not sold', () => ({ ...link(), product: 'page' }), 400],
    ['no product', () => linkOf(sale), 400],
    ['a price', () => ({ ...link(), price: { amount: 1, currency: 'EUR' } }), 400],
    ['an address', () => ({ ...link(), email: 'buyer@shop.example' }), 400],
    ['what belongs to the other product', () => ({ ...link(), topic: 'Kettles' }), 400],
    ['an article without a topic', () => ({ ...article(), topic: undefined }), 400],
    ['an address that is not public', () => ({ ...link(), targetUrl: 'http://127.0.0.1/' }), 400],
    ['an anchor without a place', () => ({ ...link(), anchorText: ' ' }), 400],
    ['an article that is not there', () => ({ ...link(), articleId: randomUUID() }), 404],
    ['a site that is not there', () => ({ ...article(), domainId: randomUUID() }), 404],
  ])('is refused with %s', async (_, body, status) => {
    expect(await order(body())).toMatchObject({ status, json: { success: false } });
  });
});

/** What the list shows an order of each state to wait for. */
const WAITS: Readonly<Partial<Record<State, string>>> = { ADMIN_REVIEW: 'review', BROKE: 'retry' };

describe('the list', () => {
  let placed: Record<State, Placed>;

  beforeAll(async () => {
    const made: Array<[State, Placed]> = [];
    for (const state of STATES) made.push([state, await placeIn(galley, sale, state)]);
    placed = Object.fromEntries(made) as Record<State, Placed>;
  }, 60_000);

  async function all(query: string): Promise<Data[]> {
    const items: Data[] = [];
    let cursor = '';
    do {
      const { status, data } = await ask('GET', `${ADMIN}?limit=3${query}${cursor}`);
      expect(status).toBe(200);
      items.push(...(data['items'] as Data[]));
      cursor = data['nextCursor'] === null ? '' : `&cursor=${String(data['nextCursor'])}`;
    } while (cursor !== '');
    return items;
  }

  test('tells what each order waits for, as its page does, and has each once', async () => {
    const items = await all('');
    const ids = items.map(({ orderId }) => orderId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const state of STATES) {
      const { orderId } = placed[state];
      const item = items.find((one) => one['orderId'] === orderId)!;
      expect([state, item['waitingFor']]).toEqual([state, WAITS[state] ?? null]);
      expect(await detailOf(orderId)).toMatchObject(item);
    }
  });

  test.each(['review', 'retry', 'delivery'])('of what waits for %s has exactly those', async (waiting) => {
    const listed = (await all(`&waiting=${waiting}`)).map(({ orderId }) => orderId);
    const expected = (await all(''))
      .filter((one) => one['waitingFor'] === waiting)
      .map(({ orderId }) => orderId);
    expect(listed).toEqual(expected);
  });

  test('an order that was selected and is still to be delivered waits for delivery', async () => {
    const { orderId } = await placeIn(galley, sale, 'APPROVED');
    await galley.database.pool.query(
      'update purchases set published_version_id = approved_version_id where id = $1',
      [orderId],
    );
    expect((await all('&waiting=delivery')).map((one) => one['orderId'])).toEqual([orderId]);
  });

  test.each([
    ['status=COMPLETED', (one: Data) => one['status'] === 'COMPLETED'],
    ['source=admin', (one: Data) => one['source'] === 'admin'],
    ['product=article', (one: Data) => one['product'] === 'article'],
    ['waiting=review&status=FAILED', () => false],
    [`domainId=${randomUUID()}`, () => false],
  ])('by %s has exactly those', async (query, holds) => {
    const expected = (await all('')).filter(holds).map(({ orderId }) => orderId);
    expect((await all(`&${query}`)).map(({ orderId }) => orderId)).toEqual(expected);
  });

  test.each(['waiting=me', 'status=DONE', 'limit=0', 'limit=201', 'cursor=x', 'page=2', 'domainId=1'])(
    'by %s is refused',
    async (query) => {
      expect((await ask('GET', `${ADMIN}?${query}`)).status).toBe(400);
    },
  );
});

test('the page of an order compares its text with what it was made from, and shows findings, money and mails', async () => {
  const { orderId, versionId } = await placeIn(galley, sale, 'ADMIN_REVIEW');
  await galley.database.pool.query(
    `insert into provider_calls (id, order_id, tenant_id, lane, stage, provider, round, attempt, basis, state, began_at, ended_at, cost_micros)
     select gen_random_uuid(), $1, tenant_id, 'writing', 'writing', 'openai', 1, n, 'x', 'answered', clock_timestamp(), clock_timestamp(), 1000
       from orders, generate_series(1, 2) n where id = $1`,
    [orderId],
  );
  const detail = await detailOf(orderId);
  const selected = await galley.operator.call('GET', `/api/articles/${sale.article.id}`);
  const base = selected.json['selectedVersionId'];
  expect(detail).toMatchObject({
    ...{ orderId, waitingFor: 'review', publishedVersionId: base, baseChanged: false, outlet: null },
    version: {
      ...{
        versionId,
        qcStatus: 'APPROVED_BY_AI',
        qcAttempts: 1,
        qcNotes: [],
        reviewStatus: 'PENDING_REVIEW',
      },
      metadata: { integration_type: 'customer_backlink', base_article_version_id: base },
    },
    base: { versionId: base },
    versions: [{ versionId, isCurrent: true }],
    money: {
      price: { amount: 12_000, currency: 'EUR' },
      costMicros: 2_000,
      retryCostMicros: 1_000,
      refund: null,
    },
    ...{ canApprove: true, canReject: true, canRetry: false, canPublishAgain: false },
  });
  expect(detail['mails']).toMatchObject([{ kind: 'request_received', state: 'pending', sentAt: null }]);
  expect((detail['mails'] as Data[])[0]!['subject']).toMatch(/\w{3}/);
  const version = detail['version'] as { content: string; link: { start: number; end: number } };
  expect(version.content.slice(version.link.start, version.link.end)).toContain('hand coffee grinder');
  for (const [id, status] of [
    [String(base), 200],
    [versionId, 200],
    [randomUUID(), 404],
  ] as const)
    expect((await ask('GET', `${ADMIN}/${orderId}/versions/${id}`)).status).toBe(status);
  const other = await placeIn(galley, sale, 'QUALITY_CHECK', 'article');
  expect((await ask('GET', `${ADMIN}/${orderId}/versions/${other.versionId}`)).status).toBe(404);
});

test('a draft that did not pass is shown to administrators', async () => {
  const { orderId } = await placeIn(galley, sale, 'BROKE');
  expect(await detailOf(orderId)).toMatchObject({
    ...{ versionId: null, failureReason: expect.any(String) as string },
    version: { qcStatus: 'REJECTED_BY_AI', reviewStatus: null },
    versions: [{ isCurrent: false }],
    money: { refund: { state: 'planned' } },
  });
});

test('orders of other kinds are not there', async () => {
  const { json } = await galley.stores[0]!.call('POST', '/api/blog-generation', {
    body: { sourceType: 'keyword', sourceId: 'kettle', instanceId: 'none' },
  });
  const id = typeof json['id'] === 'string' ? json['id'] : randomUUID();
  expect((await ask('GET', `${ADMIN}/${id}`)).status).toBe(404);
  expect((await ask('POST', `${ADMIN}/${id}/retry`, {})).status).toBe(404);
});

test('the queues count what there is, and the line of each minute says the same', async () => {
  const counts = async () => (await ask('GET', '/api/v1/admin/queues')).data['queues'] as Data[];
  const [, before] = await counts();
  for (const state of [
    'PROCESSING',
    'QUALITY_CHECK',
    'ADMIN_REVIEW',
    'COMPLETED',
    'BROKE',
    'REJECTED',
    'EXPIRED',
  ] as const)
    await placeIn(galley, sale, state);
  const { orderId } = await placeIn(galley, sale, 'PROCESSING');
  await galley.database.pool.query(`update orders set phase = 'running' where id = $1`, [orderId]);
  const [articles, after] = await counts();
  const more = (name: string, by: number) => ({ [name]: Number(before![name]) + by });
  expect(after).toMatchObject({
    ...{ name: 'backlink-integration', product: 'backlink' },
    ...{ ...more('waiting', 1), ...more('active', 1), ...more('review', 1), ...more('adminReview', 1) },
    ...{ ...more('completed24h', 1), ...more('failed24h', 1), ...more('completedPerHour', 1) },
  });
  expect(articles).toMatchObject({ name: 'article-generation', product: 'article' });
  expect(after!['oldestWaitingMs']).toBeGreaterThanOrEqual(0);
});
