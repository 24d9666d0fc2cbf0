import type { WebhookEventType } from '../../contract/webhooks';
import type { Queryable } from '../pool';

/** An endpoint that receives events of a tenant's orders. */
export interface Webhook {
  id: string;
  tenantId: string;
  url: string;
  description: string;
  /** The event types it subscribes to; empty for all. */
  eventTypes: WebhookEventType[];
  active: boolean;
  createdAt: Date;
  updatedAt: Date;
}

const COLUMNS = `id, tenant_id as "tenantId", url, description, event_types as "eventTypes", active,
  created_at as "createdAt", updated_at as "updatedAt"`;

/** Binds an encrypted secret to its webhook, so that it cannot be decrypted for another. */
export function secretBinding(webhookId: string): string {
  return `webhook:${webhookId}:secret`;
}

/**
 * Locks a tenant against concurrent creation of webhooks, and counts the existing ones; undefined if there is no such
 * tenant.
 */
export async function countWebhooks(tx: Queryable, key: { tenantId: string }): Promise<number | undefined> {
  const tenant = await tx.query('select 1 from tenants where id = $1 for no key update', [key.tenantId]);
  if (tenant.rowCount === 0) return undefined;
  const result = await tx.query<{ n: number }>(
    'select count(*)::int as n from webhooks where tenant_id = $1 and deleted_at is null',
    [key.tenantId],
  );
  return result.rows[0]!.n;
}

/** Inserts a webhook. */
export async function insertWebhook(
  tx: Queryable,
  row: Pick<Webhook, 'id' | 'tenantId' | 'url' | 'description' | 'eventTypes'> & { sealedSecret: Buffer },
): Promise<Webhook> {
  const result = await tx.query<Webhook>(
    `insert into webhooks (id, tenant_id, url, description, event_types, sealed_secret)
     values ($1, $2, $3, $4, $5, $6) returning ${COLUMNS}`,
    [row.id, row.tenantId, row.url, row.description, JSON.stringify(row.eventTypes), row.sealedSecret],
  );
  return result.rows[0]!;
}

/** Finds a webhook that is not deleted; with a tenant, only if it belongs to that tenant. */
export async function findWebhook(
  db: Queryable,
  key: { webhookId: string; tenantId: string | undefined },
): Promise<Webhook | undefined> {
  const result = await db.query<Webhook>(
    `select ${COLUMNS} from webhooks
      where id = $1 and deleted_at is null and ($2::uuid is null or tenant_id = $2)`,
    [key.webhookId, key.tenantId ?? null],
  );
  return result.rows[0];
}

/**
 * A page of webhooks, newest first. `after` is the last row of the previous page, with `createdAt` in microseconds
 * since 1970.
 */
export async function listWebhooks(
  db: Queryable,
  filter: {
    tenantId: string | undefined;
    limit: number;
    after: { createdAt: string; id: string } | undefined;
  },
): Promise<Array<Webhook & { position: string }>> {
  const result = await db.query<Webhook & { position: string }>(
    `select ${COLUMNS}, (extract(epoch from created_at) * 1000000)::bigint::text as position from webhooks
      where deleted_at is null and ($1::uuid is null or tenant_id = $1)
        and ($2::bigint is null
          or (created_at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by created_at desc, id desc limit $4`,
    [filter.tenantId ?? null, filter.after?.createdAt ?? null, filter.after?.id ?? null, filter.limit],
  );
  return result.rows;
}

/** Changes to a webhook; omitted fields stay unchanged. */
export interface WebhookChange {
  url?: string | undefined;
  description?: string | undefined;
  eventTypes?: WebhookEventType[] | undefined;
  active?: boolean | undefined;
  sealedSecret?: Buffer | undefined;
}

/** Changes a webhook that is not deleted. If it is disabled, its pending deliveries fail. */
export async function changeWebhook(
  tx: Queryable,
  key: { webhookId: string; tenantId: string | undefined },
  change: WebhookChange,
): Promise<Webhook | undefined> {
  const result = await tx.query<Webhook>(
    `update webhooks set url = coalesce($3, url), description = coalesce($4, description),
        event_types = coalesce($5, event_types), active = coalesce($6, active),
        sealed_secret = coalesce($7, sealed_secret), updated_at = clock_timestamp()
      where id = $1 and deleted_at is null and ($2::uuid is null or tenant_id = $2) returning ${COLUMNS}`,
    [
      key.webhookId,
      key.tenantId ?? null,
      change.url ?? null,
      change.description ?? null,
      change.eventTypes ? JSON.stringify(change.eventTypes) : null,
      change.active ?? null,
      change.sealedSecret ?? null,
    ],
  );
  const webhook = result.rows[0];
  if (webhook && !webhook.active) await failPending(tx, key);
  return webhook;
}

/** Deletes a webhook but keeps its log. Returns the deleted webhook, if it existed. */
export async function deleteWebhook(
  tx: Queryable,
  key: { webhookId: string; tenantId: string | undefined },
): Promise<Webhook | undefined> {
  const result = await tx.query<Webhook>(
    `update webhooks set deleted_at = clock_timestamp(), active = false, updated_at = clock_timestamp()
      where id = $1 and deleted_at is null and ($2::uuid is null or tenant_id = $2) returning ${COLUMNS}`,
    [key.webhookId, key.tenantId ?? null],
  );
  const webhook = result.rows[0];
  if (webhook) await failPending(tx, key);
  return webhook;
}

/** Marks all pending deliveries of a webhook as failed. */
export async function failPending(tx: Queryable, key: { webhookId: string }): Promise<void> {
  await tx.query(
    `update webhook_deliveries set state = 'failed', last_problem = 'webhook_gone'
      where webhook_id = $1 and state = 'pending'`,
    [key.webhookId],
  );
}
