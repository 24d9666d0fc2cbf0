import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivityGate } from '../../src/activities/interceptor';
import { createIdeasActivities } from '../../src/activities/blog/ideas';
import type { ActivityDeps } from '../../src/activities/deps';
import type { LogFields } from '../../src/telemetry/logger';
import { silentLogger } from '../../src/telemetry/logger';
import { createActivityDeps } from '../../src/workers/activity-deps';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';

const KEY = 'sk-quoted-5f1c7Zq3vT9wLr78Kd';

let galley: Galley;
let deps: ActivityDeps;
const logged: LogFields[] = [];

beforeAll(async () => {
  galley = await startGalley({ lanes: [], env: { OPENAI_API_KEY: KEY } });
  const note = (_message: string, fields: LogFields = {}): void => void logged.push(fields);
  const log = { ...silentLogger(), debug: note, error: note, warn: note };
  deps = createActivityDeps({ config: galley.config, pool: galley.database.pool, log });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

function environment(): MockActivityEnvironment {
  return new MockActivityEnvironment(
    { heartbeatTimeoutMs: undefined },
    {
      logger: new DefaultLogger('ERROR'),
      interceptors: [() => ({ inbound: createActivityGate(deps) })],
    },
  );
}

async function rowsWith(text: string): Promise<unknown[]> {
  const { rows } = await galley.database.pool.query(
    'select type, reason, detail from activity_failures where detail like $1',
    [`%${text}%`],
  );
  return rows;
}

test('a key that a provider quotes is neither saved nor logged nor told to Temporal', async () => {
  const body = { error: { message: `Not so with ${KEY}`, code: KEY, param: KEY } };
  galley.simulators.control.addFault({
    provider: 'openai',
    kind: 'ideas',
    action: { type: 'respond', status: 401, body },
  });
  const orderId = await galley.stores[0]!.order();
  await galley.db.openers.openOrder({ orderId, startNo: 1 });
  const facts = { orderId, startNo: 1, round: 1, attempt: 1 };
  const thrown: unknown = await environment()
    .run(createIdeasActivities(deps).generateIdeas, facts)
    .then(undefined, (error: unknown) => error);
  expect(thrown).toMatchObject({ type: 'Provider.Closed', details: [{ reason: '[hidden]' }] });
  expect(JSON.stringify([thrown, (thrown as Error).stack, logged])).not.toContain(KEY);
  expect(await rowsWith('Not so with [hidden]')).toMatchObject([
    { type: 'Provider.Closed', reason: '[hidden]' },
  ]);
  expect(await rowsWith(KEY)).toEqual([]);
  const { rows } = await galley.database.pool.query('select reason from provider_calls where order_id = $1', [
    orderId,
  ]);
  expect(rows).toEqual([{ reason: '[hidden]' }]);
});

test('nor one that is in the causes and the stack of a fault of our own', async () => {
  const faulty = async (): Promise<void> => {
    throw new Error(`cannot send ${KEY}`, { cause: new Error(`bad header ${KEY}`) });
  };
  const thrown: unknown = await environment()
    .run(faulty)
    .then(undefined, (error: unknown) => error);
  expect(thrown).toMatchObject({ type: 'Internal.Fault' });
  expect((thrown as { cause?: unknown }).cause).toBeUndefined();
  expect(JSON.stringify([thrown, (thrown as Error).stack])).not.toContain(KEY);
  expect(await rowsWith('cannot send [hidden]')).toHaveLength(1);
  expect(await rowsWith(KEY)).toEqual([]);
});
