import { minorUnits } from '../../domain/spending/money';
import { htmlToText } from '../../domain/text/html/to-text';
import { cutAtGrapheme } from '../../domain/text/text';
import type { ListedProduct, Product } from '../publisher';
import { LISTED_DESCRIPTION, plainText } from './catalogs';
import type { WixCatalog } from './catalogs';
import { list, listIn, need, record, text, webAddress } from './request';
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

function listProduct(product: Record<string, unknown>): ListedProduct[] {
  const id = text(product['id']);
  if (!id) return [];
  const amount = amountOf(record(product['actualPriceRange'])['minValue']);
  const currency = text(product['currency']);
  const priced = amount !== undefined && currency !== undefined;
  const main = record(record(product['media'])['main']);
  return [
    {
      id,
      name: htmlToText(text(product['name']) ?? ''),
      description: cutAtGrapheme(htmlToText(text(product['plainDescription']) ?? ''), LISTED_DESCRIPTION),
      price: priced ? minorUnits(amount, currency) : null,
      currency: priced ? currency : null,
      imageUrl:
        webAddress(record(main['image'])['url']) ?? webAddress(main['image']) ?? webAddress(main['url']),
    },
  ];
}

/** Products (Stores catalogue v3) and their categories (Categories v1). */
export function createCatalogV3(ask: AskWix): WixCatalog {
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
        name: need(plainText(product['name']), 'name', answer),
        description: htmlToText(text(product['plainDescription']) ?? ''),
        facts: [
          ...priceFact(product),
          ...list(product['infoSections']).map((section) => {
            const { title, plainDescription } = record(section);
            return `${htmlToText(text(title) ?? '')}: ${htmlToText(text(plainDescription) ?? '')}`;
          }),
        ].filter((fact) => fact.length > 2),
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
      return listIn(answer, 'products').flatMap((product) => listProduct(record(product)));
    },
    async category({ categoryId, ...call }) {
      const answer = await ask(call, {
        method: 'GET',
        path: `/categories/v1/categories/${encodeURIComponent(categoryId)}?treeReference.appNamespace=${TREE}&fields=DESCRIPTION`,
      });
      const category = record(answer['category']);
      return {
        id: categoryId,
        name: need(plainText(category['name']), 'name', answer),
        description: htmlToText(text(category['description']) ?? ''),
      };
    },
    async categoryProducts({ categoryId, limit, ...call }) {
      const isInIt = { 'allCategoriesInfo.categories': { $matchItems: [{ id: { $in: [categoryId] } }] } };
      const answer = await ask(call, {
        method: 'POST',
        path: '/stores/v3/products/search',
        body: { search: { cursorPaging: { limit }, filter: isInIt } },
      });
      return list(answer['products']).flatMap((product) => plainText(record(product)['name']) ?? []);
    },
  };
}
