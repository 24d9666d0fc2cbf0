import { randomUUID } from 'node:crypto';
import { createPictureStore } from '../../../src/clients/picture-store';
import { SAMPLE_STORES } from '../../../src/simulators/products';
import type { Answer, ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const BASE = '/api/blog-generation';
let galley: Galley;
let premium: ApiClient;
let standard: ApiClient;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  [premium, standard] = galley.stores as [ApiClient, ApiClient];
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

function expectError(answer: Answer, status: number, code: string): void {
  expect(answer.json).toEqual({
    error: code,
    message: expect.stringMatching(/^[A-Z].*\.$/) as string,
    requestId: answer.headers.get('x-request-id'),
  });
  expect(answer.status).toBe(status);
}

describe('placing an order', () => {
  test('works as users type it', async () => {
    const response = await fetch(`${galley.apiUrl}${BASE}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${standard.key}`, 'Content-Type': 'application/json' },
      body: '{"sourceType":"keyword","sourceId":"test"}',
    });
    const order = (await response.json()) as Record<string, unknown>;
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe(`${BASE}/${String(order['id'])}`);
    expect(Object.keys(order).sort()).toEqual(
      [
        ...['id', 'sourceType', 'sourceId', 'instanceId', 'status', 'phase', 'priority', 'round', 'may'],
        ...['error', 'errorType', 'waiting', 'createdAt', 'startedAt', 'finishedAt'],
        ...['title', 'subject', 'storeId', 'storeName'],
        ...[
          'publishMode',
          'picture',
          'publishAt',
          'publishAtLocal',
          'timeZone',
          'approvedAt',
          'basedOn',
          'batchId',
        ],
      ].sort(),
    );
    expect(order).toMatchObject({
      sourceType: 'keyword',
      sourceId: 'test',
      instanceId: SAMPLE_STORES[1].instanceId,
      status: 'PENDING',
      phase: 'accepted',
      round: 1,
      error: null,
      errorType: null,
      waiting: null,
      startedAt: null,
      finishedAt: null,
    });
    expect(order['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('leads to the order, with all that belongs to it still empty', async () => {
    const answer = await premium.call('POST', BASE, { body: { sourceType: 'product', sourceId: ' p-1 ' } });
    const order = await premium.call('GET', answer.headers.get('location')!);
    expect(order.json).toMatchObject({
      sourceType: 'product',
      sourceId: 'p-1',
      ideas: [],
      selectedIdeaId: null,
      post: null,
      image: null,
      publication: null,
      progress: { totalSteps: 5, completedSteps: 0, currentStep: 'ideas' },
      cost: { amountMicros: 0, currency: 'USD', calls: 0 },
    });
    const events = await premium.events(String(order.json['id']));
    expect(events.map((event) => event.type)).toEqual(['order.accepted']);
  });

  test.each([
    ['a standard plan', () => standard, undefined, 5],
    ['a premium plan', () => premium, undefined, 7],
    ['a premium plan that asks for less', () => premium, 1, 1],
    ['a standard plan that asks for more', () => standard, 10, 10],
  ] as const)('starts with the priority of %s', async (_name, client, priority, expected) => {
    const id = await client().order(priority === undefined ? {} : { priority });
    expect((await client().call('GET', `${BASE}/${id}`)).json['priority']).toBe(expected);
  });

  test('for a premium store starts with its priority also when an operator places it', async () => {
    const id = await galley.operator.order({ instanceId: SAMPLE_STORES[0].instanceId });
    expect((await galley.operator.call('GET', `${BASE}/${id}`)).json['priority']).toBe(7);
  });

  test('for somebody else’s store is refused as for one that does not exist', async () => {
    const place = (instanceId: string) =>
      standard.call('POST', BASE, { body: { sourceType: 'keyword', sourceId: 'x', instanceId } });
    const [foreign, unknown] = await Promise.all([place(SAMPLE_STORES[0].instanceId), place(randomUUID())]);
    expectError(foreign, 400, 'bad_request');
    expect(foreign.json['message']).toBe(unknown.json['message']);
  });
});

describe('without a valid key', () => {
  const attempts: Array<[string, Record<string, string>]> = [
    ['none', {}],
    ['another scheme', { authorization: 'Basic Z2FsbGV5OmdhbGxleQ==' }],
    ['no word after it', { authorization: 'Bearer' }],
    ['a made-up one', { authorization: `Bearer galley_${'x'.repeat(43)}` }],
    ['a very long one', { authorization: `Bearer ${'x'.repeat(5_000)}` }],
    ['two', { authorization: 'Bearer abcdefghij, Bearer abcdefghij' }],
    ['quotes and signs', { authorization: `Bearer ' or 1=1 --` }],
  ];
  test.each(attempts)('%s, every address below /api answers alike', async (_name, headers) => {
    for (const [method, path] of [
      ['GET', BASE],
      ['POST', BASE],
      ['GET', `${BASE}/${randomUUID()}`],
      ['POST', `${BASE}/${randomUUID()}/cancel`],
      ['GET', '/api/nothing'],
    ] as const) {
      const response = await fetch(`${galley.apiUrl}${path}`, { method, headers });
      const answer = {
        status: response.status,
        headers: response.headers,
        json: (await response.json()) as never,
      };
      expectError(answer, 401, 'unauthorized');
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('a revoked one stops working at once', async () => {
    const { pool } = galley.database;
    const client = galley.stores[2]!;
    expect((await client.call('GET', BASE)).status).toBe(200);
    const revoked = await pool.query(
      `update api_keys set revoked_at = now()
        where tenant_id = (select tenant_id from stores where instance_id = $1)`,
      [SAMPLE_STORES[2].instanceId],
    );
    expect(revoked.rowCount).toBe(1);
    expectError(await client.call('GET', BASE), 401, 'unauthorized');
  });

  test('the key is kept as its hash only', async () => {
    const rows = await galley.database.pool.query('select k::text as row from api_keys k');
    expect(JSON.stringify(rows.rows)).not.toContain(premium.key);
  });
});

describe('an order of somebody else', () => {
  const uses: Array<[string, string, unknown]> = [
    ['GET', '', undefined],
    ['GET', '/events', undefined],
    ['GET', '/image', undefined],
    ['POST', '/select', { ideaId: randomUUID() }],
    ['POST', '/cancel', {}],
    ['POST', '/retry', {}],
    ['POST', '/resolve', { resolution: 'abandon' }],
  ];
  test.each(uses)('%s %s answers as if there were none', async (method, suffix, body) => {
    const id = await premium.order();
    const use = (client: ApiClient, orderId: string) =>
      client.call(method, `${BASE}/${orderId}${suffix}`, body === undefined ? {} : { body });
    const [foreign, unknown] = await Promise.all([use(standard, id), use(standard, randomUUID())]);
    expectError(foreign, 404, 'not_found');
    expect(foreign.json['message']).toBe(unknown.json['message']);
    expect((await premium.read(id)).status).toBe('PENDING');
  });

  test('is in no list but its owner’s and the operators’', async () => {
    const id = await premium.order();
    const ids = async (client: ApiClient) =>
      ((await client.call('GET', `${BASE}?limit=200`)).json['items'] as Array<{ id: string }>).map(
        (item) => item.id,
      );
    expect(await ids(standard)).not.toContain(id);
    expect(await ids(premium)).toContain(id);
    expect(await ids(galley.operator)).toContain(id);
  });

  test('shows its picture to its owner and nobody else', async () => {
    const id = await premium.order();
    const bytes = new TextEncoder().encode('the bytes of a picture');
    const key = await createPictureStore({ dir: galley.config.pictureDir }).save({ bytes, extension: 'png' });
    const { pool } = galley.database;
    const seed = { orderId: id, round: 1, basis: randomUUID(), prompt: 'p', seed: 1 };
    const picture = await galley.db.pictures.openPicture(seed);
    await galley.db.pictures.savePictureFile({
      pictureId: picture.id,
      storageKey: key,
      contentType: 'image/png',
      width: 1,
      height: 1,
      bytes: bytes.length,
    });
    await pool.query('update blog_orders set picture_id = $2 where order_id = $1', [id, picture.id]);
    const get = (client: ApiClient) =>
      fetch(`${galley.apiUrl}${BASE}/${id}/image`, { headers: { authorization: `Bearer ${client.key}` } });
    const own = await get(premium);
    expect([own.status, own.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await own.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    expect((await get(standard)).status).toBe(404);
  });
});

describe('an operator', () => {
  test('must say which store an order is for', async () => {
    const body = { sourceType: 'keyword', sourceId: 'x' };
    const unnamed = await galley.operator.call('POST', BASE, { body });
    expectError(unnamed, 400, 'bad_request');
    expect(unnamed.json['message']).toContain('instanceId');
    const named = await galley.operator.call('POST', BASE, {
      body: { ...body, instanceId: SAMPLE_STORES[1].instanceId },
    });
    expect(named.json).toMatchObject({ instanceId: SAMPLE_STORES[1].instanceId });
    // It belongs to the store, not to the operator.
    expect((await standard.call('GET', named.headers.get('location')!)).status).toBe(200);
  });

  test('reads and cancels every order', async () => {
    const id = await premium.order();
    expect((await galley.operator.read(id)).id).toBe(id);
    expect((await galley.operator.act(id, 'cancel')).json).toMatchObject({ id, status: 'CANCELLED' });
  });
});

describe('a request with an Idempotency-Key', () => {
  const BODY = { sourceType: 'keyword', sourceId: 'idempotent grinder', priority: 4 };
  let keys = 0;

  const newKey = (): string => `key-${(keys += 1)}`;
  const place = (client: ApiClient, key: string, body: Record<string, unknown> = BODY): Promise<Answer> =>
    client.call('POST', BASE, { body, headers: { 'idempotency-key': key } });

  async function countOrders(): Promise<number> {
    const result = await galley.database.pool.query<{ n: number }>('select count(*)::int as n from orders');
    return result.rows[0]!.n;
  }

  test('the same key and body get the same answer and one order', async () => {
    const before = await countOrders();
    const key = newKey();
    const first = await place(premium, key);
    // An answer is repeated as it was given, whatever has become of the order.
    await premium.act(String(first.json['id']), 'cancel');
    const second = await place(premium, key);
    expect(second.status).toBe(202);
    expect(second.json).toEqual(first.json);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(await countOrders()).toBe(before + 1);
  });

  test('ten at once are one order and one start', async () => {
    const before = await countOrders();
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => place(premium, key)));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 202));
    const ids = new Set(answers.map((answer) => answer.json['id']));
    expect(ids.size).toBe(1);
    expect(await countOrders()).toBe(before + 1);
    const starts = await galley.database.pool.query('select 1 from outbox where order_id = $1', [
      [...ids][0],
    ]);
    expect(starts.rowCount).toBe(1);
  });

  test('the order of the members in a body does not matter', async () => {
    const key = newKey();
    const first = await place(premium, key);
    const second = await place(premium, key, Object.fromEntries(Object.entries(BODY).reverse()));
    expect([second.status, second.json['id']]).toEqual([202, first.json['id']]);
  });

  test.each([
    ['another keyword', { sourceId: 'other' }],
    ['another priority', { priority: 5 }],
    ['another policy', { policy: { draftAttempts: 1 } }],
  ])('the same key with %s is refused, and nothing is ordered', async (_name, part) => {
    const key = newKey();
    const first = await place(premium, key);
    const before = await countOrders();
    const second = await place(premium, key, { ...BODY, ...part });
    expect(second.status).toBe(422);
    expect(second.json).toMatchObject({
      error: 'idempotency_key_reused',
      requestId: expect.any(String) as string,
    });
    expect(await countOrders()).toBe(before);
    expect((await place(premium, key)).json['id']).toBe(first.json['id']);
  });

  test('a key that was sent with a refused body is free again', async () => {
    const key = newKey();
    expect((await place(premium, key, { ...BODY, priority: 99 })).status).toBe(400);
    expect((await place(premium, key, { ...BODY, instanceId: 'nobody' })).status).toBe(400);
    expect((await place(premium, key)).status).toBe(202);
  });

  test('the same key of another tenant is another order', async () => {
    const key = newKey();
    const [mine, theirs] = await Promise.all([place(premium, key), place(standard, key)]);
    expect([mine.status, theirs.status]).toEqual([202, 202]);
    expect(mine.json['id']).not.toBe(theirs.json['id']);
    expect(mine.json['instanceId']).not.toBe(theirs.json['instanceId']);
  });

  test('without a key the same body is another order each time', async () => {
    expect(await premium.order(BODY)).not.toBe(await premium.order(BODY));
  });

  test('a key of 200 visible characters is taken', async () => {
    const key = `!~${'k'.repeat(198)}`;
    const first = await place(premium, key);
    expect((await place(premium, key)).json['id']).toBe(first.json['id']);
  });

  describe('an act with a key', () => {
    const headers = () => ({ 'idempotency-key': newKey() });

    test('is done once, also when it comes five times at once, and always has the same identifier', async () => {
      const id = await premium.order();
      const key = headers();
      const answers = await Promise.all(Array.from({ length: 5 }, () => premium.act(id, 'cancel', {}, key)));
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
      expect(new Set(answers.map((answer) => answer.json['actId'])).size).toBe(1);
      expect(answers.filter((answer) => answer.json['repeated'] === false)).toHaveLength(1);
      expect((await premium.events(id)).filter((event) => event.type === 'order.cancelled')).toHaveLength(1);
    });

    test('is the same act when it is repeated after the order has moved on', async () => {
      const id = await premium.order();
      await premium.act(id, 'cancel');
      const key = headers();
      const retried = await premium.act(id, 'retry', {}, key);
      await premium.act(id, 'cancel');
      const repeated = await premium.act(id, 'retry', {}, key);
      expect(repeated.json).toMatchObject({
        repeated: true,
        actId: retried.json['actId'],
        status: 'CANCELLED',
        round: 2,
      });
    });

    test('is another act on another order and under another name', async () => {
      const [one, two] = await Promise.all([premium.order(), premium.order()]);
      const key = headers();
      const first = await premium.act(one, 'cancel', {}, key);
      const second = await premium.act(two, 'cancel', {}, key);
      const third = await premium.act(one, 'retry', {}, key);
      expect([first, second, third].map((answer) => [answer.status, answer.json['repeated']])).toEqual([
        [200, false],
        [200, false],
        [200, false],
      ]);
    });

    test('cannot stand for another pick than the one it was sent with', async () => {
      const id = await premium.order();
      const { pool } = galley.database;
      const idea = { title: 'T', angle: 'A', outline: ['1', '2', '3'], keyword: 'K', reason: 'R' };
      await galley.db.ideas.insertIdeas({ orderId: id, round: 1, ideas: [idea, idea] });
      await pool.query(
        `update orders set status = 'AWAITING_SELECTION', phase = 'waiting_person' where id = $1`,
        [id],
      );
      const [one, two] = (await premium.read(id)).ideas;
      const key = headers();
      expect((await premium.act(id, 'select', { ideaId: one!.id }, key)).status).toBe(200);
      const other = await premium.act(id, 'select', { ideaId: two!.id }, key);
      expect([409, 422]).toContain(other.status);
      expect((await premium.read(id)).selectedIdeaId).toBe(one!.id);
    });
  });
});
