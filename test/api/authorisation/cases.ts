import { signInstance } from '../../../src/simulators/wix/install';
import { randomUUID } from 'node:crypto';
import type { Party, Place, Thing } from '../../support/belongings';

/** How a route is called by somebody who may, and what it answers then. */
export interface RouteCase {
  /** The status of success. */
  status: number;
  /** What its address names, made for each call unless it only reads. */
  thing?: Thing;
  /** In which state an order or an item has to be. */
  state?: string;
  query?: string;
  /** A body that is taken; `party` is whose things it is about, `place` what it names. */
  body?: (party: Party, place: Place) => object;
  /** It ends by itself never. */
  isStream?: true;
}

const keyword = ({ instanceId }: Party) => ({ sourceType: 'keyword', sourceId: 'kettle', instanceId });
const tenTexts = Array.from({ length: 10 }, () => ({ topic: 'kettles' }));
const page = { pageType: 'product', targetKeywords: ['kettle'], components: ['Introduction'] };

/** The host of a site that the catalogue has before the routes are called. */
export const CASE_HOST = 'cases.example';

/** The name of a template that every tenant has before the routes are called. */
export const CASE_TEMPLATE = 'The template of the cases';

/** Every route of the API by its name in the description. A route that is missing here fails the test. */
export const CASES: Readonly<Record<string, RouteCase>> = {
  'GET /healthz': { status: 200 },
  'GET /readyz': { status: 200 },
  'GET /metrics': { status: 200 },
  'POST /api/session': { status: 204, body: ({ client }) => ({ key: client.key }) },
  'GET /api/session': { status: 200 },
  'DELETE /api/session': { status: 204 },
  'POST /api/session/links': { status: 201, body: () => ({}) },
  'POST /api/session/mails': { status: 202, body: () => ({ address: 'nobody@people.example' }) },
  'GET /api/session/tenants': { status: 200 },
  'POST /api/session/switch': { status: 204, body: ({ tenantId }) => ({ tenantId }) },
  'GET /api/sessions': { status: 200 },
  'DELETE /api/sessions': { status: 204 },
  'DELETE /api/sessions/{id}': { status: 204 },
  'POST /api/invitations/look': { status: 200, body: () => ({ token: 'x'.repeat(43) }) },
  'POST /api/invitations/accept': { status: 204, body: () => ({ token: 'x'.repeat(43) }) },

  'POST /api/blog-generation': { status: 202, body: keyword },
  'POST /api/blog-generation/batch': { status: 202, body: (party) => ({ items: [keyword(party)] }) },
  'GET /api/blog-generation': { status: 200 },
  'GET /api/blog-generation/batch/{id}': { status: 200, thing: 'orderBatch' },
  'GET /api/blog-generation/{id}/image': { status: 200, thing: 'order', state: 'with a picture' },
  'GET /api/blog-generation/{id}': { status: 200, thing: 'order' },
  'GET /api/blog-generation/{id}/events': { status: 200, thing: 'order' },
  'GET /api/blog-generation/{id}/attempts': { status: 200, thing: 'order' },
  'GET /api/blog-generation/{id}/costs': { status: 200, thing: 'order' },
  'POST /api/blog-generation/{id}/select': {
    ...{ status: 200, thing: 'order', state: 'AWAITING_SELECTION' },
    body: () => ({ title: 'A title of my own' }),
  },
  'POST /api/blog-generation/{id}/new-ideas': {
    ...{ status: 200, thing: 'order', state: 'AWAITING_SELECTION' },
    body: () => ({}),
  },
  'POST /api/blog-generation/{id}/approve': {
    ...{ status: 200, thing: 'order', state: 'AWAITING_APPROVAL' },
    body: () => ({}),
  },
  'POST /api/blog-generation/{id}/regenerate': {
    ...{ status: 200, thing: 'order', state: 'AWAITING_APPROVAL' },
    body: () => ({ part: 'text' }),
  },
  'POST /api/blog-generation/{id}/schedule': {
    ...{ status: 200, thing: 'order' },
    body: () => ({ publishAt: null }),
  },
  'POST /api/blog-generation/{id}/resolve': {
    ...{ status: 200, thing: 'order', state: 'UNCONFIRMED' },
    body: () => ({ resolution: 'absent' }),
  },
  'POST /api/blog-generation/{id}/priority': {
    ...{ status: 200, thing: 'order' },
    body: () => ({ priority: 6 }),
  },
  'POST /api/blog-generation/{id}/cancel': { status: 200, thing: 'order', body: () => ({}) },
  'POST /api/blog-generation/{id}/retry': {
    ...{ status: 200, thing: 'order', state: 'FAILED' },
    body: () => ({}),
  },

  'POST /api/generation': { status: 202, body: ({ tenantId }) => ({ ...page, tenantId }) },
  'POST /api/generation/batch': { status: 202, body: ({ tenantId }) => ({ items: [page], tenantId }) },
  'GET /api/generation': { status: 200 },
  'GET /api/generation/queue': { status: 200 },
  'GET /api/generation/batch/{id}': { status: 200, thing: 'itemBatch' },
  'POST /api/generation/batch/{id}/cancel': { status: 200, thing: 'itemBatch', body: () => ({}) },
  'GET /api/generation/{id}/result': { status: 200, thing: 'item', state: 'completed' },
  'GET /api/generation/{id}': { status: 200, thing: 'item' },
  'GET /api/generation/{id}/events': { status: 200, thing: 'item' },
  'GET /api/generation/{id}/attempts': { status: 200, thing: 'item' },
  'GET /api/generation/{id}/costs': { status: 200, thing: 'item' },
  'POST /api/generation/{id}/priority': { status: 200, thing: 'item', body: () => ({ priority: 6 }) },
  'POST /api/generation/{id}/cancel': { status: 200, thing: 'item', body: () => ({}) },
  'POST /api/generation/{id}/retry': { status: 200, thing: 'item', state: 'failed', body: () => ({}) },

  'POST /api/bulk-generate': { status: 202, body: () => ({ mode: 'topic', items: tenTexts }) },
  'GET /api/bulk-generate': { status: 200 },
  'GET /api/bulk-generate/{id}': { status: 200, thing: 'bulkJob' },
  'GET /api/bulk-generate/{id}/events': { status: 200, thing: 'bulkJob' },
  'GET /api/bulk-generate/{id}/costs': { status: 200, thing: 'bulkJob' },
  'GET /api/bulk-generate/{id}/export': { status: 200, thing: 'bulkJob' },
  'POST /api/bulk-generate/{id}/pause': { status: 200, thing: 'bulkJob', body: () => ({}) },
  'POST /api/bulk-generate/{id}/resume': {
    ...{ status: 200, thing: 'bulkJob', state: 'paused' },
    body: () => ({}),
  },
  'POST /api/bulk-generate/{id}/cancel': { status: 200, thing: 'bulkJob', body: () => ({}) },
  'POST /api/bulk-generate/{id}/retry': {
    ...{ status: 200, thing: 'bulkJob', state: 'failed' },
    body: () => ({}),
  },
  'POST /api/bulk-generate/{id}/priority': {
    ...{ status: 200, thing: 'bulkJob' },
    body: () => ({ priority: 6 }),
  },
  'GET /api/bulk-generate/{id}/items/{item}/result': {
    ...{ status: 200, thing: 'bulkItem', state: 'completed' },
  },
  'POST /api/bulk-generate/{id}/items/{item}/retry': {
    ...{ status: 200, thing: 'bulkItem', state: 'failed' },
    body: () => ({}),
  },
  'POST /api/bulk-generate/{id}/items/{item}/cancel': {
    ...{ status: 200, thing: 'bulkItem' },
    body: () => ({}),
  },
  'POST /api/bulk-templates': {
    status: 201,
    body: () => ({ name: randomUUID(), request: { mode: 'topic', items: tenTexts } }),
  },
  'GET /api/bulk-templates': { status: 200 },
  'GET /api/bulk-templates/{id}': { status: 200, thing: 'bulkTemplate' },
  'PATCH /api/bulk-templates/{id}': {
    ...{ status: 200, thing: 'bulkTemplate' },
    body: () => ({ name: randomUUID() }),
  },
  'DELETE /api/bulk-templates/{id}': { status: 200, thing: 'bulkTemplate' },
  'POST /api/bulk-templates/{id}/run': { status: 202, thing: 'bulkTemplate', body: () => ({}) },
  'POST /api/bulk-templates/run': { status: 202, body: () => ({ name: CASE_TEMPLATE }) },
  'POST /api/bulk-schedules': {
    ...{ status: 201, thing: 'bulkTemplate' },
    body: (_party, { id }) => ({ name: randomUUID(), templateId: id, cron: '@weekly' }),
  },
  'GET /api/bulk-schedules': { status: 200 },
  'GET /api/bulk-schedules/{id}': { status: 200, thing: 'bulkSchedule' },
  'GET /api/bulk-schedules/{id}/runs': { status: 200, thing: 'bulkSchedule' },
  'PATCH /api/bulk-schedules/{id}': {
    ...{ status: 200, thing: 'bulkSchedule' },
    body: () => ({ everySeconds: 3_600 }),
  },
  'DELETE /api/bulk-schedules/{id}': { status: 200, thing: 'bulkSchedule' },
  'POST /api/bulk-schedules/{id}/pause': { status: 200, thing: 'bulkSchedule', body: () => ({}) },
  'POST /api/bulk-schedules/{id}/resume': { status: 200, thing: 'bulkSchedule', body: () => ({}) },
  'POST /api/bulk-schedules/{id}/run': { status: 202, thing: 'bulkSchedule', body: () => ({}) },

  'POST /api/content/generate/topic': { status: 202, body: () => ({ topic: 'kettles' }) },
  'POST /api/content/generate/keywords': {
    status: 202,
    body: () => ({ topic: 'kettles', keywords: ['kettle', 'whistling kettle'] }),
  },
  'POST /api/content/generate/trends': {
    status: 202,
    body: () => ({ topic: 'kettles', trends: [{ text: 'Kettles are back', date: '2026-11-02' }] }),
  },
  'POST /api/content/generate/spin': {
    status: 202,
    body: () => ({ topic: 'kettles', source_md: 'A kettle boils water.' }),
  },
  'GET /api/content': { status: 200 },
  'GET /api/content/{id}': { status: 200, thing: 'text' },
  'GET /api/content/{id}/events': { status: 200, thing: 'text' },
  'GET /api/content/{id}/attempts': { status: 200, thing: 'text' },
  'GET /api/content/{id}/costs': { status: 200, thing: 'text' },
  'GET /api/content/{id}/result': { status: 200, thing: 'text', state: 'completed' },
  'POST /api/content/{id}/priority': { status: 200, thing: 'text', body: () => ({ priority: 6 }) },
  'POST /api/content/{id}/cancel': { status: 200, thing: 'text', body: () => ({}) },
  'POST /api/content/{id}/retry': { status: 200, thing: 'text', state: 'failed', body: () => ({}) },

  'GET /api/calendar': { status: 200, query: '?from=2026-01-01&to=2026-12-31' },
  'GET /api/spending': { status: 200 },
  'GET /api/search': { status: 200, query: '?q=kettle' },
  'GET /api/events': { status: 200, isStream: true },

  'POST /api/tenants': { status: 201, body: () => ({ kind: 'store', name: 'New' }) },
  'GET /api/tenants': { status: 200 },
  'GET /api/tenants/{id}': { status: 200, thing: 'tenant' },
  'PATCH /api/tenants/{id}': { status: 200, thing: 'tenant', body: () => ({ name: 'Renamed' }) },
  'POST /api/tenants/{id}/keys': { status: 201, thing: 'tenant', body: () => ({ label: 'another' }) },
  'GET /api/tenants/{id}/keys': { status: 200, thing: 'tenant' },
  'DELETE /api/tenants/{id}/keys/{keyId}': { status: 200, thing: 'key' },
  'GET /api/tenants/{id}/members': { status: 200, thing: 'tenant' },
  'GET /api/tenants/{id}/members/{memberId}': { status: 200, thing: 'member' },
  'PATCH /api/tenants/{id}/members/{memberId}': {
    ...{ status: 200, thing: 'member' },
    body: () => ({ name: 'Renamed' }),
  },
  'DELETE /api/tenants/{id}/members/{memberId}': { status: 200, thing: 'member' },
  'POST /api/tenants/{id}/invitations': {
    ...{ status: 201, thing: 'tenant' },
    body: () => ({ address: `${randomUUID()}@people.example`, name: 'Ada' }),
  },
  'GET /api/tenants/{id}/invitations': { status: 200, thing: 'tenant' },
  'POST /api/tenants/{id}/invitations/{invitationId}/resend': {
    ...{ status: 200, thing: 'invitation' },
    body: () => ({}),
  },
  'DELETE /api/tenants/{id}/invitations/{invitationId}': { status: 204, thing: 'invitation' },

  'POST /api/stores': {
    status: 201,
    body: ({ tenantId }) => {
      const instanceId = randomUUID();
      const signedInstance = signInstance({ instanceId, signedAt: Date.now() });
      return { name: 'Second', instanceId, signedInstance, tenantId };
    },
  },
  'GET /api/stores': { status: 200 },
  'GET /api/stores/{id}': { status: 200, thing: 'store' },
  'PATCH /api/stores/{id}': { status: 200, thing: 'store', body: () => ({ name: 'Renamed' }) },
  'POST /api/stores/{id}/check': { status: 200, thing: 'store' },
  'POST /api/stores/{id}/reconnect': { status: 200, thing: 'store', body: () => ({}) },
  'GET /api/stores/{id}/products': { status: 200, thing: 'store' },
  'GET /api/stores/{id}/posts': { status: 200, thing: 'store' },

  'POST /api/webhooks': {
    status: 201,
    body: ({ tenantId }) => ({ url: 'https://receiver.example/hook', tenantId }),
  },
  'GET /api/webhooks': { status: 200 },
  'GET /api/webhooks/{id}': { status: 200, thing: 'webhook' },
  'PATCH /api/webhooks/{id}': { status: 200, thing: 'webhook', body: () => ({ description: 'Renamed' }) },
  'DELETE /api/webhooks/{id}': { status: 200, thing: 'webhook' },
  'POST /api/webhooks/{id}/rotate-secret': { status: 200, thing: 'webhook' },
  'GET /api/webhooks/{id}/deliveries': { status: 200, thing: 'webhook' },
  'POST /api/webhooks/{id}/deliveries/{deliveryId}/resend': { status: 202, thing: 'delivery' },

  'POST /api/mail/subscriptions': {
    status: 201,
    body: ({ tenantId }) => ({ address: `reader-${randomUUID()}@shop.example`, tenantId }),
  },
  'GET /api/mail/subscriptions': { status: 200 },
  'GET /api/mail/subscriptions/{id}': { status: 200, thing: 'subscription' },
  'PATCH /api/mail/subscriptions/{id}': {
    ...{ status: 200, thing: 'subscription' },
    body: () => ({ frequency: 'daily' }),
  },
  'DELETE /api/mail/subscriptions/{id}': { status: 200, thing: 'subscription' },
  'POST /api/mail/subscriptions/{id}/confirmation': {
    ...{ status: 202, thing: 'subscription' },
    body: () => ({}),
  },
  'GET /api/mail/messages': { status: 200 },
  'POST /api/mail/messages/{id}/resend': { status: 202, thing: 'mail', body: () => ({}) },
  'GET /api/mail/confirm/{token}': { status: 400 },
  'POST /api/mail/confirm/{token}': { status: 400 },
  'GET /api/mail/unsubscribe/{token}': { status: 400 },
  'POST /api/mail/unsubscribe/{token}': { status: 400 },
  'GET /api/v1/articles': { status: 200 },
  'GET /api/v1/articles/{id}': { status: 200 },
  'POST /api/v1/purchase/webhook': { status: 400 },
  'POST /api/v1/articles/{id}/check-anchor': { status: 200, body: () => ({ anchorText: 'kettle' }) },
  'GET /api/v1/domains': { status: 200 },
  'GET /api/v1/quality-checks': { status: 200 },
  'POST /api/v1/purchase/start': {
    status: 202,
    body: () => ({
      ...{ domainId: randomUUID(), topic: 'Kettles', keyword: 'kettle', targetUrl: 'https://shop.example/' },
      ...{ anchorText: 'kettle', email: `${randomUUID()}@people.example` },
    }),
  },
  'POST /api/v1/purchase/link': { status: 200, body: () => ({ token: 'x'.repeat(43) }) },
  'POST /api/v1/purchase/confirm': { status: 200, body: () => ({ token: 'x'.repeat(43) }) },
  'GET /api/v1/purchase/orders': { status: 200 },
  'GET /api/v1/purchase/status/{orderId}': { status: 200, thing: 'backlinkOrder' },
  'POST /api/v1/purchase/status/{orderId}/link': { status: 202 },
  'GET /api/v1/purchase/status/{orderId}/versions/{versionId}': {
    ...{ status: 200, thing: 'backlinkOrder', state: 'QUALITY_CHECK' },
  },
  'POST /api/v1/purchase/regenerate-backlink': {
    ...{ status: 202, thing: 'backlinkOrder', state: 'QUALITY_CHECK' },
    body: (_, { orderId = randomUUID() }) => ({ orderId }),
  },
  'POST /api/v1/purchase/submit-for-review': {
    ...{ status: 200, thing: 'articleOrder', state: 'QUALITY_CHECK' },
    body: (_, { orderId = randomUUID(), versionId = randomUUID() }) => ({ orderId, versionId }),
  },
  'GET /api/v1/admin/orders': { status: 200 },
  'POST /api/v1/admin/orders': {
    ...{ status: 202, thing: 'domain' },
    body: (_, { id: domainId = randomUUID() }) => ({
      ...{ product: 'article', domainId, topic: 'Kettles', keyword: 'kettle', anchorText: 'kettle' },
      targetUrl: 'https://shop.example/',
    }),
  },
  'GET /api/v1/admin/orders/{orderId}': { status: 200, thing: 'backlinkOrder' },
  'GET /api/v1/admin/orders/{orderId}/versions/{versionId}': {
    ...{ status: 200, thing: 'backlinkOrder', state: 'ADMIN_REVIEW' },
  },
  'POST /api/v1/admin/orders/{orderId}/approve': {
    ...{ status: 200, thing: 'backlinkOrder', state: 'ADMIN_REVIEW' },
    body: (_, { versionId = randomUUID() }) => ({ versionId }),
  },
  'POST /api/v1/admin/orders/{orderId}/reject': {
    ...{ status: 200, thing: 'articleOrder', state: 'ADMIN_REVIEW' },
    body: (_, { versionId = randomUUID() }) => ({ versionId, reason: 'Not for us.' }),
  },
  'POST /api/v1/admin/orders/{orderId}/retry': { status: 200, thing: 'backlinkOrder', state: 'BROKE' },
  'GET /api/v1/admin/queues': { status: 200 },
  'POST /api/article-orders/{id}/retry': { status: 200, thing: 'articleOrder', state: 'BROKE' },
  'POST /api/backlink-orders/{id}/retry': { status: 200, thing: 'backlinkOrder', state: 'BROKE' },
  'POST /api/v1/purchase/{orderId}/checkout': { status: 200, thing: 'articleOrder' },
  'POST /api/v1/purchase/{orderId}/check-payment': { status: 202, thing: 'articleOrder' },
  'GET /api/article-orders': { status: 200 },
  'GET /api/article-orders/{id}': { status: 200, thing: 'articleOrder' },
  'GET /api/article-orders/{id}/events': { status: 200, thing: 'articleOrder' },
  'GET /api/article-orders/{id}/attempts': { status: 200, thing: 'articleOrder' },
  'GET /api/article-orders/{id}/costs': { status: 200, thing: 'articleOrder' },
  'POST /api/article-orders/{id}/priority': {
    ...{ status: 200, thing: 'articleOrder' },
    body: () => ({ priority: 6 }),
  },
  'GET /api/backlink-orders': { status: 200 },
  'GET /api/backlink-orders/{id}': { status: 200, thing: 'backlinkOrder' },
  'GET /api/backlink-orders/{id}/events': { status: 200, thing: 'backlinkOrder' },
  'GET /api/backlink-orders/{id}/attempts': { status: 200, thing: 'backlinkOrder' },
  'GET /api/backlink-orders/{id}/costs': { status: 200, thing: 'backlinkOrder' },
  'POST /api/backlink-orders/{id}/priority': {
    ...{ status: 200, thing: 'backlinkOrder' },
    body: () => ({ priority: 6 }),
  },
  'GET /api/v1/admin/refunds': { status: 200 },
  'POST /api/v1/admin/refunds/{refundId}/resolve': {
    ...{ status: 200, thing: 'refund', state: 'unconfirmed' },
    body: () => ({ resolution: 'refunded' }),
  },
  'POST /api/v1/admin/refunds/{refundId}/retry': {
    ...{ status: 200, thing: 'refund', state: 'failed' },
    body: () => ({}),
  },
  'GET /api/v1/admin/provider-keys': { status: 200 },
  'POST /api/v1/admin/provider-keys': {
    status: 201,
    body: () => ({
      ...{ key: `sk-${randomUUID()}`, label: 'Another account' },
      ...{ requestsPerMinute: 10, tokensPerMinute: 10_000 },
    }),
  },
  'POST /api/v1/admin/provider-keys/{keyId}/pause': {
    ...{ status: 200, thing: 'providerKey' },
    body: () => ({ reason: 'Its invoice is being looked at.' }),
  },
  'POST /api/v1/admin/provider-keys/{keyId}/resume': { status: 200, thing: 'providerKey', body: () => ({}) },
  'DELETE /api/v1/admin/provider-keys/{keyId}': { status: 200, thing: 'providerKey' },
  'GET /api/v1/admin/alerts': { status: 200 },
  'POST /api/v1/admin/alerts/{alertId}/resend': { status: 202, thing: 'alert', body: () => ({}) },
  'POST /api/domains': {
    status: 201,
    body: () => ({ name: 'New', host: `${randomUUID()}.example` }),
  },
  'GET /api/domains': { status: 200 },
  'GET /api/domains/{id}': { status: 200, thing: 'domain' },
  'PATCH /api/domains/{id}': { status: 200, thing: 'domain', body: () => ({ name: 'Renamed' }) },
  'GET /api/domains/{id}/actions': { status: 200, thing: 'domain' },
  'POST /api/articles': {
    status: 201,
    // Each call needs a slug of its own, on a site that is there.
    body: () => ({
      ...{ domain: CASE_HOST, title: 'New', author: 'Ada', publishedOn: '2026-01-01', content: 'A text.' },
      slug: randomUUID(),
    }),
  },
  'GET /api/articles': { status: 200 },
  'POST /api/articles/import': { status: 200, body: () => ({ files: [{ name: 'a.md', content: 'x' }] }) },
  'GET /api/articles/{id}': { status: 200, thing: 'article' },
  'PATCH /api/articles/{id}': { status: 200, thing: 'article', body: () => ({ title: 'Renamed' }) },
  'GET /api/articles/{id}/versions': { status: 200, thing: 'article' },
  'POST /api/articles/{id}/versions': {
    ...{ status: 200, thing: 'article' },
    body: () => ({ content: 'Another text.' }),
  },
  'GET /api/articles/{id}/versions/{versionId}': { status: 200, thing: 'version' },
  'GET /api/articles/{id}/lost-links': { status: 200, thing: 'article' },
  'GET /api/articles/{id}/outlet': { status: 200, thing: 'article' },
  'POST /api/articles/{id}/publish-again': { status: 200, thing: 'article', state: 'failed' },
  'POST /api/domains/{id}/hook-secret': { status: 200, thing: 'domain', state: 'with a hook' },
  'POST /api/articles/{id}/select': { status: 200, thing: 'article', body: () => ({ versionId: null }) },

  'GET /api/lanes': { status: 200 },
  'POST /api/lanes/{lane}/pause': { status: 200, body: () => ({ reason: 'Moving house.' }) },
  'POST /api/lanes/{lane}/resume': { status: 200, body: () => ({}) },
  'POST /api/lanes/pause': { status: 200, body: () => ({ reason: 'Moving house.' }) },
  'POST /api/lanes/resume': { status: 200, body: () => ({}) },
  'GET /api/rate-limiter/stats': { status: 200 },
  'GET /api/replicate-rate-limiter/stats': { status: 200 },
  'GET /api/queue/stats': { status: 200 },
};
