import type { Simulators } from '../../src/simulators/options';
import { drawPicture } from '../../src/simulators/pictures/picture';
import { SAMPLE_STORES, sampleProducts } from '../../src/simulators/products';
import { tagsOf } from '../../src/simulators/wix/catalog';
import { connectStore, startFast } from './clients';

let simulators: Simulators;
const instanceId = SAMPLE_STORES[0].instanceId;
beforeAll(async () => {
  simulators = await startFast();
});
afterAll(() => simulators.stop());
afterEach(() => simulators.control.reset());

const rich = (text: string) => ({
  nodes: [
    {
      type: 'HEADING',
      id: 'h',
      nodes: [{ type: 'TEXT', id: '', textData: { text, decorations: [] } }],
      headingData: { level: 2 },
    },
    {
      type: 'PARAGRAPH',
      id: 'p',
      nodes: [
        {
          type: 'TEXT',
          id: '',
          textData: {
            text: 'a link',
            decorations: [
              { type: 'BOLD' },
              {
                type: 'LINK',
                linkData: {
                  link: { url: 'https://shop.example/?a=1&b="2"', rel: { nofollow: true, sponsored: true } },
                },
              },
            ],
          },
        },
        {
          type: 'TEXT',
          id: '',
          textData: {
            text: 'bad',
            decorations: [{ type: 'LINK', linkData: { link: { url: 'javascript:alert(1)' } } }],
          },
        },
      ],
    },
  ],
});

async function memberId(call: Awaited<ReturnType<typeof connectStore>>['call']): Promise<string> {
  return (await call('GET', '/members/v1/members?paging.limit=1')).body.members[0].id as string;
}

describe('products, members and tokens', () => {
  it('twenty products, some of them in each sample store', async () => {
    expect(new Set(sampleProducts.map((product) => product.id)).size).toBe(20);
    expect(new Set(sampleProducts.map((product) => product.trade)).size).toBe(6);
    const { call, token } = await connectStore(simulators, instanceId);
    const listed = await call('POST', '/stores/v1/products/query', { query: { paging: { limit: 100 } } });
    expect(listed.body.products.map((product: { id: string }) => product.id)).toEqual(
      SAMPLE_STORES[0].productIds,
    );
    const one = await call(
      'GET',
      `/stores/v1/products/${SAMPLE_STORES[0].productIds[0]}`,
      undefined,
      `Bearer ${token}`,
    );
    expect(one.body.product).toMatchObject({
      name: 'Harbour Hand Grinder',
      price: { currency: 'EUR', price: 89 },
    });
    expect(
      (await fetch(one.body.product.media.mainMedia.image.url as string)).headers.get('content-type'),
    ).toBe('image/png');
    const foreign = await call('GET', `/stores/v1/products/${SAMPLE_STORES[1].productIds[0]}`);
    expect(foreign.status).toBe(404);
    expect(foreign.body.details.applicationError.code).toBe('PRODUCT_NOT_FOUND');
    const other = await connectStore(simulators, '9b2f6a7e-7f0c-4a35-8a3e-0d2c8c1b5e11');
    expect((await other.call('POST', '/stores/v1/products/query', {})).body.totalResults).toBe(20);
  });

  it('400, 401, 403 and 429 as Wix returns them', async () => {
    expect((await connectStore(simulators, 'not-a-uuid')).token).toBeUndefined();
    const { call } = await connectStore(simulators, instanceId);
    expect((await call('GET', '/members/v1/members')).status).toBe(200);
    expect(simulators.control.revokeTokens(instanceId)).toBe(1);
    const refused = await call('GET', '/members/v1/members');
    expect(refused.status).toBe(401);
    expect(refused.body.details.applicationError.code).toBe('UNAUTHENTICATED');
    const again = await connectStore(simulators, instanceId);
    simulators.control.disconnect(instanceId, true);
    expect((await again.call('GET', '/members/v1/members')).status).toBe(403);
    simulators.control.disconnect(instanceId, false);
    expect((await again.call('GET', '/members/v1/members')).status).toBe(200);
    const limited = await startFast({ wix: { requestsPerMinutePerStore: 3 } });
    const one = await connectStore(limited, instanceId);
    const statuses = [];
    for (let number = 0; number < 4; number++)
      statuses.push((await one.call('GET', '/members/v1/members')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const two = await connectStore(limited, SAMPLE_STORES[1].instanceId);
    expect((await two.call('GET', '/members/v1/members')).status).toBe(200);
    await limited.stop();
  });
});

describe('drafts and posts', () => {
  it('publishing twice creates one post and updates it', async () => {
    const { call } = await connectStore(simulators, instanceId);
    const png = drawPicture({ seed: 1, prompt: 'x', title: 'x' });
    const { uploadUrl } = (
      await call('POST', '/site-media/v1/files/generate-upload-url', {
        mimeType: 'image/png',
        fileName: 'a.png',
      })
    ).body;
    const uploaded = await fetch(uploadUrl as string, {
      method: 'PUT',
      headers: { 'content-type': 'image/png' },
      body: new Uint8Array(png),
    });
    const { file } = (await uploaded.json()) as {
      file: { id: string; url: string; media: { image: { image: object } } };
    };
    expect(file.media.image.image).toMatchObject({ id: file.id, width: 1200, height: 630 });
    expect(Buffer.from(await (await fetch(file.url)).arrayBuffer()).equals(png)).toBe(true);
    const draftPost = {
      title: 'Grind <b>slowly</b>',
      memberId: await memberId(call),
      richContent: rich('Head & "shoulders"'),
      media: { wixMedia: { image: { id: file.id } }, displayed: true, custom: true, altText: 'A grinder' },
      categoryIds: ['unknown'],
      tagIds: ['unknown', tagsOf(instanceId)[0]!.id],
      seoSlug: 'grind-slowly',
    };
    const created = await call('POST', '/blog/v3/draft-posts', { draftPost });
    expect(created.body.draftPost).toMatchObject({
      status: 'UNPUBLISHED',
      categoryIds: [],
      tagIds: [tagsOf(instanceId)[0]!.id],
    });
    expect(created.body.draftPost.richContent).toBeUndefined();
    const id = created.body.draftPost.id as string;
    const first = await call('POST', `/blog/v3/draft-posts/${id}/publish`, {});
    const second = await call('POST', `/blog/v3/draft-posts/${id}/publish`, {});
    expect(second.body.postId).toBe(first.body.postId);
    expect(simulators.control.posts(instanceId)).toHaveLength(1);
    expect(simulators.control.posts()[0]!.publishCount).toBe(2);
    await call('PATCH', `/blog/v3/draft-posts/${id}`, { draftPost: { id, title: 'New title' } });
    await call('POST', `/blog/v3/draft-posts/${id}/publish`, {});
    const { post } = (await call('GET', `/blog/v3/posts/${first.body.postId}`)).body;
    expect(post).toMatchObject({
      title: 'New title',
      slug: 'grind-slowly',
      media: { wixMedia: { image: { width: 1200 } } },
    });
    const page = await (await fetch(`${post.url.base}${post.url.path}`)).text();
    expect(page).toContain('simulator');
    expect(page).toContain('Head &amp; &quot;shoulders&quot;');
    expect(page).toContain(
      '<a href="https://shop.example/?a=1&amp;b=&quot;2&quot;" rel="nofollow sponsored"><strong>a link</strong></a>',
    );
    expect(page).not.toContain('javascript:');
    expect(page).toContain(file.url);
  });

  it('missing owners, long titles and large content are rejected', async () => {
    const { call } = await connectStore(simulators, instanceId);
    const create = (draftPost: object) => call('POST', '/blog/v3/draft-posts', { draftPost });
    const owner = { memberId: await memberId(call) };
    const ownerless = await create({ title: 'T' });
    expect(ownerless.status).toBe(400);
    expect(ownerless.body).toMatchObject({
      message: 'Missing post owner information',
      details: { applicationError: { code: 'MISSING_POST_OWNER_INFORMATION' } },
    });
    const stranger = await connectStore(simulators, SAMPLE_STORES[1].instanceId);
    const foreign = await create({ title: 'T', memberId: await memberId(stranger.call) });
    expect([foreign.status, foreign.body.details.applicationError.code]).toEqual([
      400,
      'MISSING_POST_OWNER_INFORMATION',
    ]);
    expect((await create({ title: 'x'.repeat(201), ...owner })).status).toBe(400);
    expect((await create({ title: 'x'.repeat(200), ...owner })).status).toBe(200);
    expect((await create({ title: 'T', ...owner, richContent: rich('x'.repeat(420_000)) })).status).toBe(413);
  });

  it('drafts can be queried, are separate per store, and can be deleted', async () => {
    const { call } = await connectStore(simulators, instanceId);
    const stranger = await connectStore(simulators, SAMPLE_STORES[1].instanceId);
    const ids: string[] = [];
    for (const title of ['Alpha one', 'Alpha two', 'Beta'])
      ids.push(
        (
          await call('POST', '/blog/v3/draft-posts', {
            draftPost: { title, memberId: await memberId(call), richContent: rich(title) },
          })
        ).body.draftPost.id as string,
      );
    const query = async (body: object) => (await call('POST', '/blog/v3/draft-posts/query', body)).body;
    expect((await query({ query: { filter: { title: 'Beta' } } })).pagingMetadata.total).toBe(1);
    expect(
      (await query({ query: { filter: { title: { $eq: 'Beta' }, status: 'UNPUBLISHED' } } })).draftPosts,
    ).toHaveLength(1);
    const page = await query({
      query: {
        filter: { title: { $startsWith: 'Alpha' } },
        sort: [{ fieldName: 'title', order: 'DESC' }],
        paging: { limit: 1 },
      },
      fieldsets: ['RICH_CONTENT'],
    });
    expect(page).toMatchObject({
      draftPosts: [{ title: 'Alpha two' }],
      pagingMetadata: { count: 1, offset: 0, total: 2 },
    });
    expect(page.draftPosts[0].richContent.nodes).toHaveLength(2);
    const since = (await call('GET', `/blog/v3/draft-posts/${ids[2]}`)).body.draftPost.editedDate as string;
    expect(
      (await query({ query: { filter: { editedDate: { $gte: since } } } })).draftPosts.length,
    ).toBeGreaterThan(0);
    expect(
      (await query({ query: { filter: { editedDate: { $gt: '2999-01-01' } } } })).draftPosts,
    ).toHaveLength(0);
    expect((await stranger.call('GET', `/blog/v3/draft-posts/${ids[0]}`)).status).toBe(404);
    expect((await stranger.call('POST', `/blog/v3/draft-posts/${ids[0]}/publish`, {})).status).toBe(404);
    expect((await call('DELETE', `/blog/v3/draft-posts/${ids[0]}`)).status).toBe(200);
    expect((await call('GET', `/blog/v3/draft-posts/${ids[0]}`)).status).toBe(404);
    expect(simulators.control.drafts(instanceId)).toHaveLength(2);
  });

  it('new drafts can be slow to appear in queries', async () => {
    const delayed = await startFast({ wix: { draftVisibilityDelayMs: 600 } });
    const { call } = await connectStore(delayed, instanceId);
    await call('POST', '/blog/v3/draft-posts', { draftPost: { title: 'T', memberId: await memberId(call) } });
    const total = async () =>
      (await call('POST', '/blog/v3/draft-posts/query', {})).body.pagingMetadata.total as number;
    expect(await total()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 620));
    expect(await total()).toBe(1);
    await delayed.stop();
  });

  it('pictures are imported by address', async () => {
    const { call } = await connectStore(simulators, instanceId);
    const url = `${simulators.url}/wix/product-images/${sampleProducts[0]!.id}.png`;
    const imported = await call('POST', '/site-media/v1/files/import', {
      url,
      mimeType: 'image/png',
      displayName: 'p',
    });
    expect(imported.body.file).toMatchObject({
      operationStatus: 'READY',
      media: { image: { image: { width: 1200 } } },
    });
    const missing = await call('POST', '/site-media/v1/files/import', { url: `${simulators.url}/nothing` });
    expect(missing.body.file.operationStatus).toBe('FAILED');
  });
});

describe('the two catalogues', () => {
  const third = SAMPLE_STORES[2];

  it('each refuse a site that has the other one, or none yet, as Wix does', async () => {
    const { call } = await connectStore(simulators, third.instanceId);
    const codeOf = async (path: string): Promise<string> => {
      const { status, body } = await call('GET', path);
      return `${status} ${body.details?.applicationError.code ?? ''}`;
    };
    const product = `products/${third.productIds[0]}`;
    expect((await call('GET', '/stores/v3/provision/version')).body).toEqual({
      catalogVersion: 'V3_CATALOG',
    });
    expect(await codeOf(`/stores/v1/${product}`)).toBe('428 CATALOG_V3_SITE_CALLING_CATALOG_V1_API');
    simulators.control.setCatalog(third.instanceId, 'v1');
    expect(await codeOf(`/stores/v3/${product}`)).toBe('428 CATALOG_V1_SITE_CALLING_CATALOG_V3_API');
    simulators.control.setCatalog(third.instanceId, 'provisioning');
    expect(await codeOf(`/stores/v3/${product}`)).toBe('428 CATALOG_V3_SITE_PROVISIONING');
    simulators.control.setCatalog(third.instanceId, 'none');
    expect((await call('GET', '/stores/v3/provision/version')).body.catalogVersion).toBe(
      'STORES_NOT_INSTALLED',
    );
    simulators.control.setCatalog(third.instanceId, 'v3');
  });

  it('the third one says only what it is asked for, page by page, and filters by no name', async () => {
    const { call } = await connectStore(simulators, third.instanceId);
    const plain = (await call('GET', `/stores/v3/products/${third.productIds[0]}`)).body.product;
    expect(plain).not.toHaveProperty('plainDescription');
    expect(plain).not.toHaveProperty('currency');
    const query = (cursor?: string) =>
      call('POST', '/stores/v3/products/query', { query: { cursorPaging: { limit: 4, cursor } } });
    const first = (await query()).body;
    const second = (await query(first.pagingMetadata.cursors.next)).body;
    expect([...first.products, ...second.products].map(({ id }: { id: string }) => id)).toEqual(
      third.productIds.slice(0, 8),
    );
    const filtered = await call('POST', '/stores/v3/products/query', {
      query: { filter: { name: { $contains: 'Throw' } } },
    });
    expect(filtered.status).toBe(400);
    expect((await call('GET', '/categories/v1/categories/x')).status).toBe(400);
  });
});
