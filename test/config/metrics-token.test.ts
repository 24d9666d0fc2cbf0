import { carriesToken } from '../../src/telemetry/metrics-token';
import { serveMetrics } from '../../src/workers/metrics-server';
import { freePort } from '../../src/local/ports';

test('metrics with a token are answered to nobody without it, those of workers too', async () => {
  expect(carriesToken(undefined, undefined)).toBe(true);
  expect(carriesToken('Bearer a-good-long-token', 'a-good-long-token')).toBe(true);
  for (const wrong of [undefined, '', 'Bearer ', 'Bearer a-good-long-toke', 'Basic a-good-long-token'])
    expect(carriesToken(wrong, 'a-good-long-token')).toBe(false);
  const port = await freePort({ wanted: 29_400, host: '127.0.0.1' });
  const server = await serveMetrics({ host: '127.0.0.1', port, token: 'a-good-long-token' });
  const refused = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([
    401,
    'unauthorized',
  ]);
  server?.stop();
});
