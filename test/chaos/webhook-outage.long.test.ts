import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { startReceiver } from '../support/receiver';
import type { Receiver } from '../support/receiver';

const OUTAGE_MS = 60_000;
const ORDERS = 20;
const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;
let receiver: Receiver;

beforeAll(async () => {
  galley = await startGalley();
  receiver = await startReceiver();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await receiver?.stop();
});

test("while the receiver is down for a minute, no event is lost, and each order's events arrive in order, once per id", async () => {
  const [store] = galley.stores;
  const made = await store!.call('POST', '/api/webhooks', { body: { url: receiver.url } });
  receiver.trust(String(made.json['secret']));
  const first = await Promise.all(
    Array.from({ length: ORDERS / 2 }, (_, n) => store!.order({ sourceId: `early kettle ${n}`, policy })),
  );
  await until('some is heard', async () => receiver.received.length > 0);
  await receiver.down();
  const downAt = Date.now();
  const second = await Promise.all(
    Array.from({ length: ORDERS / 2 }, (_, n) => store!.order({ sourceId: `late kettle ${n}`, policy })),
  );
  const all = [...first, ...second];
  await Promise.all(all.map((id) => store!.pick(id)));
  await Promise.all(all.map((id) => store!.reaches(id, 'DONE', 60_000)));
  // Workers come and go meanwhile.
  await galley.stopWorkers();
  await galley.startWorkers();
  await pause(Math.max(0, OUTAGE_MS - (Date.now() - downAt)));
  await receiver.up();
  const upAt = Date.now();
  await until('everything has arrived', async () => receiver.received.length >= all.length * 2, 180_000);
  process.stdout.write(
    `down ${upAt - downAt} ms; the last event came ${Date.now() - upAt} ms after the receiver was back\n`,
  );
  for (const id of all) {
    const heard = receiver.received.filter((one) => one.orderId === id);
    expect(heard.map((one) => one.type)).toEqual(['order.awaiting_selection', 'order.done']);
  }
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
  const pending = await store!.call(
    'GET',
    `/api/webhooks/${String(made.json['id'])}/deliveries?state=pending`,
  );
  expect(pending.json['items']).toEqual([]);
}, 400_000);
