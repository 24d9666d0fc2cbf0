import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Typed search attributes of every order workflow; the server must know them (the local stack registers them). */
export const orderKindAttribute = defineSearchAttributeKey('OrderKind', SearchAttributeType.KEYWORD);
export const orderStatusAttribute = defineSearchAttributeKey('OrderStatus', SearchAttributeType.KEYWORD);
export const tenantAttribute = defineSearchAttributeKey('Tenant', SearchAttributeType.KEYWORD);
