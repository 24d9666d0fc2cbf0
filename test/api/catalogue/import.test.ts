import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { buyLink, LINKED } from '../../support/outlets';
import { addSite, openly, TEXT } from './support';

let galley: Galley;
let admin: ApiClient;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  admin = galley.operator;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

interface Result {
  imported: Array<{
    file: string;
    saved: string;
    articleId: string;
    versionNum: number;
    isPublished: boolean;
  }>;
  refused: Array<{ file: string; line: number; reason: string }>;
}

async function load(
  files: Array<{ name: string; content: string }>,
  more: Record<string, unknown> = {},
): Promise<Result> {
  const answer = await admin.call('POST', '/api/articles/import', { body: { files, ...more } });
  expect([answer.status, answer.json]).toEqual([200, answer.json]);
  return answer.json as unknown as Result;
}

const file = (host: string | null, body = TEXT, more = ''): string =>
  `---\ntitle: Pruning\nauthor: Ines Brandt\ndate: 2026-03-02\n${host ? `domain: ${host}\n` : ''}${more}---\n\n${body}`;

test('files become articles; those that are refused are named with line and reason, and keep none from being taken', async () => {
  const site = await addSite(admin, { language: 'de' });
  const result = await load([
    { name: 'good.md', content: file(site.host) },
    { name: 'no-title.md', content: '---\nauthor: x\ndate: 2026-01-01\n---\ntext' },
    { name: 'tags.md', content: file(site.host, TEXT, 'tags: [a]\n') },
    { name: 'nowhere.md', content: file('nowhere.example') },
    { name: 'no-site.md', content: file(null, TEXT, 'slug: other\n') },
    { name: 'again.md', content: file(site.host, 'Another text. So.') },
    { name: 'second.md', content: file(site.host, TEXT, 'slug: second\nlanguage: fr\n') },
  ]);
  expect(result.imported).toMatchObject([
    { file: 'good.md', saved: 'created', versionNum: 1, isPublished: true },
    { file: 'second.md', saved: 'created', versionNum: 1, isPublished: true },
  ]);
  expect(result.refused).toEqual([
    { file: 'no-title.md', line: 1, reason: '"title" is missing.' },
    { file: 'tags.md', line: 2, reason: 'The fields of the front matter must be simple texts.' },
    {
      file: 'nowhere.md',
      line: 1,
      reason: 'There is no site with the host nowhere.example in the catalogue.',
    },
    { file: 'no-site.md', line: 1, reason: 'The front matter has no "domain", and the import names none.' },
    { file: 'again.md', line: 1, reason: 'It has the same site and slug as good.md.' },
  ]);
  const { data } = await openly(`${galley.apiUrl}/api/v1/articles/${result.imported[0]!.articleId}`);
  expect(data).toMatchObject({
    title: 'Pruning',
    slug: 'pruning',
    publishedOn: '2026-03-02',
    language: 'de',
  });
  expect(String(data['content'])).not.toContain('author:');
});

test('the same file again changes nothing, a new text is a new version, and new front matter is none', async () => {
  const site = await addSite(admin);
  const once = async (content: string, more = {}) => {
    const { imported, refused } = await load([{ name: 'a.md', content }], more);
    expect(refused).toEqual([]);
    return imported[0]!;
  };
  const first = await once(file(site.host));
  expect(first).toMatchObject({ saved: 'created', versionNum: 1 });
  expect(await once(file(site.host))).toEqual({ ...first, saved: 'unchanged' });
  expect(await once(file(site.host, `${TEXT}More.\n`))).toMatchObject({
    ...{ saved: 'new_version', versionNum: 2, isPublished: true, articleId: first.articleId },
  });
  // A text that is there already publishes nothing.
  expect(await once(file(site.host))).toEqual({ ...first, saved: 'unchanged', isPublished: false });
  const renamed = file(site.host)
    .replace('title: Pruning', 'title: Pruning late')
    .replace('---\n\n', 'slug: pruning\n---\n\n');
  expect(await once(renamed)).toMatchObject({ saved: 'updated', versionNum: 1 });
  expect(await once(file(site.host, 'Third. So.', 'slug: pruning\n'), { publish: false })).toMatchObject({
    ...{ saved: 'new_version', versionNum: 3, isPublished: false },
  });
  const { rows } = await galley.database.pool.query('select 1 from article_revisions where article_id = $1', [
    first.articleId,
  ]);
  expect(rows).toHaveLength(3);
  const site2 = await addSite(admin);
  expect(await once(file(null), { domain: site2.host })).toMatchObject({ saved: 'created' });
});

test('two imports of the same file at once make one article with one version', async () => {
  const site = await addSite(admin);
  const results = await Promise.all(
    Array.from({ length: 6 }, () => load([{ name: 'a.md', content: file(site.host) }])),
  );
  expect(results.map(({ imported }) => imported[0]!.saved).sort()).toEqual([
    'created',
    ...Array<string>(5).fill('unchanged'),
  ]);
});

test('a text with a link that was paid for is replaced by no import', async () => {
  const site = await addSite(admin);
  const { imported } = await load([{ name: 'a.md', content: file(site.host, `Hedges. ${LINKED}`) }]);
  const { articleId } = imported[0]!;
  await buyLink(galley, String(articleId));
  const again = await load([{ name: 'a.md', content: file(site.host, 'Another. So.') }]);
  expect(again.imported).toMatchObject([{ saved: 'new_version', versionNum: 2, isPublished: false }]);
  const { data } = await openly(`${galley.apiUrl}/api/v1/articles/${articleId}`);
  expect(String(data['content'])).toContain('Hedges');
});

test.each<[string, unknown, number]>([
  ['no files', { files: [] }, 400],
  ['too many files', { files: Array(101).fill({ name: 'a', content: 'b' }) }, 400],
  ['a file without a name', { files: [{ name: '', content: 'b' }] }, 400],
  ['something unknown', { files: [{ name: 'a', content: 'b', path: '/etc' }] }, 400],
  ['null characters', { files: [{ name: 'a', content: 'b\0' }] }, 400],
  ['too much', { files: [{ name: 'a', content: 'x'.repeat(2_200_000) }] }, 413],
])('a request with %s is refused', async (_name, body, status) => {
  expect((await admin.call('POST', '/api/articles/import', { body })).status).toBe(status);
});
