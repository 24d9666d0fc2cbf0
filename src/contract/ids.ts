import type { OrderKind } from './orders';
import { ORDER_KINDS } from './orders';

/** The workflow id of an order: `<kind>:<orderId>`. The same for every run of that order. */
export function workflowIdOf(order: { kind: OrderKind; orderId: string }): string {
  return `${order.kind}:${order.orderId}`;
}

/** The order behind a workflow id, or undefined when the id is not an order's. Inverse of {@link workflowIdOf}. */
export function orderOfWorkflowId(workflowId: string): { kind: OrderKind; orderId: string } | undefined {
  const at = workflowId.indexOf(':');
  const kind = ORDER_KINDS.find((known) => known === workflowId.slice(0, at));
  const orderId = workflowId.slice(at + 1);
  return at > 0 && kind && orderId ? { kind, orderId } : undefined;
}

/** The workflow id of what one webhook is told of one order; no order's id. */
export function deliveriesIdOf(key: { webhookId: string; orderId: string }): string {
  return `webhook:${key.webhookId}:${key.orderId}`;
}

/** The workflow id of the delivery of one mail; no order's id. */
export function mailIdOf(key: { mailId: string }): string {
  return `mail:${key.mailId}`;
}

/** The workflow id of the delivery of one alert to the operators' webhook; no order's id. */
export function alertIdOf(key: { alertId: string }): string {
  return `alert:${key.alertId}`;
}

/** The workflow id of the looks at one checkout at Stripe; no order's id. */
export function checkPaymentIdOf(key: { checkoutId: string }): string {
  return `checkPayment:${key.checkoutId}`;
}

/** The workflow id of one refund; no order's id. */
export function refundIdOf(key: { refundId: string }): string {
  return `refundPayment:${key.refundId}`;
}

/** The workflow id of an article's way to its outlet; no order's id. */
export function outletIdOf(key: { articleId: string }): string {
  return `outlet:${key.articleId}`;
}

/** The workflow id of the looks at a store after an order is done; no order's id. */
export function afterIdOf(key: { orderId: string }): string {
  return `after:${key.orderId}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a word has the form of the identifiers that orders, ideas and versions have. */
export function isUuid(word: unknown): word is string {
  return typeof word === 'string' && UUID.test(word);
}
