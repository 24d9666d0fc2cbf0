import { randomUUID } from 'node:crypto';
import type { PageType } from '../../contract/items';
import type { PageComponent } from '../../domain/items/components';
import type { BrandVoice } from '../../domain/text/brand-voice';
import { acceptOrders } from '../orders/accept';
import { lookForRoom } from '../orders/open-orders';
import type { Queryable } from '../pool';

/** What a new item needs. */
export interface NewItem {
  id: string;
  pageType: PageType;
  targetKeywords: readonly string[];
  components: readonly PageComponent[];
  brandVoice: BrandVoice;
  language: string;
  priority: number;
}

/** Accepts items in the caller's transaction, in the order given. */
export async function acceptItems(
  tx: Queryable,
  row: { tenantId: string; batchId: string | null; items: readonly NewItem[] },
): Promise<void> {
  const { tenantId, batchId, items } = row;
  await acceptOrders(tx, {
    kind: 'item',
    tenantId,
    orders: items.map(({ id, priority }) => ({ id, priority })),
    insertDetails: async () => {
      await tx.query(
        `insert into items (order_id, batch_id, page_type, target_keywords, components, brand_voice, language, total_steps)
         select n.id, $2, n."pageType", n."targetKeywords", n.components, n."brandVoice", n.language,
                jsonb_array_length(n.components)
           from jsonb_to_recordset($1) as n (n int, id uuid, "pageType" text, "targetKeywords" jsonb, components jsonb,
                "brandVoice" jsonb, language text) order by n.n`,
        [JSON.stringify(items.map((item, n) => ({ ...item, n }))), batchId],
      );
    },
  });
}

/** Accepts a batch and its items. */
export async function acceptBatch(
  tx: Queryable,
  row: { tenantId: string; items: readonly NewItem[] },
): Promise<string> {
  const batchId = randomUUID();
  await lookForRoom(tx, { tenantId: row.tenantId, orders: row.items.length });
  await tx.query('insert into item_batches (id, tenant_id, items) values ($1, $2, $3)', [
    batchId,
    row.tenantId,
    row.items.length,
  ]);
  await acceptItems(tx, { ...row, batchId });
  await tx.query(
    `insert into order_events (order_id, tenant_id, type, round, data) values ($1, $2, 'batch.added', 1, $3)`,
    [row.items[0]!.id, row.tenantId, JSON.stringify({ batchId, count: row.items.length })],
  );
  return batchId;
}
