import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import type { OrderKind, Phase } from './orders';

/** Typed search attributes of every order workflow; the server must know them (each process that starts runs creates those that are missing). */
export const orderKindAttribute = defineSearchAttributeKey('OrderKind', SearchAttributeType.KEYWORD);
export const orderPhaseAttribute = defineSearchAttributeKey('OrderPhase', SearchAttributeType.KEYWORD);
/** Written by runs of the first form only (`OrderInput.form`). */
export const orderStatusAttribute = defineSearchAttributeKey('OrderStatus', SearchAttributeType.KEYWORD);
export const tenantAttribute = defineSearchAttributeKey('Tenant', SearchAttributeType.KEYWORD);
/** The store that an order is for; absent where it is for none. */
export const orderStoreAttribute = defineSearchAttributeKey('OrderStore', SearchAttributeType.KEYWORD);
/** The batch or bulk job that an order belongs to, or is; absent where there is none. */
export const orderBatchAttribute = defineSearchAttributeKey('OrderBatch', SearchAttributeType.KEYWORD);

/** All of them. Postgres has room for ten keywords in a namespace. */
export const SEARCH_ATTRIBUTES = [
  orderKindAttribute,
  orderPhaseAttribute,
  orderStatusAttribute,
  tenantAttribute,
  orderStoreAttribute,
  orderBatchAttribute,
] as const;

/** Whose work a run is. */
export interface RunOwner {
  tenantId: string;
  storeId?: string | null | undefined;
}

/** The attributes of runs that are no order's: by `OrderKind` the runs of orders are told from all others. */
export function ownerAttributes({ tenantId, storeId }: RunOwner): SearchAttributePair[] {
  return [
    { key: tenantAttribute, value: tenantId },
    ...(storeId ? [{ key: orderStoreAttribute, value: storeId }] : []),
  ];
}

/** What an order's run is listed by from its start. Only its phase changes later, since each change is an event. */
export function orderAttributes(
  order: RunOwner & { kind: OrderKind; phase: Phase; batchId?: string | null | undefined },
): SearchAttributePair[] {
  const { kind, phase, batchId } = order;
  return [
    { key: orderKindAttribute, value: kind },
    { key: orderPhaseAttribute, value: phase },
    ...ownerAttributes(order),
    ...(batchId ? [{ key: orderBatchAttribute, value: batchId }] : []),
  ];
}
