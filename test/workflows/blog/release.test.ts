import { approveSignal, newIdeasSignal, regenerateSignal } from '../../../src/contract/messages';
import { instantOf, localTime } from '../../../src/domain/blog/plan-time';
import { SAMPLE_STORES } from '../../../src/simulators/products';
import { until } from '../../support/api-client';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

function runOf(id: string) {
  return galley.temporal.workflow.getHandle(`blog:${id}`);
}

async function closesAs(id: string, status: string): Promise<void> {
  await until(`the run is ${status}`, async () => (await runOf(id).describe()).status.name === status);
}

/** Takes an order to the point where its post is finished and waits. */
async function finished(body: Record<string, unknown>, status: 'AWAITING_APPROVAL' | 'SCHEDULED') {
  const id = await store.order({ policy, ...body });
  await store.pick(id);
  return store.reaches(id, status);
}

const postsNamed = (title: string) =>
  galley.simulators.control.posts().filter((post) => post.fields['title'] === title);
const answered = async (id: string, stage: string): Promise<number> => {
  const rows = await galley.database.pool.query(
    `select 1 from provider_calls where order_id = $1 and stage = $2 and state = 'answered'`,
    [id, stage],
  );
  return rows.rowCount ?? 0;
};

describe('a post that waits for approval', () => {
  test.concurrent('is shown whole, and goes out when a person approves it', async () => {
    const order = await finished(
      { sourceId: 'approved kettle', publishMode: 'approve' },
      'AWAITING_APPROVAL',
    );
    expect(order).toMatchObject({ phase: 'waiting_person', publication: null });
    expect(order.post!.markdown.length).toBeGreaterThan(500);
    expect(order.image).not.toBeNull();
    expect(postsNamed(order.post!.title)).toHaveLength(0);
    const answer = await store.act(order.id, 'approve');
    expect([answer.status, answer.json['repeated']]).toEqual([200, false]);
    const again = await store.act(order.id, 'approve');
    expect([again.status, again.json['actId']]).toEqual([200, answer.json['actId']]);
    const done = await store.reaches(order.id, 'DONE');
    expect(done.publication!.url).toBeTruthy();
    expect(postsNamed(order.post!.title)).toHaveLength(1);
    const types = (await store.events(order.id)).map((event) => event.type);
    expect(types.filter((type) => /^(approval|post)\./.test(type))).toEqual([
      'approval.asked',
      'post.approved',
    ]);
  });

  test.concurrent('is written again with a hint, keeping its picture, and approved then', async () => {
    const order = await finished(
      { sourceId: 'rewritten stove', publishMode: 'approve' },
      'AWAITING_APPROVAL',
    );
    const hint = 'mention the seven year guarantee';
    expect((await store.act(order.id, 'regenerate', { part: 'text', hint })).status).toBe(200);
    const rewritten = await until('another text waits', async () => {
      const read = await store.read(order.id);
      return read.status === 'AWAITING_APPROVAL' && read.post!.versionId !== order.post!.versionId && read;
    });
    expect(rewritten.round).toBe(2);
    // The picture is still described by the words of the text it was made for.
    expect(rewritten.image).toEqual(order.image);
    expect(await answered(order.id, 'image')).toBe(1);
    expect(rewritten.post!.markdown).not.toBe(order.post!.markdown);
    const asked = galley.simulators.control
      .requests({ kind: 'content' })
      .filter((request) => JSON.stringify(request.body).includes(hint));
    expect(asked.length).toBeGreaterThan(0);
    await store.act(order.id, 'approve');
    const done = await store.reaches(order.id, 'DONE');
    expect(done.post!.versionId).toBe(rewritten.post!.versionId);
    expect(postsNamed(rewritten.post!.title)).toHaveLength(1);
  });

  test.concurrent('gets a new picture, and keeps its text', async () => {
    const order = await finished({ sourceId: 'repainted tent', publishMode: 'approve' }, 'AWAITING_APPROVAL');
    const before = await store.call('GET', order.image!.url).catch(() => undefined);
    expect(before).toBeUndefined();
    const picture = async (): Promise<string | null> => {
      const rows = await galley.database.pool.query<{ id: string | null }>(
        'select picture_id as id from blog_orders where order_id = $1',
        [order.id],
      );
      return rows.rows[0]!.id;
    };
    const first = await picture();
    const hint = 'on a beach at dawn';
    expect((await store.act(order.id, 'regenerate', { part: 'picture', hint })).status).toBe(200);
    await until('another picture waits', async () => {
      const second = await picture();
      return (
        second !== null && second !== first && (await store.read(order.id)).status === 'AWAITING_APPROVAL'
      );
    });
    const prompts = galley.simulators.control
      .predictions()
      .map((prediction) => String(prediction.input['prompt']))
      .filter((prompt) => prompt.includes(hint));
    expect(prompts).toHaveLength(1);
    expect(await answered(order.id, 'image')).toBe(2);
    expect(await answered(order.id, 'content')).toBe(order.post!.attempts);
    await store.act(order.id, 'approve');
    const done = await store.reaches(order.id, 'DONE');
    expect(done.post!.versionId).toBe(order.post!.versionId);
  });

  test.concurrent(
    'is reminded of once and cancelled at the deadline; a retry asks again and pays for nothing',
    async () => {
      const short = { ...policy, reminderAfterMs: 500, deadlineMs: 2_500 };
      const order = await finished(
        { sourceId: 'forgotten bottle', publishMode: 'approve', policy: short },
        'AWAITING_APPROVAL',
      );
      const cancelled = await store.reaches(order.id, 'CANCELLED');
      expect(cancelled).toMatchObject({ phase: 'cancelled', errorType: 'not_approved' });
      const reminders = (await store.events(order.id)).filter((event) => event.type === 'approval.reminder');
      expect(reminders).toHaveLength(1);
      // Temporal lets a run close as cancelled only where somebody asked it to.
      await closesAs(order.id, 'FAILED');
      const before = await answered(order.id, 'content');
      await galley.database.pool.query(
        `update orders set policy = policy || '{"deadlineMs": 600000}' where id = $1`,
        [order.id],
      );
      await store.act(order.id, 'retry');
      await store.reaches(order.id, 'AWAITING_APPROVAL');
      await store.act(order.id, 'approve');
      await store.reaches(order.id, 'DONE');
      expect([await answered(order.id, 'content'), await answered(order.id, 'image')]).toEqual([before, 1]);
    },
  );

  test.concurrent('can be cancelled', async () => {
    const order = await finished({ sourceId: 'unwanted towel', publishMode: 'approve' }, 'AWAITING_APPROVAL');
    expect((await store.act(order.id, 'cancel')).status).toBe(200);
    await closesAs(order.id, 'CANCELLED');
    expect((await store.act(order.id, 'approve')).status).toBe(409);
    expect(await store.read(order.id)).toMatchObject({ status: 'CANCELLED' });
  });

  test.concurrent(
    'may be approved or sent back by hand, recorded and audited; nonsense changes nothing',
    async () => {
      const order = await finished(
        { sourceId: 'hand-signalled pen', publishMode: 'approve' },
        'AWAITING_APPROVAL',
      );
      await runOf(order.id).signal(regenerateSignal, { part: 'everything' as 'text' });
      await runOf(order.id).signal(regenerateSignal, { part: 'picture' });
      await until('a second round', async () => {
        const read = await store.read(order.id);
        return read.round === 2 && read.status === 'AWAITING_APPROVAL';
      });
      await runOf(order.id).signal(approveSignal, {});
      await store.reaches(order.id, 'DONE');
      const acts = await galley.database.pool.query<{ kind: string; actor: string }>(
        `select kind, actor from actions where order_id = $1 and kind in ('approve', 'regenerate') order by created_at`,
        [order.id],
      );
      expect(acts.rows).toEqual([
        { kind: 'regenerate', actor: 'operator:signal' },
        { kind: 'approve', actor: 'operator:signal' },
      ]);
    },
  );
});

describe('a post that stays a draft', () => {
  test.concurrent('is in the store as a draft, and its order is done', async () => {
    const id = await store.order({ sourceId: 'drafted notebook', publishMode: 'draft', policy });
    await store.pick(id);
    const done = await store.reaches(id, 'DONE');
    expect(done.publication).toMatchObject({ postId: null, url: null });
    const drafts = galley.simulators.control.drafts(SAMPLE_STORES[0].instanceId);
    expect(drafts.map((draft) => draft.id)).toContain(done.publication!.draftId);
    expect(postsNamed(done.post!.title)).toHaveLength(0);
    await closesAs(id, 'COMPLETED');
    expect(done.progress).toMatchObject({ completedSteps: done.progress.totalSteps });
  });
});

describe('a post with a time', () => {
  /** The wall clock of a zone so many milliseconds from now. */
  const wallClock = (inMs: number, zone: string) => localTime(new Date(Date.now() + inMs), zone).slice(0, 19);

  test.concurrent(
    'waits for it, whatever becomes of the workers, and goes out then and not before',
    async () => {
      const timeZone = 'America/New_York';
      const order = await finished(
        { sourceId: 'planned daypack', publishAt: wallClock(3_600_000, timeZone), timeZone },
        'SCHEDULED',
      );
      expect(order).toMatchObject({ phase: 'waiting_person', publication: null });
      // Near, but only now, as nobody knows how long the post takes to be made.
      const publishAt = wallClock(5_000, timeZone);
      expect((await store.act(order.id, 'schedule', { publishAt, timeZone })).status).toBe(200);
      await galley.stopWorkers();
      await galley.startWorkers();
      const done = await store.reaches(order.id, 'DONE', 30_000);
      const began = await galley.database.pool.query<{ at: Date }>(
        `select at from order_events where order_id = $1 and type = 'stage.started' and stage = 'publishing'`,
        [order.id],
      );
      const due = instantOf({ time: publishAt, timeZone })!;
      expect(began.rows[0]!.at.getTime()).toBeGreaterThanOrEqual(due.getTime());
      expect(postsNamed(done.post!.title)).toHaveLength(1);
    },
    60_000,
  );

  test.concurrent(
    'is moved across a clock change, moved back, and goes out at its last time',
    async () => {
      const timeZone = 'Europe/Berlin';
      const nextYear = new Date().getUTCFullYear() + 1;
      const winter = `${nextYear}-01-20T09:00`;
      const summer = `${nextYear}-07-20T09:00`;
      const order = await finished({ sourceId: 'moved secateurs', publishAt: winter, timeZone }, 'SCHEDULED');
      const wake = async (): Promise<number> => {
        const { raw } = await runOf(order.id).describe();
        if (raw.pendingActivities?.length) return 0;
        const { events } = await runOf(order.id).fetchHistory();
        const timers = (events ?? []).flatMap((event) => {
          const timer = event.timerStartedEventAttributes;
          if (!timer) return [];
          const at = Number(event.eventTime!.seconds) * 1000 + (event.eventTime!.nanos ?? 0) / 1e6;
          const ms =
            Number(timer.startToFireTimeout!.seconds) * 1000 + (timer.startToFireTimeout!.nanos ?? 0) / 1e6;
          return [at + ms];
        });
        return timers.at(-1)!;
      };
      // A timer's length is reckoned when its workflow task begins, and its event is dated when that ends.
      const near = (ms: number) => Math.round(ms / 60_000);
      await until(
        'the timer is set',
        async () => near(await wake()) === near(Date.parse(`${nextYear}-01-20T08:00:00Z`)),
      );
      const moved = await store.act(order.id, 'schedule', { publishAt: summer });
      expect(moved.json).toMatchObject({
        publishAt: `${nextYear}-07-20T07:00:00.000Z`,
        publishAtLocal: `${nextYear}-07-20T09:00:00+02:00`,
        timeZone,
      });
      // Nine in the morning by the clock on the wall, on both sides of the change.
      await until(
        'the timer is another one',
        async () => near(await wake()) === near(Date.parse(`${nextYear}-07-20T07:00:00Z`)),
      );
      expect(await store.read(order.id)).toMatchObject({ status: 'SCHEDULED' });
      expect(
        (await store.act(order.id, 'schedule', { publishAt: wallClock(2_000, timeZone), timeZone })).status,
      ).toBe(200);
      await store.reaches(order.id, 'DONE');
      expect((await store.act(order.id, 'schedule', { publishAt: summer })).status).toBe(409);
    },
    60_000,
  );

  test.concurrent('goes out at once when its time is dropped', async () => {
    const publishAt = wallClock(3_600_000, 'UTC');
    const order = await finished({ sourceId: 'hurried cups', publishAt, timeZone: 'UTC' }, 'SCHEDULED');
    expect((await store.act(order.id, 'schedule', { publishAt: null })).json).toMatchObject({
      publishAt: null,
    });
    await store.reaches(order.id, 'DONE');
  });

  test.concurrent(
    'waits for approval first, then for its time; it can be changed until then',
    async () => {
      const timeZone = 'Asia/Kolkata';
      const order = await finished(
        {
          sourceId: 'careful throw',
          publishMode: 'approve',
          publishAt: wallClock(3_600_000, timeZone),
          timeZone,
        },
        'AWAITING_APPROVAL',
      );
      await store.act(order.id, 'approve');
      await store.reaches(order.id, 'SCHEDULED');
      // What was approved is no longer what stands.
      await store.act(order.id, 'regenerate', { part: 'picture' });
      await store.reaches(order.id, 'AWAITING_APPROVAL');
      await store.act(order.id, 'approve');
      await store.reaches(order.id, 'SCHEDULED');
      await store.act(order.id, 'schedule', { publishAt: null });
      await store.reaches(order.id, 'DONE');
    },
    60_000,
  );

  test.concurrent('can be cancelled while it waits, also by hand', async () => {
    const body = { publishAt: wallClock(3_600_000, 'UTC'), timeZone: 'UTC' };
    const one = await finished({ sourceId: 'dropped kit', ...body }, 'SCHEDULED');
    const other = await finished({ sourceId: 'stopped can', ...body }, 'SCHEDULED');
    expect((await store.act(one.id, 'cancel')).status).toBe(200);
    await runOf(other.id).cancel();
    for (const order of [one, other]) {
      await store.reaches(order.id, 'CANCELLED');
      await closesAs(order.id, 'CANCELLED');
      expect(postsNamed(order.post!.title)).toHaveLength(0);
    }
  });
});

describe('ideas', () => {
  test.concurrent(
    'none of these: five others by the hint, and earlier ones can still be picked',
    async () => {
      const id = await store.order({ sourceId: 'declined grinder', policy });
      const first = await store.reaches(id, 'AWAITING_SELECTION');
      const hint = 'rather about camping with it';
      expect((await store.act(id, 'new-ideas', { hint })).status).toBe(200);
      const second = await until('other ideas', async () => {
        const read = await store.read(id);
        return read.status === 'AWAITING_SELECTION' && read.ideas[0]!.id !== first.ideas[0]!.id && read;
      });
      expect(second.ideas).toHaveLength(5);
      const old = first.ideas.map((idea) => idea.title);
      expect(second.ideas.filter((idea) => old.includes(idea.title))).toEqual([]);
      const asked = galley.simulators.control
        .requests({ kind: 'ideas' })
        .filter((request) => JSON.stringify(request.body).includes(hint));
      expect(asked.length).toBeGreaterThan(0);
      expect(JSON.stringify(asked[0]!.body)).toContain(old[0]!);
      const answer = await store.act(id, 'select', { ideaId: first.ideas[2]!.id });
      expect(answer.status).toBe(200);
      const done = await store.reaches(id, 'DONE');
      expect(done.selectedIdeaId).toBe(first.ideas[2]!.id);
    },
  );

  test.concurrent(
    'after five rounds there are no more, and the order can still be picked from',
    async () => {
      const id = await store.order({ sourceId: 'fussy kettle', policy });
      for (let round = 1; round < 5; round += 1) {
        await until('ideas to pick from', async () => {
          const read = await store.read(id);
          return read.status === 'AWAITING_SELECTION' && read.round === round;
        });
        expect((await store.act(id, 'new-ideas')).status).toBe(200);
      }
      await until('the fifth round', async () => {
        const read = await store.read(id);
        return read.status === 'AWAITING_SELECTION' && read.round === 5;
      });
      const refused = await store.act(id, 'new-ideas');
      expect([refused.status, refused.json['status']]).toEqual([409, 'AWAITING_SELECTION']);
      await store.pick(id);
      await store.reaches(id, 'DONE');
    },
    60_000,
  );

  test.concurrent('a title of the customer is a sixth choice', async () => {
    const id = await store.order({ sourceId: 'hand coffee grinder', policy });
    await store.reaches(id, 'AWAITING_SELECTION');
    const title = 'Why our hand coffee grinder sits on every desk in the office';
    const answer = await store.act(id, 'select', { title });
    expect([answer.status, answer.json['status']]).toEqual([200, 'GENERATING_CONTENT']);
    const again = await store.act(id, 'select', { title });
    expect([again.status, again.json['repeated']]).toEqual([200, true]);
    const done = await store.reaches(id, 'DONE');
    expect(done.post!.title).toBe(title);
    expect(done.ideas).toHaveLength(6);
  });

  test.concurrent('other ideas can be asked for by hand', async () => {
    const id = await store.order({ sourceId: 'signalled bedding', policy });
    await store.reaches(id, 'AWAITING_SELECTION');
    await runOf(id).signal(newIdeasSignal, {});
    await until('a second round', async () => {
      const read = await store.read(id);
      return read.round === 2 && read.status === 'AWAITING_SELECTION';
    });
    await store.pick(id);
    await store.reaches(id, 'DONE');
  });
});

test.concurrent('an order is run again with changes', async () => {
  const first = await store.publish({ sourceId: 'repeated espresso cups', priority: 9, policy });
  const answer = await store.call('POST', '/api/blog-generation', {
    body: { basedOn: first.id, publishMode: 'draft' },
  });
  expect(answer.status).toBe(202);
  expect(answer.json).toMatchObject({
    sourceType: 'keyword',
    sourceId: 'repeated espresso cups',
    priority: 9,
    publishMode: 'draft',
    basedOn: first.id,
  });
  const id = String(answer.json['id']);
  await store.pick(id);
  const done = await store.reaches(id, 'DONE');
  expect(done.publication).toMatchObject({ postId: null });
  const foreign = await galley.stores[1]!.call('POST', '/api/blog-generation', {
    body: { basedOn: first.id },
  });
  expect(foreign.status).toBe(400);
});
