import { temporal } from '@temporalio/proto';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { runsOf } from '../support/runs';

/** Words that must never be in a history: what a client wrote, and what a provider's error quoted. */
const PLANTED = {
  subject: 'planted-subject-kettle',
  address: 'planted.person@shop.example',
  secret: 'sk-planted-0123456789abcdef',
};

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** A whole history as one text, payloads decoded. */
async function wholeHistory(workflowId: string, runId: string): Promise<string> {
  const history = await galley.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  const plain = temporal.api.history.v1.History.toObject(
    temporal.api.history.v1.History.fromObject(history),
    {
      enums: String,
      longs: String,
      bytes: Array,
    },
  );
  return JSON.stringify(plain, (_key, value: unknown) =>
    Array.isArray(value) && value.length > 0 && value.every((byte) => typeof byte === 'number')
      ? Buffer.from(value as number[]).toString('utf8')
      : value,
  );
}

test('no text, address or key reaches a history, whatever providers and people say', async () => {
  const [store] = galley.stores;
  const quoting = {
    error: {
      message: `${PLANTED.address} used ${PLANTED.secret}`,
      type: 'server_error',
      code: null,
    },
  };
  const { control } = galley.simulators;
  const failing = {
    type: 'respond' as const,
    status: 500,
    headers: { 'retry-after-ms': '50' },
    body: quoting,
  };
  control.addFault({ provider: 'openai', kind: 'ideas', action: failing });
  control.addFault({ provider: 'openai', kind: 'content', action: failing });
  control.addFault({ provider: 'replicate', kind: 'create', action: { ...failing, status: 503 } });
  control.addFault({
    provider: 'wix',
    kind: 'publish',
    action: { type: 'respond', status: 400, body: { message: `${PLANTED.address} ${PLANTED.secret}` } },
  });
  const id = await store!.order({ sourceId: PLANTED.subject });
  await store!.pick(id);
  // The refused publication ends the run; the retry publishes.
  await store!.reaches(id, 'FAILED');
  await store!.act(id, 'retry');
  const done = await store!.reaches(id, 'DONE');

  const texts = await galley.database.pool.query<{ detail: string }>(
    'select detail from activity_failures where order_id = $1',
    [id],
  );
  // What providers said is on record, in Postgres.
  expect(texts.rows.filter((row) => row.detail.includes(PLANTED.secret))).toHaveLength(4);

  const runs = await until('both runs are closed', async () => {
    const all = await runsOf(galley, id);
    return all.length === 2 && all.every((run) => run.status !== 'RUNNING') && all;
  });
  const forbidden = [
    ...Object.values(PLANTED),
    store!.key,
    done.post!.title,
    done.post!.slug,
    done.ideas[0]!.title,
    SAMPLE_STORES[0]!.name,
    'galley-pictures',
    galley.simulators.url,
    'src/workflows',
    'at async',
  ];
  for (const run of runs) {
    const history = await wholeHistory(`blog:${id}`, run.runId);
    expect(history.includes(id)).toBe(true);
    expect(forbidden.filter((word) => history.includes(word))).toEqual([]);
  }
});

test('a blog order takes seven activities, 56 events and 24 KB at the most', async () => {
  const [store] = galley.stores;
  const id = await store!.order({ sourceId: 'counted kettle' });
  await store!.reaches(id, 'AWAITING_SELECTION');
  await store!.pick(id);
  await store!.reaches(id, 'DONE');
  const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
  await until('the run is closed', async () => (await handle.describe()).status.name === 'COMPLETED');
  const { events } = await handle.fetchHistory();
  const activities = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name ?? [],
  );
  expect(activities).toEqual([
    'openWithIdeas',
    'takeActions',
    'writeDraft',
    'reviewDraft',
    'makePicture',
    'prepareDraft',
    'publishPost',
  ]);
  // A task that a busy machine did not take up in time is scheduled once more.
  const late = (events ?? []).filter((event) => event.workflowTaskTimedOutEventAttributes).length;
  expect(events!.length - 3 * late).toBeLessThanOrEqual(56);
  const bytes = temporal.api.history.v1.History.encode(
    temporal.api.history.v1.History.fromObject({ events }),
  ).finish().length;
  expect(bytes).toBeLessThanOrEqual(24 * 1024);
});
