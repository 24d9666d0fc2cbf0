import { randomUUID } from 'node:crypto';
import type { ApiClient, Answer } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { addText, buyLink, LINK, LINKED, PLAIN } from '../../support/outlets';
import { addArticle, addSite, openly } from './support';

let galley: Galley;
let admin: ApiClient;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  admin = galley.operator;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const select = (articleId: string, versionId: string | null, acceptLostLinks?: unknown): Promise<Answer> =>
  admin.call('POST', `/api/articles/${articleId}/select`, {
    body: { versionId, ...(acceptLostLinks === undefined ? {} : { acceptLostLinks }) },
  });

const contentOf = async (articleId: string): Promise<string> => {
  const { data } = await openly(`${galley.apiUrl}/api/v1/articles/${articleId}`);
  return String(data['content']);
};

/** An article whose published version has a link that was paid for; its first version has none. */
async function linked(): Promise<{ id: string; plainId: string; linkedId: string; orderId: string }> {
  const { id, selectedVersionId } = await addArticle(admin, await addSite(admin), { content: PLAIN });
  const linkedId = await addText(admin, id, LINKED);
  const orderId = await buyLink(galley, id);
  expect((await select(id, linkedId)).status).toBe(200);
  return { id, plainId: selectedVersionId!, linkedId, orderId };
}

test('any earlier version is published again, and that is on record', async () => {
  const site = await addSite(admin);
  const { id, selectedVersionId: first } = await addArticle(admin, site, { content: PLAIN });
  const second = await addText(admin, id, 'Another text. It is short.\n');
  expect((await select(id, second)).json).toMatchObject({ selectedVersionId: second });
  expect((await select(id, first)).json).toMatchObject({ selectedVersionId: first });
  expect(await contentOf(id)).toBe(PLAIN);
  const { json } = await admin.call('GET', `/api/domains/${site.id}/actions?limit=1`);
  expect(json['items']).toMatchObject([
    { action: 'version.selected', versionId: first, facts: { versionNum: 1 } },
  ]);
});

test.each(['PENDING_REVIEW', 'REJECTED'])(
  'a version of an order that is %s is not published',
  async (review) => {
    const { id } = await addArticle(admin, await addSite(admin), { content: PLAIN });
    const versionId = await addText(admin, id, LINKED);
    const { pool } = galley.database;
    const set = (status: string) =>
      pool.query('update article_revisions set backlink_review_status = $2 where id = $1', [
        versionId,
        status,
      ]);
    await set(review);
    const refused = await select(id, versionId);
    expect([refused.status, refused.json['error']]).toEqual([409, 'conflict']);
    expect(refused.json['message']).toMatch(/Approve its order instead/);
    expect(await contentOf(id)).toBe(PLAIN);
    await set('APPROVED');
    expect((await select(id, versionId)).status).toBe(200);
  },
);

test('a rollback that loses paid links is refused with the list of them, unless exactly they are accepted', async () => {
  const { id, plainId, linkedId, orderId } = await linked();
  const refused = await select(id, plainId);
  expect([refused.status, refused.json['error']]).toEqual([409, 'links_would_vanish']);
  expect(refused.json['lostLinks']).toEqual([{ orderId, ...LINK }]);
  for (const accepted of [[], [randomUUID()], [orderId, randomUUID()]])
    expect((await select(id, plainId, accepted)).json['error']).toBe('links_would_vanish');
  expect((await select(id, plainId, 'all')).status).toBe(400);
  expect(await contentOf(id)).toBe(LINKED);
  const asked = await admin.call('GET', `/api/articles/${id}/lost-links?versionId=${plainId}`);
  expect(asked.json).toEqual({ lostLinks: [{ orderId, ...LINK }] });
  const missing = await admin.call('GET', `/api/articles/${id}/lost-links?versionId=${randomUUID()}`);
  expect(missing.status).toBe(404);
  // One that was approved after the list was read is not lost unseen.
  const later = { anchorText: 'small', targetUrl: 'https://small.example/' };
  const both = await addText(admin, id, `${LINKED}\nIt is [small](https://small.example/).\n`);
  await select(id, both);
  const laterId = await buyLink(galley, id, later);
  const again = await select(id, plainId, [orderId]);
  expect(again.json['lostLinks']).toEqual([
    { orderId, ...LINK },
    { orderId: laterId, ...later },
  ]);
  expect((await select(id, linkedId, [laterId])).status).toBe(200);
  const accepted = await select(id, plainId, [orderId]);
  expect([accepted.status, accepted.json['selectedVersionId']]).toEqual([200, plainId]);
  const { json } = await admin.call(
    'GET',
    `/api/domains/${String(accepted.json['domainId'])}/actions?limit=1`,
  );
  expect(json['items']).toMatchObject([{ action: 'version.selected', facts: { lostLinks: [orderId] } }]);
});

test('withdrawing and new texts lose links by the same rule', async () => {
  const { id, orderId } = await linked();
  const withdrawn = await select(id, null);
  expect(withdrawn.json).toMatchObject({ error: 'links_would_vanish', lostLinks: [{ orderId }] });
  const saved = await admin.call('POST', `/api/articles/${id}/versions`, {
    body: { content: 'A text without it.\n', publish: true },
  });
  expect(saved.json).toMatchObject({ isNew: true, isPublished: false });
  const kept = await admin.call('POST', `/api/articles/${id}/versions`, {
    body: { content: `${LINKED}\nMore words.\n`, publish: true },
  });
  expect(kept.json).toMatchObject({ isNew: true, isPublished: true });
  expect((await select(id, null, [orderId])).json).toMatchObject({ selectedVersionId: null });
});

test('links that are not approved, or not in the published text, hold nothing up', async () => {
  const { id, selectedVersionId } = await addArticle(admin, await addSite(admin), { content: LINKED });
  await buyLink(galley, id, { isApproved: false });
  await buyLink(galley, id, { targetUrl: 'https://elsewhere.example/' });
  const plain = await addText(admin, id, PLAIN);
  expect((await select(id, plain)).status).toBe(200);
  expect((await select(id, selectedVersionId)).status).toBe(200);
});

test('a link that was ordered twice is lost where it is left once', async () => {
  const { id } = await addArticle(admin, await addSite(admin), { content: `${LINKED}\n${LINKED}` });
  const [first, second] = [await buyLink(galley, id), await buyLink(galley, id)];
  const once = await addText(admin, id, LINKED);
  const refused = await select(id, once);
  expect(refused.json['lostLinks']).toEqual([{ orderId: second, ...LINK }]);
  expect(first).not.toBe(second);
});
