import type { ActivityDeps } from '../../src/activities/deps';
import { stuckDeliveriesSweep } from '../../src/dispatch/sweeps/stuck-deliveries';
import { PAID_REL } from '../../src/domain/linking';
import type { FaultAction } from '../../src/simulators/core/fault-types';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import { Gate } from '../support/hold';
import { makeMember } from '../support/belongings';
import {
  addOutletArticle,
  addOutletSite,
  addText,
  alertsOf,
  buyLink,
  goesOut,
  LINK,
  LINKED,
  PLAIN,
  select,
  standingOf,
  stands,
} from '../support/outlets';

let galley: Galley;
let admin: ApiClient;
let storeId: string;
/** Called before a draft is published at the store. */
let beforePublishing: () => Promise<void> = () => Promise.resolve();

const [, { instanceId }] = SAMPLE_STORES;

function held(deps: ActivityDeps): ActivityDeps {
  const { wix } = deps.publishers;
  const publishDraft: typeof wix.publishDraft = async (call) => {
    await beforePublishing();
    return wix.publishDraft(call);
  };
  return { ...deps, publishers: { ...deps.publishers, wix: { ...wix, publishDraft } } };
}

beforeAll(async () => {
  galley = await startGalley({ env: { OUTLET_CHECK_MS: '100' }, deps: held });
  admin = galley.operator;
  const { pool } = galley.database;
  storeId = (await pool.query<{ id: string }>('select id from stores where instance_id = $1', [instanceId]))
    .rows[0]!.id;
  const operator = await pool.query<{ id: string }>(`select id from tenants where kind = 'operator' limit 1`);
  await makeMember(galley, { tenantId: operator.rows[0]!.id, role: 'admin' });
}, 60_000);

afterEach(() => {
  galley.simulators.control.clearFaults();
  beforePublishing = () => Promise.resolve();
});

afterAll(async () => {
  await galley?.stop();
});

const fault = (kind: string, action: FaultAction, times = 1): void =>
  void galley.simulators.control.addFault({ provider: 'wix', kind, action, times });

const site = () => addOutletSite(admin, { storeId });

const postsOf = ({ title }: { title: string }) =>
  galley.simulators.control.posts(instanceId).filter(({ fields }) => fields['title'] === title);

const draftsOf = ({ title }: { title: string }) =>
  galley.simulators.control.drafts(instanceId).filter(({ fields }) => fields['title'] === title);

/** An article of which nothing is published, with a version that has a paid link. */
async function orderedArticle(): Promise<{
  article: Awaited<ReturnType<typeof addOutletArticle>>;
  linkedId: string;
  orderId: string;
}> {
  const article = await addOutletArticle(admin, await site(), { publish: false });
  const orderId = await buyLink(galley, article.id);
  return { article, orderId, linkedId: await addText(admin, article.id, LINKED) };
}

test('case 27: a version goes out as a post of the store, with its paid link marked, and is looked at', async () => {
  const { article, linkedId, orderId } = await orderedArticle();
  expect(await standingOf(admin, article.id)).toMatchObject({ hasOutlet: true, state: null, url: null });
  await select(admin, article.id, linkedId);
  const now = await goesOut(admin, article.id, linkedId);
  const [post] = postsOf(article);
  expect(post).toMatchObject({ slug: article.slug, publishCount: 1 });
  expect(now).toMatchObject({
    url: post!.url,
    linkState: 'kept',
    links: [{ orderId, state: 'kept' }],
    lastProblem: null,
  });
  expect(JSON.stringify(post!.fields['richContent'])).toContain(
    JSON.stringify({ url: LINK.targetUrl, target: 'BLANK', rel: PAID_REL }).slice(1, -1).split(',').at(-1)!,
  );
  expect(await alertsOf(galley, article.id)).toEqual([]);
});

test('further versions change the same post and nothing of it that people set at the store', async () => {
  const article = await addOutletArticle(admin, await site());
  await goesOut(admin, article.id, article.selectedVersionId!);
  const [draft] = draftsOf(article);
  draft!.fields['hashtags'] = ['by hand'];
  const next = await addText(admin, article.id, 'Another text altogether.\n');
  await select(admin, article.id, next);
  await goesOut(admin, article.id, next);
  const posts = postsOf(article);
  expect(posts).toHaveLength(1);
  expect(posts[0]).toMatchObject({
    ...{ id: draft!.id, publishCount: 2, slug: article.slug },
    fields: { hashtags: ['by hand'], title: article.title },
  });
  expect(JSON.stringify(posts[0]!.fields['richContent'])).toContain('Another text altogether.');
});

test('a creation whose answer was lost is looked for, and nothing is created twice', async () => {
  fault('draft.create', { type: 'dropAfter' });
  const article = await addOutletArticle(admin, await site());
  await goesOut(admin, article.id, article.selectedVersionId!);
  expect([postsOf(article).length, draftsOf(article).length]).toEqual([1, 1]);
});

test('a creation that never arrived is made again after two looks', async () => {
  fault('draft.create', { type: 'dropBefore' });
  const article = await addOutletArticle(admin, await site());
  await goesOut(admin, article.id, article.selectedVersionId!);
  expect([postsOf(article).length, draftsOf(article).length]).toEqual([1, 1]);
});

test('looks that a store does not answer leave it to a person, who may publish again', async () => {
  fault('draft.create', { type: 'dropAfter' });
  fault('draft.query', { type: 'respond', status: 500, body: {} }, 6);
  const article = await addOutletArticle(admin, await site());
  await stands(admin, article.id, { state: 'unconfirmed' }, 60_000);
  expect(await alertsOf(galley, article.id)).toEqual(['outlet_failed draft_unclear']);
  galley.simulators.control.clearFaults();
  const again = await admin.call('POST', `/api/articles/${article.id}/publish-again`, { body: {} });
  expect([again.status, again.json['state']]).toEqual([200, 'wanted']);
  await goesOut(admin, article.id, article.selectedVersionId!);
  expect([postsOf(article).length, draftsOf(article).length]).toEqual([1, 1]);
}, 90_000);

test('a version that is selected during a delivery goes out next, and the older one never comes back', async () => {
  const article = await addOutletArticle(admin, await site());
  await goesOut(admin, article.id, article.selectedVersionId!);
  const [older, newer] = [
    await addText(admin, article.id, 'The older text.\n'),
    await addText(admin, article.id, 'The newer text.\n'),
  ];
  const gate = new Gate();
  beforePublishing = () => gate.pass();
  await select(admin, article.id, older);
  await gate.reached;
  await select(admin, article.id, newer);
  gate.release();
  await goesOut(admin, article.id, newer);
  const text = JSON.stringify(postsOf(article)[0]!.fields['richContent']);
  expect([text.includes('The newer text.'), text.includes('The older text.')]).toEqual([true, false]);
  const row = await galley.database.pool.query(
    'select wanted_no::int as wanted, delivered_no::int as delivered from article_outlets where article_id = $1',
    [article.id],
  );
  expect(row.rows).toEqual([{ wanted: 3, delivered: 3 }]);
});

test('an article of a store that is disconnected waits, and goes out when it is connected again', async () => {
  const article = await addOutletArticle(admin, await site(), { publish: false });
  const versionId = await addText(admin, article.id, 'Words for later.\n');
  galley.simulators.control.disconnect(instanceId, true);
  await select(admin, article.id, versionId);
  const waiting = await until('it waits', async () => {
    const now = await standingOf(admin, article.id);
    return now.lastProblem !== null && now;
  });
  expect(waiting).toMatchObject({ state: 'wanted', lastProblem: { type: 'Provider.Closed' } });
  const connection = async () => (await admin.call('GET', `/api/stores/${storeId}`)).json['connection'];
  await until('the store is known to be away', async () => (await connection()) === 'needs_reconnect');
  galley.simulators.control.disconnect(instanceId, false);
  const { status } = await admin.call('POST', `/api/stores/${storeId}/reconnect`, { body: {} });
  expect(status).toBe(200);
  await goesOut(admin, article.id, versionId);
  expect(postsOf(article)).toHaveLength(1);
  expect(await alertsOf(galley, article.id)).toEqual([]);
});

test('a store that limits requests is waited for', async () => {
  fault('publish', { type: 'respond', status: 429, headers: { 'retry-after': '1' }, body: {} }, 2);
  const article = await addOutletArticle(admin, await site());
  await goesOut(admin, article.id, article.selectedVersionId!);
  expect(postsOf(article)).toMatchObject([{ publishCount: 1 }]);
});

test('what the store would refuse fails with an alert, and goes out again once it fits', async () => {
  const article = await addOutletArticle(admin, await site(), {
    content: `${'茶'.repeat(900)}。\n\n`.repeat(200),
  });
  const failed = await stands(admin, article.id, { state: 'failed' });
  expect(failed.lastProblem).toEqual({ type: 'Publish.Rejected', reason: 'content_too_large' });
  expect(await alertsOf(galley, article.id)).toEqual(['outlet_failed content_too_large']);
  expect([postsOf(article), draftsOf(article)]).toEqual([[], []]);
  const again = () => admin.call('POST', `/api/articles/${article.id}/publish-again`, { body: {} });
  expect((await again()).status).toBe(200);
  expect((await again()).status).toBe(409);
  await until('it failed again', async () => (await alertsOf(galley, article.id)).length === 2);
  const shorter = await addText(admin, article.id, PLAIN);
  await select(admin, article.id, shorter);
  await goesOut(admin, article.id, shorter);
  expect((await again()).status).toBe(409);
});

test('a draft that was deleted at the store is made anew', async () => {
  const article = await addOutletArticle(admin, await site());
  await goesOut(admin, article.id, article.selectedVersionId!);
  const gone = { message: 'gone', details: { applicationError: { code: 'DRAFT_POST_NOT_FOUND' } } };
  fault('draft.update', { type: 'respond', status: 404, body: gone });
  const next = await addText(admin, article.id, 'A text for a new post.\n');
  await select(admin, article.id, next);
  await goesOut(admin, article.id, next);
  expect(postsOf(article)).toHaveLength(2);
});

test.each<[string, (content: string) => string, string]>([
  ['is missing', () => '{"nodes":[]}', 'missing'],
  [
    'has lost its rel',
    (content) => content.replaceAll('"sponsored":true', '"sponsored":false'),
    'without-rel',
  ],
])('a paid link that %s at the store is told once, and the post stays out', async (_what, change, found) => {
  const { article, linkedId, orderId } = await orderedArticle();
  const before = await addOutletArticle(admin, await site());
  await goesOut(admin, before.id, before.selectedVersionId!);
  const gate = new Gate();
  beforePublishing = () => gate.pass();
  await select(admin, article.id, linkedId);
  await gate.reached;
  const [draft] = draftsOf(article);
  draft!.fields['richContent'] = JSON.parse(change(JSON.stringify(draft!.fields['richContent']))) as unknown;
  gate.release();
  const now = await goesOut(admin, article.id, linkedId);
  expect(now).toMatchObject({ linkState: found, links: [{ orderId, state: found }], state: 'delivered' });
  expect(await alertsOf(galley, article.id)).toEqual([`link_not_kept ${found}`]);
  expect(postsOf(article)).toHaveLength(1);
});

test('a post that cannot be read back is unchecked, and keeps no address', async () => {
  const { article, linkedId } = await orderedArticle();
  fault('post.get', { type: 'respond', status: 500, body: {} }, -1);
  await select(admin, article.id, linkedId);
  expect(await goesOut(admin, article.id, linkedId)).toMatchObject({ linkState: 'unchecked', url: null });
  expect(await alertsOf(galley, article.id)).toEqual(['link_not_kept unchecked']);
});

test('withdrawing an article leaves its post, and takes back what has not gone out', async () => {
  const article = await addOutletArticle(admin, await site());
  await goesOut(admin, article.id, article.selectedVersionId!);
  await select(admin, article.id, null);
  expect(await standingOf(admin, article.id)).toMatchObject({
    state: 'delivered',
    deliveredVersionId: article.selectedVersionId,
  });
  expect(postsOf(article)).toHaveLength(1);
  const next = await addText(admin, article.id, 'Never to be seen.\n');
  galley.simulators.control.disconnect(instanceId, true);
  await select(admin, article.id, next);
  await until('it waits', async () => (await standingOf(admin, article.id)).lastProblem !== null);
  await select(admin, article.id, null);
  expect(await standingOf(admin, article.id)).toMatchObject({
    ...{ state: 'delivered', wantedVersionId: null, lastProblem: { reason: 'withdrawn' } },
  });
  galley.simulators.control.disconnect(instanceId, false);
  await admin.call('POST', `/api/stores/${storeId}/reconnect`, { body: {} });
  const again = await admin.call('POST', `/api/articles/${article.id}/publish-again`, { body: {} });
  expect(again.status).toBe(409);
  expect(postsOf(article)).toMatchObject([{ publishCount: 1 }]);
});

test('a message that was lost is found by looking, and texts are in no history', async () => {
  const article = await addOutletArticle(admin, await site(), { publish: false });
  const versionId = await addText(admin, article.id, 'A secret recipe.\n');
  await galley.stopWorkers();
  await select(admin, article.id, versionId);
  const { pool } = galley.database;
  await until('it is delivered to Temporal', async () => {
    const { rowCount } = await pool.query(
      `select 1 from outbox where delivery_id = $1 and state = 'delivered'`,
      [article.id],
    );
    return rowCount === 1;
  });
  const handle = galley.temporal.workflow.getHandle(`outlet:${article.id}`);
  await handle.terminate('lost');
  await pool.query(`update article_outlets set updated_at = updated_at - interval '1 hour'`);
  const sweep = stuckDeliveriesSweep({
    ...{ pool, dispatcher: galley.dispatcher, pace: { everyMs: 1, quietMs: 60_000 } },
  });
  await sweep.run();
  await galley.startWorkers();
  await goesOut(admin, article.id, versionId);
  const history = JSON.stringify(await handle.fetchHistory());
  const seen = Buffer.from('secret recipe').toString('base64').slice(2, 14);
  expect([history.includes('recipe'), history.includes(seen)]).toEqual([false, false]);
});
