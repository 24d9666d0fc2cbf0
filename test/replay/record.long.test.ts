import { admitSignal, selectIdeaSignal, whereQuery } from '../../src/contract/messages';
import { SAMPLE_STORES } from '../../src/simulators/products';
import type { FaultRule } from '../../src/simulators/core/fault-types';
import { until } from '../support/api-client';
import {
  afterIdOf,
  alertIdOf,
  checkPaymentIdOf,
  deliveriesIdOf,
  mailIdOf,
  refundIdOf,
} from '../../src/contract/ids';
import { temporalScheduleIdOf } from '../../src/contract/schedules';
import { enqueuePayment } from '../../src/db/outbox/outbox';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { itemReaches, orderPage, pageAbout } from '../support/items';
import { startChatReceiver } from '../support/chat-receiver';
import { mailReaches, queueOne } from '../support/mail';
import { openOrder, refundsReach } from '../support/payments';
import { acts, bought, newArticle, newLink, published, reaches, sellGuide } from '../support/purchased';
import { startReceiver } from '../support/receiver';
import { writeHistory } from '../support/replay';
import { makeSchedule, makeTemplate, tenantOf } from '../support/schedules';
import { Gate } from '../support/hold';
import { eventTypes, runsOf } from '../support/runs';

/**
 * Records the histories that the replay test plays: only when told to (GALLEY_RECORD_HISTORIES=1), because a recording must
 * stay as old as the runs it stands for.
 */
const recording = process.env['GALLEY_RECORD_HISTORIES'] === '1';
const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

/** The webhook that operators are told by. */
let alertUrl: string | undefined;

/** Where the activity that lets a post out stops after its commit, to fail then. */
let released: Gate | undefined;

/** Whether runs of orders that were bought are told to wait, as they were before anybody wrote. */
let isWithoutWriter = false;

beforeAll(async () => {
  if (!recording) return;
  galley = await startGalley({
    deps: (deps) => ({
      ...deps,
      alerts: {
        get webhookUrl() {
          return alertUrl;
        },
      },
      db: {
        ...deps.db,
        openers: {
          ...deps.db.openers,
          openOrder: async (run) => {
            const opened = await deps.db.openers.openOrder(run);
            return isWithoutWriter && opened.state === 'open' ? { ...opened, state: 'waiting' } : opened;
          },
        },
        blogRuns: {
          ...deps.db.blogRuns,
          beginPublish: async (run) => {
            const answer = await deps.db.blogRuns.beginPublish(run);
            if (!released) return answer;
            await released.pass();
            throw new Error('lost after the commit');
          },
        },
      },
    }),
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

function record(name: string, orderId: string, runId?: string, workflowId = `blog:${orderId}`): void {
  const { namespace } = galley.config.temporal;
  writeHistory(name, { namespace, workflowId, ...(runId ? { runId } : {}) });
}

async function closed(orderId: string, kind = 'blog'): Promise<void> {
  await until('the runs are closed', async () => {
    const runs = await runsOf(galley, orderId, kind);
    return runs.length > 0 && runs.every((run) => run.status !== 'RUNNING');
  });
}

async function order(sourceId: string, fault?: Omit<FaultRule, 'match'>, own = {}): Promise<string> {
  if (fault) galley.simulators.control.addFault({ ...fault, match: { contains: sourceId } });
  return galley.stores[0]!.order({ sourceId, policy: { ...policy, ...own } });
}

(recording ? test : test.skip)(
  'records the histories',
  async () => {
    const store = galley.stores[0]!;
    const done = await order('recorded kettle');
    await store.reaches(done, 'AWAITING_SELECTION');
    record('blog-order-waiting', done);
    await store.pick(done);
    await store.reaches(done, 'DONE');
    await closed(done);
    record('blog-order-done', done);

    const byHand = await order('recorded mug');
    const { ideas } = await store.reaches(byHand, 'AWAITING_SELECTION');
    await galley.temporal.workflow
      .getHandle(`blog:${byHand}`)
      .signal(selectIdeaSignal, { ideaId: ideas[0]!.id });
    await store.reaches(byHand, 'DONE');
    await closed(byHand);
    record('blog-order-picked-by-hand', byHand);

    const expired = await order('recorded pen', undefined, { reminderAfterMs: 200, deadlineMs: 600 });
    await store.reaches(expired, 'CANCELLED');
    await closed(expired);
    record('blog-order-expired', expired);

    const cancelled = await order('recorded soap');
    await store.reaches(cancelled, 'AWAITING_SELECTION');
    await store.act(cancelled, 'cancel');
    await closed(cancelled);
    record('blog-order-cancelled', cancelled);

    const refusal: Omit<FaultRule, 'match'> = {
      provider: 'openai',
      kind: 'ideas',
      action: { type: 'refusal', text: 'No.' },
    };
    const refused = await order('recorded tent', refusal);
    await store.reaches(refused, 'FAILED');
    await closed(refused);
    record('blog-order-refused', refused);

    const rejected = await order('recorded shears', {
      provider: 'openai',
      kind: 'content',
      times: 3,
      action: { type: 'flaw', flaw: 'ai_phrase' },
    });
    await store.pick(rejected);
    await store.reaches(rejected, 'FAILED');
    await closed(rejected);
    record('blog-order-rejected-drafts', rejected);
    await store.act(rejected, 'retry');
    await store.reaches(rejected, 'DONE');
    await closed(rejected);
    const second = (await runsOf(galley, rejected)).find((run) => run.status === 'COMPLETED');
    record('blog-order-retried', rejected, second!.runId);

    const lost = await order('recorded planner', {
      provider: 'wix',
      kind: 'draft.create',
      action: { type: 'dropBefore' },
    });
    await store.pick(lost);
    await store.reaches(lost, 'DONE');
    await closed(lost);
    record('blog-order-lost-draft', lost);

    galley.simulators.control.addFault({
      provider: 'wix',
      kind: 'draft.query',
      times: 2,
      // Its title may begin with the subject.
      match: { contains: 'ecorded throw' },
      action: { type: 'html' },
    });
    const unconfirmed = await order('recorded throw', {
      provider: 'wix',
      kind: 'draft.create',
      action: { type: 'dropAfter' },
    });
    await store.pick(unconfirmed);
    await store.reaches(unconfirmed, 'UNCONFIRMED');
    await store.act(unconfirmed, 'resolve', { resolution: 'absent' });
    await store.reaches(unconfirmed, 'DONE');
    await closed(unconfirmed);
    record('blog-order-unconfirmed', unconfirmed);
  },
  120_000,
);

(recording ? test : test.skip)(
  'records what people send back, and what waits for its time',
  async () => {
    const store = galley.stores[0]!;
    const round = (id: string, number: number, status: string) =>
      until(`round ${number} in ${status}`, async () => {
        const read = await store.read(id);
        return read.round === number && read.status === status;
      });
    const place = (sourceId: string, body: Record<string, unknown>) =>
      store.order({ sourceId, policy, ...body });

    const sentBack = await place('recorded stove', { publishMode: 'approve' });
    await store.reaches(sentBack, 'AWAITING_SELECTION');
    await store.act(sentBack, 'new-ideas', { hint: 'simpler' });
    await round(sentBack, 2, 'AWAITING_SELECTION');
    await store.pick(sentBack);
    await store.reaches(sentBack, 'AWAITING_APPROVAL');
    await store.act(sentBack, 'regenerate', { part: 'text', hint: 'shorter' });
    await round(sentBack, 3, 'AWAITING_APPROVAL');
    await store.act(sentBack, 'regenerate', { part: 'picture' });
    await round(sentBack, 4, 'AWAITING_APPROVAL');
    await store.act(sentBack, 'approve');
    await store.reaches(sentBack, 'DONE');
    await closed(sentBack);
    record('blog-order-sent-back', sentBack);

    const later = new Date(Date.now() + 3_600_000).toISOString();
    const planned = await place('recorded tent pole', { publishAt: later });
    await store.pick(planned);
    await store.reaches(planned, 'SCHEDULED');
    await store.act(planned, 'schedule', { publishAt: new Date(Date.now() + 2_000).toISOString() });
    await store.reaches(planned, 'DONE');
    await closed(planned);
    record('blog-order-planned', planned);

    const product = SAMPLE_STORES[0]!.productIds[0]!;
    const ofProduct = await place(product, { sourceType: 'product' });
    await store.pick(ofProduct);
    await store.reaches(ofProduct, 'DONE');
    await closed(ofProduct);
    record('blog-order-product', ofProduct);

    released = new Gate();
    const letOut = await order('recorded whistle');
    await store.pick(letOut);
    await released.reached;
    const handle = galley.temporal.workflow.getHandle(`blog:${letOut}`);
    await handle.cancel();
    await until('the run has heard of the cancel', async () =>
      (await eventTypes(handle)).includes('EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED'),
    );
    const gate = released;
    released = undefined;
    gate.release();
    await store.reaches(letOut, 'DONE');
    await closed(letOut);
    record('blog-order-let-out', letOut);

    const draft = await place('recorded lamp', { publishMode: 'draft' });
    await store.pick(draft);
    await store.reaches(draft, 'DONE');
    await closed(draft);
    record('blog-order-draft', draft);
  },
  120_000,
);

(recording ? test : test.skip)(
  'records posts whose picture cannot be made',
  async () => {
    const store = galley.stores[0]!;
    const flag = (contains: string) =>
      galley.simulators.control.addFault({
        provider: 'replicate',
        kind: 'create',
        match: { contains },
        times: 3,
        action: { type: 'prediction', ends: 'failed', error: 'Flagged as sensitive (E005)' },
      });
    flag('recorded urn');
    const without = await store.order({ sourceId: 'recorded urn', policy, picture: 'optional' });
    await store.pick(without);
    await store.reaches(without, 'DONE');
    await closed(without);
    record('blog-order-without-picture', without);

    flag('recorded jar');
    const failed = await order('recorded jar');
    await store.pick(failed);
    await store.reaches(failed, 'FAILED');
    await closed(failed);
    record('blog-order-no-picture', failed);
  },
  120_000,
);

(recording ? test : test.skip)(
  'records a change of priority, and what webhooks are told',
  async () => {
    const store = galley.stores[0]!;
    const receiver = await startReceiver();
    const webhook = await store.call('POST', '/api/webhooks', { body: { url: receiver.url } });
    receiver.trust(String(webhook.json['secret']));
    const moved = await order('recorded scales');
    await store.reaches(moved, 'AWAITING_SELECTION');
    await store.act(moved, 'priority', { priority: 10 });
    const handle = galley.temporal.workflow.getHandle(`blog:${moved}`);
    await handle.signal('reprioritise', { priority: 9 });
    await until('it is recorded', async () => (await store.read(moved)).priority === 9);
    await store.pick(moved);
    await store.reaches(moved, 'DONE');
    await closed(moved);
    record('blog-order-reprioritised', moved);
    await until('the end was told', async () => receiver.received.some(({ type }) => type === 'order.done'));
    const webhookId = String(webhook.json['id']);
    record('webhook-told', moved, undefined, deliveriesIdOf({ webhookId, orderId: moved }));
    await receiver.stop();
  },
  120_000,
);

(recording ? test : test.skip)(
  'records the delivery of a mail',
  async () => {
    galley.simulators.control.addScript('mail-greylisted');
    const mailId = await queueOne(galley);
    await mailReaches(galley, mailId, 'delivered');
    const handle = galley.temporal.workflow.getHandle(mailIdOf({ mailId }));
    await handle.result();
    record('mail-delivered', mailId, undefined, mailIdOf({ mailId }));
  },
  60_000,
);

(recording ? test : test.skip)(
  'records the delivery of an alert',
  async () => {
    const chat = await startChatReceiver();
    chat.answer({ status: 500 });
    alertUrl = chat.url;
    await galley.db.transaction((tx) =>
      tx.adminAlerts.alertOfClosing({ account: 'openai', reason: 'recorded' }),
    );
    const [alert] = await galley.db.alerts.listAlerts({ state: undefined, before: undefined, limit: 1 });
    const alertId = alert!.id;
    await mailReaches(galley, alertId, 'delivered');
    const workflowId = alertIdOf({ alertId });
    await galley.temporal.workflow.getHandle(workflowId).result();
    record('alert-delivered', alertId, undefined, workflowId);
    await chat.stop();
  },
  60_000,
);

(recording ? test : test.skip)(
  'records the look at a checkout, and a refund',
  async () => {
    const { control } = galley.simulators;
    control.addScript('payment-webhook-lost');
    const order = await openOrder(galley);
    await control.stripe.act(order.sessionId, 'pay');
    const [checkout] = await galley.db.checkouts.listCheckouts(order);
    const { id: checkoutId } = checkout!;
    await galley.db.transaction((tx) => enqueuePayment(tx, { checkoutId }));
    const isPaid = async () => (await galley.db.checkouts.listCheckouts(order))[0]!.state === 'paid';
    await until('a paid checkout', isPaid);
    const looked = checkPaymentIdOf({ checkoutId });
    await galley.temporal.workflow.getHandle(looked).result();
    record('checkout-looked-at', checkoutId, undefined, looked);

    control.addScript('refund-answer-lost');
    const { orderId } = order;
    const asked = await galley.db.transaction((tx) =>
      tx.refunds.requestRefund({ orderId, reason: 'rejected' }),
    );
    await refundsReach(galley, orderId, ['succeeded']);
    const { refundId } = asked!;
    const refunded = refundIdOf({ refundId });
    await galley.temporal.workflow.getHandle(refunded).result();
    record('refund-made', refundId, undefined, refunded);
  },
  60_000,
);

(recording ? test : test.skip)(
  'records those of generation items',
  async () => {
    const client = galley.stores[1]!;
    const recorded = (name: string, id: string, runId?: string) => record(name, id, runId, `item:${id}`);
    const spoil = (contains: string, times: number) =>
      galley.simulators.control.addFault({
        provider: 'openai',
        kind: 'component',
        match: { contains },
        times,
        action: { type: 'patch', fields: { bodyMarkdown: 'As an AI language model, I cannot write this.' } },
      });

    const done = await orderPage(client, pageAbout('recorded page'));
    await itemReaches(client, done.id, 'completed');
    await closed(done.id, 'item');
    recorded('item-completed', done.id);

    spoil('recorded second try', 1);
    const second = await orderPage(client, pageAbout('recorded second try'));
    await itemReaches(client, second.id, 'pending');
    recorded('item-waiting', second.id);
    await itemReaches(client, second.id, 'completed');
    await closed(second.id, 'item');
    recorded('item-second-attempt', second.id);

    spoil('recorded third try', 3);
    const failed = await orderPage(client, pageAbout('recorded third try'));
    await itemReaches(client, failed.id, 'pending');
    await client.call('POST', `/api/generation/${failed.id}/priority`, { body: { priority: 9 } });
    await itemReaches(client, failed.id, 'failed');
    await closed(failed.id, 'item');
    recorded('item-failed', failed.id);
    await client.call('POST', `/api/generation/${failed.id}/retry`);
    await itemReaches(client, failed.id, 'completed');
    await closed(failed.id, 'item');
    const again = (await runsOf(galley, failed.id, 'item')).find((run) => run.status === 'COMPLETED');
    recorded('item-retried', failed.id, again!.runId);

    spoil('recorded end', 1);
    const cancelled = await orderPage(client, pageAbout('recorded end'));
    await itemReaches(client, cancelled.id, 'pending');
    await client.call('POST', `/api/generation/${cancelled.id}/cancel`);
    await closed(cancelled.id, 'item');
    recorded('item-cancelled', cancelled.id);
  },
  120_000,
);

(recording ? test : test.skip)(
  'records a run of a schedule',
  async () => {
    const template = await makeTemplate(galley, { tenantId: await tenantOf(galley) });
    const scheduleId = await makeSchedule(galley, template, { everySeconds: 86_400 });
    const id = temporalScheduleIdOf({ scheduleId });
    const handle = galley.temporal.schedule.getHandle(id);
    await until('the schedule at Temporal', () =>
      handle.trigger().then(
        () => true,
        () => false,
      ),
    );
    const started = await until('a run', async () => (await handle.describe()).info.recentActions[0]);
    const { workflowId } = started.action.workflow;
    await galley.temporal.workflow.getHandle(workflowId).result();
    record('schedule-fired', scheduleId, undefined, workflowId);
  },
  60_000,
);

(recording ? test : test.skip)(
  'records a post whose store is looked at again after the end',
  async () => {
    const store = galley.stores[0]!;
    const after = await order(
      'recorded lantern',
      { provider: 'wix', kind: 'draft.create', action: { type: 'dropBefore' } },
      { reminderAfterMs: 864_000 },
    );
    await store.pick(after);
    await store.reaches(after, 'DONE');
    await closed(after);
    record('blog-order-looked-after', after);
    const workflowId = afterIdOf({ orderId: after });
    const looks = galley.temporal.workflow.getHandle(workflowId);
    await until(
      'the looks are over',
      async () => (await looks.describe()).status.name === 'COMPLETED',
      90_000,
    );
    record('after-post', after, undefined, workflowId);
  },
  180_000,
);

// `backlink-order-waiting` is of the time when nobody wrote what was bought, and is not recorded again.
(recording ? test : test.skip)(
  'records orders that were bought',
  async () => {
    const sale = await sellGuide(galley);
    const people = acts(galley);
    const ids = (kind: string, orderId: string) => [orderId, undefined, `${kind}:${orderId}`] as const;
    const waitsFor = (of: string, orderId: string, kind = 'backlink') =>
      until(`the run waits for ${of}`, async () => {
        const where = await galley.temporal.workflow
          .getHandle(`${kind}:${orderId}`)
          .query(whereQuery)
          .catch(() => undefined);
        return where?.waitingFor === of;
      });

    const link = newLink(sale);
    galley.simulators.control.addFault({
      ...{ provider: 'openai', kind: 'link', times: 1, match: { contains: link.targetUrl } },
      action: { type: 'flaw', flaw: 'wrong_anchor' },
    });
    const done = (await bought(galley, link)).orderId;
    await reaches(galley, done, 'QUALITY_CHECK');
    await waitsFor('buyer', done);
    record('backlink-order-reviewed', ...ids('backlink', done));
    await people.regenerate(done);
    await reaches(galley, done, 'QUALITY_CHECK', 2);
    await people.submit(done);
    await waitsFor('admin', done);
    await people.approve(done);
    await reaches(galley, done, 'COMPLETED');
    await closed(done, 'backlink');
    record('backlink-order-done', ...ids('backlink', done));

    const late = await bought(galley, newLink(sale), { reminderAfterMs: 600, deadlineMs: 1_500 });
    await reaches(galley, late.orderId, 'ADMIN_REVIEW');
    await waitsFor('admin', late.orderId);
    await people.reject(late.orderId, 'Not on this site.');
    await closed(late.orderId, 'backlink');
    record('backlink-order-rejected', ...ids('backlink', late.orderId));

    const unwritten = newLink(sale);
    galley.simulators.control.addFault({
      ...{ provider: 'openai', kind: 'link_review', times: 3, match: { contains: unwritten.targetUrl } },
      action: { type: 'verdict', approved: false, findings: [] },
    });
    const { orderId: failed } = await bought(galley, unwritten);
    await reaches(galley, failed, 'FAILED');
    await closed(failed, 'backlink');
    record('backlink-order-failed', ...ids('backlink', failed));

    const { orderId: article } = await bought(galley, newArticle(sale));
    await published(galley, article);
    await closed(article, 'article');
    record('article-order-done', ...ids('article', article));

    isWithoutWriter = true;
    const { orderId: woken } = await bought(galley, newLink(sale));
    await waitsFor('writer', woken);
    isWithoutWriter = false;
    await galley.temporal.workflow.getHandle(`backlink:${woken}`).signal(admitSignal, {});
    await published(galley, woken);
    await closed(woken, 'backlink');
    record('backlink-order-woken', ...ids('backlink', woken));
  },
  120_000,
);
