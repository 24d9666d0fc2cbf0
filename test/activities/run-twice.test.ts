import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createOrderRecordsActivities } from '../../src/activities/orders/records';
import { createMailActivities } from '../../src/activities/mail';
import { createPaymentActivities } from '../../src/activities/payments';
import { createWebhooksActivities } from '../../src/activities/webhooks';
import type { ForSale } from '../api/purchase/support';
import type { ContentRequest } from '../../src/contract/bulk';
import { LANES } from '../../src/contract/lanes';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { createActivityDeps } from '../../src/workers/activity-deps';
import { kindActivities } from '../../src/workers/kind-activities';
import { silentLogger } from '../../src/telemetry/logger';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { orderPage, pageAbout } from '../support/items';
import { queueOne } from '../support/mail';
import { openOrder } from '../support/payments';
import { acts, bought, newArticle, newLink, sellGuide } from '../support/purchased';
import { startReceiver } from '../support/receiver';
import type { Receiver } from '../support/receiver';

/** No worker runs: each activity is called by hand, as a worker would that lost the answer of the first call. */
let galley: Galley;
let receiver: Receiver;
let activities: Record<string, (input: object) => Promise<unknown>>;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  receiver = await startReceiver();
  const { config, database } = galley;
  const deps = createActivityDeps({ config, pool: database.pool, log: silentLogger() });
  activities = Object.assign(
    {},
    createOrderRecordsActivities(deps),
    createWebhooksActivities(deps),
    createMailActivities(deps),
    createPaymentActivities(deps),
    ...LANES.map((lane) => kindActivities(lane, deps)),
  ) as typeof activities;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await receiver?.stop();
});

/** Calls an activity as the order's own workflow does. The SDK tells of failed activities by itself. */
async function run(name: string, input: object, activityId = '1'): Promise<unknown> {
  const { orderId = null } = input as { orderId?: string };
  const found = await galley.database.pool.query<{ kind: string }>('select kind from orders where id = $1', [
    orderId,
  ]);
  const workflowExecution = { workflowId: `${found.rows[0]?.kind}:${orderId}`, runId: 'run' };
  const environment = new MockActivityEnvironment(
    { workflowExecution, activityId },
    { logger: new DefaultLogger('ERROR') },
  );
  return environment.run(activities[name]!, input);
}

const store = () => galley.stores[0]!;

interface Facts {
  orderId: string;
  startNo: number;
  round: number;
  attempt: number;
  ideaId?: string;
  versionId?: string | undefined;
}

/** Takes an order of its own as far as before the step named, each step once. */
async function before(step: string, body: object = {}): Promise<Facts> {
  const orderId = await store().order({ sourceId: `kettle ${randomUUID()}`, ...body });
  const facts: Facts = { orderId, startNo: 1, round: 1, attempt: 1 };
  for (const [name, take] of Object.entries(WAY)) {
    if (name === step) return facts;
    await take(facts);
  }
  throw new Error(`no step ${step}`);
}

/** The way of a blog order. */
const WAY: Record<string, (facts: Facts) => Promise<void>> = {
  openRun: async (facts) => void (await run('openRun', facts)),
  loadSubject: async (facts) => void (await run('loadSubject', facts)),
  generateIdeas: async (facts) => void (await run('generateIdeas', facts)),
  pick: async (facts) => {
    facts.ideaId = (await store().read(facts.orderId)).ideas[0]!.id;
    await store().act(facts.orderId, 'select', { ideaId: facts.ideaId });
  },
  writeDraft: async (facts) => {
    // One draft in a hundred is too much like an earlier one of the store, and another attempt is made as a run would.
    for (; !facts.versionId && facts.attempt <= 3; facts.attempt += facts.versionId ? 0 : 1)
      facts.versionId = ((await run('writeDraft', facts)) as { versionId?: string }).versionId;
  },
  reviewDraft: async (facts) => void (await run('reviewDraft', facts)),
  makePicture: async (facts) => void (await run('makePicture', facts)),
  beginPublish: async (facts) => void (await run('beginPublish', facts)),
  resolveAuthor: async (facts) => void (await run('resolveAuthor', facts)),
  uploadPicture: async (facts) => void (await run('uploadPicture', facts)),
  createDraft: async (facts) => void (await run('createDraft', facts)),
  publishDraft: async (facts) => void (await run('publishDraft', facts)),
  confirmPost: async (facts) => void (await run('confirmPost', facts)),
  end: async () => undefined,
};

const PRODUCT = { sourceType: 'product', sourceId: SAMPLE_STORES[0]!.productIds[0]! };

async function openItem(): Promise<Facts & { component: string }> {
  const { id: orderId } = await orderPage(store(), pageAbout(`kettle ${randomUUID()}`));
  const key = { orderId, startNo: 1 };
  const { steps } = (await run('openRun', key)) as { steps: string[] };
  return { ...key, round: 1, attempt: 1, component: steps[0]! };
}

async function tenant(): Promise<string> {
  const { pool } = galley.database;
  const tenants = await pool.query<{ id: string }>('select tenant_id as id from stores limit 1');
  return tenants.rows[0]!.id;
}

const newText = (): ContentRequest => ({
  ...{ topic: `Kettle ${randomUUID().slice(0, 8)}`, wordCount: 400, tone: 'calm', language: 'en' },
  input: { mode: 'topic' },
});

async function openText(): Promise<Facts> {
  const tenantId = await tenant();
  const orderId = await galley.db.transaction((tx) =>
    tx.contentAccept.acceptContent({ tenantId, priority: 5, request: newText() }),
  );
  const key = { orderId, startNo: 1 };
  await run('openRun', key);
  return { ...key, round: 1, attempt: 1 };
}

async function openJob(): Promise<{ orderId: string; startNo: number }> {
  const tenantId = await tenant();
  const { jobId: orderId } = await galley.db.transaction((tx) =>
    tx.bulkJobs.acceptJob({
      ...{ tenantId, priority: 5, concurrency: 2, itemDelayMs: 0, mode: 'topic', placedBy: 'test' },
      items: [newText(), newText(), newText()],
    }),
  );
  await run('openRun', { orderId, startNo: 1 });
  return { orderId, startNo: 1 };
}

const same = (answer: unknown): unknown => answer;
/** Whether this call did it is for the log; the run goes by the state. */
const state = (answer: unknown): unknown => {
  const { status, phase } = answer as { status: string; phase?: string };
  return { status, phase };
};

/** Facts of an order that was bought, with what the activities of each step are told. */
type PurchaseFacts = Omit<Facts, 'ideaId' | 'versionId'> & { draftId?: string };

let sale: ForSale | undefined;

/** Takes an order that was bought as far as before the step named. */
async function purchaseBefore(
  step: string,
  product: 'article' | 'backlink' = 'backlink',
): Promise<PurchaseFacts> {
  sale ??= await sellGuide(galley);
  const isLink = product === 'backlink';
  const { orderId } = await bought(galley, isLink ? newLink(sale) : newArticle(sale));
  const facts: PurchaseFacts = { orderId, startNo: 1, round: 1, attempt: 1 };
  await run('openRun', facts);
  if (step === 'write') return facts;
  const write = isLink ? 'integrateLink' : 'writeArticle';
  for (; !facts.draftId && facts.attempt <= 3; facts.attempt += facts.draftId ? 0 : 1) {
    const { versionId } = (await run(write, facts)) as { versionId?: string };
    if (versionId !== undefined) facts.draftId = versionId;
  }
  if (step === 'review') return facts;
  await run(isLink ? 'reviewLink' : 'reviewArticle', facts);
  if (step === 'buyer') return facts;
  await acts(galley).submit(orderId);
  if (step === 'admin') return facts;
  await acts(galley).approve(orderId);
  return facts;
}

/** How each activity is called, and what of its answer the run goes by. */
const CALLS: Record<string, { input: () => Promise<object>; goesBy?: (answer: unknown) => unknown }> = {
  openRun: { input: () => before('openRun') },
  openWithIdeas: {
    input: () => before('openRun'),
    // The second call finds the ideas done.
    goesBy: (answer) => {
      const { opened, result } = answer as { opened: { done: string[] }; result?: { outcome: string } };
      return opened.done.includes('ideas') || result?.outcome === 'ready';
    },
  },
  openWithSubject: {
    input: () => before('openRun', PRODUCT),
    goesBy: (answer) => (answer as { opened: { state: string } }).opened.state,
  },
  loadSubject: { input: () => before('loadSubject', PRODUCT) },
  generateIdeas: { input: () => before('generateIdeas') },
  writeDraft: { input: () => before('writeDraft') },
  reviewDraft: { input: () => before('reviewDraft') },
  makePicture: { input: () => before('makePicture') },
  skipPicture: {
    input: async () => {
      const facts = await before('makePicture', { picture: 'optional' });
      return { ...facts, reason: 'picture_flagged' };
    },
  },
  beginPublish: { input: () => before('beginPublish') },
  wasReleased: { input: () => before('resolveAuthor') },
  prepareDraft: {
    input: () => before('resolveAuthor'),
    // The first order of a store finds out the author.
    goesBy: (answer) => ['drafted', 'unprepared'].includes((answer as { outcome: string }).outcome),
  },
  publishPost: { input: () => before('publishDraft') },
  resolveAuthor: { input: () => before('resolveAuthor') },
  uploadPicture: { input: () => before('uploadPicture') },
  createDraft: { input: () => before('createDraft') },
  lookUpDraft: { input: async () => ({ ...(await before('createDraft')), tries: 1 }) },
  forgetDraft: { input: () => before('createDraft') },
  publishDraft: { input: () => before('publishDraft') },
  confirmPost: { input: () => before('confirmPost') },
  finishDraft: { input: () => before('publishDraft', { publishMode: 'draft' }) },
  markUnconfirmed: { input: () => before('createDraft'), goesBy: state },
  expireResolve: {
    input: async () => {
      const facts = await before('createDraft');
      await run('markUnconfirmed', facts);
      return facts;
    },
  },
  expirePick: { input: () => before('pick') },
  expireApproval: {
    input: async () => {
      const facts = await before('beginPublish', { publishMode: 'approve' });
      await run('beginPublish', facts);
      return facts;
    },
    goesBy: state,
  },
  remind: { input: async () => ({ ...(await before('pick')), of: 'pick' }) },
  endRun: {
    input: async () => ({
      ...(await before('pick')),
      ending: { outcome: 'failed', failureType: 'Draft.Rejected' },
    }),
    goesBy: state,
  },
  finishRun: { input: () => before('confirmPost') },
  finishPost: { input: () => before('confirmPost') },
  fillAddress: {
    input: async () => {
      const facts = await before('confirmPost');
      await run('finishPost', facts);
      return { about: facts.orderId };
    },
  },
  clearSpareDraft: {
    input: async () => {
      const facts = await before('end');
      await galley.database.pool.query(
        `update publications set lookups = '[{"found": "none"}]' where order_id = $1`,
        [facts.orderId],
      );
      return { about: facts.orderId };
    },
  },
  takeActions: {
    input: async () => {
      const facts = await before('pick');
      const [idea] = (await store().read(facts.orderId)).ideas;
      return { ...facts, actions: [{ name: 'selectIdea', newId: randomUUID(), ideaId: idea!.id }] };
    },
  },
  recordAct: {
    input: async () => {
      const facts = await before('pick');
      const [idea] = (await store().read(facts.orderId)).ideas;
      return { ...facts, actId: randomUUID(), kind: 'selectIdea', act: { ideaId: idea!.id } };
    },
  },
  writeArticle: { input: () => purchaseBefore('write', 'article') },
  reviewArticle: { input: () => purchaseBefore('review', 'article') },
  integrateLink: { input: () => purchaseBefore('write') },
  reviewLink: { input: () => purchaseBefore('review') },
  keepRejectedDraft: { input: () => purchaseBefore('review') },
  remindBuyer: { input: () => purchaseBefore('buyer') },
  submitAtDeadline: { input: async () => ({ ...(await purchaseBefore('buyer')), deadlineMs: 0 }) },
  remindAdmins: { input: async () => ({ ...(await purchaseBefore('admin')), reminder: 1 }) },
  publishApproved: {
    input: () => purchaseBefore('publish'),
    // The order is done, which the second call finds.
    goesBy: (answer) => ['published', 'moved'].includes((answer as { published: string }).published),
  },
  writeComponent: { input: openItem },
  writeText: { input: openText },
  advanceJob: {
    input: openJob,
    // The children that have not opened yet are named again; how long to wait gets less.
    goesBy: (answer) => (answer as { start?: unknown }).start,
  },
  failTextAttempt: {
    input: async () => ({ ...(await openText()), failureType: 'Draft.Rejected' }),
    goesBy: state,
  },
  failItemAttempt: {
    input: async () => ({ ...(await openItem()), failureType: 'Draft.Rejected' }),
    // Back in the queue, an item may be admitted again at any time; the run asks.
    goesBy: (answer) => (answer as { status: string }).status === 'failed',
  },
  sendNext: {
    input: async () => {
      const hook = await store().call('POST', '/api/webhooks', {
        body: { url: receiver.url, eventTypes: ['order.failed'] },
      });
      receiver.trust(String(hook.json['secret']));
      const facts = await before('pick');
      await run('endRun', { ...facts, ending: { outcome: 'failed', failureType: 'Draft.Rejected' } });
      return { webhookId: hook.json['id'], about: facts.orderId };
    },
    // The second call looks for the next event.
    goesBy: () => undefined,
  },
  sendMail: {
    input: async () => ({ mailId: await queueOne(galley) }),
    // The second call finds that nothing is left.
    goesBy: () => undefined,
  },
  lookAtCheckout: {
    input: async () => {
      const order = await openOrder(galley);
      const [checkout] = await galley.db.checkouts.listCheckouts(order);
      return { checkoutId: checkout!.id };
    },
  },
  makeRefund: {
    input: async () => {
      const order = await openOrder(galley);
      await galley.simulators.control.stripe.act(order.sessionId, 'pay');
      const { orderId } = order;
      const asked = await galley.db.transaction((tx) =>
        tx.refunds.requestRefund({ orderId, reason: 'rejected' }),
      );
      return { refundId: asked!.refundId };
    },
  },
};

/** All that an order has, without what tells when. */
async function recordOf(orderId: string): Promise<unknown> {
  const { pool } = galley.database;
  const counts = await pool.query(
    `select o.status, o.phase, o.round, o.start_no, o.error_type,
            (select count(*) from order_events e where e.order_id = o.id) as events,
            (select count(*) from provider_calls c where c.order_id = o.id and c.reserved_micros > 0) as paid,
            (select count(*) from ideas i where i.order_id = o.id) as ideas,
            (select count(*) from versions v where v.order_id = o.id) as versions,
            (select count(*) from item_components i where i.order_id = o.id) as components,
            (select count(*) from purchase_drafts d where d.order_id = o.id) as drafts,
            (select count(*) from article_revisions r where r.order_id = o.id) as revisions,
            (select count(*) from webhook_deliveries m where m.order_id = o.id) as mails,
            (select count(*) from pictures p where p.order_id = o.id) as pictures,
            (select count(*) from actions a where a.order_id = o.id) as actions,
            (select count(*) from publications p where p.order_id = o.id) as publications
       from orders o where o.id = $1`,
    [orderId],
  );
  return counts.rows[0];
}

test('every activity is in the table', () => {
  expect(Object.keys(CALLS).sort()).toEqual(Object.keys(activities).sort());
});

test.each(Object.keys(CALLS))(
  '%s answers the same when it is run again after its effect was committed, and changes nothing more',
  async (name) => {
    const { input, goesBy = same } = CALLS[name]!;
    const given = await input();
    const orderId = 'orderId' in given ? String(given.orderId) : '';
    const first = await run(name, given);
    const record = await recordOf(orderId || randomUUID());
    const second = await run(name, given);
    expect(goesBy(second)).toEqual(goesBy(first));
    expect(await recordOf(orderId || randomUUID())).toEqual(record);
  },
);

test('an event that was sent is not sent again', () => {
  expect(receiver.received).toHaveLength(1);
});

test('a text that was taken over from an earlier round is found by a repeated attempt', async () => {
  const facts = await before('reviewDraft');
  await galley.database.pool.query(`update versions set qc_status = 'APPROVED_BY_AI' where id = $1`, [
    facts.versionId,
  ]);
  await store().act(facts.orderId, 'cancel');
  await store().act(facts.orderId, 'retry');
  const again = { ...facts, startNo: 2, round: 2 };
  await run('openRun', again);
  const taken = { outcome: 'approved', versionId: facts.versionId };
  expect(await run('writeDraft', again)).toEqual(taken);
  expect((await store().read(facts.orderId)).status).toBe('GENERATING_IMAGE');
  const record = await recordOf(facts.orderId);
  expect(await run('writeDraft', again)).toEqual(taken);
  expect(await recordOf(facts.orderId)).toEqual(record);
});

test('a person who has answered at once is not asked again by a repeated question, but is by the next one', async () => {
  const facts = await before('createDraft');
  await run('markUnconfirmed', facts);
  await store().act(facts.orderId, 'resolve', { resolution: 'absent' });
  const record = await recordOf(facts.orderId);
  expect(await run('markUnconfirmed', facts)).toMatchObject({ marked: true });
  expect(await recordOf(facts.orderId)).toEqual(record);
  expect(await run('markUnconfirmed', facts, '2')).toMatchObject({ marked: true, status: 'UNCONFIRMED' });
});

test('a creation that began meanwhile is not forgotten by a late repetition', async () => {
  const facts = await before('createDraft');
  const lose = async () => {
    galley.simulators.control.addFault({
      ...{ provider: 'wix', kind: 'draft.create', action: { type: 'dropBefore' } },
    });
    expect(await run('createDraft', facts)).toEqual({ outcome: 'lost' });
  };
  const isBegun = async () => {
    const sql = 'select 1 from publications where order_id = $1 and create_began_at is not null';
    return (await galley.database.pool.query(sql, [facts.orderId])).rows.length > 0;
  };
  await lose();
  const { begunAt } = (await run('lookUpDraft', { ...facts, tries: 1 })) as { begunAt: string };
  await run('forgetDraft', { ...facts, begunAt });
  expect(await isBegun()).toBe(false);
  await lose();
  await run('forgetDraft', { ...facts, begunAt });
  expect(await isBegun()).toBe(true);
});

test('ideas that a person has sent back meanwhile are still what a repeated attempt has brought', async () => {
  const facts = await before('pick');
  await store().act(facts.orderId, 'new-ideas', {});
  expect((await store().read(facts.orderId)).status).toBe('GENERATING_IDEAS');
  expect(await run('generateIdeas', facts)).toEqual({ outcome: 'ready' });
  expect(await run('generateIdeas', { ...facts, round: 2 })).toEqual({ outcome: 'ready' });
  expect((await store().read(facts.orderId)).status).toBe('AWAITING_SELECTION');
});

test('a prediction that failed is not replaced by a repeated attempt', async () => {
  const facts = await before('makePicture');
  galley.simulators.control.addFault({
    provider: 'replicate',
    kind: 'create',
    action: { type: 'prediction', ends: 'failed' },
  });
  expect(await run('makePicture', facts)).toMatchObject({ outcome: 'failed' });
  expect(await run('makePicture', facts)).toMatchObject({ outcome: 'failed' });
  expect(await run('makePicture', { ...facts, attempt: 2 })).toMatchObject({ outcome: 'made' });
});
