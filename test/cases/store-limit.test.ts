import { LANES } from '../../src/contract/lanes';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const policy = { draftBackoffMs: 20, lookupPauseMs: 50, lookupTries: 1 };

/** Requests a minute of each store: three activities a second, of two requests at most. */
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
