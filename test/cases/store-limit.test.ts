import { randomUUID } from 'node:crypto';
import { LANES } from '../../src/contract/lanes';
import { requestsOfTenant, siteShares } from '../../src/domain/providers/budget';
import { SAMPLE_STORES } from '../../src/simulators/products';
import type { Answer } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { createShops } from '../support/shops';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

/** Requests a minute of each store: two and a half activities a second, of two requests at most, and the share of people. */
const LIMIT = 366;

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({
    lanes: LANES,
    env: {
      ...{ OPENAI_RPM: '60000', OPENAI_TPM: '60000000', REPLICATE_RPM: '60000' },
      WIX_RPM_PER_STORE: String(LIMIT),
    },
  });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

/** Times of the requests that a store got, tokens apart, in milliseconds. */
const requestsOf = (instanceId: string): number[] =>
  galley.simulators.control
    .requests({ provider: 'wix' })
    .filter((request) => request.kind !== 'token' && request.instanceId === instanceId)
    .map((request) => Date.parse(request.at))
    .sort((a, b) => a - b);

test('a store is never called above its rate limit, not even on a premium plan, and does not slow down others', async () => {
  const [premium, , other] = galley.stores;
  const many = Array.from({ length: 6 }, (_, n) =>
    premium!.publish({ sourceId: `many kettles ${n}`, policy }),
  );
  const one = await other!.publish({ sourceId: 'single cream', policy });
  const all = await Promise.all(many);
  expect([one, ...all].every(({ status }) => status === 'DONE')).toBe(true);
  const times = requestsOf(SAMPLE_STORES[0].instanceId);
  expect(times.length).toBeGreaterThan(30);
  const inTenSeconds = Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 10_000).length),
  );
  // Ten seconds and what the server lets through at once on top of them.
  expect(inTenSeconds).toBeLessThanOrEqual((LIMIT / 60) * 12);
}, 90_000);

/** What the simulator was asked for one site or by one kind of request, tokens included. */
const sentTo = (instanceId: string): number =>
  galley.simulators.control
    .requests({ provider: 'wix' })
    .filter((request) => request.instanceId === instanceId).length;

test('what people ask of a site stays within their share of its limit, however many ask at once', async () => {
  const { people } = siteShares(LIMIT);
  const shops = await createShops(galley);
  const { id, instanceId } = await shops.registered();
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => shops.manager.call('POST', `/api/stores/${id}/check`)),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(answers.length);
  expect(refused[0]!.json['error']).toBe('too_many_requests');
  expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(sentTo(instanceId)).toBeLessThanOrEqual(people);
  // What was counted and not sent is given back, so that the share is used up in the end.
  for (let n = 0; n < people / 2; n += 1) await shops.manager.call('POST', `/api/stores/${id}/check`);
  const sent = sentTo(instanceId);
  expect(sent).toBeGreaterThan(people - 7);
  expect(sent).toBeLessThanOrEqual(people);
  for (const path of ['check', 'reconnect']) {
    const answer = await shops.manager.call('POST', `/api/stores/${id}/${path}`, { body: {} });
    expect([path, answer.status]).toEqual([path, 429]);
  }
  for (const path of ['products', 'posts'])
    expect((await shops.manager.call('GET', `/api/stores/${id}/${path}`)).status).toBe(429);
  const taken = await shops.register({ instanceId: randomUUID() });
  expect(taken.status).toBe(201);
  expect(sentTo(instanceId)).toBe(sent);
}, 60_000);

test('attempts at a site are counted apart from its owner’s, and many made-up sites are bounded by tenant', async () => {
  const { attempts } = siteShares(LIMIT);
  const shops = await createShops(galley);
  const { id, instanceId } = await shops.registered();
  const stranger = await shops.keyFor(await shops.tenant('manager'));
  const attempt = async (site: string) => {
    const claim = { instanceId: site, signedInstance: undefined };
    const { proof } = (await shops.register(claim, stranger)).json as { proof: { code: string } };
    return shops.register({ ...claim, proofCode: proof.code }, stranger);
  };
  const before = sentTo(instanceId);
  // One after the other, as a new code replaces the last.
  const own: Answer[] = [];
  for (let count = 0; count < 20; count++) own.push(await attempt(instanceId));
  expect(own.some(({ status }) => status === 429)).toBe(true);
  expect(sentTo(instanceId) - before).toBeLessThanOrEqual(attempts);
  expect((await shops.manager.call('POST', `/api/stores/${id}/check`)).status).toBe(200);

  const wixRequests = () => galley.simulators.control.requests({ provider: 'wix' }).length;
  const all = wixRequests();
  // Each takes one request at least, and what it does not send is given back.
  const sites = Array.from({ length: requestsOfTenant(LIMIT) + 10 }, () => randomUUID());
  const answers: Answer[] = [];
  // A few at a time, as a tenant has only so many codes.
  while (sites.length > 0)
    answers.push(...(await Promise.all(sites.splice(0, 4).map((site) => attempt(site)))));
  expect(answers.some(({ status }) => status === 429)).toBe(true);
  expect(wixRequests() - all).toBeLessThanOrEqual(requestsOfTenant(LIMIT));
}, 60_000);
