import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../src/local/ports';

test('a free port is used; busy ones and ones already assigned are skipped', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: busy } = server.address() as AddressInfo;
  try {
    const next = await freePort({ wanted: busy, host: '127.0.0.1' });
    expect(next).toBeGreaterThan(busy);
    expect(next).toBeLessThan(busy + 200);
    expect(await freePort({ wanted: next, host: '127.0.0.1' })).toBe(next);
    expect(await freePort({ wanted: next, host: '127.0.0.1', taken: new Set([next]) })).toBeGreaterThan(next);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a host that is not on this machine is an error, not a busy port', async () => {
  await expect(freePort({ wanted: 20_000, host: '203.0.113.1' })).rejects.toThrow(/EADDRNOTAVAIL/);
});
