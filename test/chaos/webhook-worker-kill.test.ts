import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { startReceiver } from '../support/receiver';
import type { Receiver } from '../support/receiver';
import { startWorkerProcess } from '../support/worker-process';

let galley: Galley;
let receiver: Receiver;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  receiver = await startReceiver();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await receiver?.stop();
});

test('a worker killed between sending a message and recording it sends it again with the same id', async () => {
  const [store] = galley.stores;
  const made = await store!.call('POST', '/api/webhooks', {
    body: { url: receiver.url, eventTypes: ['order.cancelled'] },
  });
  receiver.trust(String(made.json['secret']));
  const log = async () =>
    (await store!.call('GET', `/api/webhooks/${String(made.json['id'])}/deliveries`)).json['items'];
  receiver.keepSilent(1);

  const first = await startWorkerProcess(galley.environment);
  const id = await store!.order({ sourceId: 'killed kettle' });
  await store!.act(id, 'cancel');
  await until('the message went out', async () => receiver.received.length === 1);
  expect(await log()).toEqual([expect.objectContaining({ state: 'pending', tries: 0 })]);
  await first.kill();

  const second = await startWorkerProcess(galley.environment);
  await until('it came again', async () => receiver.received.length === 2, 60_000);
  const [once, again] = receiver.received;
  expect([again!.id, again!.data]).toEqual([once!.id, once!.data]);
  await until('it is saved as delivered', async () => {
    const lines = (await log()) as Array<{ state: string; tries: number }>;
    return lines.length === 1 && lines[0]!.state === 'delivered' && lines[0]!.tries === 1;
  });
  expect(await second.stop()).toBe(0);
  expect(receiver.received).toHaveLength(2);
}, 120_000);
