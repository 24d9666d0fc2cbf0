import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Typed search attributes of every order workflow; the server must know them (the local stack registers them). */
export const orderKindAttribute = defineSearchAttributeKey('OrderKind', SearchAttributeType.KEYWORD);
export const orderPhaseAttribute = defineSearchAttributeKey('OrderPhase', SearchAttributeType.KEYWORD);
/** Written by runs of the first form only (`OrderInput.form`). */
export const orderStatusAttribute = defineSearchAttributeKey('OrderStatus', SearchAttributeType.KEYWORD);
export const tenantAttribute = defineSearchAttributeKey('Tenant', SearchAttributeType.KEYWORD);

/** All of them. */
export const SEARCH_ATTRIBUTES = [
  orderKindAttribute,
  orderPhaseAttribute,
  orderStatusAttribute,
  tenantAttribute,
] as const;
