import type { Receiver } from '../support/receiver';
import { startReceiver } from '../support/receiver';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { readBooks } from '../support/books';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { ledgerGaps } from '../support/ledger';
import { oneSlowPicture } from '../support/slow-picture';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };
const CENT = 10_000;

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

// All posts are counted here, so that these come first.
describe('a spending cap', () => {
  async function tenantOf(client: ApiClient): Promise<string> {
    const answer = await client.call('GET', '/api/tenants');
    return (answer.json['items'] as Array<{ id: string }>)[0]!.id;
  }

  async function setCaps(tenantId: string, caps: Record<string, number | null>): Promise<void> {
    const body = Object.fromEntries(
      Object.entries(caps).map(([name, amount]) => [
        name,
        amount === null ? null : { amount, currency: 'USD' },
      ]),
    );
    const answer = await galley.operator.call('PATCH', `/api/tenants/${tenantId}`, { body });
    expect([answer.status, answer.json]).toEqual([200, expect.objectContaining(body)]);
  }

  interface Call {
    beganAt: Date;
    cost: number;
    reserved: number;
    state: string;
  }

  /** The priced calls of a tenant. */
  async function callsOf(tenantId: string): Promise<Call[]> {
    const result = await galley.database.pool.query<Call>(
      `select began_at as "beganAt", coalesce(cost_micros, 0)::float8 as cost,
              reserved_micros::float8 as reserved, state
         from provider_calls where tenant_id = $1 and reserved_micros > 0`,
      [tenantId],
    );
    return result.rows;
  }

  /** A time from which on everybody can see that so much is spent; undefined while it is not. */
  async function reachedBy(tenantId: string, cents: number): Promise<Date | undefined> {
    // Not the time at which the last call ended: another one may begin between that and the commit.
    const result = await galley.database.pool.query<{ at: Date }>(
      'select clock_timestamp() as at from spend_days where tenant_id = $1 and settled_micros >= $2',
      [tenantId, cents * CENT],
    );
    return result.rows[0]?.at;
  }

  /** Picks the first idea of each order as soon as it has some, until told to stop. */
  function pickAll(client: ApiClient, ids: readonly string[]): { stop: () => Promise<void> } {
    let going = true;
    const done = (async () => {
      const open = new Set(ids);
      while (going && open.size > 0) {
        for (const id of open) {
          const order = await client.read(id);
          if (order.status !== 'AWAITING_SELECTION') continue;
          await client.act(id, 'select', { ideaId: order.ideas[0]!.id });
          open.delete(id);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    return {
      stop: () => {
        going = false;
        return done;
      },
    };
  }

  const requestsFor = (word: string): number =>
    galley.simulators.control
      .requests()
      .filter(({ provider, body }) => provider !== 'wix' && JSON.stringify(body ?? '').includes(word)).length;

  test("a cap reached in the middle of twenty orders stops only that tenant's calls, until it is raised", async () => {
    const [, client, other] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const tenantId = await tenantOf(client);
    const hook = await client.call('POST', '/api/webhooks', {
      body: { url: receiver.url, eventTypes: ['order.waiting'] },
    });
    receiver.trust(String(hook.json['secret']));
    const capCents = 20;
    await setCaps(tenantId, { dailyCap: capCents });

    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) ids.push(await client.order({ sourceId: `frugal kettle ${n}`, policy }));
    const picking = pickAll(client, ids);
    const reachedAt = await until('the cap is reached', () => reachedBy(tenantId, capCents), 60_000);
    await until(
      'nothing is under way',
      async () => (await callsOf(tenantId)).every((call) => call.state !== 'begun'),
      60_000,
    );

    const { json } = await client.call('GET', '/api/spending');
    expect(json['caps']).toMatchObject({
      daily: { amount: capCents, currency: 'USD', reached: true },
      monthly: null,
    });
    const calls = await callsOf(tenantId);
    expect(calls.filter((call) => call.beganAt > reachedAt)).toEqual([]);
    const total = calls.reduce((sum, call) => sum + call.cost, 0);
    expect(total - capCents * CENT).toBeLessThan(Math.max(...calls.map((call) => call.reserved)));

    // Somebody else's order goes through meanwhile, and none of these asks for anything more.
    const asked = requestsFor('frugal kettle');
    expect((await other.publish({ sourceId: 'generous kettle', policy })).status).toBe('DONE');
    expect(requestsFor('frugal kettle')).toBe(asked);
    // In the end each of them is done or waits for the cap: picked ones for their text, others for their picture.
    const orders = await until(
      'each is done or waits',
      async () => {
        const all = await Promise.all(ids.map((id) => client.read(id)));
        return (
          all.every(({ status, waiting: why }) => status === 'DONE' || why?.type === 'Spending.Capped') && all
        );
      },
      60_000,
    );
    expect(requestsFor('frugal kettle')).toBe(asked);
    const waiting = orders.filter((order) => order.waiting);
    expect(waiting.length).toBeGreaterThan(0);
    for (const { waiting: why, phase } of waiting)
      expect([phase, why]).toEqual([
        'queued',
        { type: 'Spending.Capped', reason: 'daily_cap', message: expect.stringMatching(/budget/) as string },
      ]);
    await until('it is told', async () =>
      receiver.received.some(({ data }) => data['reason'] === 'daily_cap'),
    );

    await setCaps(tenantId, { dailyCap: 10_000 });
    for (const id of ids) await client.reaches(id, 'DONE', 60_000);
    await picking.stop();
    const posts = ids.length + 1;
    expect(await readBooks(galley)).toMatchObject({ paidTwice: 0, posts, drafts: posts, predictions: posts });
    expect(await ledgerGaps(galley.database.pool)).toEqual([]);
  }, 180_000);

  test('a monthly cap and a cap of zero work the same way, and removing a cap resumes orders', async () => {
    const [, , client] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const tenantId = await tenantOf(client);
    await setCaps(tenantId, { monthlyCap: 0 });
    const id = await client.order({ sourceId: 'penniless pen', policy });
    const waiting = await until('it waits', async () => {
      return (await client.read(id)).waiting ?? undefined;
    });
    expect(waiting).toMatchObject({ type: 'Spending.Capped', reason: 'monthly_cap' });
    expect(requestsFor('penniless pen')).toBe(0);
    await setCaps(tenantId, { monthlyCap: null });
    await client.pick(id);
    await client.reaches(id, 'DONE');
  }, 60_000);

  test('an order that waits for a cap can be cancelled', async () => {
    const [, , client] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const tenantId = await tenantOf(client);
    await setCaps(tenantId, { dailyCap: 0 });
    const id = await client.order({ sourceId: 'given-up pen', policy });
    await until('it waits', async () => (await client.read(id)).waiting !== null);
    await client.act(id, 'cancel');
    const handle = galley.temporal.workflow.getHandle(`blog:${id}`);
    await until('the run is closed', async () => (await handle.describe()).status.name === 'CANCELLED');
    await setCaps(tenantId, { dailyCap: null });
  }, 60_000);
});

describe('the system', () => {
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
});
