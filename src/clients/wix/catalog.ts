import { minorUnits } from '../../domain/spending/money';
import { htmlToText } from '../../domain/text/html/to-text';
import { cutAtGrapheme } from '../../domain/text/text';
import type { Category, ListedProduct, Product, Publisher, SiteCall } from '../publisher';
import { listIn, need, record, text, webAddress } from './request';
import type { AskWix } from './request';

/** Characters of a product's description in lists. */
const LISTED_DESCRIPTION = 500;

function listProduct(product: Record<string, unknown>, answer: unknown): ListedProduct {
  const { price, currency } = record(product['price']);
  const image = record(record(record(product['media'])['mainMedia'])['image']);
  const priced = typeof price === 'number' && Number.isFinite(price) && typeof currency === 'string';
  return {
    id: need(text(product['id']), 'product id', answer),
    name: htmlToText(text(product['name']) ?? ''),
    description: cutAtGrapheme(htmlToText(text(product['description']) ?? ''), LISTED_DESCRIPTION),
    price: priced ? minorUnits(price, currency) : null,
    currency: priced ? currency : null,
    imageUrl: webAddress(image['url']),
  };
}

type Catalog = Pick<Publisher, 'check' | 'author' | 'product' | 'products' | 'category' | 'categoryProducts'>;

/** Products, collections (which are Wix's categories of products) and members of a site (Stores catalogue v1, Members v1). */
export function createWixCatalog(ask: AskWix): Catalog {
  async function firstMember(call: SiteCall & { renewToken?: boolean }): Promise<string | undefined> {
    const answer = await ask(call, { method: 'GET', path: '/members/v1/members?paging.limit=1' });
    const members = Array.isArray(answer['members']) ? answer['members'] : [];
    return text(record(members[0])['id']);
  }

  return {
    async check(call) {
      await firstMember({ ...call, renewToken: true });
    },
    author: (call) => firstMember(call),
    async product({ productId, ...call }): Promise<Product> {
      const answer = await ask(call, {
        method: 'GET',
        path: `/stores/v1/products/${encodeURIComponent(productId)}`,
      });
      const product = record(answer['product']);
      const sections = Array.isArray(product['additionalInfoSections'])
        ? product['additionalInfoSections']
        : [];
      const price = text(record(record(product['price'])['formatted'])['price']);
      return {
        id: productId,
        name: htmlToText(need(text(product['name']), 'name', answer)),
        description: htmlToText(text(product['description']) ?? ''),
        facts: [
          ...(price ? [`Price: ${price}`] : []),
          ...sections.map((section) => {
            const { title, description } = record(section);
            return `${htmlToText(text(title) ?? '')}: ${htmlToText(text(description) ?? '')}`;
          }),
        ].filter((fact) => fact.length > 2),
      };
    },
    async products({ query, limit, ...call }) {
      const filter = query === '' ? {} : { filter: JSON.stringify({ name: { $contains: query } }) };
      const answer = await ask(call, {
        method: 'POST',
        path: '/stores/v1/products/query',
        body: { query: { ...filter, paging: { limit, offset: 0 } } },
      });
      return listIn(answer, 'products').map((product) => listProduct(record(product), answer));
    },
    async category({ categoryId, ...call }): Promise<Category> {
      const answer = await ask(call, {
        method: 'GET',
        path: `/stores/v1/collections/${encodeURIComponent(categoryId)}`,
      });
      const collection = record(answer['collection']);
      return {
        id: categoryId,
        name: htmlToText(need(text(collection['name']), 'name', answer)),
        description: htmlToText(text(collection['description']) ?? ''),
      };
    },
    async categoryProducts({ categoryId, limit, ...call }) {
      const answer = await ask(call, {
        method: 'POST',
        path: '/stores/v1/products/query',
        body: {
          query: {
            filter: JSON.stringify({ 'collections.id': { $hasSome: [categoryId] } }),
            paging: { limit, offset: 0 },
          },
        },
      });
      const products = Array.isArray(answer['products']) ? answer['products'] : [];
      return products
        .map((product) => htmlToText(text(record(product)['name']) ?? ''))
        .filter((name) => name !== '');
    },
  };
}
