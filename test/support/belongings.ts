import { randomUUID } from 'node:crypto';
import { hashApiKey, newApiKey } from '../../src/api/http/auth';
import { newSessionWord, SESSION_COOKIE } from '../../src/api/tenants/session-cookie';
import { createPictureStore } from '../../src/clients/picture-store';
import type { ContentRequest } from '../../src/contract/bulk';
import type { Product } from '../../src/contract/orders';
import type { Principal, Role, TenantKind } from '../../src/contract/tenancy';
import { pay } from '../api/purchase/support';
import { ApiClient } from './api-client';
import type { Galley } from './galley';
import { addVersion, breakOrder } from './purchased-versions';
import { makeSchedule, makeTemplate } from './schedules';

/** A tenant with a store, and a key and a member of one role, each signed in. */
export interface Party {
  role: Role;
  tenantId: string;
  keyId: string;
  client: ApiClient;
  /** The cookie of whoever has signed in with the key. */
  cookie: string;
  memberId: string;
  /** The cookie of the member. */
  memberCookie: string;
  storeId: string;
  instanceId: string;
}

/** Kinds of things that an address can name. */
export type Thing =
  | (
      | 'tenant'
      | 'key'
      | 'member'
      | 'invitation'
      | 'store'
      | 'order'
      | 'orderBatch'
      | 'item'
      | 'itemBatch'
      | 'webhook'
      | 'delivery'
    )
  | ('bulkJob' | 'bulkItem' | 'text')
  | ('bulkTemplate' | 'bulkSchedule')
  | ('subscription' | 'mail')
  | ('domain' | 'article' | 'version')
  | ('articleOrder' | 'backlinkOrder')
  | ('refund' | 'alert' | 'providerKey');

/** What a thing is called in an address: the parameters of its routes. */
export type Place = Record<string, string>;

async function makeSession(galley: Galley, by: Principal): Promise<string> {
  const { word, wordHash } = newSessionWord();
  await galley.db.sessions.insertSession({ wordHash, by });
  return `${SESSION_COOKIE}=${word}`;
}

/** Makes somebody a member of a tenant, as if invited; by an address of their own unless one is given. */
export async function makeMember(
  galley: Galley,
  of: { tenantId: string; role: Role; address?: string; name?: string },
): Promise<{ memberId: string; address: string; cookie: string }> {
  const { tenantId, role, address = `${randomUUID()}@people.example`, name = 'Ada' } = of;
  const memberId = await galley.db.transaction((tx) =>
    tx.members.addMember({ tenantId, role, address, name, locale: 'en', addedBy: 'test' }),
  );
  const cookie = await makeSession(galley, { kind: 'member', id: memberId });
  return { memberId, address, cookie };
}

/** Makes a tenant of a kind with a key of a role, which is signed in, and a store; tenants that cannot have one by the API have it, too. */
export async function makeParty(galley: Galley, role: Role, kind: TenantKind): Promise<Party> {
  const { key } = newApiKey();
  const [tenantId, keyId, storeId, instanceId] = Array.from({ length: 4 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
  ];
  await galley.db.tenants.createTenantWithKey({
    ...{ tenantId, kind, name: `${role} of ${kind}`, plan: 'standard' },
    key: { id: keyId, hash: hashApiKey(key), label: role, role },
    store: { id: storeId, instanceId, language: 'en' },
  });
  const cookie = await makeSession(galley, { kind: 'key', id: keyId });
  const { memberId, cookie: memberCookie } = await makeMember(galley, { tenantId, role });
  return {
    ...{ role, tenantId, keyId, memberId, storeId, instanceId, cookie, memberCookie },
    client: new ApiClient(galley.apiUrl, key),
  };
}

/** Credentials that once were somebody's: a revoked key, the session of one, that of a removed member, and an expired session. */
export async function makeLapsed(
  galley: Galley,
): Promise<{ revokedKey: string; revokedCookie: string; removedCookie: string; expiredCookie: string }> {
  const party = await makeParty(galley, 'store', 'store');
  const expired = await makeParty(galley, 'store', 'store');
  await galley.db.keys.revokeKey({ keyId: party.keyId, tenantId: party.tenantId });
  const { memberId, tenantId, keyId } = party;
  await galley.db.transaction((tx) =>
    tx.members.removeMember({ memberId, tenantId, by: { kind: 'key', id: keyId } }),
  );
  await galley.database.pool.query(`update sessions set expires_at = now() where key_id = $1`, [
    expired.keyId,
  ]);
  return {
    ...{ revokedKey: party.client.key, revokedCookie: party.cookie },
    ...{ removedCookie: party.memberCookie, expiredCookie: expired.cookie },
  };
}

/** What a text is ordered by. */
const TEXT: ContentRequest = {
  ...{ topic: 'kettles', wordCount: 300, tone: 'calm', language: 'en' },
  input: { mode: 'topic' },
};

/** Makes things of a party, as they are needed; `state` is the status of an order or an item. */
export function thingsOf(galley: Galley) {
  const admin = galley.operator;
  const { pool } = galley.database;
  const pictures = createPictureStore({ dir: galley.config.pictureDir });

  async function created(path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await admin.call('POST', path, { body });
    if (answer.status >= 300) throw new Error(`${path} answered ${JSON.stringify(answer)}`);
    return answer.json;
  }

  const orderBody = ({ instanceId }: Party) => ({ sourceType: 'keyword', sourceId: 'kettle', instanceId });
  const itemBody = { pageType: 'product', targetKeywords: ['kettle'], components: ['Introduction'] };

  async function addIdea(orderId: string): Promise<void> {
    const idea = { title: 'T', angle: 'A', outline: ['1', '2', '3'], keyword: 'K', reason: 'R' };
    await galley.db.ideas.insertIdeas({ orderId, round: 1, ideas: [idea] });
  }

  async function setState(id: string, state: string): Promise<void> {
    const phases: Record<string, string> = { FAILED: 'failed', completed: 'done', failed: 'failed' };
    const phase = phases[state] ?? 'waiting_person';
    await pool.query(
      `update orders set status = $2, phase = $3, finished_at = case when $3 <> 'waiting_person' then now() end where id = $1`,
      [id, state, phase],
    );
  }

  async function addPicture(orderId: string): Promise<void> {
    const storageKey = await pictures.save({ bytes: Buffer.from('a picture'), extension: 'png' });
    await pool.query(
      `with picture as (
         insert into pictures (id, order_id, round, basis, prompt, seed, storage_key, content_type, width, height, bytes)
         values (gen_random_uuid(), $1, 1, gen_random_uuid(), 'x', 1, $2, 'image/png', 1, 1, 9) returning id)
       update blog_orders set picture_id = (select id from picture) where order_id = $1`,
      [orderId, storageKey],
    );
  }

  /** Makes an order that waits for its payment, or for its buyer, or for an administrator, or that could not be done. */
  async function bought(product: Product, party: Party, state?: string): Promise<Place> {
    const { id: articleId } = await makers.article(party);
    const id = randomUUID();
    await galley.db.transaction(async (tx) => {
      await pool.query(
        `insert into purchases (id, product, domain_id, article_id, target_url, anchor_text, notes, topic, niche, search_keyword,
                                amount, currency, address, folded, locale, content_sha256)
         select $1, $2, domain_id, id, 'https://shop.example/', 'kettle', '', $4, $4, $4,
                100, 'EUR', $5, $5, 'en', '\\x00' from articles where id = $3`,
        [id, product, articleId, product === 'article' ? 'kettles' : null, `${randomUUID()}@people.example`],
      );
      await tx.confirmations.confirmPurchase({ purchase: { id, product }, tenantId: party.tenantId });
    });
    if (!state) return { id, orderId: id };
    await pay(galley, id);
    if (state === 'BROKE') {
      await breakOrder(galley, id);
      return { id, orderId: id };
    }
    const versionId = await addVersion(galley, id);
    if (state === 'ADMIN_REVIEW')
      await galley.db.reviewActions.submitForReview({ orderId: id, actor: { name: 'test' }, versionId });
    return { id, orderId: id, versionId };
  }

  const makers: Record<Thing, (party: Party, state?: string) => Promise<Place>> = {
    tenant: async ({ tenantId }) => ({ id: tenantId }),
    key: async ({ tenantId }) => {
      const { id } = await created(`/api/tenants/${tenantId}/keys`, { label: 'spare' });
      return { id: tenantId, keyId: String(id) };
    },
    member: async ({ tenantId, role }) => {
      const { memberId } = await makeMember(galley, { tenantId, role });
      return { id: tenantId, memberId };
    },
    invitation: async ({ tenantId }) => {
      const body = { address: `${randomUUID()}@people.example`, name: 'Ada' };
      const { id } = await created(`/api/tenants/${tenantId}/invitations`, body);
      // One that was sent just now cannot be sent again yet.
      await pool.query(`update invitations set sent_at = sent_at - interval '2 minutes' where id = $1`, [id]);
      return { id: tenantId, invitationId: String(id) };
    },
    store: async ({ storeId }) => ({ id: storeId }),
    order: async (party, state) => {
      const id = String((await created('/api/blog-generation', orderBody(party)))['id']);
      if (state === 'with a picture') await addPicture(id);
      else if (state) await setState(id, state);
      if (state === 'AWAITING_SELECTION') await addIdea(id);
      return { id };
    },
    orderBatch: async (party) => {
      const { client, role } = party;
      // A batch belongs to whoever places it; buyers of articles place none.
      const places = role === 'customer' ? admin : client;
      const { json } = await places.call('POST', '/api/blog-generation/batch', {
        body: { items: [orderBody(party)] },
      });
      const id = String(json['batchId']);
      if (role === 'customer')
        await pool.query('update blog_batches set tenant_id = $2 where id = $1', [id, party.tenantId]);
      return { id };
    },
    item: async ({ tenantId }, state) => {
      const id = String((await created('/api/generation', { ...itemBody, tenantId }))['id']);
      if (state) await setState(id, state);
      return { id };
    },
    itemBatch: async ({ tenantId }) => {
      const { id } = await created('/api/generation/batch', { items: [itemBody], tenantId });
      return { id: String(id) };
    },
    bulkJob: async (party, state) => {
      const { id } = await makers.bulkItem(party);
      if (state) await setState(id!, state);
      return { id: id! };
    },
    bulkItem: async ({ tenantId }, state) => {
      const { jobId, itemIds } = await galley.db.transaction((tx) =>
        tx.bulkJobs.acceptJob({
          ...{ tenantId, priority: 5, concurrency: 1, itemDelayMs: 5_000, mode: 'topic', placedBy: 'test' },
          items: Array.from({ length: 10 }, () => TEXT),
        }),
      );
      if (state) await setState(itemIds[0]!, state);
      return { id: jobId, item: itemIds[0]! };
    },
    bulkTemplate: async ({ tenantId }) => ({ id: (await makeTemplate(galley, { tenantId })).id }),
    bulkSchedule: async ({ tenantId }) => ({
      id: await makeSchedule(galley, await makeTemplate(galley, { tenantId })),
    }),
    text: async ({ tenantId }, state) => {
      const id = await galley.db.transaction((tx) =>
        tx.contentAccept.acceptContent({ tenantId, priority: 5, request: TEXT }),
      );
      if (state) await setState(id, state);
      return { id };
    },
    webhook: async ({ tenantId }) => {
      const { id } = await created('/api/webhooks', { url: 'https://receiver.example/hook', tenantId });
      return { id: String(id) };
    },
    // The catalogue is nobody's own; its things are made like those that belong to somebody.
    domain: async (_party, state) => {
      const { id } = await created('/api/domains', {
        ...{ name: 'Site', host: `${randomUUID()}.example` },
        outlet: state === 'with a hook' ? { hookUrl: 'https://receiver.example/hook' } : null,
      });
      return { id: String(id) };
    },
    article: async (party, state) => {
      const { id: domainId } = await makers.domain(party, state === 'failed' ? 'with a hook' : undefined);
      const { json } = await admin.call('GET', `/api/domains/${domainId}`);
      const text = { title: 'Article', author: 'Ada', publishedOn: '2026-01-01', content: 'A text.' };
      const { id } = await created('/api/articles', { domain: json['host'], ...text });
      if (state === 'failed')
        await pool.query(`update article_outlets set state = 'failed' where article_id = $1`, [id]);
      return { id: String(id) };
    },
    version: async (party) => {
      const { id } = await makers.article(party);
      const { json } = await admin.call('GET', `/api/articles/${id}`);
      return { id: id!, versionId: String(json['selectedVersionId']) };
    },
    articleOrder: (party, state) => bought('article', party, state),
    backlinkOrder: (party, state) => bought('backlink', party, state),
    delivery: async (party) => {
      const { id } = await makers.webhook(party);
      const { id: orderId } = await makers.order(party);
      const { rows } = await pool.query<{ id: string }>(
        `insert into webhook_deliveries (id, webhook_id, order_id, event_type, body, state)
         values (gen_random_uuid(), $1, $2, 'order.done', '{}', 'failed') returning id`,
        [id, orderId],
      );
      return { id: id!, deliveryId: rows[0]!.id };
    },
    refund: async (party, state = 'failed') => {
      const { orderId } = await bought('article', party);
      const { rows } = await pool.query<{ id: string }>(
        `with checkout as (
           insert into checkouts (id, order_id, number, state, request, amount, currency, expires_at, check_at, paid_amount)
           values (gen_random_uuid(), $1, 1, 'paid', '{}', 100, 'EUR', now(), now(), 100) returning id)
         insert into refunds (id, order_id, checkout_id, amount, currency, reason, state)
         select gen_random_uuid(), $1, id, 100, 'EUR', 'rejected', $2 from checkout returning id`,
        [orderId, state],
      );
      return { refundId: rows[0]!.id };
    },
    providerKey: async () => {
      const key = `sk-${randomUUID()}`;
      const limits = { requestsPerMinute: 10, tokensPerMinute: 10_000 };
      const { id } = await galley.db.transaction((tx) =>
        tx.providerKeys.addKey({ key, label: 'Another account', ...limits, by: 'somebody' }),
      );
      return { keyId: id };
    },
    alert: async () => {
      const { rows } = await pool.query<{ id: string }>(
        `insert into webhook_deliveries (id, channel, event_type, about, round, body, state)
         values (gen_random_uuid(), 'alert', 'admin_alert', gen_random_uuid()::text, 1, '{"alert":"order_fault"}', 'failed')
         returning id`,
      );
      return { alertId: rows[0]!.id };
    },
    subscription: async ({ tenantId }) => {
      const address = `reader-${randomUUID()}@shop.example`;
      const { id } = await created('/api/mail/subscriptions', { address, tenantId });
      return { id: String(id) };
    },
    mail: async ({ tenantId }) => {
      const { rows } = await pool.query<{ id: string }>(
        `insert into webhook_deliveries (id, channel, event_type, about, round, recipient, locale, body, state, tenant_id)
         values (gen_random_uuid(), 'mail', 'failed', gen_random_uuid()::text, 1, 'reader@shop.example', 'en', '{}', 'failed', $1)
         returning id`,
        [tenantId],
      );
      return { id: rows[0]!.id };
    },
  };
  return makers;
}
