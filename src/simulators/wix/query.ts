import { asObject } from '../core/http';

/** A page of a query's results, with the total number of matches. */
export interface QueryPage<T> {
  items: T[];
  count: number;
  offset: number;
  total: number;
}

function holds(value: unknown, operator: string, wanted: unknown): boolean {
  const text = String(value ?? '');
  switch (operator) {
    case '$eq':
      return value === wanted;
    case '$ne':
      return value !== wanted;
    case '$startsWith':
      return text.toLowerCase().startsWith(String(wanted).toLowerCase());
    case '$contains':
      return text.toLowerCase().includes(String(wanted).toLowerCase());
    case '$gt':
      return text > String(wanted);
    case '$gte':
      return text >= String(wanted);
    case '$lt':
      return text < String(wanted);
    case '$lte':
      return text <= String(wanted);
    case '$in':
    case '$hasSome':
      return Array.isArray(wanted) && wanted.includes(value);
    default:
      return false;
  }
}

function matches(item: Record<string, unknown>, filter: Record<string, unknown>): boolean {
  return Object.entries(filter).every(([field, wanted]) => {
    if (field === '$and' || field === '$or') {
      const parts = (Array.isArray(wanted) ? wanted : []).map((part) => matches(item, asObject(part)));
      return field === '$and' ? parts.every(Boolean) : parts.some(Boolean);
    }
    if (typeof wanted !== 'object' || wanted === null) return item[field] === wanted;
    return Object.entries(wanted).every(([operator, value]) => holds(item[field], operator, value));
  });
}

/** Runs a query with filter, sort and paging; unknown operators match nothing. */
export function runQuery<T>(input: {
  items: readonly T[];
  fieldsOf: (item: T) => Record<string, unknown>;
  query: Record<string, unknown>;
}): QueryPage<T> {
  const { items, fieldsOf, query } = input;
  const filter = asObject(query.filter);
  const paging = asObject(query.paging);
  const offset = Math.max(0, Number(paging.offset ?? 0) || 0);
  const limit = Math.min(100, Math.max(1, Number(paging.limit ?? 50) || 50));
  const found = items.filter((item) => matches(fieldsOf(item), filter));
  const orders = Array.isArray(query.sort) ? query.sort.map(asObject) : [];
  found.sort((one, other) => {
    for (const { fieldName, order } of orders) {
      const [left, right] = [one, other].map((item) => String(fieldsOf(item)[String(fieldName)] ?? ''));
      if (left !== right) return (left! < right! ? -1 : 1) * (order === 'DESC' ? -1 : 1);
    }
    return 0;
  });
  const page = found.slice(offset, offset + limit);
  return { items: page, count: page.length, offset, total: found.length };
}
