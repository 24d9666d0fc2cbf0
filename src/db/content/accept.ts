import { randomUUID } from 'node:crypto';
import type { ContentRequest } from '../../contract/bulk';
import type { OrderPolicy } from '../../contract/orders';
import { acceptOrders } from '../orders/accept';
import type { Queryable } from '../pool';

/** Accepts texts in the caller's transaction, in the order given: of a job where there is one, else alone. Answers their ids. */
export async function acceptTexts(
  tx: Queryable,
  accepted: {
    tenantId: string;
    priority: number;
    jobId: string | null;
    texts: readonly ContentRequest[];
    policy?: OrderPolicy | undefined;
  },
): Promise<string[]> {
  const { tenantId, priority, jobId, policy } = accepted;
  const texts = accepted.texts.map((text, n) => ({ ...text, id: randomUUID(), n }));
  return acceptOrders(tx, {
    kind: 'content',
    tenantId,
    orders: texts.map(({ id, n }) => ({
      id,
      priority,
      parentId: jobId,
      // After their job, whose own place is 0.
      place: n + 1,
      ...(policy ? { policy } : {}),
    })),
    insertDetails: async () => {
      await tx.query(
        `insert into content_items (order_id, queue_position, mode, topic, word_count, tone, language, input)
         select n.id, case when $2 then n.n + 1 end, n.input ->> 'mode', n.topic, n."wordCount", n.tone, n.language, n.input
           from jsonb_to_recordset($1) as n
                (n int, id uuid, topic text, "wordCount" int, tone text, language text, input jsonb) order by n.n`,
        [JSON.stringify(texts), jobId !== null],
      );
    },
  });
}

/** Accepts one text that belongs to no job, in the caller's transaction. Answers its id. */
export async function acceptContent(
  tx: Queryable,
  accepted: { tenantId: string; priority: number; request: ContentRequest; policy?: OrderPolicy | undefined },
): Promise<string> {
  const { request, ...rest } = accepted;
  const [id] = await acceptTexts(tx, { ...rest, jobId: null, texts: [request] });
  return id!;
}
