import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

/** A stage between two others, run in a variant of the source (see `kinds.test.ts`). */
let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** How often the facts of an order were checked, as its requests to the provider say. */
async function checks(id: string): Promise<number> {
  const { json } = await store.call('GET', `/api/blog-generation/${id}/costs`);
  const stages = json['stages'] as Array<{ stage: string; calls: number }>;
  return stages.find(({ stage }) => stage === 'fact-check')?.calls ?? 0;
}

const completed = async (id: string): Promise<Array<string | null>> =>
  (await store.events(id)).filter(({ type }) => type === 'stage.completed').map(({ stage }) => stage);

test('comes between the text and its picture, counts as a step and has its own time', async () => {
  const { id } = await store.publish({ sourceId: 'checked kettle' });
  expect(await completed(id)).toEqual(['ideas', 'content', 'fact-check', 'image', 'publishing']);
  expect((await store.read(id)).progress).toEqual(
    expect.objectContaining({ totalSteps: 6, completedSteps: 6, currentStep: 'done' }),
  );
  expect(await checks(id)).toBe(1);
});

test('is not paid for again by a retry of what comes after it', async () => {
  const fault = galley.simulators.control.addFault({
    provider: 'replicate',
    kind: 'create',
    match: { contains: 'failing lamp' },
    action: { type: 'prediction', ends: 'failed' },
    times: 3,
  });
  const policy = { draftAttempts: 3, draftBackoffMs: 10 };
  const id = await store.order({ sourceId: 'failing lamp', policy });
  await store.pick(id);
  await until('it has failed', async () => (await store.read(id)).status === 'FAILED');
  expect(fault).toBeDefined();
  expect(await checks(id)).toBe(1);
  await store.act(id, 'retry');
  await store.reaches(id, 'DONE');
  expect(await checks(id)).toBe(1);
  expect(await completed(id)).toEqual(['ideas', 'content', 'fact-check', 'image', 'publishing']);
});

test('is made again for a text that was sent back, and not for a picture', async () => {
  const id = await store.order({ sourceId: 'approved stove', publishMode: 'approve' });
  await store.pick(id);
  await store.reaches(id, 'AWAITING_APPROVAL');
  await store.act(id, 'regenerate', { part: 'picture' });
  await until('another picture', async () => (await completed(id)).length === 5);
  await store.reaches(id, 'AWAITING_APPROVAL');
  expect(await checks(id)).toBe(1);
  await store.act(id, 'regenerate', { part: 'text' });
  await until('another text', async () => (await checks(id)) === 2);
  await store.reaches(id, 'AWAITING_APPROVAL');
  await store.act(id, 'approve');
  await store.reaches(id, 'DONE');
});
