import type { Call, Reply } from '../core/http';
import { asObject, asText, escapeHtml, json } from '../core/http';
import { stableUuid } from '../core/random';
import { slugify } from '../core/slug';
import type { SampleProduct } from '../products';
import { SAMPLE_STORES, sampleProducts } from '../products';
import { wixError } from './errors';

/** The name of a store; generic for instances other than the samples. */
export function storeName(instanceId: string): string {
  return SAMPLE_STORES.find((store) => store.instanceId === instanceId)?.name ?? 'Sample Store';
}

/** The products of a store: its own for a sample store, all of them for any other. */
export function productsOf(instanceId: string): readonly SampleProduct[] {
  const store = SAMPLE_STORES.find((known) => known.instanceId === instanceId);
  return store ? sampleProducts.filter((product) => store.productIds.includes(product.id)) : sampleProducts;
}

/** The categories of a store's blog. */
export function categoriesOf(instanceId: string): { id: string; label: string; slug: string }[] {
  return ['Guides', 'News'].map((label) => ({
    id: stableUuid('category', instanceId, label),
    label,
    slug: slugify(label),
  }));
}

/** The collections of a store: one per trade, always with the same id. */
export function collectionsOf(instanceId: string): { id: string; name: string; products: SampleProduct[] }[] {
  const products = productsOf(instanceId);
  return [...new Set(products.map((product) => product.trade))].map((trade) => ({
    id: stableUuid('collection', instanceId, trade),
    name: `${trade.charAt(0).toUpperCase()}${trade.slice(1)}`,
    products: products.filter((product) => product.trade === trade),
  }));
}

function viewCollection(collection: { id: string; name: string; products: SampleProduct[] }) {
  return {
    id: collection.id,
    name: collection.name,
    slug: slugify(collection.name),
    visible: true,
    numberOfProducts: collection.products.length,
    description: `Everything for ${collection.name.toLowerCase()}`,
  };
}

/** The collection in a products filter, in either of the two notations in use. */
function wantedCollection(filter: Record<string, unknown>): string | undefined {
  const value = filter['collections.id'];
  if (typeof value === 'string') return value;
  const some = asObject(value).$hasSome;
  return Array.isArray(some) ? asText(some[0]) : undefined;
}

/** The tags of a store's blog. */
export function tagsOf(instanceId: string): { id: string; label: string; slug: string }[] {
  return ['Materials', 'Care', 'Gifts'].map((label) => ({
    id: stableUuid('tag', instanceId, label),
    label,
    slug: slugify(label),
  }));
}

/** The members of a store's site, any of whom may be the author of posts. */
export function membersOf(instanceId: string): ({ id: string } & Record<string, unknown>)[] {
  const isSample = SAMPLE_STORES.some((store) => store.instanceId === instanceId);
  const nicknames = isSample ? ['Robin Ashdown', 'Maja Lind'] : ['Store Owner'];
  return nicknames.map((nickname) => {
    const slug = slugify(nickname);
    return {
      id: stableUuid('member', instanceId, slug),
      loginEmail: `${slug}@store.example`,
      status: 'APPROVED',
      privacyStatus: 'PUBLIC',
      activityStatus: 'ACTIVE',
      profile: { nickname, slug, title: '' },
    };
  });
}

function viewProduct(product: SampleProduct, baseUrl: string): Record<string, unknown> {
  const formatted = `${product.price.toFixed(2)} €`;
  const facts = product.facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('');
  const url = `${baseUrl}/wix/product-images/${product.id}.png`;
  const image = {
    image: { url, width: 1200, height: 630 },
    mediaType: 'image',
    title: product.name,
    id: product.id,
  };
  return {
    id: product.id,
    name: product.name,
    slug: product.slug,
    visible: true,
    productType: 'physical',
    description: `<p>${escapeHtml(product.description)}</p>`,
    sku: `GL-${product.id.slice(0, 8).toUpperCase()}`,
    price: {
      currency: product.currency,
      price: product.price,
      discountedPrice: product.price,
      formatted: { price: formatted, discountedPrice: formatted },
    },
    additionalInfoSections: [{ title: 'Details', description: `<ul>${facts}</ul>` }],
    stock: { trackInventory: false, inStock: true },
    media: { mainMedia: image, items: [image] },
    brand: 'House brand',
    ribbon: '',
    productPageUrl: { base: `${baseUrl}/wix`, path: `/product-page/${product.slug}` },
  };
}

/** Read-only endpoints for products, members and categories. */
export function createCatalog(input: {
  baseUrl: () => string;
}): Record<
  'products' | 'product' | 'collection' | 'members' | 'categories',
  (call: Call, instanceId: string) => Reply
> {
  const { baseUrl } = input;
  return {
    products: (call, instanceId) => {
      const query = asObject(asObject(call.json).query);
      const paging = asObject(query.paging);
      const offset = Math.max(0, Number(paging.offset ?? 0) || 0);
      const limit = Math.min(100, Math.max(1, Number(paging.limit ?? 100) || 100));
      const given: unknown = typeof query.filter === 'string' ? parseFilter(query.filter) : query.filter;
      const filter = asObject(given);
      const wantedId = asText(filter.id);
      const collectionId = wantedCollection(filter);
      const inCollection = collectionsOf(instanceId).find((known) => known.id === collectionId)?.products;
      const wantedName = asText(filter.name) ?? asText(asObject(filter.name).$contains);
      const all = productsOf(instanceId)
        .filter((product) => !wantedId || product.id === wantedId)
        .filter((product) => !collectionId || inCollection?.includes(product))
        .filter((product) => !wantedName || product.name.toLowerCase().includes(wantedName.toLowerCase()));
      const products = all.slice(offset, offset + limit).map((product) => viewProduct(product, baseUrl()));
      return json(200, { products, metadata: { items: products.length, offset }, totalResults: all.length });
    },
    product: (call, instanceId) => {
      const product = productsOf(instanceId).find((known) => known.id === call.params.id);
      if (!product)
        return wixError(404, 'PRODUCT_NOT_FOUND', `Product with ID ${call.params.id} was not found`);
      return json(200, { product: viewProduct(product, baseUrl()) });
    },
    collection: (call, instanceId) => {
      const collection = collectionsOf(instanceId).find((known) => known.id === call.params.id);
      if (!collection)
        return wixError(404, 'COLLECTION_NOT_FOUND', `Collection with ID ${call.params.id} was not found`);
      return json(200, { collection: viewCollection(collection) });
    },
    members: (call, instanceId) => {
      const all = membersOf(instanceId);
      const offset = Math.max(0, Number(call.query.get('paging.offset') ?? 0) || 0);
      const limit = Math.min(100, Math.max(1, Number(call.query.get('paging.limit') ?? 50) || 50));
      const members = all.slice(offset, offset + limit);
      return json(200, { members, metadata: { count: members.length, offset, total: all.length } });
    },
    categories: (_, instanceId) => {
      const categories = categoriesOf(instanceId);
      const pagingMetadata = { count: categories.length, offset: 0, total: categories.length };
      return json(200, { categories, pagingMetadata, metaData: pagingMetadata });
    },
  };
}

function parseFilter(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
