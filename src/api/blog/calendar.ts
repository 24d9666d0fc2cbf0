import { statusesOf } from '../../domain/orders/lifecycle';
import { z } from 'zod';
import { listCalendar } from '../../db/blog/calendar';
import type { CalendarEntry } from '../../db/blog/calendar';
import type { Db } from '../../db/db';
import { instantOf, localTime } from '../../domain/blog/plan-time';
import { scopeOf } from '../http/auth';
import { creationCursor, pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { limitOf, pageOf, uuid } from '../http/schemas';
import { timeZone } from './schemas';

/** The longest stretch that is shown at once, in milliseconds. */
const LONGEST_MS = 366 * 24 * 60 * 60_000;

const day = z.iso.date('must be a date such as 2027-03-28').describe('A date such as 2027-03-28');

const calendarQuery = z.strictObject({
  from: day,
  /** The first day that is not shown any more. */
  to: day,
  storeId: uuid.optional(),
  timeZone: timeZone.default('UTC'),
  limit: limitOf(200, 100),
  cursor: creationCursor.optional(),
});

const calendarEntry = z.object({
  orderId: uuid,
  storeId: uuid,
  instanceId: z.string(),
  status: z.enum(statusesOf('blog')),
  state: z.enum(['planned', 'published']),
  at: z.iso.datetime(),
  atLocal: z.string(),
  timeZone: z.string(),
  title: z.string().nullable(),
  url: z.string().nullable(),
});

function viewEntry(entry: CalendarEntry): z.output<typeof calendarEntry> {
  const { id: orderId, storeId, instanceId, status, state, title, url } = entry;
  return {
    ...{ orderId, storeId, instanceId, status, state, title, url },
    at: entry.at.toISOString(),
    atLocal: localTime(entry.at, entry.timeZone),
    timeZone: entry.timeZone,
  };
}

function startOf(date: string, zone: string, field: string): Date {
  const at = instantOf({ time: `${date}T00:00`, timeZone: zone });
  if (at) return at;
  throw new ApiError('bad_request', 'The query of the request is invalid.', {
    problems: [{ field: `query.${field}`, problem: 'does not exist' }],
  });
}

/** Planned and published posts by their times. */
export function calendarRoutes(deps: { db: Db }): DescribedRouter {
  const routes = new DescribedRouter();
  routes.route(
    {
      method: 'get',
      path: '/api/calendar',
      permission: 'orders.read',
      summary: 'Calendar',
      description: 'Scheduled and published posts between two days, by time.',
      query: calendarQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(calendarEntry) } },
    },
    async ({ query, res }) => {
      const from = startOf(query.from, query.timeZone, 'from');
      const to = startOf(query.to, query.timeZone, 'to');
      if (to <= from) throw new ApiError('bad_request', 'to must be after from.');
      if (to.getTime() - from.getTime() > LONGEST_MS)
        throw new ApiError('bad_request', 'A calendar covers at most one year.');
      const filter = { tenantId: scopeOf(res), storeId: query.storeId, from, to };
      const json = await pageByCreation(
        query,
        (page) => listCalendar(deps.db.pool, { ...filter, ...page }),
        viewEntry,
      );
      return { status: 200, json };
    },
  );
  return routes;
}
