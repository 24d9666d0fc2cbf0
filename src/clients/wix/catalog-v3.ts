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

/** What a product says only when asked for it. */
const LIST_FIELDS = ['PLAIN_DESCRIPTION', 'CURRENCY'];
const PRODUCT_FIELDS = [...LIST_FIELDS, 'INFO_SECTION', 'INFO_SECTION_PLAIN_DESCRIPTION'];

/** The tree that holds the categories of Wix Stores. */
const TREE = encodeURIComponent('@wix/stores');

/** A price in the currency's major unit, which Wix sends as a decimal in text; undefined for anything else. */
function amountOf(value: unknown): number | undefined {
  const { amount } = record(value);
  const number = typeof amount === 'number' || text(amount) ? Number(amount) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** A price as buyers read it. */
function priceText(value: unknown, currency: string | undefined): string | undefined {
  const formatted = text(record(value)['formattedAmount']);
  if (formatted) return formatted;
  const amount = amountOf(value);
  return amount === undefined || !currency ? undefined : `${amount} ${currency}`;
}

/** The price of a product, or from which to which its variants cost. */
function priceFact(product: Record<string, unknown>): string[] {
  const { minValue, maxValue } = record(product['actualPriceRange']);
  const currency = text(product['currency']);
  const [least, most] = [priceText(minValue, currency), priceText(maxValue, currency)];
  if (!least) return [];
  return [most && most !== least ? `Price: ${least} to ${most}` : `Price: ${least}`];
}

function listProduct(product: Record<string, unknown>, addressOf: AddressOf): ListedProduct[] {
  const id = text(product['id']);
  if (!id) return [];
  const amount = amountOf(record(product['actualPriceRange'])['minValue']);
  const currency = text(product['currency']);
  const priced = amount !== undefined && currency !== undefined;
  const main = record(record(product['media'])['main']);
  return [
    {
      id,
      name: shownName(product['name']) ?? '',
      description: shownText(product['plainDescription'], LISTED_DESCRIPTION),
      price: priced ? minorUnits(amount, currency) : null,
      currency: priced ? currency : null,
      imageUrl: addressOf(record(main['image'])['url']) ?? addressOf(main['image']) ?? addressOf(main['url']),
    },
  ];
}

/** Products (Stores catalogue v3) and their categories (Categories v1). */
export function createCatalogV3(ask: AskWix, addressOf: AddressOf): WixCatalog {
  return {
    async product({ productId, ...call }): Promise<Product> {
      const fields = PRODUCT_FIELDS.map((field) => `fields=${field}`).join('&');
      const answer = await ask(call, {
        method: 'GET',
        path: `/stores/v3/products/${encodeURIComponent(productId)}?${fields}`,
      });
      const product = record(answer['product']);
      return {
        id: productId,
        name: need(shownName(product['name']), 'name', answer),
        description: shownDescription(product['plainDescription']),
        facts: [...priceFact(product), ...shownSections(product['infoSections'], 'plainDescription')].filter(
          (fact) => fact.length > 2,
        ),
      };
    },
    /** A name can be searched for, but no query can filter by it. */
    async products({ query, limit, ...call }) {
      const cursorPaging = { limit };
      const answer = await ask(
        call,
        query === ''
          ? {
              method: 'POST',
              path: '/stores/v3/products/query',
              body: { query: { cursorPaging }, fields: LIST_FIELDS },
            }
          : {
              method: 'POST',
              path: '/stores/v3/products/search',
              body: {
                search: { cursorPaging, search: { expression: query, fields: ['name'], mode: 'AND' } },
                fields: LIST_FIELDS,
              },
            },
      );
      return eachInTurn(listIn(answer, 'products').slice(0, limit), (product) =>
        listProduct(record(product), addressOf),
      );
    },
    async category({ categoryId, ...call }) {
      const answer = await ask(call, {
        method: 'GET',
        path: `/categories/v1/categories/${encodeURIComponent(categoryId)}?treeReference.appNamespace=${TREE}&fields=DESCRIPTION`,
      });
      const category = record(answer['category']);
      return {
        id: categoryId,
        name: need(shownName(category['name']), 'name', answer),
        description: shownDescription(category['description']),
      };
    },
    async categoryProducts({ categoryId, limit, ...call }) {
      const isInIt = { 'allCategoriesInfo.categories': { $matchItems: [{ id: { $in: [categoryId] } }] } };
      const answer = await ask(call, {
        method: 'POST',
        path: '/stores/v3/products/search',
        body: { search: { cursorPaging: { limit }, filter: isInIt } },
      });
      return list(answer['products']).flatMap((product) => shownName(record(product)['name']) ?? []);
    },
  };
}
