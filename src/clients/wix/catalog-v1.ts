import { minorUnits } from '../../domain/spending/money';
import type { AddressOf } from '../provider-address';
import type { ListedProduct, Product } from '../publisher';
import {
  eachInTurn,
  LISTED_DESCRIPTION,
  shownDescription,
  shownName,
  shownSections,
  shownText,
} from './catalogs';
import type { WixCatalog } from './catalogs';
import { list, listIn, need, record, text } from './request';
import type { AskWix } from './request';

function listProduct(product: Record<string, unknown>, addressOf: AddressOf): ListedProduct[] {
  const id = text(product['id']);
  if (!id) return [];
  const { price, currency } = record(product['price']);
  const image = record(record(record(product['media'])['mainMedia'])['image']);
  const priced = typeof price === 'number' && Number.isFinite(price) && typeof currency === 'string';
  return [
    {
      id,
      name: shownName(product['name']) ?? '',
      description: shownText(product['description'], LISTED_DESCRIPTION),
      price: priced ? minorUnits(price, currency) : null,
      currency: priced ? currency : null,
      imageUrl: addressOf(image['url']),
    },
  ];
}

/** Products and collections, which are Wix's categories of products (Stores catalogue v1). */
export function createCatalogV1(ask: AskWix, addressOf: AddressOf): WixCatalog {
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
        name: need(shownName(product['name']), 'name', answer),
        description: shownDescription(product['description']),
        facts: [
          ...(price ? [`Price: ${price}`] : []),
          ...shownSections(product['additionalInfoSections'], 'description'),
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
      return eachInTurn(listIn(answer, 'products').slice(0, limit), (product) =>
        listProduct(record(product), addressOf),
      );
    },
    async category({ categoryId, ...call }) {
      const answer = await ask(call, {
        method: 'GET',
        path: `/stores/v1/collections/${encodeURIComponent(categoryId)}`,
      });
      const collection = record(answer['collection']);
      return {
        id: categoryId,
        name: need(shownName(collection['name']), 'name', answer),
        description: shownDescription(collection['description']),
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
      return list(answer['products']).flatMap((product) => shownName(record(product)['name']) ?? []);
    },
  };
}
