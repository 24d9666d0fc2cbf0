import { randomUUID } from 'node:crypto';
import type { WorkflowFailedError } from '@temporalio/client';
import { createTaskQueues } from '../../src/clients/task-queues';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { itemReaches, orderPage, pageAbout } from '../support/items';

const policy = { draftBackoffMs: 20, lookupPauseMs: 20, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Starts a workflow as the command line does, and answers how it failed. */
async function startedByHand(workflowType: string, workflowId: string, ...args: unknown[]): Promise<unknown> {
  try {
    return await galley.temporal.workflow.execute(workflowType, { workflowId, taskQueue: 'orders', args });
  } catch (error) {
    const { cause } = error as WorkflowFailedError;
    const { type, message, details } = cause as unknown as {
      type: string;
      message: string;
      details: unknown[];
    };
    return { type, message, reason: (details?.[0] as { reason: string } | undefined)?.reason };
  }
}

const unknownOrder = (): object => ({
  orderId: randomUUID(),
  tenantId: randomUUID(),
  priority: 5,
  startNo: 1,
});

test.each(['blogOrder', 'generationItem'])('%s of an order that does not exist says so', async (type) => {
  expect(await startedByHand(type, `hand-${randomUUID()}`, unknownOrder())).toEqual({
    type: 'Order.Unknown',
    message: 'This run belongs to no order; it ends and changes nothing.',
    reason: 'no_such_order',
  });
});

const some = unknownOrder();
test.each([
  ['nothing', []],
  ['null', [null]],
  ['a word', ['order']],
  ['a list', [[some]]],
  ['no order', [{ ...some, orderId: undefined }]],
  ['an order that is none', [{ ...some, orderId: 'first' }]],
  ['an order with a NUL', [{ ...some, orderId: '\u0000' }]],
  ['no tenant', [{ ...some, tenantId: null }]],
  ['a tenant of a thousand characters', [{ ...some, tenantId: 'x'.repeat(1_000) }]],
  ['no start', [{ ...some, startNo: undefined }]],
  ['a start as a word', [{ ...some, startNo: '1' }]],
  ['a start that Postgres cannot take', [{ ...some, startNo: 2 ** 31 }]],
] as const)('a run that is started with %s ends at once', async (_what, args) => {
  const answers = await Promise.all(
    ['blogOrder', 'generationItem'].map((type) => startedByHand(type, `hand-${randomUUID()}`, ...args)),
  );
  for (const answer of answers) expect(answer).toMatchObject({ type: 'Order.Invalid', reason: 'bad_input' });
});

test.each([null, { about: randomUUID() }, { about: randomUUID(), share: { priority: 5 }, pauseMs: 'x' }])(
  'looks after the end: a run that is started with %j ends at once',
  async (input) => {
    expect(await startedByHand('afterPost', `hand-${randomUUID()}`, input)).toMatchObject({
      type: 'Order.Invalid',
      reason: 'bad_input',
    });
  },
);

test('webhooks: a run that is started with nothing ends at once', async () => {
  expect(await startedByHand('deliverWebhooks', `hand-${randomUUID()}`, null)).toMatchObject({
    type: 'Order.Invalid',
    reason: 'bad_input',
  });
});

test('an order has one workflow: a second run of it, and one of another start, end and change nothing', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: 'doubled kettle', policy });
  await store!.reaches(id, 'AWAITING_SELECTION');
  const { rows } = await galley.database.pool.query<{ tenantId: string }>(
    'select tenant_id as "tenantId" from orders where id = $1',
    [id],
  );
  const input = { orderId: id, tenantId: rows[0]!.tenantId, priority: 'high', startNo: 1 };
  const begins = { work: 'ideas', weight: 1, storeKey: randomUUID() };
  // The second one is what somebody gets who starts a run like the first one, but under another id.
  for (const twin of [input, { ...input, form: 2, begins }])
    expect(await startedByHand('blogOrder', `again-${id}`, twin)).toMatchObject({
      type: 'Order.Unknown',
      reason: 'wrong_workflow_id',
    });
  expect(await startedByHand('generationItem', `item:${id}`, input)).toMatchObject({
    reason: 'wrong_workflow_id',
  });
  await store!.pick(id);
  await store!.reaches(id, 'DONE');
  const events = (await store!.events(id)).map(({ type }) => type);
  expect(events.filter((type) => ['order.failed', 'order.done'].includes(type))).toEqual(['order.done']);
});

test('a second run that is cancelled does not cancel the order, and what is signalled to it counts for nothing', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: 'cancelled twin kettle', policy });
  const { ideas } = await store!.reaches(id, 'AWAITING_SELECTION');
  const queues = createTaskQueues({ client: galley.temporal, identity: 'test' });
  await queues.setRate('records', 0, 'test');
  const input = { orderId: id, tenantId: randomUUID(), priority: 5, startNo: 1 };
  const args = [input];
  const twin = await galley.temporal.workflow.start('blogOrder', {
    workflowId: `twin-${id}`,
    taskQueue: 'orders',
    args,
  });
  await twin.signal('selectIdea', { ideaId: ideas[1]!.id });
  await twin.cancel();
  await queues.setRate('records', null, 'test');
  await expect(twin.result()).rejects.toThrow();
  expect(await store!.read(id)).toMatchObject({ status: 'AWAITING_SELECTION', selectedIdeaId: null });
  await store!.pick(id);
  await store!.reaches(id, 'DONE');
});

test('a start that does not exist yet is no start', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: 'future kettle', policy });
  await store!.act(id, 'cancel');
  await store!.reaches(id, 'CANCELLED');
  const input = { ...unknownOrder(), orderId: id, startNo: 7 };
  await galley.temporal.workflow
    .getHandle(`blog:${id}`)
    .result()
    .catch(() => undefined);
  expect(await startedByHand('blogOrder', `blog:${id}`, input)).toMatchObject({
    type: 'Order.Unknown',
    reason: 'no_such_start',
  });
});

test('an item that waits in Postgres is not begun by hand; its turn comes all the same', async () => {
  const client = galley.stores[1]!;
  await galley.database.pool.query('update item_limits set at_once = 0');
  const item = await orderPage(client, pageAbout('early kettle'));
  const { rows } = await galley.database.pool.query<{ tenantId: string }>(
    'select tenant_id as "tenantId" from orders where id = $1',
    [item.id],
  );
  const input = { orderId: item.id, tenantId: rows[0]!.tenantId, priority: 5, startNo: 1 };
  expect(await startedByHand('generationItem', `item:${item.id}`, input)).toMatchObject({
    type: 'Order.Unknown',
    reason: 'not_admitted',
  });
  await galley.database.pool.query('update item_limits set at_once = 50');
  await itemReaches(client, item.id, 'completed');
});
