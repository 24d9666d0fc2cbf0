import { randomUUID } from 'node:crypto';
import { BEFORE_RELEASE } from '../../../src/domain/blog/lifecycle';
import type { BlogStatus } from '../../../src/domain/blog/lifecycle';
import { cancellable, statusesOf } from '../../../src/domain/orders/lifecycle';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const BASE = '/api/blog-generation';

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  // Nobody works, so that an order stays where a test puts it.
  galley = await startGalley({ lanes: [] });
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const WAITING: readonly BlogStatus[] = [
  'AWAITING_SELECTION',
  'AWAITING_APPROVAL',
  'SCHEDULED',
  'UNCONFIRMED',
];

async function orderIn(status: BlogStatus): Promise<string> {
  const id = await store.order();
  const { pool } = galley.database;
  const idea = { title: 'T', angle: 'A', outline: ['1', '2', '3'], keyword: 'K', reason: 'R' };
  await galley.db.ideas.insertIdeas({ orderId: id, round: 1, ideas: [idea] });
  await pool.query(
    `with detail as (update blog_orders set version_id = $4, picture_id = $5 where order_id = $1)
     update orders set status = $2, phase = $3,
       finished_at = case when $2 in ('DONE', 'FAILED', 'CANCELLED') then now() end where id = $1`,
    [
      id,
      status,
      WAITING.includes(status) ? 'waiting_person' : 'running',
      ...(BEFORE_RELEASE.includes(status) ? [randomUUID(), randomUUID()] : [null, null]),
    ],
  );
  return id;
}

const signals = async (id: string): Promise<string[]> => {
  const rows = await galley.database.pool.query<{ signal: string }>(
    `select signal from outbox where order_id = $1 and kind = 'signal' order by seq`,
    [id],
  );
  return rows.rows.map((row) => row.signal);
};

const future = (): string => new Date(Date.now() + 86_400_000).toISOString();

describe('in a wrong state an act is refused, tells the state and changes nothing', () => {
  const may: Record<string, { body: () => unknown; in: readonly BlogStatus[] }> = {
    'new-ideas': { body: () => ({ hint: 'x' }), in: ['AWAITING_SELECTION'] },
    approve: { body: () => ({}), in: ['AWAITING_APPROVAL'] },
    regenerate: { body: () => ({ part: 'text' }), in: BEFORE_RELEASE },
    schedule: { body: () => ({ publishAt: future() }), in: cancellable('blog') },
  };
  const rows = Object.entries(may).flatMap(([act, rule]) =>
    statusesOf('blog').map((status) => [act, status, rule.in.includes(status) ? 200 : 409] as const),
  );
  test.each(rows)('%s in %s answers %i', async (act, status, expected) => {
    const id = await orderIn(status);
    const before = await store.read(id);
    const answer = await store.act(id, act, may[act]!.body());
    expect(answer.status).toBe(expected);
    if (expected === 200) {
      expect(await signals(id)).toHaveLength(1);
    } else {
      expect(answer.json).toMatchObject({ error: 'conflict', status });
      expect(await store.read(id)).toEqual(before);
      expect(await signals(id)).toEqual([]);
    }
  });
});

test('asking for new ideas opens a round, keeps the hint out of Temporal, and is done once by its key', async () => {
  const id = await orderIn('AWAITING_SELECTION');
  const headers = { 'idempotency-key': randomUUID() };
  const first = await store.act(id, 'new-ideas', { hint: 'more about winter' }, headers);
  expect(first.json).toMatchObject({
    status: 'GENERATING_IDEAS',
    phase: 'queued',
    round: 2,
    repeated: false,
  });
  const again = await store.act(id, 'new-ideas', { hint: 'more about winter' }, headers);
  expect(again.json).toMatchObject({ actId: first.json['actId'], round: 2, repeated: true });
  const other = await store.act(id, 'new-ideas', { hint: 'more about summer' }, headers);
  expect([other.status, other.json['error']]).toEqual([422, 'idempotency_key_reused']);
  const sent = await galley.database.pool.query<{ payload: object }>(
    `select payload from outbox where order_id = $1 and kind = 'signal'`,
    [id],
  );
  expect(sent.rows).toEqual([{ payload: { actId: first.json['actId'] } }]);
  expect(await galley.db.hints.hintFor({ orderId: id, part: 'ideas' })).toBe('more about winter');
});

describe('a retry with a wish', () => {
  const hintsOf = async (id: string): Promise<object[]> => {
    const rows = await galley.database.pool.query<object>(
      'select round, part, hint from round_hints where order_id = $1 order by round',
      [id],
    );
    return rows.rows;
  };

  test('is done once by its key, and is another action with another hint', async () => {
    const id = await orderIn('FAILED');
    const headers = { 'idempotency-key': randomUUID() };
    const first = await store.act(id, 'retry', { hint: 'more about winter' }, headers);
    expect(first.json).toMatchObject({ status: 'PENDING', round: 2, repeated: false });
    expect((await store.act(id, 'retry', { hint: 'more about winter' }, headers)).json).toMatchObject({
      actId: first.json['actId'],
      repeated: true,
    });
    const other = await store.act(id, 'retry', { hint: 'more about summer' }, headers);
    expect([other.status, other.json['error']]).toEqual([422, 'idempotency_key_reused']);
    expect((await store.act(id, 'retry', { hint: 'more about winter' })).json).toMatchObject({
      repeated: true,
    });
    for (const body of [undefined, {}, { hint: 'more about summer' }, { withoutPicture: true }])
      expect((await store.act(id, 'retry', body)).status).toBe(409);
    // Its ideas are there, so that the hint is for the text.
    expect(await hintsOf(id)).toEqual([{ round: 2, part: 'text', hint: 'more about winter' }]);
    const told = await galley.database.pool.query(
      `select data::text from order_events where order_id = $1 union all select payload::text from outbox where order_id = $1`,
      [id],
    );
    expect(JSON.stringify(told.rows)).not.toContain('winter');
  });

  test.each([
    [{ hint: 'two\nlines' }, 400],
    [{ hint: 'turned \u202e around' }, 400],
    [{ hint: 'x'.repeat(501) }, 400],
    [{ hint: '' }, 400],
    [{ hint: 5 }, 400],
    [{ part: 'page' }, 400],
    [{ part: 'picture', withoutPicture: true }, 400],
    [{ withoutPicture: 'yes' }, 400],
    [{ hints: 'x' }, 400],
    [{}, 200],
    [{ withoutPicture: false }, 200],
    [{ part: 'picture' }, 200],
    [{ part: 'ideas', hint: ' for winter ' }, 200],
    [{ hint: 'x'.repeat(500), withoutPicture: true }, 200],
  ])('%j answers %i', async (body, status) => {
    const id = await orderIn('FAILED');
    expect((await store.act(id, 'retry', body)).status).toBe(status);
    if (status === 400) expect((await store.read(id)).status).toBe('FAILED');
  });

  test('changes nothing of a post that its store holds or may hold', async () => {
    const id = await orderIn('FAILED');
    const versionId = randomUUID();
    await galley.database.pool.query(
      'update blog_orders set version_id = $2, picture_id = $2, idea_id = $2 where order_id = $1',
      [id, versionId],
    );
    const { id: publicationId } = await galley.db.publications.openPublication({
      orderId: id,
      basis: versionId,
    });
    await galley.db.publications.markDraftBegun({ publicationId });
    const before = await store.read(id);
    for (const body of [{ withoutPicture: true }, { part: 'text' }, { part: 'picture' }, { part: 'ideas' }])
      expect((await store.act(id, 'retry', body)).json).toMatchObject({
        error: 'conflict',
        status: 'FAILED',
      });
    expect(await store.read(id)).toEqual(before);
    expect((await store.act(id, 'retry')).status).toBe(200);
  });
});

test('an approval without the picture is another action than one with it', async () => {
  const id = await orderIn('AWAITING_APPROVAL');
  expect((await store.act(id, 'approve', { withoutPicture: true })).json).toMatchObject({ picture: 'none' });
  expect((await store.act(id, 'approve', { withoutPicture: true })).json).toMatchObject({ repeated: true });
  expect((await store.act(id, 'approve')).status).toBe(409);
  const [approved] = await galley.database.pool
    .query<{ pictureId: string | null }>(
      'select picture_id as "pictureId" from blog_orders where order_id = $1',
      [id],
    )
    .then(({ rows }) => rows);
  expect(approved!.pictureId).toBeNull();
});

test('a pick and a call for other ideas at once: one holds', async () => {
  const id = await orderIn('AWAITING_SELECTION');
  const ideaId = (await store.read(id)).ideas[0]!.id;
  const answers = await Promise.all([store.act(id, 'select', { ideaId }), store.act(id, 'new-ideas')]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(await signals(id)).toEqual([answers[0].status === 200 ? 'selectIdea' : 'newIdeas']);
});

test('an approval and a cancellation at once leave one truth', async () => {
  const id = await orderIn('AWAITING_APPROVAL');
  const [approved, cancelled] = await Promise.all([store.act(id, 'approve'), store.act(id, 'cancel')]);
  // An approved post that has not gone out yet can still be cancelled; a cancelled one cannot be approved.
  expect(cancelled.status).toBe(200);
  expect([200, 409]).toContain(approved.status);
  expect(await store.read(id)).toMatchObject({ status: 'CANCELLED', phase: 'cancelled' });
});

test('what is sent back is no longer approved', async () => {
  const id = await orderIn('AWAITING_APPROVAL');
  await store.act(id, 'approve');
  expect(await store.read(id)).toMatchObject({ phase: 'queued', approvedAt: expect.any(String) as string });
  await store.act(id, 'regenerate', { part: 'picture', hint: 'brighter' });
  expect(await store.read(id)).toMatchObject({ status: 'GENERATING_IMAGE', approvedAt: null, round: 2 });
});

test('an order that has been through twenty rounds is not sent back any more', async () => {
  const id = await orderIn('AWAITING_APPROVAL');
  await galley.database.pool.query('update orders set round = 20 where id = $1', [id]);
  const answer = await store.act(id, 'regenerate', { part: 'text' });
  expect([answer.status, answer.json['status']]).toEqual([409, 'AWAITING_APPROVAL']);
});

describe('times', () => {
  test('without a zone are those of the store, and are shown in it', async () => {
    await galley.database.pool.query(`update stores set time_zone = 'Asia/Tokyo'`);
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const answer = await store.call('POST', BASE, {
      body: { sourceType: 'keyword', sourceId: 'timed', publishAt: `${day}T09:00` },
    });
    expect(answer.json).toMatchObject({
      publishAt: `${day}T00:00:00.000Z`,
      publishAtLocal: `${day}T09:00:00+09:00`,
      timeZone: 'Asia/Tokyo',
    });
    const moved = await store.act(String(answer.json['id']), 'schedule', { publishAt: `${day}T10:30:00` });
    expect(moved.json).toMatchObject({ publishAt: `${day}T01:30:00.000Z`, timeZone: 'Asia/Tokyo' });
    const dropped = await store.act(String(answer.json['id']), 'schedule', { publishAt: null });
    expect(dropped.json).toMatchObject({ publishAt: null, publishAtLocal: null, timeZone: null });
  });

  test.each([
    ['2020-01-01T09:00', 'past'],
    ['2027-02-30T09:00', 'does not exist'],
    ['2099-01-01T09:00', 'two years'],
    ['tomorrow', 'must be a time'],
    ['2027-01-01', 'must be a time'],
    ['2027-01-01T09:00[Europe/Berlin]', 'must be a time'],
  ])('%s is refused: %s', async (publishAt, why) => {
    const body = { sourceType: 'keyword', sourceId: 'timed', publishAt, timeZone: 'Europe/Berlin' };
    for (const answer of [
      await store.call('POST', BASE, { body }),
      await store.act(await orderIn('SCHEDULED'), 'schedule', { publishAt, timeZone: 'Europe/Berlin' }),
    ]) {
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.json['problems'])).toContain(why);
    }
  });

  test.each(['Mars/Olympus', '+02:00', '', 'x'.repeat(100)])('%s is no zone', async (timeZone) => {
    const answer = await store.call('POST', BASE, {
      body: { sourceType: 'keyword', sourceId: 'timed', publishAt: future(), timeZone },
    });
    expect(answer.status).toBe(400);
  });
});

describe('bodies', () => {
  test.each<[string, unknown]>([
    ['new-ideas', { hint: 'two\nlines' }],
    ['new-ideas', { hint: 'x'.repeat(501) }],
    ['new-ideas', { wish: 'x' }],
    ['regenerate', {}],
    ['regenerate', { part: 'everything' }],
    ['regenerate', { part: 'text', hint: '' }],
    ['schedule', {}],
    ['schedule', { publishAt: 5 }],
    ['approve', { sure: true }],
    ['select', {}],
    ['select', { ideaId: randomUUID(), title: 'Both' }],
    ['select', { title: '   ' }],
    ['select', { title: 'x'.repeat(151) }],
    ['select', { title: 'evil \u202e title' }],
  ])('%s refuses %j', async (act, body) => {
    const id = await orderIn('AWAITING_SELECTION');
    expect((await store.act(id, act, body)).status).toBe(400);
    expect(await signals(id)).toEqual([]);
  });

  test.each<[string, object]>([
    ['nothing at all', {}],
    ['a source without its id', { sourceType: 'keyword' }],
    ['an id without its source', { basedOn: randomUUID(), sourceId: 'x' }],
    ['an order to run again that does not exist', { basedOn: randomUUID() }],
    ['an unknown mode', { sourceType: 'keyword', sourceId: 'x', publishMode: 'maybe' }],
  ])('placing refuses %s', async (_, body) => {
    expect((await store.call('POST', BASE, { body })).status).toBe(400);
  });
});

test('the store says what becomes of posts where the order does not', async () => {
  await galley.database.pool.query(`update stores set publish_mode = 'approve'`);
  const one = await store.call('POST', BASE, { body: { sourceType: 'keyword', sourceId: 'x' } });
  expect(one.json).toMatchObject({ publishMode: 'approve' });
  const other = await store.call('POST', BASE, {
    body: { sourceType: 'keyword', sourceId: 'x', publishMode: 'publish' },
  });
  expect(other.json).toMatchObject({ publishMode: 'publish' });
});

test('an archived store takes no new orders', async () => {
  const [, , third] = galley.stores;
  const { rows } = await galley.database.pool.query<{ instance: string }>(
    `update stores set status = 'archived' where id = (select store_id from orders where id = $1) returning instance_id as instance`,
    [await third!.order()],
  );
  const named = await third!.call('POST', BASE, {
    body: { sourceType: 'keyword', sourceId: 'x', instanceId: rows[0]!.instance },
  });
  expect([named.status, named.json['error']]).toEqual([409, 'conflict']);
  const unnamed = await third!.call('POST', BASE, { body: { sourceType: 'keyword', sourceId: 'x' } });
  expect(unnamed.status).toBe(400);
});
