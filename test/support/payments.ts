import { createHmac, randomUUID } from 'node:crypto';
import { openCheckout } from '../../src/api/purchase/checkout';
import type { CheckoutState, RefundState } from '../../src/contract/payments';
import { silentLogger } from '../../src/telemetry/logger';
import { until } from './api-client';
import { STRIPE_TEST_SECRET } from './galley';
import type { Galley } from './galley';
import { payableOrder } from './payable';
import type { Payable, PayableOptions } from './payable';

/** A payable order with its open checkout. */
export interface OpenOrder extends Payable {
  url: string;
  sessionId: string;
}

/** What the API opens checkouts with. */
export function checkoutDeps({ db, payments }: Galley) {
  return { db, payments, now: Date.now, log: silentLogger() };
}

/** Places an order that waits for its money, and opens its checkout. */
export async function openOrder(galley: Galley, own?: PayableOptions): Promise<OpenOrder> {
  const order = await payableOrder(galley.database.pool, own);
  const { url } = await openCheckout(checkoutDeps(galley), order);
  return { ...order, url, sessionId: sessionIn(url) };
}

/** The session that is paid at an address. */
export function sessionIn(url: string): string {
  return url.split('/').at(-1)!;
}

/** The states of an order's checkouts, in order. */
export async function checkoutStates(galley: Galley, orderId: string): Promise<CheckoutState[]> {
  return (await galley.db.checkouts.listCheckouts({ orderId })).map(({ state }) => state);
}

/** The refunds of an order as they are recorded. */
export async function refundStates(galley: Galley, orderId: string): Promise<RefundState[]> {
  return (await galley.db.refunds.listRefunds({ orderId })).map(({ state }) => state);
}

/** Waits until an order's refunds are in these states. */
export async function refundsReach(galley: Galley, orderId: string, states: RefundState[]): Promise<void> {
  let last: RefundState[] = [];
  await until(
    () => `refunds that are ${states.join(', ')}, last ${last.join(', ')}`,
    async () => {
      last = await refundStates(galley, orderId);
      return JSON.stringify(last) === JSON.stringify(states);
    },
  );
}

/** The value of the header that signs a body, at a time in seconds since 1970. */
export function signed(
  body: string,
  at = Math.floor(Date.now() / 1_000),
  secret = STRIPE_TEST_SECRET,
): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

/** An event about an object, as Stripe sends it. */
export function eventOf(
  type: string,
  object: unknown,
  id = `evt_${randomUUID().replaceAll('-', '')}`,
): string {
  return JSON.stringify({
    ...{ id, object: 'event', api_version: '2026-10-28.endive', created: Math.floor(Date.now() / 1_000) },
    ...{ type, livemode: false, pending_webhooks: 1, data: { object } },
  });
}

/** A session as Stripe tells it. */
export function sessionObject(order: OpenOrder, own: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ id: order.sessionId, object: 'checkout.session', livemode: false, status: 'complete' },
    ...{ payment_status: 'paid', amount_total: 12_000, amount_subtotal: 12_000, currency: 'eur' },
    payment_intent: `pi_${order.sessionId.slice(8)}`,
    metadata: { order_id: order.orderId, article_id: order.articleId },
    ...own,
  };
}

/** Sends an event to the API; answers the status. */
export async function sendEvent(
  apiUrl: string,
  body: string,
  headers: Record<string, string> = { 'stripe-signature': signed(body) },
): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await fetch(`${apiUrl}/api/v1/purchase/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}
