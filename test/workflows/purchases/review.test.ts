import { admitSignal, whereQuery } from '../../../src/contract/messages';
import type { ForSale } from '../../api/purchase/support';
import { until } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import {
  acts,
  bought,
  newArticle,
  newLink,
  orderOf,
  reaches,
  sellGuide,
  timelineOf,
  versionsOf,
} from '../../support/purchased';
import { queuedTo } from '../../support/queued-mail';

let galley: Galley;
let sale: ForSale;

beforeAll(async () => {
  galley = await startGalley();
  sale = await sellGuide(galley);
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const mailsOf = async (address: string): Promise<string[]> =>
  (await queuedTo(galley, address)).map(({ kind }) => kind);

test('a buyer who does nothing is reminded once, and at the deadline the text is submitted for them', async () => {
  const { orderId, email } = await bought(galley, newLink(sale), { reminderAfterMs: 700, deadlineMs: 2_000 });
  const order = await reaches(galley, orderId, 'ADMIN_REVIEW');
  expect(order).toMatchObject({ submittedBy: 'deadline', submittedVersionId: order.versionId });
  const mails = await mailsOf(email);
  expect(mails.filter((kind) => kind === 'reminder')).toHaveLength(1);
  const { rows } = await galley.database.pool.query<{ ms: number }>(
    `select extract(epoch from p.submitted_at - v.created_at)::float8 * 1000 as ms
       from purchases p join article_revisions v on v.id = p.version_id where p.id = $1`,
    [orderId],
  );
  expect(rows[0]!.ms).toBeGreaterThanOrEqual(2_000);
});

test('waking the run does not move the deadline', async () => {
  const { orderId } = await bought(galley, newLink(sale), { reminderAfterMs: 60_000, deadlineMs: 2_500 });
  await reaches(galley, orderId, 'QUALITY_CHECK');
  const handle = galley.temporal.workflow.getHandle(`backlink:${orderId}`);
  for (let n = 0; n < 5; n += 1) {
    await handle.signal(admitSignal, {});
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const before = Date.now();
  await reaches(galley, orderId, 'ADMIN_REVIEW');
  expect(Date.now() - before).toBeLessThan(2_500);
});

test('administrators are told at once, and again at each interval, without a deadline', async () => {
  const address = 'admin@galley.example';
  await galley.database.pool.query(
    `with person as (insert into people (id, address, folded) values (gen_random_uuid(), $1, $1) returning id)
     insert into members (id, tenant_id, person_id, role, locale, name, added_by)
     select gen_random_uuid(), (select id from tenants order by created_at limit 1), id, 'admin', 'en', 'Ada', 'test' from person`,
    [address],
  );
  const { orderId } = await bought(galley, newLink(sale), { reminderAfterMs: 600, deadlineMs: 60_000 });
  await reaches(galley, orderId, 'QUALITY_CHECK');
  await acts(galley).submit(orderId);
  const told = async () =>
    (await queuedTo(galley, address))
      .filter(({ facts }) => facts['alert'] === 'review_waiting' && facts['orderId'] === orderId)
      .map(({ facts }) => facts['reminder']);
  await until('two reminders', async () => (await told()).length >= 3);
  const [first, ...reminders] = (await told()) as number[];
  expect(first).toBe(0);
  // Each interval once; one that a busy machine missed is not made up for.
  expect([...new Set(reminders)].sort((one, other) => one - other)).toEqual(reminders);
  await acts(galley).approve(orderId);
  await reaches(galley, orderId, 'COMPLETED');
});

test.each([
  ['link', 'backlink', newLink],
  ['article', 'article', newArticle],
] as const)(
  'a %s is regenerated as often as its buyer wants, each time from the same base',
  async (_name, product, order) => {
    const { orderId, email } = await bought(
      galley,
      order(sale, product === 'article' ? { topic: 'How to water a fern' } : {}),
    );
    for (let round = 1; round <= 4; round += 1) {
      await reaches(galley, orderId, 'QUALITY_CHECK', round);
      if (round < 4) await acts(galley).regenerate(orderId);
    }
    const versions = await versionsOf(galley, orderId);
    expect(versions.map(({ round, isSuperseded }) => [round, isSuperseded])).toEqual([
      ...[1, 2, 3].map((round) => [round, true]),
      [4, false],
    ]);
    expect(new Set(versions.map(({ metadata }) => metadata['base_article_version_id'])).size).toBe(1);
    expect(versions.map(({ metadata }) => metadata['regeneration_count'])).toEqual([0, 1, 2, 3]);
    expect(versions[3]!.metadata['integration_type']).toBe(`customer_${product}_regeneration`);
    expect((await orderOf(galley, orderId)).versionId).toBe(versions[3]!.id);
    if (product === 'article') expect(new Set(versions.map(({ contentMd }) => contentMd)).size).toBe(4);
    expect((await mailsOf(email)).filter((kind) => kind === 'regeneration_ready')).toHaveLength(3);
  },
);

test('a run shows operators what it waits for', async () => {
  const { orderId } = await bought(galley, newLink(sale));
  await reaches(galley, orderId, 'QUALITY_CHECK');
  const handle = galley.temporal.workflow.getHandle(`backlink:${orderId}`);
  const waits = (of: string) =>
    until(`the run waits for the ${of}`, async () => (await handle.query(whereQuery)).waitingFor === of);
  await waits('buyer');
  await acts(galley).submit(orderId);
  await waits('admin');
  expect(await timelineOf(galley, orderId)).not.toContain('action.ignored');
});
