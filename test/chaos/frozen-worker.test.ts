import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { readBooks, readRemains } from '../support/books';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { startWorkerProcess } from '../support/worker-process';
import type { WorkerProcess } from '../support/worker-process';
import { subjectOf } from './subjects';

const ORDERS = 6;
const FROZEN_MS = 14_000;
/** Answers of the store come this late, so that a worker can be frozen while it waits for them. */
const STORE_DELAY_MS = 6_000;

let galley: Galley;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  galley = await startGalley({ lanes: [], simulators: { speed: 100 } });
}, 60_000);

afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await galley?.stop();
}, 30_000);

/** The step an order is at: which process has it, and how often it has been begun. */
async function pendingStep(id: string): Promise<{ worker: string; attempt: number } | undefined> {
  const { raw } = await galley.temporal.workflow.getHandle(`blog:${id}`).describe();
  const step = raw.pendingActivities?.[0];
  return step && { worker: step.lastWorkerIdentity ?? '', attempt: step.attempt ?? 0 };
}

function underWay(kind: string): number {
  return galley.simulators.control
    .requests({ provider: 'wix', kind })
    .filter(({ answered }) => answered === 'pending').length;
}

test('case 37: a worker frozen in the middle of publishing resumes too late to publish anything twice', async () => {
  const { control } = galley.simulators;
  // Half of the orders are caught while their draft is created, the other half while it is published.
  for (const kind of ['draft.create', 'publish'])
    control.addFault({
      provider: 'wix',
      kind,
      times: ORDERS / 2,
      action: { type: 'delay', ms: STORE_DELAY_MS },
    });
  workers.push(
    ...(await Promise.all([startWorkerProcess(galley.environment), startWorkerProcess(galley.environment)])),
  );
  const placed: Array<{ store: ApiClient; id: string }> = await Promise.all(
    Array.from({ length: ORDERS }, async (_, n) => {
      const store = galley.stores[n % galley.stores.length]!;
      const id = await store.order({ sourceId: subjectOf(n), policy: { lookupPauseMs: 300 } });
      return { store, id };
    }),
  );
  await Promise.all(placed.map(({ store, id }) => store.pick(id)));
  await until(
    'all orders wait for the store',
    async () => underWay('draft.create') === ORDERS / 2 && underWay('publish') === ORDERS / 2,
  );

  const steps = await Promise.all(placed.map(({ id }) => pendingStep(id)));
  const heldBy = (worker: WorkerProcess): number[] =>
    steps.flatMap((step, n) => (step?.worker.startsWith(`${worker.pid}@`) ? [n] : []));
  const [frozen] = [...workers].sort((a, b) => heldBy(b).length - heldBy(a).length);
  const held = heldBy(frozen!);
  expect(held.length).toBeGreaterThanOrEqual(ORDERS / 2);
  process.kill(frozen!.pid, 'SIGSTOP');
  const frozenAt = Date.now();

  await until(
    'the other worker takes over',
    async () => {
      const now = await Promise.all(held.map((n) => pendingStep(placed[n]!.id)));
      return now.every((step) => !step || step.attempt > 1 || !step.worker.startsWith(`${frozen!.pid}@`));
    },
    40_000,
  );
  await pause(Math.max(0, FROZEN_MS - (Date.now() - frozenAt)));
  process.kill(frozen!.pid, 'SIGCONT');

  for (const { store, id } of placed) await store.reaches(id, 'DONE', 40_000);
  // Time for the thawed worker to do what it still believes to be its work.
  await pause(1_500);
  const books = await readBooks(galley);
  const remains = await readRemains(galley);
  process.stdout.write(`frozen-worker ${JSON.stringify({ held: held.length, ...books, ...remains })}\n`);
  expect(books).toMatchObject({ posts: ORDERS, drafts: ORDERS, paidTwice: 0, predictions: ORDERS });
  expect(remains).toMatchObject({ done: ORDERS, doneWithoutPost: 0, strayPosts: 0, strayDrafts: 0 });
}, 120_000);
