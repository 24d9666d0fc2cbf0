import { statusesOf } from '../../../src/domain/orders/lifecycle';
import { randomUUID } from 'node:crypto';
import type { Phase } from '../../../src/contract/orders';
import type { BlogStatus } from '../../../src/domain/blog/lifecycle';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import type { ApiClient } from '../../support/api-client';

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

const PHASE: Record<BlogStatus, Phase> = {
  // Its start is delivered while a test runs.
  PENDING: 'queued',
  GENERATING_IDEAS: 'running',
  AWAITING_SELECTION: 'waiting_person',
  GENERATING_CONTENT: 'running',
  GENERATING_IMAGE: 'running',
  AWAITING_APPROVAL: 'waiting_person',
  SCHEDULED: 'waiting_person',
  PUBLISHING: 'running',
  DONE: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  UNCONFIRMED: 'waiting_person',
};

/** An order with two ideas, put into a status as if work had brought it there. */
async function orderIn(status: BlogStatus, options: { picked?: boolean } = {}) {
  const id = await store.order();
  const idea = { title: 'T', angle: 'A', outline: ['1', '2', '3'], keyword: 'K', reason: 'R' };
  const { pool } = galley.database;
  await galley.db.ideas.insertIdeas({ orderId: id, round: 1, ideas: [idea, idea] });
  const ideas = (await store.read(id)).ideas.map((saved) => saved.id) as [string, string];
  await pool.query(
    `with detail as (update blog_orders set idea_id = $4 where order_id = $1)
     update orders set status = $2, phase = $3,
       error = case when $2 = 'FAILED' then 'It failed.' end,
       finished_at = case when $2 in ('DONE', 'FAILED', 'CANCELLED') then now() end where id = $1`,
    [id, status, PHASE[status], options.picked ? ideas[0] : null],
  );
  return { id, ideas };
}

const without = (...statuses: BlogStatus[]) =>
  statusesOf('blog').filter((status) => !statuses.includes(status));

async function outboxOf(id: string): Promise<string[]> {
  const rows = await galley.database.pool.query<{ word: string }>(
    `select kind || coalesce(':' || signal, '') as word from outbox where order_id = $1 order by seq`,
    [id],
  );
  return rows.rows.map((row) => row.word);
}

describe('in a wrong state an act is refused, tells the state and changes nothing', () => {
  const rows: Array<[string, BlogStatus, (ideas: string[]) => unknown]> = [
    ...without('AWAITING_SELECTION').map(
      (status) => ['select', status, (ideas: string[]) => ({ ideaId: ideas[0] })] as (typeof rows)[number],
    ),
    ...(['PUBLISHING', 'UNCONFIRMED', 'DONE', 'FAILED'] as const).map(
      (status) => ['cancel', status, () => ({})] as (typeof rows)[number],
    ),
    ...without('FAILED', 'CANCELLED').map((status) => ['retry', status, () => ({})] as (typeof rows)[number]),
    ...without('UNCONFIRMED').map(
      (status) => ['resolve', status, () => ({ resolution: 'absent' })] as (typeof rows)[number],
    ),
  ];
  test.each(rows)('%s in %s', async (act, status, body) => {
    const { id, ideas } = await orderIn(status);
    const before = await store.read(id);
    const answer = await store.act(id, act, body(ideas));
    expect(answer.status).toBe(409);
    expect(answer.json).toEqual({
      error: 'conflict',
      message: expect.stringMatching(/^[A-Z].*\.$/) as string,
      requestId: expect.any(String) as string,
      status,
      phase: PHASE[status],
    });
    expect(await store.read(id)).toEqual(before);
    expect(await outboxOf(id)).toEqual(['start']);
  });
});

describe('picking', () => {
  test('moves the order on and tells its run', async () => {
    const { id, ideas } = await orderIn('AWAITING_SELECTION');
    const answer = await store.act(id, 'select', { ideaId: ideas[1] });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ id, status: 'GENERATING_CONTENT', phase: 'queued', repeated: false });
    expect((await store.read(id)).selectedIdeaId).toBe(ideas[1]);
    expect(await outboxOf(id)).toEqual(['start', 'signal:selectIdea']);
  });

  test('the same again is the same act, another one is a conflict', async () => {
    const { id, ideas } = await orderIn('AWAITING_SELECTION');
    const first = await store.act(id, 'select', { ideaId: ideas[0] });
    const again = await store.act(id, 'select', { ideaId: ideas[0] });
    expect(again.json).toMatchObject({ actId: first.json['actId'], repeated: true });
    const other = await store.act(id, 'select', { ideaId: ideas[1] });
    expect([other.status, other.json['status']]).toEqual([409, 'GENERATING_CONTENT']);
    expect(await outboxOf(id)).toEqual(['start', 'signal:selectIdea']);
  });

  test('two different picks at once: one holds, one is told', async () => {
    const { id, ideas } = await orderIn('AWAITING_SELECTION');
    const answers = await Promise.all(ideas.map((ideaId) => store.act(id, 'select', { ideaId })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const held = ideas[answers.findIndex((answer) => answer.status === 200)];
    expect((await store.read(id)).selectedIdeaId).toBe(held);
    expect(await outboxOf(id)).toEqual(['start', 'signal:selectIdea']);
  });

  test('an unknown idea, or one of another order, is a bad request', async () => {
    const [mine, foreign] = await Promise.all([orderIn('AWAITING_SELECTION'), orderIn('AWAITING_SELECTION')]);
    for (const ideaId of [randomUUID(), foreign.ideas[0]]) {
      const answer = await store.act(mine.id, 'select', { ideaId });
      expect([answer.status, answer.json['error']]).toEqual([400, 'bad_request']);
    }
    expect((await store.read(mine.id)).status).toBe('AWAITING_SELECTION');
  });

  test.each<[string, object]>([
    ['an idea', { ideaId: randomUUID() }],
    ['a title of one’s own', { title: 'A kettle for two' }],
  ])('%s where there are no ideas is a conflict, and others can be asked for', async (_what, body) => {
    const { id } = await orderIn('AWAITING_SELECTION');
    await galley.database.pool.query('delete from ideas where order_id = $1', [id]);
    const answer = await store.act(id, 'select', body);
    expect(answer).toMatchObject({
      status: 409,
      json: {
        error: 'conflict',
        message: 'This order has no ideas to pick from. Ask for new ones, or cancel it.',
        status: 'AWAITING_SELECTION',
      },
    });
    expect((await store.act(id, 'new-ideas', {})).status).toBe(200);
  });

  test('an unknown idea where nothing is to be picked is a conflict', async () => {
    const { id } = await orderIn('GENERATING_IDEAS');
    expect((await store.act(id, 'select', { ideaId: randomUUID() })).status).toBe(409);
  });
});

describe('cancelling', () => {
  test.each([
    'PENDING',
    'GENERATING_IDEAS',
    'AWAITING_SELECTION',
    'GENERATING_CONTENT',
    'GENERATING_IMAGE',
  ] as const)('holds at once in %s', async (status) => {
    const { id } = await orderIn(status);
    const answer = await store.act(id, 'cancel');
    expect(answer.json).toMatchObject({ status: 'CANCELLED', phase: 'cancelled', repeated: false });
    expect(answer.json['finishedAt']).not.toBeNull();
    expect(await outboxOf(id)).toEqual(['start', 'cancel']);
  });

  test('twice is one act, with and without a body, also at once', async () => {
    const { id } = await orderIn('GENERATING_CONTENT');
    const [one, two] = await Promise.all([store.act(id, 'cancel'), store.act(id, 'cancel', {})]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(one.json['actId']).toBe(two.json['actId']);
    expect([one.json['repeated'], two.json['repeated']].sort()).toEqual([false, true]);
    expect((await store.act(id, 'cancel')).json).toMatchObject({ repeated: true, actId: one.json['actId'] });
    expect(await outboxOf(id)).toEqual(['start', 'cancel']);
  });
});

describe('trying again', () => {
  test.each(['FAILED', 'CANCELLED'] as const)(
    'opens the next round of an order that is %s',
    async (status) => {
      const { id } = await orderIn(status, { picked: true });
      const answer = await store.act(id, 'retry');
      expect(answer.json).toMatchObject({
        status: 'PENDING',
        phase: 'accepted',
        round: 2,
        error: null,
        finishedAt: null,
      });
      expect((await store.read(id)).selectedIdeaId).not.toBeNull();
      expect(await outboxOf(id)).toEqual(['start', 'start']);
    },
  );

  test('twice quickly is one round', async () => {
    const { id } = await orderIn('FAILED');
    const answers = await Promise.all([store.act(id, 'retry'), store.act(id, 'retry')]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(answers[0].json['actId']).toBe(answers[1].json['actId']);
    expect((await store.read(id)).round).toBe(2);
    expect(await outboxOf(id)).toEqual(['start', 'start']);
  });

  test('after a second failure is another round', async () => {
    const { id } = await orderIn('FAILED');
    const first = await store.act(id, 'retry');
    await galley.database.pool.query(`update orders set status = 'FAILED', phase = 'failed' where id = $1`, [
      id,
    ]);
    const second = await store.act(id, 'retry');
    expect(second.json).toMatchObject({ repeated: false, round: 3 });
    expect(second.json['actId']).not.toBe(first.json['actId']);
  });

  test('and cancelling at once leaves one of the two, never something between', async () => {
    const { id } = await orderIn('FAILED');
    const [retry, cancel] = await Promise.all([store.act(id, 'retry'), store.act(id, 'cancel')]);
    expect(retry.status).toBe(200);
    const { status } = await store.read(id);
    expect(status).toBe(cancel.status === 200 ? 'CANCELLED' : 'PENDING');
  });
});

describe('resolving', () => {
  test.each([
    ['exists', { draftId: 'd-9' }, 'PUBLISHING', 'queued'],
    ['absent', {}, 'PUBLISHING', 'queued'],
    ['abandon', {}, 'FAILED', 'failed'],
  ] as const)('%s is told to the run', async (resolution, more, status, phase) => {
    const { id } = await orderIn('UNCONFIRMED', { picked: true });
    const answer = await store.act(id, 'resolve', { resolution, ...more });
    expect(answer.json).toMatchObject({ status, phase, repeated: false });
    expect(await outboxOf(id)).toEqual(['start', 'signal:resolve']);
  });

  test.each(['exists', 'absent', 'abandon'])('%s twice is one act', async (resolution) => {
    const { id } = await orderIn('UNCONFIRMED', { picked: true });
    const body = { resolution, ...(resolution === 'exists' ? { draftId: 'd-9' } : {}) };
    const first = await store.act(id, 'resolve', body);
    const again = await store.act(id, 'resolve', body);
    expect([again.status, again.json['actId']]).toEqual([200, first.json['actId']]);
    expect(await outboxOf(id)).toEqual(['start', 'signal:resolve']);
  });

  test('one way and then the other is a conflict: the run acts on the first', async () => {
    const { id } = await orderIn('UNCONFIRMED', { picked: true });
    await store.act(id, 'resolve', { resolution: 'abandon' });
    expect((await store.act(id, 'resolve', { resolution: 'absent' })).status).toBe(409);
    expect(await outboxOf(id)).toEqual(['start', 'signal:resolve']);
  });
});
