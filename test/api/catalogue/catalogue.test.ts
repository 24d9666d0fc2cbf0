import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { startGalley } from '../../support/galley';
import type { Galley } from '../../support/galley';
import { addArticle, addSite, newHost, openly, TEXT } from './support';

let galley: Galley;
let admin: ApiClient;

beforeAll(async () => {
  galley = await startGalley({ lanes: [] });
  admin = galley.operator;
}, 60_000);

afterAll(async () => {
  await galley?.stop();
});

const PUBLIC = '/api/v1/articles';

async function publicIds(query: string): Promise<unknown[]> {
  const { status, data } = await openly(`${galley.apiUrl}${PUBLIC}?${query}`);
  expect(status).toBe(200);
  return (data['items'] as Array<{ id: string }>).map(({ id }) => id);
}

const actionsOf = async (siteId: string, query = ''): Promise<unknown[]> => {
  const { json } = await admin.call('GET', `/api/domains/${siteId}/actions?limit=200${query}`);
  return (json['items'] as Array<{ action: string }>).map(({ action }) => action).reverse();
};

describe('a site', () => {
  test('is answered as it was saved, in canonical form, at the address that is named', async () => {
    const answer = await admin.call('POST', '/api/domains', {
      body: {
        ...{ name: ' Garten ', host: 'Gärten.Example', language: 'DE-at', niche: 'Gärten', tone: 'ruhig' },
        internalPages: [{ title: 'Über uns', url: 'https://gärten.example/über' }],
        prices: {
          backlink: { amount: 12_000, currency: 'EUR' },
          article: { amount: 45_000, currency: 'JPY' },
        },
      },
    });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      id: expect.any(String) as string,
      name: 'Garten',
      host: 'xn--grten-gra.example',
      niche: 'Gärten',
      audience: '',
      tone: 'ruhig',
      language: 'de-AT',
      internalPages: [{ title: 'Über uns', url: 'https://xn--grten-gra.example/%C3%BCber' }],
      prices: {
        backlink: { amount: 12_000, currency: 'EUR' },
        article: { amount: 45_000, currency: 'JPY' },
      },
      outlet: null,
      active: true,
      createdAt: expect.stringMatching(/Z$/) as string,
      updatedAt: expect.stringMatching(/Z$/) as string,
    });
    const location = answer.headers.get('location')!;
    expect((await admin.call('GET', location)).json).toEqual(answer.json);
  });

  test('can be in the catalogue once, whatever the letters of its host', async () => {
    const site = await addSite(admin);
    const again = await admin.call('POST', '/api/domains', {
      body: { name: 'x', host: ` ${site.host.toUpperCase()}. `.trim() },
    });
    expect([again.status, again.json['error']]).toEqual([409, 'conflict']);
    const other = await addSite(admin);
    const moved = await admin.call('PATCH', `/api/domains/${other.id}`, { body: { host: site.host } });
    expect([moved.status, moved.json['error']]).toEqual([409, 'conflict']);
    const same = await admin.call('PATCH', `/api/domains/${other.id}`, { body: { host: other.host } });
    expect(same.status).toBe(200);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a private host', { host: 'localhost' }, 'body.host'],
    ['an address for a host', { host: 'https://a.example/' }, 'body.host'],
    ['no host', { host: undefined }, 'body.host'],
    ['a name of two lines', { name: 'a\nb' }, 'body.name'],
    ['a language that is none', { language: 'english!' }, 'body.language'],
    [
      'an unknown currency',
      { prices: { backlink: { amount: 1, currency: 'XXX' } } },
      'body.prices.backlink.currency',
    ],
    [
      'half a cent',
      { prices: { backlink: { amount: 0.5, currency: 'EUR' } } },
      'body.prices.backlink.amount',
    ],
    [
      'a price of nothing',
      { prices: { article: { amount: 0, currency: 'EUR' } } },
      'body.prices.article.amount',
    ],
    [
      'a page in a private network',
      { internalPages: [{ title: 'x', url: 'http://10.0.0.1/' }] },
      'body.internalPages.0.url',
    ],
    [
      'a page with a password',
      { internalPages: [{ title: 'x', url: 'https://a:b@c.example/' }] },
      'body.internalPages.0.url',
    ],
    ['something unknown', { owner: 'x' }, 'body'],
  ])('is refused with %s', async (_name, part, field) => {
    const answer = await admin.call('POST', '/api/domains', {
      body: { name: 'x', host: newHost(), ...part },
    });
    expect([answer.status, answer.json['error']]).toEqual([400, 'bad_request']);
    expect(answer.json['problems']).toEqual([expect.objectContaining({ field })]);
  });

  test('changes by what is named, one price at a time, and each change is on record', async () => {
    const site = await addSite(admin, { prices: { backlink: { amount: 500, currency: 'USD' } } });
    const path = `/api/domains/${site.id}`;
    const change = async (body: unknown) => (await admin.call('PATCH', path, { body })).json;
    const before = (await admin.call('GET', path)).json;
    expect(await change({})).toEqual(before);
    expect(await change({ name: String(before['name']) })).toEqual(before);
    expect(await change({ prices: { article: { amount: 900, currency: 'USD' } } })).toMatchObject({
      prices: { backlink: { amount: 500 }, article: { amount: 900 } },
    });
    expect(await change({ prices: { backlink: null }, tone: 'dry' })).toMatchObject({
      prices: { backlink: null, article: { amount: 900, currency: 'USD' } },
    });
    expect(await change({ active: false })).toMatchObject({ active: false });
    expect(await change({ active: true })).toMatchObject({ active: true });
    expect(await actionsOf(site.id)).toEqual([
      ...['domain.created', 'domain.changed', 'domain.changed', 'domain.archived', 'domain.restored'],
    ]);
    const { json } = await admin.call('GET', `${path}/actions?limit=3`);
    const [newest, , third] = json['items'] as Array<{ actor: string; facts: object }>;
    expect(newest!.actor).toMatch(/^key:[0-9a-f-]{36}$/);
    expect(third!.facts).toEqual({ fields: ['prices', 'tone'].sort() });
    const next = await admin.call('GET', `${path}/actions?limit=3&cursor=${String(json['nextCursor'])}`);
    expect(next.json).toMatchObject({ items: [{}, { action: 'domain.created' }], nextCursor: null });
  });

  test('is not there for whoever may not keep the catalogue', async () => {
    const site = await addSite(admin);
    for (const [method, path] of [
      ['GET', '/api/domains'],
      ['GET', `/api/domains/${site.id}`],
      ['GET', '/api/articles'],
      ['POST', '/api/articles/import'],
    ] as const)
      expect((await galley.stores[0]!.call(method, path)).status).toBe(403);
    expect((await admin.call('GET', `/api/domains/${randomUUID()}`)).status).toBe(404);
  });
});

describe('an article', () => {
  test('is published with its first version, and everybody reads it with the prices of its site', async () => {
    const site = await addSite(admin, {
      niche: 'gardens',
      prices: { backlink: { amount: 18_000, currency: 'JPY' } },
    });
    const article = await addArticle(admin, site, { title: 'Three Winters', language: 'en-GB' });
    const { status, json, data } = await openly(`${galley.apiUrl}${PUBLIC}/${article.id}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({ success: true, message: 'Article found.' });
    expect(data).toEqual({
      ...{ id: article.id, slug: 'three-winters', title: 'Three Winters', author: 'Ines Brandt' },
      ...{ publishedOn: '2026-03-02', language: 'en-GB', content: TEXT },
      domain: { name: `Site of ${site.host}`, host: site.host, niche: 'gardens' },
      prices: { backlink: { amount: 18_000, currency: 'JPY' }, article: null },
    });
    const { data: list } = await openly(`${galley.apiUrl}${PUBLIC}?domain=${site.host}`);
    expect(list).toMatchObject({
      items: [{ id: article.id, excerpt: expect.stringMatching(/^Hedges take three years\./) as string }],
      nextCursor: null,
    });
    expect(JSON.stringify(list)).not.toContain('"content"');
  });

  test('has raw HTML read as text by whoever reads it', async () => {
    const site = await addSite(admin);
    const { id } = await addArticle(admin, site, {
      content: 'Words <script>alert(1)</script> and <b>bold</b> words.',
    });
    const { data } = await openly(`${galley.apiUrl}${PUBLIC}/${id}`);
    expect(String(data['content'])).not.toContain('<script>');
    expect(String(data['content'])).toContain('**bold**');
  });

  test('is not public while it is archived, has no version, or its site is archived', async () => {
    const site = await addSite(admin);
    const { id } = await addArticle(admin, site);
    const draft = await addArticle(admin, site, { publish: false });
    expect(draft.selectedVersionId).toBeNull();
    const seen = async () => [
      await publicIds(`domain=${site.host}`),
      (await openly(`${galley.apiUrl}${PUBLIC}/${id}`)).status,
      (await openly(`${galley.apiUrl}${PUBLIC}/${draft.id}`)).status,
    ];
    const states = async (state: string): Promise<unknown[]> => {
      const { json } = await admin.call('GET', `/api/articles?domain=${site.host}&state=${state}`);
      return (json['items'] as Array<{ id: string }>).map((one) => one.id);
    };
    expect(await seen()).toEqual([[id], 200, 404]);
    expect([await states('published'), await states('unpublished')]).toEqual([[id], [draft.id]]);
    await admin.call('PATCH', `/api/articles/${id}`, { body: { archived: true } });
    expect(await seen()).toEqual([[], 404, 404]);
    expect(await states('archived')).toEqual([id]);
    await admin.call('PATCH', `/api/articles/${id}`, { body: { archived: false } });
    expect(await seen()).toEqual([[id], 200, 404]);
    await admin.call('PATCH', `/api/domains/${site.id}`, { body: { active: false } });
    expect(await seen()).toEqual([[], 404, 404]);
    const check = await openly(`${galley.apiUrl}${PUBLIC}/${id}/check-anchor`, { anchorText: 'x' });
    expect(check.status).toBe(404);
  });

  test('keeps its slug to itself within its site', async () => {
    const [site, other] = [await addSite(admin), await addSite(admin)];
    const first = await addArticle(admin, site, { slug: 'same' });
    await addArticle(admin, other, { slug: 'same' });
    const second = await addArticle(admin, site);
    const body = {
      domain: site.host,
      title: 'x',
      author: 'y',
      publishedOn: '2026-01-01',
      content: TEXT,
      slug: 'same',
    };
    expect((await admin.call('POST', '/api/articles', { body })).status).toBe(409);
    const moved = await admin.call('PATCH', `/api/articles/${second.id}`, { body: { slug: first.slug } });
    expect([moved.status, moved.json['error']]).toEqual([409, 'conflict']);
  });

  test.each<[string, Record<string, unknown>, number, string | undefined]>([
    ['a site that is not there', { domain: 'nowhere.example' }, 404, undefined],
    ['a day that is not in the calendar', { publishedOn: '2026-02-30' }, 400, 'body.publishedOn'],
    ['no text', { content: ' \n ' }, 400, 'body.content'],
    ['a text that is nested too deeply', { content: '> a\n\n'.repeat(8_000) }, 400, 'body.content'],
    ['a text that is too long', { content: 'word '.repeat(50_000) }, 400, 'body.content'],
    ['a null character', { content: 'a\0b' }, 400, 'body.content'],
    ['half a character', { content: 'a \ud83d b' }, 400, 'body.content'],
    ['a title that makes no slug', { title: '※' }, 400, undefined],
    ['a slug with signs', { slug: 'a/b' }, 400, 'body.slug'],
    ['a title that turns round', { title: 'a \u202e b' }, 400, 'body.title'],
  ])('is refused with %s', async (_name, part, status, field) => {
    const site = await addSite(admin);
    const answer = await admin.call('POST', '/api/articles', {
      body: {
        ...{ domain: site.host, title: 'x', author: 'y', publishedOn: '2026-01-01', content: TEXT, ...part },
      },
    });
    expect(answer.status).toBe(status);
    if (field) expect(answer.json['problems']).toEqual([expect.objectContaining({ field })]);
  });

  test('has versions, of which the published one is chosen', async () => {
    const site = await addSite(admin);
    const { id, selectedVersionId: first } = await addArticle(admin, site);
    const path = `/api/articles/${id}`;
    const add = async (body: unknown) => (await admin.call('POST', `${path}/versions`, { body })).json;
    const second = await add({ content: `${TEXT}\nMore.\n`, author: 'Tomasz Reid' });
    expect(second).toMatchObject({ versionNum: 2, author: 'Tomasz Reid', isNew: true, isPublished: false });
    expect(await add({ content: TEXT })).toMatchObject({
      id: first,
      versionNum: 1,
      isNew: false,
      isPublished: true,
    });
    const third = await add({ content: 'Third. So.', publish: true });
    expect(third).toMatchObject({ versionNum: 3, isNew: true, isPublished: true });
    const { json } = await admin.call('GET', `${path}/versions?limit=2`);
    expect((json['items'] as Array<{ versionNum: number }>).map(({ versionNum }) => versionNum)).toEqual([
      3, 2,
    ]);
    const rest = await admin.call('GET', `${path}/versions?limit=2&cursor=${String(json['nextCursor'])}`);
    expect(rest.json).toMatchObject({
      items: [{ id: first, lastQcStatus: null, qcAttempts: 0 }],
      nextCursor: null,
    });
    const read = await admin.call('GET', `${path}/versions/${String(second['id'])}`);
    expect(read.json).toMatchObject({ content: `${TEXT}\nMore.\n`, backlinkMetadata: null });

    const select = (versionId: unknown) => admin.call('POST', `${path}/select`, { body: { versionId } });
    expect((await select(second['id'])).json).toMatchObject({ selectedVersionId: second['id'] });
    expect((await select(second['id'])).status).toBe(200);
    expect((await openly(`${galley.apiUrl}${PUBLIC}/${id}`)).data['content']).toContain('More.');
    const other = await addArticle(admin, site);
    expect((await select(other.selectedVersionId)).status).toBe(404);
    expect((await select(null)).json).toMatchObject({ selectedVersionId: null });
    expect((await openly(`${galley.apiUrl}${PUBLIC}/${id}`)).status).toBe(404);
    expect(await actionsOf(site.id, `&articleId=${id}`)).toEqual([
      ...['article.created', 'version.added', 'version.selected', 'version.added', 'version.added'],
      ...['version.selected', 'version.selected', 'version.withdrawn'],
    ]);
  });

  test('changed by many at once has each version once', async () => {
    const site = await addSite(admin);
    const { id } = await addArticle(admin, site);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        admin.call('POST', `/api/articles/${id}/versions`, { body: { content: `Text ${n % 4}. So.` } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const numbers = new Set(answers.map(({ json }) => json['versionNum']));
    expect([...numbers].sort()).toEqual([2, 3, 4, 5]);
  });
});

describe('the list of articles', () => {
  test('is searched by words of title and text, in any script, and by site and language', async () => {
    const [site, other] = [await addSite(admin), await addSite(admin, { language: 'de' })];
    const title = `Quincunx ${randomUUID()}`;
    const one = await addArticle(admin, site, {
      title,
      content: 'On orchards. 一本關於咖啡磨豆機的書。 The [beans](https://zanzibar.example).',
    });
    const two = await addArticle(admin, other, {
      title: 'Anderes',
      content: 'Über Quitten und 100%ige Äpfel. Ende.',
    });
    expect(await publicIds('q=quincunx')).toEqual([one.id]);
    expect(await publicIds(`q=${encodeURIComponent('咖啡磨豆機')}`)).toEqual([one.id]);
    expect(await publicIds('q=orchards%20quincunx')).toEqual([one.id]);
    expect(await publicIds('q=orchards%20quitten')).toEqual([]);
    // Addresses are no text.
    expect(await publicIds('q=zanzibar')).toEqual([]);
    expect(await publicIds('q=100%25ige')).toEqual([two.id]);
    expect(await publicIds('q=100_ige')).toEqual([]);
    expect(await publicIds(`domain=${other.host.toUpperCase()}`)).toEqual([two.id]);
    expect(await publicIds(`language=de&domain=${other.host}`)).toEqual([two.id]);
    expect(await publicIds(`language=en&domain=${other.host}`)).toEqual([]);
    await admin.call('PATCH', `/api/articles/${one.id}`, { body: { title: 'Xylographer' } });
    expect([await publicIds('q=quincunx'), await publicIds('q=xylographer')]).toEqual([[], [one.id]]);
    await admin.call('POST', `/api/articles/${one.id}/versions`, {
      body: { content: 'Zeugma. So.', publish: true },
    });
    expect([await publicIds('q=orchards'), await publicIds('q=zeugma')]).toEqual([[], [one.id]]);
    const listed = await admin.call('GET', '/api/articles?q=zeugma');
    expect(listed.json).toMatchObject({ items: [{ id: one.id, domain: { host: site.host, active: true } }] });
  });

  test('is paged, newest first, and holds each article once', async () => {
    const site = await addSite(admin);
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.unshift((await addArticle(admin, site)).id);
    const seen: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== null;) {
      const after = cursor ? `&cursor=${String(cursor)}` : '';
      const { data } = await openly(`${galley.apiUrl}${PUBLIC}?domain=${site.host}&limit=2${after}`);
      seen.push(...(data['items'] as Array<{ id: string }>).map(({ id }) => id));
      cursor = data['nextCursor'];
    }
    expect(seen).toEqual(made);
  });

  test('finds words by an index', async () => {
    const { rows } = await galley.database.owner
      .query<{ 'QUERY PLAN': string }>(
        `set enable_seqscan = off; explain select id from articles a where a.search_text ilike '%quincunx%'`,
      )
      .then(
        (results) =>
          (Array.isArray(results) ? results[1] : results) as { rows: Array<{ 'QUERY PLAN': string }> },
      );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('articles_by_text');
  });

  test.each([
    ['a word of one letter', 'q=a'],
    ['a cursor that is none', 'cursor=x'],
    ['more than a page', 'limit=101'],
    ['a host that is none', 'domain=a%20b'],
    ['a language that is none', 'language=english!'],
    ['a state, which is none of the public', 'state=archived'],
    ['something unknown', 'x=1'],
    ['a word twice', 'q=aa&q=bb'],
    ['a null character', 'q=a%00b'],
  ])('refuses %s, in the shape of every error and with success: false', async (_name, query) => {
    const { status, json } = await openly(`${galley.apiUrl}${PUBLIC}?${query}`);
    expect([status, json['success'], json['error']]).toEqual([400, false, 'bad_request']);
    expect(json).toMatchObject({
      message: expect.any(String) as string,
      requestId: expect.any(String) as string,
    });
  });

  test('errors elsewhere have no such member', async () => {
    const { json } = await admin.call('GET', '/api/domains/x');
    expect(json).not.toHaveProperty('success');
    const none = await openly(`${galley.apiUrl}/api/v1/nothing`);
    expect([none.status, none.json['success']]).toEqual([401, false]);
  });
});

describe('the text of a link as it is typed', () => {
  const check = async (id: string, body: unknown) =>
    openly(`${galley.apiUrl}${PUBLIC}/${id}/check-anchor`, body);

  test('is told where it would go, and its address in punycode', async () => {
    const { id } = await addArticle(admin, await addSite(admin));
    const { json, data } = await check(id, {
      anchorText: 'pair of shears',
      targetUrl: ' https://münchen.example/a ',
    });
    expect(json).toMatchObject({ success: true, message: 'This link has a place.' });
    expect(data).toEqual({
      ...{
        ok: true,
        problems: [],
        anchorText: 'pair of shears',
        targetUrl: 'https://xn--mnchen-3ya.example/a',
      },
      places: { words: 1, spelling: 0, sentence: 3 },
      best: { kind: 'words', sentence: 'A good pair of shears helps.' },
    });
    const other = await check(id, { anchorText: 'Ladder', targetUrl: 'https://a.example' });
    expect(other.data).toMatchObject({ ok: true, best: { kind: 'sentence' } });
    const half = await check(id, { anchorText: 'Ladder' });
    expect(half.data).toMatchObject({ ok: false, problems: [], targetUrl: null });
  });

  test('that cannot be ordered says what is wrong with which of the two', async () => {
    const { id } = await addArticle(admin, await addSite(admin));
    const { json, data } = await check(id, { anchorText: 'a\nb', targetUrl: 'http://127.0.0.1/' });
    expect(json).toMatchObject({ success: true, message: 'This link cannot be ordered.' });
    expect(data).toMatchObject({
      ok: false,
      problems: [
        { field: 'anchorText', problem: 'must be one line' },
        { field: 'targetUrl', problem: 'must be in the public internet' },
      ],
      places: null,
    });
    const heading = await addArticle(admin, await addSite(admin), {
      content: '## Only headings\n\n## Here\n',
    });
    expect(
      (await check(heading.id, { anchorText: 'here', targetUrl: 'https://a.example' })).data,
    ).toMatchObject({
      ok: false,
      problems: [{ field: 'anchorText' }],
      places: { words: 0, spelling: 0, sentence: 0 },
    });
  });

  test('is refused where the request is none', async () => {
    const { id } = await addArticle(admin, await addSite(admin));
    for (const body of [
      {},
      { anchorText: 5 },
      { anchorText: 'x'.repeat(2_000) },
      { anchorText: 'x', y: 1 },
      [],
    ])
      expect((await check(id, body)).status).toBe(400);
    expect((await check('no-id', { anchorText: 'x' })).status).toBe(400);
    expect((await check(randomUUID(), { anchorText: 'x' })).status).toBe(404);
  });
});

describe('the view article_versions', () => {
  test('has the columns that were asked for, and no others', async () => {
    await addArticle(admin, await addSite(admin));
    const { fields, rows } = await galley.database.pool.query<Record<string, unknown>>(
      'select * from article_versions limit 1',
    );
    expect(fields.map(({ name }) => name)).toEqual([
      ...['id', 'article_id', 'version_num', 'content_md', 'qc_attempts', 'last_qc_status', 'last_qc_notes'],
      ...['backlink_review_status', 'backlink_metadata', 'created_at'],
    ]);
    expect(rows[0]).toMatchObject({ version_num: 1, content_md: TEXT });
  });

  test('is for reading', async () => {
    await expect(galley.database.pool.query('update article_versions set qc_attempts = 1')).rejects.toThrow(
      /is a view for reading/,
    );
  });
});
