import type { Call, Reply } from '../core/http';
import { asObject, asText, escapeHtml, json } from '../core/http';
import { slugify } from '../core/slug';
import type { SampleProduct } from '../products';
import { collectionsOf, productsOf } from './catalog';
import { fieldError, wixError } from './errors';

/** The only categories there are: those of Wix Stores. */
const tree = '@wix/stores';

/** The additional fields that a request names, in its body or its address. */
function wantedFields(call: Call): Set<unknown> {
  const inBody = asObject(call.json).fields;
  return new Set([
    ...(Array.isArray(inBody) ? (inBody as unknown[]) : []),
    ...call.query.getAll('fields').flatMap((part) => part.split(',')),
  ]);
}

function viewProduct(product: SampleProduct, wanted: Set<unknown>, baseUrl: string): Record<string, unknown> {
  const amount = String(product.price);
  const price = { amount, formattedAmount: `${product.price.toFixed(2)} €` };
  const facts = product.facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('');
  const url = `${baseUrl}/wix/product-images/${product.id}.png`;
  return {
    id: product.id,
    revision: '1',
    name: product.name,
    slug: product.slug,
    visible: true,
    visibleInPos: true,
    productType: 'PHYSICAL',
    media: {
      main: {
        id: `${product.id}.png`,
        image: { id: `${product.id}.png`, url, width: 1200, height: 630 },
        mediaType: 'IMAGE',
      },
    },
    actualPriceRange: { minValue: price, maxValue: price },
    compareAtPriceRange: { minValue: { amount: '0' }, maxValue: { amount: '0' } },
    inventory: { availabilityStatus: 'IN_STOCK', preorderStatus: 'DISABLED' },
    ...(wanted.has('CURRENCY') ? { currency: product.currency } : {}),
    ...(wanted.has('PLAIN_DESCRIPTION')
      ? { plainDescription: `<p>${escapeHtml(product.description)}</p>` }
      : {}),
    ...(wanted.has('INFO_SECTION')
      ? {
          infoSections: [
            {
              id: `${product.id}-details`,
              uniqueName: 'details',
              title: 'Details',
              ...(wanted.has('INFO_SECTION_PLAIN_DESCRIPTION')
                ? { plainDescription: `<ul>${facts}</ul>` }
                : {}),
            },
          ],
        }
      : {}),
  };
}

/** The page that a cursor begins: in the simulator it is the number of the first item. */
function pageOf<T>(items: readonly T[], paging: Record<string, unknown>) {
  const from = Math.max(0, Number(paging.cursor ?? 0) || 0);
  const limit = Math.min(100, Math.max(1, Number(paging.limit ?? 100) || 100));
  const page = items.slice(from, from + limit);
  const hasNext = from + limit < items.length;
  return {
    page,
    pagingMetadata: { count: page.length, cursors: hasNext ? { next: String(from + limit) } : {}, hasNext },
  };
}

/** Whether every word that was searched for begins a word of the name. */
function isFound(product: SampleProduct, expression: string): boolean {
  const words = product.name.toLowerCase().split(/\W+/);
  return expression
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** The category in a filter of products. */
function wantedCategory(filter: Record<string, unknown>): string | undefined {
  const items = asObject(filter['allCategoriesInfo.categories']).$matchItems;
  const id: unknown = asObject((Array.isArray(items) ? items : [])[0]).id;
  const some = asObject(id).$in;
  return asText(id) ?? asText(Array.isArray(some) ? some[0] : undefined);
}

/** Read-only endpoints of the third catalogue: products, and the categories that its products are in. */
export function createCatalogV3(input: {
  baseUrl: () => string;
}): Record<'product' | 'query' | 'search' | 'category', (call: Call, instanceId: string) => Reply> {
  const answer = (call: Call, products: readonly SampleProduct[], paging: unknown): Reply => {
    const { page, pagingMetadata } = pageOf(products, asObject(paging));
    const wanted = wantedFields(call);
    return json(200, {
      products: page.map((product) => viewProduct(product, wanted, input.baseUrl())),
      pagingMetadata,
    });
  };
  return {
    product: (call, instanceId) => {
      const product = productsOf(instanceId).find((known) => known.id === call.params.id);
      return product
        ? json(200, { product: viewProduct(product, wantedFields(call), input.baseUrl()) })
        : wixError(404, 'PRODUCT_NOT_FOUND', `Product with ID ${call.params.id} was not found`);
    },
    query: (call, instanceId) => {
      const query = asObject(asObject(call.json).query);
      const [field] = Object.keys(asObject(query.filter));
      if (field !== undefined && !['id', 'slug', 'handle', 'visible'].includes(field))
        return fieldError('query.filter', `${field} is not declared as filterable`, 'NOT_FILTERABLE');
      return answer(call, productsOf(instanceId), query.cursorPaging ?? query.paging);
    },
    search: (call, instanceId) => {
      const search = asObject(asObject(call.json).search);
      const expression = asText(asObject(search.search).expression) ?? '';
      const categoryId = wantedCategory(asObject(search.filter));
      const inCategory = collectionsOf(instanceId).find(({ id }) => id === categoryId)?.products ?? [];
      const products = productsOf(instanceId)
        .filter((product) => !categoryId || inCategory.includes(product))
        .filter((product) => isFound(product, expression));
      return answer(call, products, search.cursorPaging);
    },
    category: (call, instanceId) => {
      if (call.query.get('treeReference.appNamespace') !== tree)
        return fieldError('treeReference', 'must not be empty', 'REQUIRED_FIELD');
      const category = collectionsOf(instanceId).find((known) => known.id === call.params.id);
      if (!category)
        return wixError(404, 'CATEGORY_NOT_FOUND', `Category with ID ${call.params.id} was not found`);
      return json(200, {
        category: {
          id: category.id,
          name: category.name,
          slug: slugify(category.name),
          visible: true,
          itemCounter: category.products.length,
          treeReference: { appNamespace: tree, treeKey: null },
          ...(wantedFields(call).has('DESCRIPTION')
            ? { description: `Everything for ${category.name.toLowerCase()}` }
            : {}),
        },
      });
    },
  };
}
