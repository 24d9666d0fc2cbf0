import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createMetrics } from '../../src/telemetry/metrics';

const ROOT = path.join(__dirname, '..', '..');
const rules = readFileSync(path.join(ROOT, 'deploy/prometheus/alerts.yaml'), 'utf8');
const dashboard = readFileSync(path.join(ROOT, 'deploy/grafana/galley.json'), 'utf8');
const runbook = readFileSync(path.join(ROOT, 'docs/runbook.md'), 'utf8');
const alerts = [...rules.matchAll(/^ +- alert: (\w+)$/gm)].map((match) => match[1]!);

test('every alert has an entry of the same name in the runbook, and vice versa', () => {
  const section = runbook.slice(runbook.indexOf('## Alerts'), runbook.indexOf('## Symptoms'));
  const entries = [...section.matchAll(/^### (\w+)$/gm)].map((match) => match[1]!);
  expect(alerts.length).toBeGreaterThan(10);
  expect(entries).toEqual(alerts);
});

test('alerts and the dashboard only use existing metrics', async () => {
  const { scrape } = createMetrics({
    outbox: async () => ({ pending: 0, oldestSeconds: 0 }),
    ordersByPhase: async () => [],
    pool: () => ({ total: 0, idle: 0, waiting: 0 }),
    watched: async () => ({
      lanes: [],
      accounts: [],
      openOrders: 0,
      unconfirmed: 0,
      storesToReconnect: 0,
      rateControllerSilentSeconds: 0,
    }),
  });
  const text = await scrape();
  const known = [...text.matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1]);
  const asked = new Set(
    [...(rules + dashboard).matchAll(/\bgalley_\w+/g)].map((match) => match[0].replace(/_bucket$/, '')),
  );
  expect(asked.size).toBeGreaterThan(8);
  for (const name of asked) expect(known).toContain(name);
  expect(text).toContain('galley_rate_controller_silent_seconds 0');
});

test('the dashboard is valid and shows the queue, the completion rate and the errors', () => {
  const { panels } = JSON.parse(dashboard) as {
    panels: Array<{ id: number; title: string; targets: object[] }>;
  };
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { targets } of panels) expect(targets.length).toBeGreaterThan(0);
  const titles = panels.map(({ title }) => title);
  for (const title of ['Queue size', 'Orders done per minute', 'Error rate']) expect(titles).toContain(title);
});
