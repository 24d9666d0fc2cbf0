import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { oneSlowPicture } from '../support/slow-picture';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('case 36: one slow picture delays none of twenty other orders', async () => {
  await oneSlowPicture(galley, { orders: 20, timeoutMs: 60_000 });
}, 90_000);

test('case 38: cancelling a running step ends its request at the provider, and the step is not retried', async () => {
  const [store] = galley.stores;
  const keyword = 'hanging trowel';
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'content',
    times: -1,
    match: { contains: keyword },
    action: { type: 'hang' },
  });
  const asked = (): Array<{ answered: unknown }> =>
    galley.simulators.control
      .requests({ provider: 'openai', kind: 'content' })
      .filter((request) => JSON.stringify(request.body).includes(keyword));
  const id = await store!.order({ sourceId: keyword, policy });
  await store!.pick(id);
  await until('the text is being written', async () => asked().length === 1);
  await store!.act(id, 'cancel');
  const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
  await until('the run is closed', async () => (await handle.describe()).status.name === 'CANCELLED');
  await until('the request is ended', async () => asked()[0]!.answered === 'aborted');
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(asked()).toHaveLength(1);
  const calls = await galley.database.pool.query(
    `select state from provider_calls where order_id = $1 and stage = 'content'`,
    [id],
  );
  expect(calls.rows).toEqual([{ state: 'aborted' }]);
});
