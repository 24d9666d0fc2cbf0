import { orderStoreAttribute } from '../../../src/contract/search-attributes';
import { until } from '../../support/api-client';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { runsOf } from '../../support/runs';

/** More than the history after which the server suggests to go on as a new run (4,096 events). */
const SIGNALS = 4_500;
const AT_ONCE = 20;

let galley: Galley;
let store: ApiClient;

beforeAll(async () => {
  galley = await startGalley();
  store = galley.stores[0]!;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Signals a run until its history is long, and waits until it goes on as a new one. */
async function overfill(id: string): Promise<void> {
  const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
  for (let sent = 0; sent < SIGNALS; sent += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, () => handle.signal('selectIdea', { ideaId: 'nonsense' })),
    );
  await until(
    'there is a new run',
    async () => (await runsOf(galley, id)).some(({ status }) => status === 'CONTINUED_AS_NEW'),
    60_000,
  );
}

test('a run with thousands of signals goes on as a new one, and hears the pick', async () => {
  const id = await store.order({ sourceId: 'patient kettle' });
  await store.reaches(id, 'AWAITING_SELECTION');
  await overfill(id);
  expect((await store.read(id)).status).toBe('AWAITING_SELECTION');
  const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
  const again = await handle.describe();
  expect(again.memo).toMatchObject({ startNo: 1 });
  expect(again.typedSearchAttributes.get(orderStoreAttribute)).toBeTruthy();
  // Its summary is lost on the way; its details have it.
  expect(await again.staticSummary()).toBeUndefined();
  await until('it waits again', async () => {
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    return /^Blog, start 1, priority \d+\n\*\*AWAITING_SELECTION\*\*: /.test(currentDetails);
  });
  await store.pick(id);
  await store.reaches(id, 'DONE');
  expect(await store.events(id)).toContainEqual(
    expect.objectContaining({ type: 'action.ignored', data: { action: 'selectIdea', reason: 'malformed' } }),
  );
}, 240_000);

test('one that waits for its time hears a cancel', async () => {
  const publishAt = new Date(Date.now() + 3_600_000).toISOString();
  const id = await store.order({ sourceId: 'planned kettle', publishAt });
  await store.pick(id);
  await store.reaches(id, 'SCHEDULED');
  await overfill(id);
  expect((await store.read(id)).status).toBe('SCHEDULED');
  expect((await store.act(id, 'cancel')).status).toBe(200);
  await until('the run is cancelled', async () => {
    const { status } = await galley.temporal.workflow.getHandle(`blog:${id}`).describe();
    return status.name === 'CANCELLED';
  });
}, 240_000);
