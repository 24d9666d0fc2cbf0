import type { ApiClient } from '../support/api-client';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { startReceiver } from '../support/receiver';
import type { Receiver } from '../support/receiver';

const GIVE_UP_MS = 1_500;

let galley: Galley;
let receiver: Receiver;

beforeAll(async () => {
  galley = await startGalley({ lanes: [], env: { WEBHOOK_GIVE_UP_MS: String(GIVE_UP_MS) } });
  receiver = await startReceiver();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await receiver?.stop();
});

interface Line {
  id: string;
  state: string;
  tries: number;
  lastStatus: number | null;
  lastProblem: string | null;
  createdAt: string;
  lastTriedAt: string;
}

test('what nobody takes in time is given up, and only then the next one goes out', async () => {
  const [store] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const made = await store.call('POST', '/api/webhooks', {
    body: { url: receiver.url, eventTypes: ['order.cancelled'] },
  });
  receiver.trust(String(made.json['secret']));
  const base = `/api/webhooks/${String(made.json['id'])}/deliveries`;
  const log = async (): Promise<[Line, Line]> => {
    const [second, first] = (await store.call('GET', base)).json['items'] as [Line, Line];
    return [first, second];
  };

  // No worker runs yet, so that both are queued before the first one is tried.
  const id = await store.order({ sourceId: 'unheard kettle' });
  await store.act(id, 'cancel');
  await store.act(id, 'retry');
  await store.act(id, 'cancel');
  const [queued] = await log();
  receiver.refuse(queued.id);
  await galley.startWorkers(['orders', 'webhooks', 'records']);

  await until('the second one is delivered', async () => (await log())[1].state === 'delivered');
  const [first, second] = await log();
  expect(first).toMatchObject({ state: 'failed', lastStatus: 500, lastProblem: 'http_500' });
  expect(first.tries).toBeGreaterThan(1);
  expect(Date.parse(first.lastTriedAt) - Date.parse(first.createdAt)).toBeGreaterThanOrEqual(GIVE_UP_MS);
  expect(Date.parse(second.lastTriedAt)).toBeGreaterThanOrEqual(Date.parse(first.lastTriedAt));
  expect(receiver.received.map((one) => one.id)).toEqual([second.id]);

  // Sent again it has the full time again, and keeps count.
  receiver.takeAgain(first.id);
  receiver.answer({ status: 503, times: 1 });
  await store.call('POST', `${base}/${first.id}/resend`);
  await until('it is delivered after all', async () => (await log())[0].state === 'delivered');
  expect((await log())[0].tries).toBe(first.tries + 2);
  expect(receiver.received.map((one) => one.id)).toEqual([second.id, first.id]);
}, 60_000);
