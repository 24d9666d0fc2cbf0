import { randomUUID } from 'node:crypto';
import type { StoreMailKind } from '../../../src/contract/mail';
import { digestsSweep } from '../../../src/dispatch/sweeps/digests';
import type { SimulatedMail } from '../../../src/simulators/smtp/mailbox';
import { silentLogger } from '../../../src/telemetry/logger';
import type { ApiClient } from '../../support/api-client';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { mailsTo, newAddress, tokenIn, queueOne } from '../../support/mail';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley();
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface Subscription {
  id: string;
  address: string;
  consent: string;
}

/** A link in a mail, opened without signing in. */
const open = (method: 'GET' | 'POST' | 'HEAD', path: string, body?: string): Promise<Response> =>
  fetch(`${galley.apiUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  });

async function subscribe(store: ApiClient, body: Record<string, unknown> = {}): Promise<Subscription> {
  const made = await store.call('POST', '/api/mail/subscriptions', {
    body: { address: newAddress(), ...body },
  });
  expect(made.status).toBe(201);
  return made.json as unknown as Subscription;
}

async function confirmed(store: ApiClient, body: Record<string, unknown> = {}): Promise<Subscription> {
  const subscription = await subscribe(store, body);
  const [mail] = await mailsTo(galley, subscription.address);
  const answer = await open('POST', `/api/mail/confirm/${tokenIn(mail!, '/api/mail/confirm/')}`);
  expect(answer.status).toBe(200);
  return subscription;
}

/** The kinds of what an address was mailed, in the order of its causes, without the link that confirmed it. */
async function kindsTo(address: string): Promise<StoreMailKind[]> {
  const { rows } = await galley.database.pool.query<{ kind: StoreMailKind }>(
    `select event_type as kind from webhook_deliveries
      where recipient = $1 and event_type <> 'confirm_address' order by seq`,
    [address],
  );
  return rows.map(({ kind }) => kind);
}

/** Waits until an address has got all that is queued for it, and answers it. */
async function got(address: string, kinds: readonly StoreMailKind[]): Promise<SimulatedMail[]> {
  await until('all is queued', async () => (await kindsTo(address)).length >= kinds.length);
  expect(await kindsTo(address)).toEqual(kinds);
  const [, ...mails] = await mailsTo(galley, address, kinds.length + 1);
  return mails;
}

test('an address gets nothing before its reader confirms, which no GET does, and only once', async () => {
  const [store] = galley.stores as [ApiClient];
  const { id, address, consent } = await subscribe(store);
  expect(consent).toBe('pending');
  const order = await store.order({ sourceId: 'unconfirmed kettle', policy });
  await store.reaches(order, 'AWAITING_SELECTION');
  const [mail] = await mailsTo(galley, address);
  expect(mail!.subject).toBe('Confirm your email address');
  const path = `/api/mail/confirm/${tokenIn(mail!, '/api/mail/confirm/')}`;
  expect((await open('HEAD', path)).status).toBe(200);
  for (let n = 0; n < 10; n += 1) {
    const page = await open('GET', path);
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("form-action 'self'"),
    ]);
    expect(await page.text()).toContain('<form method="post">');
  }
  const read = async () => (await store.call('GET', `/api/mail/subscriptions/${id}`)).json['consent'];
  expect(await read()).toBe('pending');
  expect(await kindsTo(address)).toEqual([]);
  expect((await open('POST', path)).status).toBe(200);
  expect(await read()).toBe('given');
  expect((await open('POST', path)).status).toBe(404);
  expect((await open('GET', path)).status).toBe(404);
  // What happened before is not told.
  expect(await kindsTo(address)).toEqual([]);
  await store.act(order, 'cancel');
  await store.call('DELETE', `/api/mail/subscriptions/${id}`);
});

test('a pick, an approval and a publication are mailed once each, to those who asked for them', async () => {
  const [store, other] = galley.stores as [ApiClient, ApiClient];
  const all = await confirmed(store);
  const few = await confirmed(store, { kinds: ['store_published'], locale: 'de' });
  const foreign = await confirmed(other);
  const id = await store.order({ sourceId: 'mailed kettle', publishMode: 'approve', policy });
  await store.reaches(id, 'AWAITING_SELECTION');
  await store.pick(id);
  await store.reaches(id, 'AWAITING_APPROVAL');
  await store.act(id, 'approve');
  const { post } = await store.reaches(id, 'DONE');
  const mails = await got(all.address, ['store_pick', 'store_approval', 'store_published']);
  expect(mails.map(({ subject }) => subject.split(':')[0]).sort()).toEqual(
    ['Approval needed', 'Ideas are ready', 'Published'].sort(),
  );
  for (const mail of mails) {
    expect(mail.text).toContain(`https://galley.example/orders/${id}`);
    expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(mail.headers['list-unsubscribe']).toMatch(
      /^<https:\/\/galley\.example\/api\/mail\/unsubscribe\/[\w-]{43}>$/,
    );
  }
  const [german] = await got(few.address, ['store_published']);
  expect(german!.subject).toBe(`Veröffentlicht: ${post!.title}`);
  expect(await kindsTo(foreign.address)).toEqual([]);
  const log = await store.call('GET', `/api/mail/messages?subscriptionId=${all.id}`);
  expect((log.json['items'] as Array<{ kind: string }>).map(({ kind }) => kind)).toEqual([
    ...['store_published', 'store_approval', 'store_pick', 'confirm_address'],
  ]);
  for (const { id: each } of [all, few]) await store.call('DELETE', `/api/mail/subscriptions/${each}`);
});

test('a failure is mailed, of pages as well; one click in a mail program ends it', async () => {
  const [, store] = galley.stores as [ApiClient, ApiClient];
  const { id: subscriptionId, address } = await confirmed(store, { kinds: ['store_failed'] });
  galley.simulators.control.addFault({
    ...{ provider: 'openai', kind: 'ideas', match: { contains: 'mailed tent' } },
    action: { type: 'refusal', text: 'No.' },
  });
  const id = await store.order({ sourceId: 'mailed tent', policy });
  await until('it failed', async () => (await store.read(id)).status === 'FAILED');
  const [mail] = await got(address, ['store_failed']);

  galley.simulators.control.addFault({
    ...{ provider: 'openai', kind: 'component', match: { contains: 'mailed mug' }, times: -1 },
    action: { type: 'refusal', text: 'No.' },
  });
  await store.call('POST', '/api/generation', {
    body: { pageType: 'product', targetKeywords: ['mailed mug'], components: ['Introduction'] },
  });
  const [, ofPage] = await got(address, ['store_failed', 'store_failed']);
  expect(ofPage!.text).toContain('https://galley.example/pages/');

  const path = new URL(mail!.headers['list-unsubscribe']!.slice(1, -1)).pathname;
  // A change seals its token anew, and links in mails that were sent keep working.
  expect((await store.call('PATCH', `/api/mail/subscriptions/${subscriptionId}`, { body: {} })).status).toBe(
    200,
  );
  expect((await open('GET', path)).status).toBe(200);
  const consent = async () =>
    (await store.call('GET', `/api/mail/subscriptions/${subscriptionId}`)).json['consent'];
  expect(await consent()).toBe('given');
  expect((await open('POST', path, 'List-Unsubscribe=One-Click')).status).toBe(200);
  expect((await open('POST', path)).status).toBe(200);
  expect(await consent()).toBe('unsubscribed');
  // The tenant cannot undo that; only the reader can, by another link.
  await store.call('PATCH', `/api/mail/subscriptions/${subscriptionId}`, { body: { active: true } });
  expect(await consent()).toBe('unsubscribed');
  await store.act(id, 'retry');
  galley.simulators.control.addFault({
    ...{ provider: 'openai', kind: 'ideas', match: { contains: 'mailed tent' } },
    action: { type: 'refusal', text: 'No.' },
  });
  await until('it ended again', async () =>
    ['FAILED', 'AWAITING_SELECTION'].includes((await store.read(id)).status),
  );
  expect(await kindsTo(address)).toEqual(['store_failed', 'store_failed']);
});

test('a pending mail of a subscription that ends is not sent', async () => {
  const [, , store] = galley.stores as [ApiClient, ApiClient, ApiClient];
  const { id, address } = await confirmed(store, { kinds: ['store_pick'] });
  await store.call('DELETE', `/api/mail/subscriptions/${id}`);
  // As it would be tried after that, without the pause of a try before.
  await queueOne(galley, { kind: 'store_pick', to: address, subscriptionId: id });
  await until('it is given up', async () => {
    const { rows } = await galley.database.pool.query<{ problem: string }>(
      `select last_problem as problem from webhook_deliveries where subscription_id = $1 and state = 'failed'`,
      [id],
    );
    return rows[0]?.problem === 'unsubscribed';
  });
  expect(galley.simulators.control.mails(address)).toHaveLength(1);
});

describe('a daily summary', () => {
  const due = (id: string): Promise<unknown> =>
    galley.database.pool.query(
      `update mail_subscriptions set digest_at = clock_timestamp() - interval '1 second',
              digested_until = clock_timestamp() - interval '2 days' where id = $1`,
      [id],
    );
  const settle = (): Promise<unknown> =>
    galley.database.pool.query(
      `update orders set finished_at = finished_at - interval '2 minutes' where finished_at > now() - interval '1 minute'`,
    );
  const sweep = () => digestsSweep({ pool: galley.database.pool, log: silentLogger() });

  test('tells of what waits and what ended, once a day, whoever makes it', async () => {
    const [, , store] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const daily = await confirmed(store, { frequency: 'daily', timeZone: 'Europe/Berlin' });
    const done = await store.publish({ sourceId: 'summed kettle', policy });
    const waiting = await store.order({ sourceId: 'summed mug', policy });
    await store.reaches(waiting, 'AWAITING_SELECTION');
    expect(await kindsTo(daily.address)).toEqual([]);
    await settle();
    await due(daily.id);
    // Two processes at once, and one that comes later the same day.
    await Promise.all([sweep().run(), sweep().run()]);
    await due(daily.id);
    await sweep().run();
    const [, mail] = await mailsTo(galley, daily.address, 2);
    expect(await kindsTo(daily.address)).toEqual(['store_digest']);
    expect(mail!.subject).toBe('Your daily summary');
    expect(mail!.text).toContain('Published (1)');
    expect(mail!.text).toContain(done.post!.title.slice(0, 40));
    expect(mail!.text).toMatch(/Ideas to choose from \(\d+\)/);
    // What could not be told a second time that day, as after a change of the time zone, is told the next day.
    const { pool } = galley.database;
    await pool.query(
      `update webhook_deliveries set round = round - 1 where subscription_id = $1 and event_type = 'store_digest'`,
      [daily.id],
    );
    await pool.query(
      `update mail_subscriptions set digest_at = clock_timestamp() - interval '1 second' where id = $1`,
      [daily.id],
    );
    await sweep().run();
    const [, , next] = await mailsTo(galley, daily.address, 3);
    expect(next!.text).toContain('Published (1)');
    await store.act(waiting, 'cancel');
  });

  test('is not made of nothing, nor for somebody who is mailed at once', async () => {
    const tenant = await galley.operator.call('POST', '/api/tenants', {
      body: { kind: 'store', name: 'Quiet' },
    });
    const tenantId = String(tenant.json['id']);
    const quiet = await confirmed(galley.operator, { tenantId, frequency: 'daily' });
    const [, , store] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const atOnce = await confirmed(store);
    for (const { id } of [quiet, atOnce]) await due(id);
    await sweep().run();
    expect([await kindsTo(quiet.address), await kindsTo(atOnce.address)]).toEqual([[], []]);
    const { rows } = await galley.database.pool.query<{ later: boolean }>(
      'select digest_at > now() as later from mail_subscriptions where id = any($1)',
      [[quiet.id, atOnce.id]],
    );
    expect(rows).toEqual([{ later: true }, { later: true }]);
  });

  test('tells whoever is mailed at once of what was too much to be', async () => {
    const [, , store] = galley.stores as [ApiClient, ApiClient, ApiClient];
    const flooded = await confirmed(store, { kinds: ['store_pick'] });
    await galley.database.pool.query(
      `insert into webhook_deliveries
         (id, channel, event_type, about, round, recipient, locale, body, state, subscription_id)
       select gen_random_uuid(), 'mail', 'store_pick', $2, n, $3, 'en', '{}', 'delivered', $1 from generate_series(1, 30) n`,
      [flooded.id, randomUUID(), flooded.address],
    );
    const order = await store.order({ sourceId: 'flooded mug', policy });
    await store.reaches(order, 'AWAITING_SELECTION');
    await due(flooded.id);
    await sweep().run();
    expect((await kindsTo(flooded.address)).slice(30)).toEqual(['store_digest']);
    await store.act(order, 'cancel');
  });
});
