import type { z } from 'zod';
import type { Db } from '../../db/db';
import type { OrderEvent } from '../../db/events/events';
import { cutPage } from '../http/cursor';
import type { eventsQuery, eventView } from '../http/schemas';

/** An entry of the timeline as clients see it. */
export function viewEvent(event: OrderEvent): z.output<typeof eventView> {
  return { ...event, at: event.at.toISOString() };
}

/** One page of an order's timeline, oldest first, whatever kind the order is of. */
export async function timelinePage(db: Db, orderId: string, query: z.output<typeof eventsQuery>) {
  const events = await db.events.listEvents({
    orderId,
    afterId: query.cursor,
    limit: query.limit + 1,
  });
  const { rows, nextCursor } = cutPage(events, query.limit, ({ id }) => id);
  return { items: rows.map(viewEvent), nextCursor };
}
