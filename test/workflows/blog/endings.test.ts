import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { resolveSignal, selectIdeaSignal } from '../../../src/contract/messages';
import type { FaultRule } from '../../../src/simulators/core/fault-types';
import { SAMPLE_STORES, sampleProducts } from '../../../src/simulators/products';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

/** Short pauses, so that a test of three attempts does not wait for them. */
const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Orders of this file run side by side, so that a fault names the order it is for by its keyword. */
function fault(keyword: string, rule: FaultRule): void {
  galley.simulators.control.addFault({ ...rule, match: { contains: keyword } });
}

function callsOf(orderId: string, stage: string): Promise<Array<{ state: string; reason: string | null }>> {
  return galley.database.pool
    .query<{
      state: string;
      reason: string | null;
    }>(`select state, reason from provider_calls where order_id = $1 and stage = $2 order by began_at`, [
      orderId,
      stage,
    ])
    .then((result) => result.rows);
}

async function closesAs(orderId: string, status: string): Promise<void> {
  const handle = galley.temporal.workflow.getHandle(`blog:${orderId}`);
  await until(`the run is ${status}`, async () => (await handle.describe()).status.name === status);
}

function postsOf(title: string): number {
  return galley.simulators.control.posts().filter((post) => post.fields['title'] === title).length;
}

describe('content', () => {
  test.concurrent('a refusal is final, says so, and a retry makes new ideas in a new round', async () => {
    const [store] = galley.stores;
    const keyword = 'refused kettle';
    fault(keyword, { provider: 'openai', kind: 'ideas', action: { type: 'refusal', text: 'No.' } });
    const id = await store!.order({ sourceId: keyword, policy });
    const failed = await store!.reaches(id, 'FAILED');
    expect(failed).toMatchObject({ phase: 'failed', errorType: 'Draft.Refused' });
    expect(failed.error).toMatch(/declined/);
    await closesAs(id, 'FAILED');
    const error = await galley.temporal.workflow
      .getHandle(`blog:${id}`)
      .result()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkflowFailedError);
    expect((error as WorkflowFailedError).cause).toMatchObject({ type: 'Draft.Refused' });
    expect((error as WorkflowFailedError).cause).toBeInstanceOf(ApplicationFailure);

    await store!.act(id, 'retry');
    await store!.pick(id);
    expect(await store!.reaches(id, 'DONE')).toMatchObject({ round: 2, error: null });
  });

  test.concurrent(
    'findings go into the next attempt, and the third rejected draft ends the order',
    async () => {
      const [store] = galley.stores;
      const keyword = 'flawed notebook';
      fault(keyword, {
        provider: 'openai',
        kind: 'content',
        times: 3,
        action: { type: 'flaw', flaw: 'ai_phrase' },
      });
      const id = await store!.order({ sourceId: keyword, policy });
      await store!.pick(id);
      const failed = await store!.reaches(id, 'FAILED');
      expect(failed.errorType).toBe('Draft.Rejected');
      expect(await callsOf(id, 'content')).toHaveLength(3);
      const prompts = galley.simulators.control
        .requests({ provider: 'openai', kind: 'content' })
        .map((request) => (request.body as { messages: Array<{ content: string }> }).messages[1]!.content)
        .filter((prompt) => prompt.includes(keyword));
      expect(prompts[0]).not.toContain('Findings to fix');
      expect(prompts[1]).toContain('Findings to fix');

      // A retry keeps the ideas and the pick; only the unfinished stage starts over.
      await store!.act(id, 'retry');
      const done = await store!.reaches(id, 'DONE');
      expect(done.selectedIdeaId).toBe(failed.selectedIdeaId);
      expect(await callsOf(id, 'ideas')).toHaveLength(1);
      expect(await callsOf(id, 'content')).toHaveLength(4);
    },
  );

  test.concurrent('a reviewer that rejects is heard, one that cannot be read is asked again', async () => {
    const [store] = galley.stores;
    const keyword = 'reviewed lantern';
    const findings = [
      { severity: 'blocking' as const, quote: 'lamp', reason: 'It is vague.', hint: 'Be precise.' },
    ];
    fault(keyword, { provider: 'openai', kind: 'quality', action: { type: 'content', content: 'APPROVED' } });
    fault(keyword, {
      provider: 'openai',
      kind: 'quality',
      action: { type: 'verdict', approved: false, findings },
    });
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    const done = await store!.reaches(id, 'DONE');
    expect(done.post!.attempts).toBe(2);
    expect(await callsOf(id, 'quality')).toHaveLength(3);
    expect(await callsOf(id, 'content')).toHaveLength(2);
  });

  test.concurrent('a busy provider uses up no attempt and puts the order back in the queue', async () => {
    const [, store] = galley.stores;
    const keyword = 'busy daypack';
    fault(keyword, {
      provider: 'openai',
      kind: 'ideas',
      times: 4,
      action: {
        type: 'respond',
        status: 429,
        headers: { 'retry-after-ms': '300' },
        body: { error: { message: 'Slow down.', type: 'requests', code: 'rate_limit_exceeded' } },
      },
    });
    const id = await store!.order({ sourceId: keyword, policy: { ...policy, draftAttempts: 1 } });
    await until('the order is queued again', async () => {
      const order = await store!.read(id);
      return order.status === 'GENERATING_IDEAS' && order.phase === 'queued';
    });
    await store!.reaches(id, 'AWAITING_SELECTION');
    const calls = await callsOf(id, 'ideas');
    expect(calls.map((call) => call.state)).toEqual(['failed', 'failed', 'failed', 'failed', 'answered']);
  });
});

describe('what was finished while its order was cancelled', () => {
  test.concurrent.each(['WRITTEN', 'APPROVED_BY_AI'])(
    'a draft that is %s is not paid for again by the retry',
    async (status) => {
      const [, store] = galley.stores;
      const keyword = `kept ${status.toLowerCase()} apron`;
      fault(keyword, { provider: 'openai', kind: 'quality', action: { type: 'hang' } });
      const id = await store!.order({ sourceId: keyword, policy });
      await store!.pick(id);
      await until('the draft is under review', async () => (await callsOf(id, 'quality')).length === 1);
      await store!.act(id, 'cancel');
      await closesAs(id, 'CANCELLED');
      await galley.database.pool.query('update versions set qc_status = $2 where order_id = $1', [
        id,
        status,
      ]);
      await store!.act(id, 'retry');
      const done = await store!.reaches(id, 'DONE');
      expect(done).toMatchObject({ round: 2, post: { attempts: 1 } });
      expect(await callsOf(id, 'content')).toHaveLength(1);
    },
  );

  test.concurrent('a picture is not paid for again by the retry', async () => {
    const [, store] = galley.stores;
    const keyword = 'kept picture bowl';
    fault(keyword, { provider: 'replicate', kind: 'create', action: { type: 'delay', ms: 600 } });
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    const { post } = await store!.reaches(id, 'GENERATING_IMAGE');
    await until('the picture is asked for', async () => (await callsOf(id, 'image')).length === 1);
    await store!.act(id, 'cancel');
    await closesAs(id, 'CANCELLED');
    // As if the copy had been saved just after the cancel.
    const other = await store!.publish({ sourceId: 'other bowl', policy });
    await galley.database.pool.query(
      `update pictures p set storage_key = o.storage_key, content_type = o.content_type, width = o.width, height = o.height
         from pictures o where p.order_id = $1 and p.basis = $2 and o.order_id = $3`,
      [id, post!.versionId, other.id],
    );
    await store!.act(id, 'retry');
    const done = await store!.reaches(id, 'DONE');
    expect(done.image).toMatchObject({ width: 1200, height: 630 });
    expect(await callsOf(id, 'image')).toHaveLength(1);
  });
});

describe('pictures', () => {
  test.concurrent.each(['failed', 'canceled', 'aborted'] as const)(
    'a prediction that ends %s is followed by another',
    async (ends) => {
      const [store] = galley.stores;
      const keyword = `pictured ${ends} cup`;
      fault(keyword, { provider: 'replicate', kind: 'create', action: { type: 'prediction', ends } });
      const id = await store!.order({ sourceId: keyword, policy });
      await store!.pick(id);
      const done = await store!.reaches(id, 'DONE');
      expect(done.image).toMatchObject({ width: 1200, height: 630 });
      expect(await callsOf(id, 'image')).toHaveLength(2);
    },
  );
});

// One after the other: what the store does to one of these is not aimed at it alone.
describe('publishing', () => {
  test('an order about a keyword ends as a published post with its picture', async () => {
    const [store] = galley.stores;
    const order = await store!.publish();
    expect(order).toMatchObject({ status: 'DONE', phase: 'done', error: null });
  });

  test('a draft whose answer was lost is found again, and there is one post', async () => {
    const [store] = galley.stores;
    const keyword = 'lost planner';
    fault(keyword, { provider: 'wix', kind: 'draft.create', action: { type: 'dropAfter' } });
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    const done = await store!.reaches(id, 'DONE');
    expect(done.publication!.lookups).toMatchObject([{ found: 'match' }]);
    expect(postsOf(done.post!.title)).toBe(1);
    expect(
      galley.simulators.control.drafts().filter((draft) => draft.fields['title'] === done.post!.title),
    ).toHaveLength(1);
  });

  test('a draft that never arrived is created again after two looks', async () => {
    const [store] = galley.stores;
    const keyword = 'vanished kettle';
    fault(keyword, { provider: 'wix', kind: 'draft.create', action: { type: 'dropBefore' } });
    const id = await store!.order({ sourceId: keyword, policy });
    await store!.pick(id);
    const done = await store!.reaches(id, 'DONE');
    expect(done.publication!.lookups).toMatchObject([{ found: 'none' }, { found: 'none' }]);
    expect(postsOf(done.post!.title)).toBe(1);
  });

  async function unconfirmed(keyword: string, own = {}): Promise<string> {
    const [, , store] = galley.stores;
    fault(keyword, { provider: 'wix', kind: 'draft.create', action: { type: 'dropAfter' } });
    // A query names only the title, which need not hold the keyword; orders that are done may be looking at the store, too.
    galley.simulators.control.addFault({
      provider: 'wix',
      kind: 'draft.query',
      times: 1_000,
      action: { type: 'html' },
    });
    const id = await store!.order({ sourceId: keyword, policy: { ...policy, ...own } });
    await store!.pick(id);
    const order = await store!.reaches(id, 'UNCONFIRMED');
    galley.simulators.control.clearFaults();
    expect(order).toMatchObject({ phase: 'waiting_person', errorType: 'Publish.Unconfirmed' });
    expect(order.publication!.lookups).toMatchObject([{ found: 'no_answer' }, { found: 'no_answer' }]);
    return id;
  }

  test('what two looks cannot settle is for a person: "it exists" publishes the draft that is there', async () => {
    const [, , store] = galley.stores;
    const id = await unconfirmed('unsure garden fork');
    const { post } = await store!.read(id);
    const draft = galley.simulators.control.drafts().find((one) => one.fields['title'] === post!.title);
    expect(await store!.act(id, 'cancel')).toMatchObject({ status: 409 });
    expect(await store!.act(id, 'resolve', { resolution: 'exists' })).toMatchObject({ status: 400 });
    expect((await store!.act(id, 'resolve', { resolution: 'exists', draftId: draft!.id })).status).toBe(200);
    await store!.reaches(id, 'DONE');
    expect(postsOf(post!.title)).toBe(1);
  });

  test('a draft that a person names and that is not there is for the person again', async () => {
    const [, , store] = galley.stores;
    const id = await unconfirmed('misnamed spade');
    await store!.act(id, 'resolve', { resolution: 'exists', draftId: 'no-such-draft' });
    await until('the person is asked again', async () => {
      const told = (await store!.events(id)).filter((event) => event.type === 'order.unconfirmed');
      return told.length === 2;
    });
    await store!.act(id, 'resolve', { resolution: 'absent' });
    await store!.reaches(id, 'DONE');
  });

  test('a draft that was deleted at the store before it was published is made again', async () => {
    const [store] = galley.stores;
    galley.simulators.control.addFault({
      provider: 'wix',
      kind: 'publish',
      action: { type: 'respond', status: 404, body: { message: 'not found' } },
    });
    const done = await store!.publish({ sourceId: 'deleted hoe', policy });
    expect(postsOf(done.post!.title)).toBe(1);
    const created = galley.simulators.control
      .drafts()
      .filter((draft) => draft.fields['title'] === done.post!.title);
    expect(created).toHaveLength(2);
  });

  test('nobody who settles it in time is reminded, and then it counts as given up', async () => {
    const [, , store] = galley.stores;
    const id = await unconfirmed('forgotten rake', { reminderAfterMs: 4_000, deadlineMs: 6_000 });
    expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Publish.Unconfirmed' });
    const told = (await store!.events(id)).map((event) => event.type);
    expect(told.filter((type) => type === 'resolve.reminder')).toHaveLength(1);
  });

  test('"it is absent" creates it again, "give up" ends the order', async () => {
    const [, , store] = galley.stores;
    const absent = await unconfirmed('absent wool throw');
    const abandoned = await unconfirmed('abandoned soap');
    await store!.act(absent, 'resolve', { resolution: 'absent' });
    await store!.act(abandoned, 'resolve', { resolution: 'abandon' });
    await store!.reaches(absent, 'DONE');
    expect(await store!.reaches(abandoned, 'FAILED')).toMatchObject({ errorType: 'Publish.Unconfirmed' });
  });

  test('a store without members is told so, once and for all', async () => {
    const [, store] = galley.stores;
    galley.simulators.control.addFault({
      provider: 'wix',
      kind: 'members',
      action: { type: 'respond', status: 200, body: { members: [] } },
    });
    await galley.database.pool.query('update stores set author_id = null');
    const id = await store!.order({ sourceId: 'ownerless shears', policy });
    await store!.pick(id);
    expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Publish.Rejected' });
  });
});

describe('a product as the subject', () => {
  test('its name and facts reach the prompt', async () => {
    const [store] = galley.stores;
    const productId = SAMPLE_STORES[0]!.productIds[0]!;
    const product = sampleProducts.find((one) => one.id === productId)!;
    const id = await store!.order({ sourceType: 'product', sourceId: productId, policy });
    await store!.reaches(id, 'AWAITING_SELECTION');
    const request = galley.simulators.control
      .requests({ provider: 'openai', kind: 'ideas' })
      .find((one) => JSON.stringify(one.body).includes(product.name));
    expect(JSON.stringify(request!.body)).toContain(product.facts[0]);
  });

  test('a product that the store does not have ends the order with a reason', async () => {
    const [store] = galley.stores;
    const id = await store!.order({
      sourceType: 'product',
      sourceId: '00000000-0000-4000-8000-000000000000',
      policy,
    });
    expect(await store!.reaches(id, 'FAILED')).toMatchObject({ errorType: 'Order.Invalid' });
  });
});

describe('operators', () => {
  test('a pick signalled by hand is validated, recorded and audited; a wrong one changes nothing', async () => {
    const [store] = galley.stores;
    const id = await store!.order({ sourceId: 'hand picked mug', policy });
    const { ideas } = await store!.reaches(id, 'AWAITING_SELECTION');
    const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
    await handle.signal('selectIdea', null);
    await handle.signal('selectIdea', 'nonsense');
    await handle.signal(selectIdeaSignal, { ideaId: '00000000-0000-4000-8000-000000000000' });
    await handle.signal(selectIdeaSignal, { ideaId: 'not-an-id' });
    await handle.signal(resolveSignal, { resolution: 'exists' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await store!.read(id)).status).toBe('AWAITING_SELECTION');

    await handle.signal(selectIdeaSignal, { ideaId: ideas[2]!.id });
    const done = await store!.reaches(id, 'DONE');
    expect(done.selectedIdeaId).toBe(ideas[2]!.id);
    const acts = await galley.database.pool.query(`select actor, kind from actions where order_id = $1`, [
      id,
    ]);
    expect(acts.rows).toEqual([{ actor: 'operator:signal', kind: 'selectIdea' }]);
  });

  test('a cancel from the command line ends the order as cancelled', async () => {
    const [store] = galley.stores;
    const id = await store!.order({ sourceId: 'operator cancelled scarf', policy });
    await store!.reaches(id, 'AWAITING_SELECTION');
    await galley.temporal.workflow.getHandle(`blog:${id}`).cancel();
    await closesAs(id, 'CANCELLED');
    expect(await store!.read(id)).toMatchObject({ status: 'CANCELLED', phase: 'cancelled' });
  });

  test('lists show orders by kind, phase and tenant, and a run says its status', async () => {
    const [store] = galley.stores;
    const done = await store!.publish({ sourceId: 'listed trowel', policy });
    const waiting = await store!.order({ sourceId: 'listed waiting trowel', policy });
    await store!.reaches(waiting, 'AWAITING_SELECTION');
    const listed = async (phase: string): Promise<string[]> => {
      const ids: string[] = [];
      const query = `OrderKind = "blog" AND OrderPhase = "${phase}"`;
      for await (const run of galley.temporal.workflow.list({ query })) ids.push(run.workflowId);
      return ids;
    };
    await until('the finished one is listed', async () => (await listed('done')).includes(`blog:${done.id}`));
    await until('the waiting one is listed', async () =>
      (await listed('waiting_person')).includes(`blog:${waiting}`),
    );
    expect(await listed('done')).not.toContain(`blog:${waiting}`);
    const handle = galley.temporal.workflow.getHandle(`blog:${waiting}`);
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toMatch(/^\*\*AWAITING_SELECTION\*\*: /);
  });
});
