import type { Call, Reply, Route } from '../core/http';
import { html } from '../core/http';
import type { MinuteWindows } from '../core/limits';
import type { Latency } from '../core/waiting';
import { wait } from '../core/waiting';
import { sampleProducts } from '../products';
import { drawPicture } from '../pictures/picture';
import type { Blog } from './blog';
import { createCatalog, storeName } from './catalog';
import { createCatalogV3 } from './catalog-v3';
import type { CatalogVersions } from './catalog-version';
import { wixError } from './errors';
import type { Media } from './media';
import { renderPage } from './page';
import { install } from './install';
import type { Tokens } from './tokens';

/** Dependencies of the Wix routes. */
export interface WixDeps {
  blog: Blog;
  media: Media;
  tokens: Tokens;
  catalogs: CatalogVersions;
  windows: MinuteWindows;
  latency: Latency;
  now: () => number;
  baseUrl: () => string;
}

/** Typical time of a call: the seven or so calls of an order add up to five seconds. */
const callMs = 700;

type StoreHandler = (call: Call, instanceId: string) => Reply | Promise<Reply>;

function page(deps: WixDeps, call: Call): Reply {
  const { instanceId, slug } = call.params;
  const post = deps.blog.findBySlug(instanceId!, slug!);
  if (!post) return html(404, '<!DOCTYPE html><html><body><h1>Page not found</h1></body></html>');
  const imageUrl = (id: string): string | undefined =>
    deps.media.find(id) ? deps.media.urlOf(id) : undefined;
  return html(200, renderPage({ post, siteName: storeName(instanceId!), imageUrl }), {
    'content-security-policy': "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'",
  });
}

function productImage(call: Call): Reply {
  const product = sampleProducts.find((known) => `${known.id}.png` === call.params.file);
  if (!product) return wixError(404, 'FILE_NOT_FOUND', 'This file does not exist');
  const body = drawPicture({ seed: product.id, prompt: product.description, title: product.name });
  return { status: 200, headers: { 'content-type': 'image/png' }, body };
}

/** The routes below `/wix`. */
export function createWixRoutes(deps: WixDeps): Route[] {
  const { blog, media, tokens, catalogs } = deps;
  const catalog = createCatalog({ baseUrl: deps.baseUrl });
  const third = createCatalogV3({ baseUrl: deps.baseUrl });
  const pause = (call: Call): Promise<boolean> => wait({ ms: deps.latency(callMs), signal: call.signal });
  const slow =
    (handle: (call: Call) => Reply) =>
    async (call: Call): Promise<Reply> => {
      await pause(call);
      return handle(call);
    };
  const asStore =
    (handle: StoreHandler) =>
    async (call: Call): Promise<Reply> => {
      const identity = tokens.identify(call);
      if ('refusal' in identity) return identity.refusal;
      if (!deps.windows.admit(identity.instanceId, deps.now()))
        return wixError(429, 'TOO_MANY_REQUESTS', 'Too many requests for this site; try again in a minute');
      await pause(call);
      return handle(call, identity.instanceId);
    };
  const inCatalog = (version: 'v1' | 'v3', handle: StoreHandler) =>
    asStore((call, instanceId) => catalogs.refusal(instanceId, version) ?? handle(call, instanceId));
  const at = (method: string, path: string, kind: string, handle: Route['handle']): Route => ({
    provider: 'wix',
    method,
    path: `/wix${path}`,
    kind,
    handle,
  });
  const drafts = '/blog/v3/draft-posts';
  return [
    at(
      'POST',
      '/oauth2/token',
      'token',
      slow((call) => tokens.grant(call)),
    ),
    at('GET', '/stores/v3/provision/version', 'catalog', asStore(catalogs.version)),
    at('POST', '/stores/v1/products/query', 'product', inCatalog('v1', catalog.products)),
    at('GET', '/stores/v1/products/:id', 'product', inCatalog('v1', catalog.product)),
    at('GET', '/stores/v1/collections/:id', 'product', inCatalog('v1', catalog.collection)),
    at('POST', '/stores/v3/products/query', 'product', inCatalog('v3', third.query)),
    at('POST', '/stores/v3/products/search', 'product', inCatalog('v3', third.search)),
    at('GET', '/stores/v3/products/:id', 'product', inCatalog('v3', third.product)),
    at('GET', '/categories/v1/categories/:id', 'product', inCatalog('v3', third.category)),
    at('GET', '/members/v1/members', 'members', asStore(catalog.members)),
    at('GET', '/blog/v3/categories', 'category', asStore(catalog.categories)),
    at('POST', '/blog/v3/categories/query', 'category', asStore(catalog.categories)),
    at('POST', '/site-media/v1/files/generate-upload-url', 'upload', asStore(media.generateUploadUrl)),
    at('POST', '/site-media/v1/files/import', 'upload', asStore(media.importFile)),
    at('GET', '/site-media/v1/files/:id', 'media.get', asStore(media.describe)),
    at(
      'PUT',
      '/upload/:key',
      'upload',
      slow((call) => media.upload(call)),
    ),
    at('GET', '/media/:id', 'media', (call) => media.serve(call)),
    at('GET', '/product-images/:file', 'media', productImage),
    at('POST', `${drafts}/query`, 'draft.query', asStore(blog.queryDrafts)),
    at('POST', drafts, 'draft.create', asStore(blog.createDraft)),
    at('GET', `${drafts}/:id`, 'draft.get', asStore(blog.getDraft)),
    at('PATCH', `${drafts}/:id`, 'draft.update', asStore(blog.updateDraft)),
    at('DELETE', `${drafts}/:id`, 'draft.delete', asStore(blog.deleteDraft)),
    at('POST', `${drafts}/:id/publish`, 'publish', asStore(blog.publish)),
    at('POST', '/blog/v3/posts/query', 'post.get', asStore(blog.queryPosts)),
    at('GET', '/blog/v3/posts/:id', 'post.get', asStore(blog.getPost)),
    at('GET', '/sites/:instanceId/post/:slug', 'page', (call) => page(deps, call)),
    at('GET', '/install', 'page', (call) => install(call, deps.now())),
  ];
}
