import { PANEL_HEADER } from '../../api/tenants/session-cookie';
import type { ApiCall } from '../api-call';
import type { Simulated } from './simulated';
import { waitFor } from './waiting';
import type { Patience } from './waiting';

const PURCHASE = '/api/v1/purchase';
const ADMIN_ORDERS = '/api/v1/admin/orders';

/** What the demo's visitor and administrator work with. */
export interface Shop extends Patience {
  apiUrl: string;
  simulated: Simulated;
  /** Calls the API with an administrator's key. */
  admin: ApiCall;
}

/** What a visitor buys, as its route takes it, without an address. */
export type Wanted = Readonly<Record<string, string>>;

/** A text that was submitted for review. */
export interface Submitted {
  orderId: string;
  versionId: string;
}

interface Status {
  status: string;
  statusMessage: string;
  canSubmitForReview: boolean;
  version: { versionId: string } | null;
  refund: { state: string } | null;
}

/** A browser without a key, which keeps its cookie. */
function browser({ apiUrl, signal }: Shop) {
  let cookie = '';
  return async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const response = await fetch(`${apiUrl}${PURCHASE}${path}`, {
      method,
      headers: { [PANEL_HEADER]: '1', 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const answer = (await response.json()) as { data?: T; message?: string };
    if (!response.ok || answer.data === undefined)
      throw new Error(`${method} ${PURCHASE}${path} returned ${response.status}: ${answer.message ?? ''}`);
    return answer.data;
  };
}

/** Orders as a visitor, confirms by the mailed link, pays, and submits the text once it is there. */
export async function buyAndSubmit(shop: Shop, wanted: Wanted, email: string): Promise<Submitted> {
  const ask = browser(shop);
  const { simulated } = shop;
  await ask('POST', '/start', { ...wanted, email });
  const token = await waitFor(
    `the mail to ${email}`,
    () => simulated.tokenMailedTo(email, '/purchase#'),
    shop,
  );
  const { orderId, checkoutUrl } = await ask<{ orderId: string; checkoutUrl: string | null }>(
    'POST',
    '/confirm',
    { token },
  );
  if (checkoutUrl === null) throw new Error(`there is no checkout for ${orderId}`);
  await simulated.pay(checkoutUrl);
  const versionId = await waitFor(
    `the text of ${orderId}`,
    async () => {
      const { status, statusMessage, canSubmitForReview, version } = await ask<Status>(
        'GET',
        `/status/${orderId}`,
      );
      if (status === 'FAILED') throw new Error(`${orderId} failed: ${statusMessage}`);
      return canSubmitForReview ? version?.versionId : undefined;
    },
    shop,
  );
  await ask('POST', '/submit-for-review', { orderId, versionId });
  return { orderId, versionId };
}

/** Waits until an order has a status, as administrators see it. */
async function untilStatus(shop: Shop, orderId: string, wanted: string): Promise<void> {
  await waitFor(
    `${orderId} to be ${wanted}`,
    async () => {
      const { data } = (await shop.admin('GET', `${ADMIN_ORDERS}/${orderId}`)) as { data: Status };
      if (data.status === 'FAILED' && wanted !== 'FAILED') throw new Error(`${orderId} failed`);
      return data.status === wanted ? true : undefined;
    },
    shop,
  );
}

/** Approves a submitted text as an administrator, and waits until it is published. */
export async function approve(shop: Shop, { orderId, versionId }: Submitted): Promise<void> {
  await untilStatus(shop, orderId, 'ADMIN_REVIEW');
  await shop.admin('POST', `${ADMIN_ORDERS}/${orderId}/approve`, { versionId });
  await untilStatus(shop, orderId, 'COMPLETED');
}

/** Rejects a submitted text as an administrator, and waits until Stripe has paid its price back. */
export async function reject(shop: Shop, { orderId, versionId }: Submitted): Promise<void> {
  await untilStatus(shop, orderId, 'ADMIN_REVIEW');
  const reason = 'The demo shows what happens to a text that is not good enough.';
  await shop.admin('POST', `${ADMIN_ORDERS}/${orderId}/reject`, { versionId, reason });
  await waitFor(
    `the refund of ${orderId}`,
    async () => {
      const { data } = (await shop.admin('GET', `${ADMIN_ORDERS}/${orderId}`)) as { data: Status };
      return data.refund?.state === 'succeeded' ? true : undefined;
    },
    shop,
  );
}
