import { minorUnits } from '../../domain/spending/money';
import { htmlToText } from '../../domain/text/html/to-text';
import { cutAtGrapheme } from '../../domain/text/text';
import type { ListedProduct, Product } from '../publisher';
import { LISTED_DESCRIPTION, plainText } from './catalogs';
import type { WixCatalog } from './catalogs';
import { list, listIn, need, record, text, webAddress } from './request';
import type { AskWix } from './request';

function listProduct(product: Record<string, unknown>): ListedProduct[] {
  const id = text(product['id']);
  if (!id) return [];
  const { price, currency } = record(product['price']);
  const image = record(record(record(product['media'])['mainMedia'])['image']);
  const priced = typeof price === 'number' && Number.isFinite(price) && typeof currency === 'string';
  return [
    {
      id,
      name: htmlToText(text(product['name']) ?? ''),
      description: cutAtGrapheme(htmlToText(text(product['description']) ?? ''), LISTED_DESCRIPTION),
      price: priced ? minorUnits(price, currency) : null,
      currency: priced ? currency : null,
      imageUrl: webAddress(image['url']),
    },
  ];
}

/** Products and collections, which are Wix's categories of products (Stores catalogue v1). */
export function createCatalogV1(ask: AskWix): WixCatalog {
  return {
    async product({ productId, ...call }): Promise<Product> {
      const answer = await ask(call, {
        method: 'GET',
        path: `/stores/v1/products/${encodeURIComponent(productId)}`,
      });
      const product = record(answer['product']);
      const price = text(record(record(product['price'])['formatted'])['price']);
      return {
        id: productId,
        name: need(plainText(product['name']), 'name', answer),
        description: htmlToText(text(product['description']) ?? ''),
        facts: [
          ...(price ? [`Price: ${price}`] : []),
          ...list(product['additionalInfoSections']).map((section) => {
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
      return listIn(answer, 'products').flatMap((product) => listProduct(record(product)));
    },
    async category({ categoryId, ...call }) {
      const answer = await ask(call, {
        method: 'GET',
        path: `/stores/v1/collections/${encodeURIComponent(categoryId)}`,
      });
      const collection = record(answer['collection']);
      return {
        id: categoryId,
        name: need(plainText(collection['name']), 'name', answer),
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
      return list(answer['products']).flatMap((product) => plainText(record(product)['name']) ?? []);
    },
  };
}
