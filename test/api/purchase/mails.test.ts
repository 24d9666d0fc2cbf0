import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { mailsTo, tokenIn } from '../../support/mail';
import { addForSale, dataOf, linkOf, newAddress, pay, press, start } from './support';

let galley: Galley;

beforeAll(async () => {
  galley = await startGalley({ lanes: ['orders', 'mail', 'records'] });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

test('case 29: mails of a purchase whose answers are lost come again, each kind with one Message-ID', async () => {
  const control = galley.simulators.control;
  const sale = await addForSale(galley);
  const email = newAddress();
  control.addScript('mail-answer-lost');
  expect((await start(galley, { ...linkOf(sale), email })).status).toBe(202);
  const links = await mailsTo(galley, email, 2);
  expect(links).toHaveLength(2);
  expect(new Set(links.map(({ messageId }) => messageId)).size).toBe(1);
  const [first, second] = links.map((mail) => tokenIn(mail, '/purchase#'));
  expect(second).toBe(first);

  const confirmed = await press(galley, first!);
  const orderId = String(dataOf(confirmed)['orderId']);
  control.clearFaults();
  control.addScript('mail-answer-lost');
  await pay(galley, orderId);
  const all = await mailsTo(galley, email, 4);
  const received = all.filter(({ subject }) => subject === 'Request received');
  expect(received).toHaveLength(2);
  expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(2);
  expect(received[0]!.text).toContain(`https://galley.example/order-status/${orderId}`);
});
