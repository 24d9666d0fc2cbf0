import type { ApiClient, OrderJson } from '../support/api-client';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { startReceiver } from '../support/receiver';
import type { Received, Receiver } from '../support/receiver';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;
const receivers: Receiver[] = [];

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

interface Hook {
  receiver: Receiver;
  id: string;
}

/** A receiver of its own that hears of a tenant's orders. */
async function hook(client: ApiClient, body: Record<string, unknown> = {}): Promise<Hook> {
  const receiver = await startReceiver();
  receivers.push(receiver);
  const made = await client.call('POST', '/api/webhooks', { body: { url: receiver.url, ...body } });
  expect(made.status).toBe(201);
  receiver.trust(String(made.json['secret']));
  return { receiver, id: String(made.json['id']) };
}

const heardOf = (receiver: Receiver, orderId: string): Received[] =>
  receiver.received.filter((one) => one.orderId === orderId);

async function hears(
  receiver: Receiver,
  orderId: string,
  types: readonly string[],
  timeoutMs?: number,
): Promise<Received[]> {
  await until(
    `${types.join(', ')} of an order`,
    async () => heardOf(receiver, orderId).length >= types.length,
    timeoutMs,
  );
  const heard = heardOf(receiver, orderId);
  expect(heard.map((one) => one.type)).toEqual(types);
  expect(new Set(heard.map((one) => one.id)).size).toBe(types.length);
  expect(receiver.unsigned).toBe(0);
  return heard;
}

interface Line {
  id: string;
  type: string;
  state: string;
  tries: number;
  lastStatus: number | null;
  lastProblem: string | null;
}

async function logOf(client: ApiClient, id: string, query = ''): Promise<Line[]> {
  const answer = await client.call('GET', `/api/webhooks/${id}/deliveries${query}`);
  expect(answer.status).toBe(200);
  return answer.json['items'] as Line[];
}

// These take their time, so they run side by side, each with a store of its own.
test.concurrent(
  'a receiver that is down for a while hears everything, in order by order, once by id',
  async () => {
    const [, store] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const { receiver, id: webhookId } = await hook(store);
    await receiver.down();
    const orders: OrderJson[] = await Promise.all(
      Array.from({ length: 5 }, (_, n) => store.publish({ sourceId: `patient kettle ${n}`, policy })),
    );
    await until(
      'it was tried in vain, again and again',
      async () => {
        const lines = await logOf(store, webhookId);
        return lines.filter((line) => line.tries >= 3 && line.lastProblem === 'no_answer').length === 5;
      },
      40_000,
    );
    expect(receiver.received).toEqual([]);
    await receiver.up();
    // The pauses have grown meanwhile.
    for (const { id } of orders)
      await hears(receiver, id, ['order.awaiting_selection', 'order.done'], 40_000);
    expect(await logOf(store, webhookId, '?state=pending')).toEqual([]);
  },
  120_000,
);

test.concurrent(
  'a refused message is sent again; one whose answer was lost arrives again under the same id',
  async () => {
    const [store] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const { receiver, id: webhookId } = await hook(store, { eventTypes: ['order.done'] });
    receiver.answer({ status: 500, times: 1 });
    receiver.answer({ status: 302, times: 1, headers: { location: `${receiver.url}/elsewhere` } });
    receiver.dropAnswers(1);
    const { id } = await store.publish({ sourceId: 'refused kettle', policy });
    await until('it arrived twice', async () => heardOf(receiver, id).length === 2);
    const [first, second] = heardOf(receiver, id);
    expect(second!.id).toBe(first!.id);
    const line = await until('it is delivered', async () => {
      const [only] = await logOf(store, webhookId);
      return only!.state === 'delivered' && only;
    });
    expect(line).toMatchObject({ id: first!.id, tries: 4, lastStatus: 204, lastProblem: null });
  },
);

test.concurrent('a lost store is told, and the end after it was found again', async () => {
  const [, , store] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const { receiver } = await hook(store);
  const [{ id: storeId, instanceId }] = (await store.call('GET', '/api/stores')).json['items'] as [
    { id: string; instanceId: string },
  ];
  const id = await store.order({ sourceId: 'lost cream', policy });
  await store.reaches(id, 'AWAITING_SELECTION');
  galley.simulators.control.disconnect(instanceId, true);
  await store.pick(id);
  const [, waiting] = await hears(receiver, id, ['order.awaiting_selection', 'order.waiting']);
  expect(waiting!.data).toMatchObject({ reason: 'store_disconnected', phase: 'queued' });
  galley.simulators.control.disconnect(instanceId, false);
  await store.call('POST', `/api/stores/${storeId}/reconnect`, { body: {} });
  await hears(receiver, id, ['order.awaiting_selection', 'order.waiting', 'order.done']);
});

describe('every ending and every wait is told once, signed, in its order', () => {
  const rows: Array<[string, readonly string[], (store: ApiClient) => Promise<string>]> = [
    [
      'a published order',
      ['order.awaiting_selection', 'order.done'],
      async (store) => (await store.publish({ sourceId: 'told kettle', policy })).id,
    ],
    [
      'an approved and planned order',
      ['order.awaiting_selection', 'order.awaiting_approval', 'order.scheduled', 'order.done'],
      async (store) => {
        const publishAt = new Date(Date.now() + 3_600_000).toISOString();
        const id = await store.order({ sourceId: 'told stove', publishMode: 'approve', publishAt, policy });
        await store.pick(id);
        await store.reaches(id, 'AWAITING_APPROVAL');
        await store.act(id, 'approve');
        await store.reaches(id, 'SCHEDULED');
        await store.act(id, 'schedule', { publishAt: null });
        await store.reaches(id, 'DONE');
        return id;
      },
    ],
    [
      'a cancelled order',
      ['order.awaiting_selection', 'order.cancelled'],
      async (store) => {
        const id = await store.order({ sourceId: 'told towel', policy });
        await store.reaches(id, 'AWAITING_SELECTION');
        await store.act(id, 'cancel');
        return id;
      },
    ],
    [
      'an order that nobody picked from',
      ['order.awaiting_selection', 'order.reminder', 'order.cancelled'],
      (store) =>
        store.order({ sourceId: 'told pen', policy: { ...policy, reminderAfterMs: 200, deadlineMs: 1_500 } }),
    ],
    [
      'a failed order',
      ['order.failed'],
      async (store) => {
        galley.simulators.control.addFault({
          provider: 'openai',
          kind: 'ideas',
          match: { contains: 'told tent' },
          action: { type: 'refusal', text: 'No.' },
        });
        return store.order({ sourceId: 'told tent', policy });
      },
    ],
    [
      'an unconfirmed order',
      ['order.awaiting_selection', 'order.unconfirmed', 'order.done'],
      async (store) => {
        const fault = { provider: 'wix', match: { contains: 'told throw' } } as const;
        galley.simulators.control.addFault({
          ...fault,
          kind: 'draft.query',
          times: 2,
          action: { type: 'html' },
        });
        galley.simulators.control.addFault({ ...fault, kind: 'draft.create', action: { type: 'dropAfter' } });
        const id = await store.order({ sourceId: 'told throw', policy });
        await store.pick(id);
        await store.reaches(id, 'UNCONFIRMED');
        await store.act(id, 'resolve', { resolution: 'absent' });
        await store.reaches(id, 'DONE');
        return id;
      },
    ],
  ];

  test.each(rows)('%s', async (_, types, live) => {
    const [store, other] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const { receiver, id: webhookId } = await hook(store);
    const foreign = await hook(other);
    const id = await live(store);
    const heard = await hears(receiver, id, types);
    expect(heard.at(-1)!.data).toMatchObject({
      orderId: id,
      kind: 'blog',
      phase: expect.any(String) as string,
    });
    // Nobody else hears of it, and what was sent holds no text of a post.
    expect(heardOf(foreign.receiver, id)).toEqual([]);
    expect(JSON.stringify(heard)).not.toMatch(/bodyMarkdown|markdown/);
    const log = await until('all is logged as delivered', async () => {
      const lines = await logOf(store, webhookId);
      return lines.every((line) => line.state === 'delivered') && lines;
    });
    expect(log.map((line) => line.type)).toEqual([...types].reverse());
    await store.call('DELETE', `/api/webhooks/${webhookId}`);
    await other.call('DELETE', `/api/webhooks/${foreign.id}`);
  });
});

test('only what was asked for is told', async () => {
  const [store] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const { receiver, id: webhookId } = await hook(store, { eventTypes: ['order.done'] });
  const { id } = await store.publish({ sourceId: 'quiet kettle', policy });
  await hears(receiver, id, ['order.done']);
  expect(await logOf(store, webhookId)).toHaveLength(1);
});

test('send again sends the same under the same id; what is gone is given up', async () => {
  const [store] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const { receiver, id: webhookId } = await hook(store, { eventTypes: ['order.done'] });
  const { id } = await store.publish({ sourceId: 'repeated kettle', policy });
  const [first] = await hears(receiver, id, ['order.done']);
  const again = await store.call('POST', `/api/webhooks/${webhookId}/deliveries/${first!.id}/resend`);
  expect(again.status).toBe(202);
  await until('it arrived again', async () => heardOf(receiver, id).length === 2);
  const [, second] = heardOf(receiver, id);
  expect([second!.id, second!.data]).toEqual([first!.id, first!.data]);

  receiver.answer({ status: 410, times: 1 });
  await store.call('POST', `/api/webhooks/${webhookId}/deliveries/${first!.id}/resend`);
  await until('the webhook is switched off', async () => {
    const read = await store.call('GET', `/api/webhooks/${webhookId}`);
    return read.json['active'] === false;
  });
  const [line] = await logOf(store, webhookId);
  expect(line).toMatchObject({ state: 'failed', lastStatus: 410 });
  const refused = await store.call('POST', `/api/webhooks/${webhookId}/deliveries/${first!.id}/resend`);
  expect(refused.status).toBe(409);
});

test('a new secret signs what is sent from then on', async () => {
  const [store] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const { receiver, id: webhookId } = await hook(store, { eventTypes: ['order.cancelled'] });
  const rotated = await store.call('POST', `/api/webhooks/${webhookId}/rotate-secret`);
  const id = await store.order({ sourceId: 'rotated kettle', policy });
  await store.act(id, 'cancel');
  await until('it does not believe the new signature', async () => receiver.unsigned > 0);
  expect(heardOf(receiver, id)).toEqual([]);
  receiver.trust(String(rotated.json['secret']));
  await until('it believes it', async () => heardOf(receiver, id).length === 1);
});

test('no address, text or secret is in the histories of webhook events', async () => {
  const [store] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const { receiver, id: webhookId } = await hook(store);
  receiver.answer({ status: 500, times: 1 });
  const { id, post } = await store.publish({ sourceId: 'private kettle', policy });
  await hears(receiver, id, ['order.awaiting_selection', 'order.done']);
  const history = await galley.temporal.workflow.getHandle(`webhook:${webhookId}:${id}`).fetchHistory();
  const payloads = (history.events ?? []).map((event) =>
    JSON.stringify(event, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
    ),
  );
  const whole = payloads.join('\n');
  expect(whole).toContain(webhookId);
  for (const secret of [receiver.url, 'whsec_', post!.title, 'private kettle'])
    expect(whole).not.toContain(secret);
});
