import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { mailReaches, mailRow, mailsTo, newAddress, queueOne } from '../support/mail';
import { startWorkerProcess } from '../support/worker-process';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('a worker killed between sending a mail and recording it sends it again with the same Message-ID', async () => {
  galley.simulators.control.addFault({
    provider: 'smtp',
    kind: 'data',
    action: { type: 'hang', work: true },
  });
  const first = await startWorkerProcess(galley.environment);
  const to = newAddress();
  const id = await queueOne(galley, { to });
  await mailsTo(galley, to);
  // The attempt was on record before it was made.
  await until('it is tried', async () => (await mailRow(galley, id)).tries === 1);
  expect(await mailRow(galley, id)).toMatchObject({ state: 'pending' });
  await first.kill();

  const second = await startWorkerProcess(galley.environment);
  expect(await mailReaches(galley, id, 'delivered', 60_000)).toMatchObject({ tries: 2 });
  const ids = galley.simulators.control.mails(to).map(({ messageId }) => messageId);
  expect(ids).toEqual([`<${id}@galley.example>`, `<${id}@galley.example>`]);
  expect(await second.stop()).toBe(0);
}, 120_000);
