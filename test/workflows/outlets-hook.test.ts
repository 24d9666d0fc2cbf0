import { until } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { makeMember } from '../support/belongings';
import { startGalley } from '../support/galley';
import type { Galley } from '../support/galley';
import {
  addOutletArticle,
  addOutletSite,
  addText,
  alertsOf,
  buyLink,
  goesOut,
  LINK,
  LINKED,
  select,
  standingOf,
  stands,
  startHookSite,
} from '../support/outlets';
import type { HookSite } from '../support/outlets';

let galley: Galley;
let admin: ApiClient;
const sites: HookSite[] = [];

beforeAll(async () => {
  galley = await startGalley({
    env: { OUTLET_CHECK_MS: '100', WEBHOOK_GIVE_UP_MS: '4000', WEBHOOK_TIMEOUT_MS: '1000' },
  });
  admin = galley.operator;
  const { rows } = await galley.database.pool.query<{ id: string }>(
    `select id from tenants where kind = 'operator' limit 1`,
  );
  await makeMember(galley, { tenantId: rows[0]!.id, role: 'admin' });
}, 60_000);

afterAll(async () => {
  await galley?.stop();
  await Promise.all(sites.map((site) => site.stop()));
});

/** A site with a hook of its own. */
async function hooked(): Promise<{ outside: HookSite; site: { id: string; host: string } }> {
  const outside = await startHookSite();
  sites.push(outside);
  const site = await addOutletSite(admin, { hookUrl: outside.hookUrl });
  outside.trust(site.hookSecret!);
  return { outside, site };
}

/** An article of which nothing is published, with a version that has a paid link. */
async function ordered(site: { host: string }) {
  const article = await addOutletArticle(admin, site, { publish: false });
  const orderId = await buyLink(galley, article.id);
  return { article, orderId, linkedId: await addText(admin, article.id, LINKED) };
}

test('a hook is sent the article as Markdown and HTML, signed, and the page that it names is looked at', async () => {
  const { outside, site } = await hooked();
  const { article, linkedId, orderId } = await ordered(site);
  await select(admin, article.id, linkedId);
  const now = await goesOut(admin, article.id, linkedId);
  expect(now).toMatchObject({
    ...{ url: `${outside.url}/${article.slug}`, linkState: 'kept' },
    links: [{ orderId, state: 'kept' }],
  });
  expect(outside).toMatchObject({ unsigned: 0, reads: 1 });
  expect(outside.sent.map(({ body }) => body)).toEqual([
    {
      ...{ articleId: article.id, versionId: linkedId, versionNum: 2, slug: article.slug },
      ...{ title: article.title, language: 'en', author: 'Ines Brandt', publishedOn: '2026-03-02' },
      markdown: LINKED,
      html: `<p>A <a href="${LINK.targetUrl}" rel="sponsored nofollow">${LINK.anchorText}</a> is quiet. It is small.</p>\n`,
      paidLinks: [{ ...LINK, rel: 'sponsored nofollow' }],
      previousUrl: null,
      deliveryNo: 1,
    },
  ]);
  const next = await addText(admin, article.id, `${LINKED}\nMore words.\n`);
  await select(admin, article.id, next);
  await goesOut(admin, article.id, next);
  expect(outside.sent[1]!.body).toMatchObject({ versionId: next, previousUrl: now.url, deliveryNo: 2 });
  expect(outside.sent[1]!.id).not.toBe(outside.sent[0]!.id);
});

test('a hook that is away is tried again under the same id, with what is wanted by then', async () => {
  const { outside, site } = await hooked();
  const article = await addOutletArticle(admin, site, { publish: false });
  const [first, second] = [
    await addText(admin, article.id, 'The first text.\n'),
    await addText(admin, article.id, 'The second text.\n'),
  ];
  outside.refuse({ status: 503, times: 1 });
  await select(admin, article.id, first);
  await stands(admin, article.id, { state: 'delivered', deliveredVersionId: first });
  outside.refuse({ status: 503, times: 1 });
  await select(admin, article.id, second);
  await until('it was tried', async () => (await standingOf(admin, article.id)).lastProblem !== null);
  await select(admin, article.id, first);
  await goesOut(admin, article.id, first);
  expect(outside.sent.map(({ body }) => body.versionId)).toEqual([first, first]);
  expect(await alertsOf(galley, article.id)).toEqual([]);
});

test('an answer that is lost brings the same delivery again', async () => {
  const { outside, site } = await hooked();
  outside.keepSilent(1);
  const article = await addOutletArticle(admin, site);
  await goesOut(admin, article.id, article.selectedVersionId!);
  const [once, again] = outside.sent;
  expect(outside.sent).toHaveLength(2);
  expect(again).toEqual(once);
});

test('a hook that nobody answers at for too long fails with an alert, and may be tried again', async () => {
  const { outside, site } = await hooked();
  outside.refuse({ status: 500, times: 100 });
  const article = await addOutletArticle(admin, site);
  const failed = await stands(admin, article.id, { state: 'failed' }, 30_000);
  expect(failed.lastProblem).toEqual({ type: 'Receiver.Unavailable', reason: 'http_500' });
  expect(await alertsOf(galley, article.id)).toEqual(['outlet_failed http_500']);
}, 60_000);

test.each([400, 403, 410])('a hook that answers %i fails at once', async (status) => {
  const { outside, site } = await hooked();
  outside.refuse({ status, times: 1 });
  const article = await addOutletArticle(admin, site);
  await stands(admin, article.id, { state: 'failed' });
  expect(await alertsOf(galley, article.id)).toEqual([`outlet_failed http_${status}`]);
  const again = await admin.call('POST', `/api/articles/${article.id}/publish-again`, { body: {} });
  expect(again.status).toBe(200);
  await goesOut(admin, article.id, article.selectedVersionId!);
  expect(outside.sent).toHaveLength(1);
});

test.each<[string, (html: string) => string, string]>([
  ['is missing on the page', (html) => html.replace(/<a .*<\/a>/, 'nothing'), 'missing'],
  ['has no rel on the page', (html) => html.replace(' rel="sponsored nofollow"', ''), 'without-rel'],
])('a paid link that %s is told once, after a few looks', async (_what, shows, found) => {
  const { outside, site } = await hooked();
  outside.shows = shows;
  const { article, linkedId, orderId } = await ordered(site);
  await select(admin, article.id, linkedId);
  const now = await goesOut(admin, article.id, linkedId);
  expect(now).toMatchObject({ linkState: found, links: [{ orderId, state: found }], state: 'delivered' });
  expect(outside.reads).toBe(5);
  expect(await alertsOf(galley, article.id)).toEqual([`link_not_kept ${found}`]);
});

test('a page that is cached for a while is looked at until it shows the link', async () => {
  const { outside, site } = await hooked();
  outside.shows = (html) => (outside.reads < 3 ? 'old' : html);
  const { article, linkedId } = await ordered(site);
  await select(admin, article.id, linkedId);
  expect(await goesOut(admin, article.id, linkedId)).toMatchObject({ linkState: 'kept' });
  expect(outside.reads).toBe(3);
  expect(await alertsOf(galley, article.id)).toEqual([]);
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['an address that is none', { url: 'javascript:alert(1)' }],
  ['an address with a password', { url: 'https://a:b@c.example/' }],
  ['a list', [1]],
])('a hook that answers %s leaves the link unchecked', async (_what, answer) => {
  const { outside, site } = await hooked();
  outside.answers = () => answer;
  const { article, linkedId } = await ordered(site);
  await select(admin, article.id, linkedId);
  expect(await goesOut(admin, article.id, linkedId)).toMatchObject({ linkState: 'unchecked', url: null });
  expect(await alertsOf(galley, article.id)).toEqual(['link_not_kept unchecked']);
});

test('a site without an outlet sends nothing, and one whose outlet is removed takes back what waits', async () => {
  const bare = await addOutletSite(admin, null);
  const quiet = await addOutletArticle(admin, bare);
  expect(await standingOf(admin, quiet.id)).toMatchObject({ hasOutlet: false, state: null });
  const { outside, site } = await hooked();
  outside.refuse({ status: 503, times: 100 });
  const article = await addOutletArticle(admin, site);
  await until('it was tried', async () => (await standingOf(admin, article.id)).lastProblem !== null);
  await admin.call('PATCH', `/api/domains/${site.id}`, { body: { outlet: null } });
  expect(await stands(admin, article.id, { state: 'failed', hasOutlet: false })).toMatchObject({
    lastProblem: { reason: 'no_outlet' },
  });
  expect(outside.sent).toEqual([]);
});

test('a workflow that is started by hand beside its own does nothing, and bad input ends it', async () => {
  const { outside, site } = await hooked();
  outside.refuse({ status: 503, times: 1 });
  const article = await addOutletArticle(admin, site);
  const started = { taskQueue: 'orders', workflowId: `hand-${article.id}` };
  const { workflow } = galley.temporal;
  await workflow.execute('publishArticle', { ...started, args: [{ articleId: article.id }] });
  await goesOut(admin, article.id, article.selectedVersionId!);
  expect(outside.sent).toHaveLength(1);
  for (const args of [[], [null], [{ articleId: 'x' }]])
    await expect(workflow.execute('publishArticle', { ...started, args })).rejects.toThrow();
});
