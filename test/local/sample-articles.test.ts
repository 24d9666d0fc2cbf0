import { readArticleFile } from '../../src/domain/catalogue/article-file';
import { isOfHost } from '../../src/domain/catalogue/hosts';
import { placesForAnchor } from '../../src/domain/linking';
import { checkDraft, comparedWords } from '../../src/domain/quality';
import type { Link } from 'mdast';
import { createDb } from '../../src/db/db';
import { parseMarkdown, walk } from '../../src/domain/text/markdown/parse';
import { toPlainText } from '../../src/domain/text/markdown/shown';
import { textReader } from '../../src/domain/text/text';
import { readSampleSites, seedCatalogue } from '../../src/local/sample-articles';
import { createTestDatabase } from '../support/database';
import type { TestDatabase } from '../support/database';

const sites = readSampleSites();

const articles = sites.flatMap(({ site, files }) =>
  files.map(({ name, content }) => {
    const read = readArticleFile(content);
    if (!read.ok) throw new Error(`${name}, line ${read.problem.line}: ${read.problem.reason}`);
    return { name, site, article: read.article };
  }),
);

/** What each article is about, by its slug. */
const KEYWORDS: Readonly<Record<string, string>> = {
  'first-three-winters-of-a-hedge': 'bare-root hedge',
  'tomatoes-in-august': 'tomato plant',
  'a-compost-heap-in-winter': 'compost heap',
  'grinding-for-a-moka-pot': 'moka pot',
  'cleaning-a-hand-grinder': 'hand grinder',
  'water-for-coffee': 'water',
};

function linksOf(markdown: string): Link[] {
  const links: Link[] = [];
  walk(parseMarkdown(markdown), (node) => {
    if (node.type === 'link') links.push(node);
  });
  return links;
}

test('there are two sites with three articles each', () => {
  expect(sites.map(({ files }) => files.length)).toEqual([3, 3]);
});

describe.each(articles)('$name', ({ site, article }) => {
  test('has 800 to 1,500 words, an author and a day', () => {
    const count = textReader('en').words(toPlainText(article.content)).length;
    expect(count).toBeGreaterThanOrEqual(800);
    expect(count).toBeLessThanOrEqual(1_500);
    expect(article).toMatchObject({ domain: site.host, date: expect.stringMatching(/^2026-/) as string });
    expect(article.author).toMatch(/^\p{Lu}\p{L}+ \p{Lu}\p{L}+$/u);
  });

  test('links to other pages of its site, all of which the site names', () => {
    const urls = linksOf(article.content).map(({ url }) => url);
    expect(urls.length).toBeGreaterThanOrEqual(3);
    expect(urls.filter((url) => !isOfHost(url, site.host))).toEqual([]);
    expect(urls.filter((url) => !site.internalPages.some((page) => page.url === url))).toEqual([]);
  });

  test('passes the rules of quality control', () => {
    const others = articles.filter((other) => other.article !== article);
    const { passed, findings } = checkDraft({
      ...{ markdown: article.content, title: article.title, keyword: KEYWORDS[article.slug]! },
      ...{ targetWords: 1_200, language: site.language },
      otherPosts: others.map((other) => ({
        title: other.article.title,
        words: comparedWords(toPlainText(other.article.content)),
      })),
    });
    expect([findings.filter(({ severity }) => severity === 'blocking'), passed]).toEqual([[], true]);
  });

  test('has a place for its own subject and for any other link', () => {
    const kinds = placesForAnchor(article.content, KEYWORDS[article.slug]!).map(({ kind }) => kind);
    expect(kinds).toContain('words');
    expect(kinds.filter((kind) => kind === 'sentence').length).toBeGreaterThan(10);
  });
});

describe('a local stack', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });

  test('begins with them, and a later start leaves them as they have become', async () => {
    const db = createDb(database.pool);
    await seedCatalogue(db);
    const [first] = await db.catalogueArticles.listPublished({ limit: 50 });
    expect(await db.catalogueArticles.listPublished({ limit: 50 })).toHaveLength(6);
    await db.catalogueArticles.updateArticle({ articleId: first!.id, facts: { title: 'Mine now' } });
    await seedCatalogue(db);
    const after = await db.catalogueArticles.listPublished({ limit: 50 });
    expect(after).toHaveLength(6);
    expect(after.map(({ title }) => title)).toContain('Mine now');
    expect(after[0]!.prices.backlink).toEqual({ amount: 18_000, currency: 'JPY' });
  });
});
