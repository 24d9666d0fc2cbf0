import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import { ACTION_SIGNALS } from '../../src/contract/messages';
import { LANES } from '../../src/contract/lanes';
import { RUN_WORK } from '../../src/contract/run-notes';
import type { WorkType } from '../../src/contract/run-notes';
import { temporalScheduleIdOf } from '../../src/contract/schedules';
import { SUBJECT_KINDS } from '../../src/db/outbox/outbox';
import type { SubjectMessage } from '../../src/db/outbox/outbox';
import { silentLogger } from '../../src/telemetry/logger';
import { createActivityDeps } from '../../src/workers/activity-deps';
import { laneActivities } from '../../src/workers/lane-worker';
import { ACTIVITY_WORK, summaryOf } from '../../src/workflows/summaries';
import { until } from '../support/api-client';
import { placeBatch } from '../support/batches';
import { jobReaches, placeJob } from '../support/bulk';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { tenantOf } from '../support/schedules';

/** What a customer wrote, which nothing that Temporal shows may quote. */
const PLANTED = 'planted-descaling-secret';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface Metadata {
  definition: {
    signalDefinitions: Array<{ name: string; description?: string }>;
    queryDefinitions: Array<{ name: string; description?: string }>;
  };
  currentDetails: string;
}

const metadataOf = (handle: WorkflowHandle): Promise<Metadata> =>
  handle.query<Metadata>('__temporal_workflow_metadata');

const textOf = (payload: Payload | null | undefined): string | undefined =>
  payload ? defaultPayloadConverter.fromPayload<string>(payload) : undefined;

/** The summaries of a run's activities and timers, in order. */
async function summariesOf(handle: WorkflowHandle): Promise<Array<string | undefined>> {
  const { events } = await handle.fetchHistory();
  return (events ?? [])
    .filter((event) => event.activityTaskScheduledEventAttributes ?? event.timerStartedEventAttributes)
    .map(({ userMetadata }) => textOf(userMetadata?.summary));
}

/** What a run says of itself from its start, and is listed by. */
async function startOf(workflowId: string) {
  const run = await galley.temporal.workflow.getHandle(workflowId).describe();
  const attributes = Object.fromEntries(
    run.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
  );
  delete attributes['BuildIds'];
  return {
    summary: await run.staticSummary(),
    details: await run.staticDetails(),
    memo: run.memo,
    attributes,
  };
}

async function listed(query: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const run of galley.temporal.workflow.list({ query })) ids.push(run.workflowId);
  return ids.sort();
}

test('a post says what it is about, where it stands and what it does, and quotes nobody', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: PLANTED });
  await store!.reaches(id, 'AWAITING_SELECTION');
  const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
  const order = (await galley.db.orders.findOrder({ orderId: id }))!;
  const { tenantId, storeId } = order;
  const start = await startOf(`blog:${id}`);
  expect(start).toEqual({
    summary: 'Blog, start 1, priority 7',
    details: `- order: \`${id}\`\n- tenant: \`${tenantId}\`\n- store: \`${storeId}\``,
    memo: { startNo: 1, priority: 7 },
    attributes: {
      ...{ OrderKind: 'blog', OrderPhase: 'waiting_person', Tenant: tenantId, OrderStore: storeId },
    },
  });

  const { currentDetails, definition } = await metadataOf(handle);
  const lines = currentDetails.split('\n');
  expect(lines.slice(0, 4)).toEqual([
    '**AWAITING_SELECTION**: The ideas are ready. Choose one.',
    '',
    '- stage `pick`, attempt 1',
    '- waits for `selectIdea`',
  ]);
  expect(lines[4]).toMatch(/^- reminder at \d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(await handle.query('where')).toEqual({ stage: 'pick', attempt: 1, waitingFor: 'selectIdea' });
  expect(definition.signalDefinitions.map(({ name }) => name).sort()).toEqual(
    ACTION_SIGNALS.map(({ name }) => name).sort(),
  );
  const described = [...definition.signalDefinitions, ...definition.queryDefinitions];
  expect(described.filter(({ description }) => !description)).toEqual([]);

  await store!.pick(id);
  await store!.reaches(id, 'DONE');
  await until('the run is closed', async () => (await handle.describe()).status.name === 'COMPLETED');
  // A store's first posts find its author in a step of their own.
  const summaries = [...new Set(await summariesOf(handle))];
  expect(summaries).toEqual([
    'Open the run, generate ideas',
    'Reminder: selectIdea',
    'Look up what people did',
    'Write the text, round 1, attempt 1',
    'Review the text, round 1, attempt 1',
    'Create the image, round 1, attempt 1',
    'Create the draft in the store, round 1',
    'Publish the draft, round 1',
  ]);
  const post = (await store!.read(id)).post!;
  const shown = JSON.stringify([start, currentDetails, described, summaries]);
  for (const text of [PLANTED, post.title, post.slug]) expect(shown).not.toContain(text);
});

test('a bulk job and its items are listed as one batch, and so is a batch of pages', async () => {
  const job = await placeJob(galley, { items: 2, delayMs: 400 });
  await jobReaches(galley, job, 'completed');
  const texts = job.itemIds.map((id) => `content:${id}`).sort();
  const ofJob = `OrderBatch = "${job.id}"`;
  await until('all are listed', async () => (await listed(ofJob)).length === 3);
  expect(await listed(ofJob)).toEqual([`bulk:${job.id}`, ...texts]);
  expect(await startOf(texts[0]!)).toMatchObject({
    summary: 'Text, start 1, priority 5',
    details: expect.stringContaining(`- batch: \`${job.id}\``),
    memo: { startNo: 1, priority: 5 },
    attributes: { OrderKind: 'content', OrderPhase: 'done', Tenant: job.tenantId, OrderBatch: job.id },
  });
  const summaries = await summariesOf(galley.temporal.workflow.getHandle(`bulk:${job.id}`));
  expect(summaries).toContain('Let the next items begin');
  expect(summaries).toContain('Pause before the next item');

  const batch = await placeBatch(galley.db, job.tenantId, 2);
  const pages = batch.ids.map((id) => `item:${id}`).sort();
  await until(
    'its pages are listed',
    async () => (await listed(`OrderBatch = "${batch.batchId}"`)).length === 2,
  );
  expect(await listed(`OrderBatch = "${batch.batchId}"`)).toEqual(pages);
  expect((await startOf(pages[0]!)).summary).toBe('Item, start 1, priority 5');
});

const ABOUT: Record<(typeof SUBJECT_KINDS)[number], [id: string, type: WorkType, fact: string]> = {
  mail: ['mail', 'deliverMail', 'mailId'],
  payment: ['checkPayment', 'checkPayment', 'checkoutId'],
  refund: ['refundPayment', 'refundPayment', 'refundId'],
  outlet: ['outlet', 'publishArticle', 'articleId'],
  alert: ['alert', 'deliverAlert', 'alertId'],
};

test.each(SUBJECT_KINDS)('a run about one %s says so', async (kind) => {
  const subject = randomUUID();
  const message: SubjectMessage = {
    ...{ id: randomUUID(), seq: '1', tries: 0, looks: 0, claim: 1, ageMs: 0 },
    ...{ kind, orderId: null, deliveryId: subject },
  };
  expect(await galley.dispatcher.deliver(message)).toEqual({ outcome: 'delivered' });
  const [prefix, type, fact] = ABOUT[kind];
  const handle = galley.temporal.workflow.getHandle(`${prefix}:${subject}`);
  expect(await startOf(handle.workflowId)).toMatchObject({
    summary: RUN_WORK[type],
    details: `- ${fact}: \`${subject}\``,
    attributes: {},
  });
  const { definition } = await metadataOf(handle);
  expect(definition.signalDefinitions).toEqual([
    { name: 'wake', description: expect.stringMatching(/^Asks Postgres/) },
  ]);
});

test('a webhook, a schedule and the rate controller say what they do and for whom', async () => {
  const [store] = galley.stores;
  const tenantId = await tenantOf(galley);
  const id = await store!.order({ sourceId: `${PLANTED} two` });
  const order = (await galley.db.orders.findOrder({ orderId: id }))!;
  const webhookId = randomUUID();
  const wanted = { orderId: id, startNo: 1, kind: 'deliver', payload: { webhookId } } as const;
  await galley.dispatcher.deliver({
    ...{ id: randomUUID(), seq: '1', tries: 0, looks: 0, claim: 1, ageMs: 0, isCurrent: true, runId: null },
    ...{ orderKind: 'blog', tenantId, storeId: order.storeId, batchId: null, priority: 5, weight: 1 },
    ...{ openOrders: 1, ...wanted },
  });
  expect(await startOf(`webhook:${webhookId}:${id}`)).toMatchObject({
    summary: RUN_WORK.deliverWebhooks,
    details: expect.stringContaining(`- tenant: \`${tenantId}\``),
    attributes: { Tenant: tenantId, OrderStore: order.storeId },
  });

  const scheduleId = randomUUID();
  await galley.dispatcher.schedules.put({
    ...{ scheduleId, tenantId, version: 1, cron: '0 3 * * *', everySeconds: null },
    ...{ timeZone: 'UTC', paused: true, deleted: false },
  });
  const schedule = galley.temporal.schedule.getHandle(temporalScheduleIdOf({ scheduleId }));
  await schedule.trigger();
  const [run] = await until('it has started a run', async () => {
    const { recentActions } = (await schedule.describe()).info;
    return recentActions.length > 0 && recentActions.map(({ action }) => action.workflow.workflowId);
  });
  expect(await startOf(run!)).toMatchObject({
    summary: RUN_WORK.scheduledBulkJob,
    details: `- schedule: \`${scheduleId}\`\n- tenant: \`${tenantId}\``,
    attributes: { Tenant: tenantId },
  });

  await galley.dispatcher.ensureRateController();
  expect((await startOf('rate-controller')).summary).toBe(RUN_WORK.rateController);
  const controller = galley.temporal.workflow.getHandle('rate-controller');
  expect((await metadataOf(controller)).currentDetails).toBe(RUN_WORK.rateController);
});

test('every activity that a worker runs has a summary, and none is left of one that is gone', () => {
  const { config, database } = galley;
  const deps = createActivityDeps({ config, pool: database.pool, log: silentLogger() });
  const more = { queues: {} as never, budgets: config.budgets, mailPerMinute: undefined };
  const names = LANES.flatMap((lane) => Object.keys(laneActivities(lane, { ...deps, ...more })));
  expect(Object.keys(ACTIVITY_WORK).sort()).toEqual([...new Set(names)].sort());
});

test('a summary takes numbers and fixed words from an input, and nothing else', () => {
  expect(summaryOf('writeComponent', { component: 'intro', round: 2, attempt: 3, orderId: 'x' })).toBe(
    'Write one component, intro, round 2, attempt 3',
  );
  const typed = { component: 'Dear Ms Smith', of: '<b>', kind: 7, round: '2', attempt: 1.5 };
  expect(summaryOf('writeComponent', typed)).toBe('Write one component');
  for (const input of [undefined, null, 'text', 7])
    expect(summaryOf('remind', input)).toBe('Write a reminder');
  expect(summaryOf('toString', {})).toBeUndefined();
});

describe('the saved queries in docs/operations.md', () => {
  const text = readFileSync(path.join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
  const section = text.slice(text.indexOf('### Saved queries'), text.indexOf('### What to know'));
  const rows = [...section.matchAll(/^\| ([^|]+) \| `([^|]+)` \|$/gm)].map(([, view, query]) => ({
    view: view!,
    query: query!,
  }));

  test('the server takes each of them', async () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const { query } of rows)
      await galley.temporal.workflow.count(query.replace(/<[^>]+>/g, randomUUID()));
  });

  test('those about what is open ask for running ones', () => {
    const open = rows.filter(({ view }) => /progress|waiting|being|continue|on their way/.test(view));
    expect(open.length).toBeGreaterThan(8);
    expect(open.filter(({ query }) => !query.endsWith('AND ExecutionStatus = "Running"'))).toEqual([]);
  });

  test('they find what they name', async () => {
    const [store] = galley.stores;
    const id = await store!.order({ sourceId: 'a kettle to be found' });
    await store!.reaches(id, 'AWAITING_SELECTION');
    const { storeId, tenantId } = (await galley.db.orders.findOrder({ orderId: id }))!;
    const ids: Record<string, string> = { '<store id>': storeId!, '<tenant id>': tenantId };
    const finds = [
      'Orders in progress',
      'Orders waiting for a person',
      'Orders of a tenant in progress',
      'Orders of a store in progress',
    ];
    const queries = rows.filter(({ view }) => finds.includes(view));
    expect(queries).toHaveLength(finds.length);
    for (const { view, query } of queries)
      await until(`${view} has the order`, async () =>
        (await listed(query.replace(/<[^>]+>/, (name) => ids[name]!))).includes(`blog:${id}`),
      );
    await galley.temporal.workflow.getHandle(`blog:${id}`).terminate('a test');
    await until('it is gone', async () =>
      (
        await Promise.all(queries.map(({ query }) => listed(query.replace(/<[^>]+>/, (name) => ids[name]!))))
      ).every((found) => !found.includes(`blog:${id}`)),
    );
  });
});
