import type { Response } from 'express';
import { z } from 'zod';
import { SPENDING_GROUPS } from '../../db/spending/spending';
import type { SpendingGroup, SpendingRow } from '../../db/spending/spending';
import type { Db } from '../../db/db';
import { isReached } from '../../domain/spending/caps';
import type { Spent, CapUsage } from '../../domain/spending/caps';
import { scopeOf } from '../http/auth';
import { csvOf } from '../../domain/text/csv-table';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { spendingQuery, spendingView } from './schemas';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days of a report that names no first one, and the most of any, the first and last included. */
const DEFAULT_DAYS = 30;
const MOST_DAYS = 366;

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

/** The days of the report, both included. */
function rangeOf(
  query: { from?: string | undefined; to?: string | undefined },
  today: string,
): { from: string; to: string } {
  const to = query.to ?? today;
  const from = query.from ?? daysBefore(to, DEFAULT_DAYS - 1);
  if (from > to)
    throw new ApiError('bad_request', 'The last day of the report must not be before the first.');
  if (from < daysBefore(to, MOST_DAYS - 1))
    throw new ApiError('bad_request', `A report covers at most ${MOST_DAYS} days.`);
  return { from, to };
}

type CapView = NonNullable<z.output<typeof spendingView>['caps']>['daily'];

function viewCap(cents: number | null, spent: Spent): CapView {
  if (cents === null) return null;
  const { settledMicros: spentMicros, reservedMicros } = spent;
  return {
    amount: cents,
    currency: 'USD',
    spentMicros,
    reservedMicros,
    reached: isReached(cents, spentMicros + reservedMicros),
  };
}

function viewCaps({ caps, day, month }: CapUsage): z.output<typeof spendingView>['caps'] {
  return { daily: viewCap(caps.dailyCents, day), monthly: viewCap(caps.monthlyCents, month) };
}

/** Millionths of a US dollar as dollars, to the last digit. */
function dollars(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

const GROUP_CELLS: Record<SpendingGroup, Array<keyof SpendingRow>> = {
  day: ['day'],
  stage: ['stage'],
  store: ['storeId', 'storeName'],
};

function spendingCsv(groupBy: readonly SpendingGroup[], rows: readonly SpendingRow[]): string {
  const members = SPENDING_GROUPS.filter((group) => groupBy.includes(group)).flatMap(
    (group) => GROUP_CELLS[group],
  );
  return csvOf([
    [...members, 'calls', 'amountUsd', 'reservedUsd', 'unknownUsd'],
    ...rows.map((row) => [
      ...members.map((member) => row[member] ?? null),
      row.calls,
      dollars(row.amountMicros),
      dollars(row.reservedMicros),
      dollars(row.unknownMicros),
    ]),
  ]);
}

/** The report of what was spent, and how that stands against the caps. */
export function spendingRoutes(deps: { db: Db }): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();

  /** The tenant that the report is about, if it is about one. */
  async function tenantOf(
    res: Response,
    today: string,
  ): Promise<{ tenantId: string; standing: CapUsage } | undefined> {
    const tenantId = scopeOf(res);
    if (tenantId === undefined) return undefined;
    const standing = await db.spending.readCapUsage({ tenantId, day: today });
    if (!standing) throw new ApiError('not_found', 'Tenant not found.');
    return { tenantId, standing };
  }

  async function checkStore(storeId: string, tenantId: string | undefined): Promise<void> {
    const row = await db.stores.storeById({ storeId });
    if (!row || (tenantId !== undefined && row.tenantId !== tenantId))
      throw new ApiError('not_found', 'Store not found.');
  }

  routes.route(
    {
      method: 'get',
      permission: 'spending.read',
      path: '/api/spending',
      summary: 'Spending report',
      description: 'Cost by day (UTC), stage and store; the last 30 days by default.',
      query: spendingQuery,
      answers: {
        200: {
          description:
            'The report. With `format=csv`, or if the `Accept` header asks for CSV, a table with amounts in US dollars.',
          schema: spendingView,
          also: { 'text/csv': z.string() },
        },
      },
    },
    async ({ query, req, res }) => {
      const today = await db.spending.today();
      const { from, to } = rangeOf(query, today);
      const tenant = await tenantOf(res, today);
      if (query.storeId) await checkStore(query.storeId, tenant?.tenantId);
      const { groupBy } = query;
      const items = await db.spending.listSpending({
        from,
        to,
        groupBy,
        tenantId: tenant?.tenantId,
        storeId: query.storeId,
      });
      const format = query.format ?? (req.accepts(['json', 'text/csv']) === 'text/csv' ? 'csv' : 'json');
      res.vary('accept');
      if (format === 'csv')
        return {
          status: 200,
          headers: { 'content-disposition': `attachment; filename=spending-${from}-${to}.csv` },
          text: spendingCsv(groupBy, items),
          type: 'text/csv; charset=utf-8',
        };
      const sum = (of: (row: SpendingRow) => number): number => items.reduce((all, row) => all + of(row), 0);
      const report: z.output<typeof spendingView> = {
        from,
        to,
        currency: 'USD',
        total: {
          amountMicros: sum((row) => row.amountMicros),
          unknownMicros: sum((row) => row.unknownMicros),
          calls: sum((row) => row.calls),
        },
        items,
        caps: tenant ? viewCaps(tenant.standing) : null,
      };
      return { status: 200, json: report };
    },
  );
  return routes;
}
