import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../src/local/ports';
import { sharedServers } from '../support/servers';
import { until } from '../support/api-client';

const RULES = path.join(__dirname, '..', '..', 'deploy', 'prometheus', 'alerts.yaml');

test('a worker exports the metrics of the SDK that alerts ask for, under their names', async () => {
  const asked = new Set(readFileSync(RULES, 'utf8').match(/\btemporal_\w+/g));
  expect(asked.size).toBeGreaterThan(0);
  const port = await freePort({ wanted: 29_500, host: '127.0.0.1' });
  const script = path.join(__dirname, 'failing-worker.cjs');
  const worker = spawn(process.execPath, [script, sharedServers().temporalAddress, String(port)], {
    stdio: 'ignore',
  });
  try {
    await until(
      'the metrics of the SDK',
      async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
        const text = (await answer?.text()) ?? '';
        return [...asked].every((name) => new RegExp(`^${name}\\{.*\\} [1-9]`, 'm').test(text)) || undefined;
      },
      60_000,
    );
  } finally {
    const ended = once(worker, 'exit');
    worker.kill('SIGTERM');
    await ended;
  }
}, 90_000);
