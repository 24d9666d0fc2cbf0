// The bare engine that Galley is compared with: workflows of the same number of activities, signals, timers and attribute writes on the
// same server, whose activities each do one insert, one update and, where Galley's call a provider, one request on this machine.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { prepareNamespace } from './namespace.mjs';

const { Client } = createRequire(import.meta.url)('pg');

const NAMESPACE = 'bare';

const SCHEMA = `
  create schema bare;
  create table bare.orders (
    id uuid primary key,
    status text not null,
    step int not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  create table bare.steps (
    order_id uuid not null,
    step int not null,
    at timestamptz not null default now(),
    primary key (order_id, step)
  );
  grant usage on schema bare to galley_run;
  grant select, insert, update on all tables in schema bare to galley_run;
`;

/** Creates the tables as the owner of the database, like Galley's. */
async function createTables(url) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(SCHEMA);
  } finally {
    await client.end();
  }
}

async function call(url) {
  const response = await fetch(url, { method: 'POST' });
  const body = await response.json();
  if (!response.ok) throw new Error(`the bare client returned ${response.status}: ${body.message}`);
  return body;
}

/** Starts the bare engine beside Galley. Answers its processes, and how to place, pick and look at its orders. */
export async function startBare({ system, plan }) {
  const { stack, pool, stateDir, startProcess } = system;
  await prepareNamespace({ address: stack.temporalAddress, namespace: NAMESPACE });
  await createTables(stack.migrateUrl);
  const lanes = [
    'orders',
    ...new Set(
      plan.flatMap(({ commands }) => commands.flatMap(({ type, lane }) => (type === 'activity' ? lane : []))),
    ),
  ];
  const start = (name, args) =>
    startProcess({
      name,
      script: join(import.meta.dirname, `${name}.mjs`),
      args,
      env: { TEMPORAL_NAMESPACE: NAMESPACE },
    });
  const planFile = join(stateDir, 'bare-plan.json');
  writeFileSync(planFile, JSON.stringify(plan));
  const worker = await start('bare-worker', [
    planFile,
    lanes.join(','),
    `${stack.simulatorsUrl}/control/faults`,
  ]);
  const client = await start('bare-client', []);
  const { url } = JSON.parse(client.readyText);
  return {
    pids: { api: client.pid(), worker: worker.pid() },
    place: () => call(`${url}/orders`),
    pick: ({ id }) => call(`${url}/orders/${id}/go`),
    async look(ids) {
      const { rows } = await pool.query('select id, status from bare.orders where id = any($1)', [ids]);
      return rows.map(({ id, status }) => ({ id, state: status === 'done' ? 'ended' : status }));
    },
  };
}
