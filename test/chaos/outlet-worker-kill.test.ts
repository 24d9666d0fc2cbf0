import { SAMPLE_STORES } from '../../src/simulators/products';
import { until } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import {
  addOutletArticle,
  addOutletSite,
  addText,
  buyLink,
  goesOut,
  LINKED,
  select,
  standingOf,
  startHookSite,
} from '../support/outlets';
import { startWorkerProcess } from '../support/worker-process';

let galley: Galley;

const [, { instanceId }] = SAMPLE_STORES;

beforeAll(async () => {
  galley = await startGalley({ lanes: [], env: { OUTLET_CHECK_MS: '100' } });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const posts = () => galley.simulators.control.posts(instanceId);

test.each(['draft.create', 'publish'])(
  'a worker killed after the store took %s and before that was noted leaves one post',
  async (kind) => {
    const { rows } = await galley.database.pool.query<{ id: string }>(
      'select id from stores where instance_id = $1',
      [instanceId],
    );
    const site = await addOutletSite(galley.operator, { storeId: rows[0]!.id });
    const article = await addOutletArticle(galley.operator, site, { publish: false });
    const orderId = await buyLink(galley, article.id);
    const versionId = await addText(galley.operator, article.id, LINKED);
    galley.simulators.control.addFault({ provider: 'wix', kind, action: { type: 'hang', work: true } });
    const ours = (list: ReadonlyArray<{ fields: Record<string, unknown> }>) =>
      list.filter(({ fields }) => fields['title'] === article.title);

    const first = await startWorkerProcess(galley.environment);
    await select(galley.operator, article.id, versionId);
    await until('the store has done it', async () =>
      kind === 'publish'
        ? ours(posts()).length === 1
        : ours(galley.simulators.control.drafts(instanceId)).length === 1,
    );
    expect(await standingOf(galley.operator, article.id)).toMatchObject({ deliveredVersionId: null });
    await first.kill();

    const second = await startWorkerProcess(galley.environment);
    await until(
      'it is out',
      async () => (await standingOf(galley.operator, article.id)).state === 'delivered',
      60_000,
    );
    const now = await goesOut(galley.operator, article.id, versionId);
    expect(now).toMatchObject({ linkState: 'kept', links: [{ orderId, state: 'kept' }] });
    expect(await second.stop()).toBe(0);
    expect(ours(posts())).toHaveLength(1);
    expect(ours(galley.simulators.control.drafts(instanceId))).toHaveLength(1);
  },
  120_000,
);

test('a worker killed between sending to a hook and noting it sends the same delivery again', async () => {
  const outside = await startHookSite();
  try {
    const site = await addOutletSite(galley.operator, { hookUrl: outside.hookUrl });
    outside.trust(site.hookSecret!);
    outside.keepSilent(1);
    const first = await startWorkerProcess(galley.environment);
    const article = await addOutletArticle(galley.operator, site);
    await until('it was sent', async () => outside.sent.length === 1);
    await first.kill();
    const second = await startWorkerProcess(galley.environment);
    await until(
      'it is out',
      async () => (await standingOf(galley.operator, article.id)).state === 'delivered',
      60_000,
    );
    expect(await second.stop()).toBe(0);
    const [once, again] = outside.sent;
    expect(outside.sent).toHaveLength(2);
    expect(again).toEqual(once);
  } finally {
    await outside.stop();
  }
}, 120_000);
