import type { Request } from 'express';
import { limitSignIns } from '../../../src/api/tenants/sign-in-limit';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';

const MOST_FAILED = 20;

describe('over HTTP, through a proxy on this machine', () => {
  let galley: Galley;

  beforeAll(async () => {
    galley = await startGalley({ lanes: [], env: { TRUST_PROXY: 'loopback' } });
  }, 60_000);

  afterAll(async () => {
    await galley?.stop();
  });

  /** Signs in from an address, with a key that is none unless one is given. */
  function signIn(from: string, key = 'galley_nobodys-key'): Promise<Response> {
    return fetch(`${galley.apiUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ key }),
    });
  }

  const statusesOf = async (answers: Array<Promise<Response>>): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { status } of await Promise.all(answers)) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };

  test('of many wrong keys at once so many are looked up, and others sign in as ever', async () => {
    const { key } = galley.stores[0]!;
    const attempts = Array.from({ length: MOST_FAILED + 10 }, () => signIn('203.0.113.7'));
    expect(await statusesOf(attempts)).toEqual({ 401: MOST_FAILED, 429: 10 });
    const refused = await signIn('203.0.113.7', key);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      error: 'too_many_requests',
      message: 'Too many sign-ins from your network have failed. Try again later.',
    });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(500);
    expect(seconds).toBeLessThanOrEqual(600);
    expect((await signIn('203.0.113.8', key)).status).toBe(204);
  });

  test('a client cannot choose the address that it is counted by', async () => {
    const attempts = Array.from({ length: MOST_FAILED + 1 }, (_, n) =>
      signIn(`198.51.100.${n}, 203.0.113.9`),
    );
    expect(await statusesOf(attempts)).toEqual({ 401: MOST_FAILED, 429: 1 });
  });

  test('wrong links count, too', async () => {
    const link = () =>
      fetch(`${galley.apiUrl}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.10' },
        body: JSON.stringify({ link: 'x'.repeat(43) }),
      });
    const attempts = Array.from({ length: MOST_FAILED + 1 }, link);
    expect(await statusesOf(attempts)).toEqual({ 401: MOST_FAILED, 429: 1 });
  });

  test('of links that are mailed, so many are asked for from one network', async () => {
    const request = (from: string, n: number) =>
      fetch(`${galley.apiUrl}/api/session/mails`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
        body: JSON.stringify({ address: `${n}@people.example` }),
      });
    const asked = Array.from({ length: 35 }, (_, n) => request('203.0.113.20', n));
    expect(await statusesOf(asked)).toEqual({ 202: 30, 429: 5 });
    expect((await request('203.0.113.21', 0)).status).toBe(202);
  });

  test('sign-ins that succeed do not count', async () => {
    const { key } = galley.stores[0]!;
    for (let n = 0; n < MOST_FAILED + 5; n += 1) expect((await signIn('203.0.113.11', key)).status).toBe(204);
  });
});

describe('who is counted together', () => {
  function limited(options: { trustsProxy: boolean }) {
    const clock = { ms: 0 };
    const limit = limitSignIns({ ...options, now: () => clock.ms });
    const attempt = (ip: string, isRight = false): Promise<boolean> =>
      limit({ ip } as Request, async () => isRight);
    return { clock, attempt };
  }

  async function failAll(attempt: (ip: string) => Promise<boolean>, ip: string): Promise<void> {
    for (let n = 0; n < MOST_FAILED; n += 1) expect(await attempt(ip)).toBe(false);
  }

  test.each([
    ['an IPv4 address', '203.0.113.7', '203.0.113.7', '203.0.113.8'],
    ['the same within IPv6', '203.0.113.7', '::ffff:203.0.113.7', '::ffff:203.0.113.8'],
    ['a network of IPv6', '2001:db9:1:2::1', '2001:db9:1:2:ffff:1:2:3', '2001:db9:1:3::1'],
  ])('%s', async (_what, first, same, another) => {
    const { clock, attempt } = limited({ trustsProxy: true });
    await failAll(attempt, first);
    await expect(attempt(same)).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 600 });
    expect(await attempt(another, true)).toBe(true);
    clock.ms += 600_000;
    expect(await attempt(same, true)).toBe(true);
  });

  test.each(['127.0.0.1', '::1', '10.1.2.3', '::ffff:192.168.1.1', 'fe80::1%eth0', ''])(
    'nobody at %j, where everybody may come from through a proxy that is not known',
    async (ip) => {
      const { attempt } = limited({ trustsProxy: false });
      await failAll(attempt, ip);
      expect(await attempt(ip, true)).toBe(true);
    },
  );

  test('everybody where the proxy is known, and public addresses in any case', async () => {
    const behindProxy = limited({ trustsProxy: true });
    await failAll(behindProxy.attempt, '10.1.2.3');
    await expect(behindProxy.attempt('10.1.2.3')).rejects.toMatchObject({ code: 'too_many_requests' });
    const direct = limited({ trustsProxy: false });
    await failAll(direct.attempt, '203.0.112.7');
    await expect(direct.attempt('203.0.112.7')).rejects.toMatchObject({ code: 'too_many_requests' });
  });

  test('an attempt that breaks off does not count', async () => {
    const limit = limitSignIns({ trustsProxy: true, now: () => 0 });
    const broken = () =>
      limit({ ip: '203.0.112.7' } as Request, async () => {
        throw new Error('no database');
      });
    for (let n = 0; n <= MOST_FAILED; n += 1) await expect(broken()).rejects.toThrow('no database');
  });
});
