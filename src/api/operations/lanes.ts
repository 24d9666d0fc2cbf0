import type { Response } from 'express';
import type { z } from 'zod';
import { ACCOUNTS, LANE_PROVIDER } from '../../contract/lanes';
import type { Account, Lane } from '../../contract/lanes';
import { PHASES } from '../../contract/orders';
import { principalName } from '../../contract/tenancy';
import type { LaneStats } from '../../db/lanes/stats';
import type { Db } from '../../db/db';
import type { AccountState } from '../../domain/providers/account-feedback';
import type { Budgets } from '../../domain/providers/budget';
import { budgetNow } from '../http/budget-now';
import { waitMinutes } from '../../domain/orders/queue-wait';
import type { Logger } from '../../telemetry/logger';
import { holderOf, scopeOf } from '../http/auth';
import type { laneView } from './lane-schemas';
import {
  changedLanes,
  laneParams,
  lanesView,
  limiterView,
  PAUSABLE,
  pauseBody,
  queueStatsView,
} from './lane-schemas';
import { DescribedRouter } from '../http/route';
import { emptyBody } from '../http/schemas';

/** What the routes of lanes and queues work with. */
export interface LaneRouteDeps {
  db: Db;
  budgets: Budgets;
  openOrders: { ofAll: number; ofTenant: number };
  log: Logger;
}

/** Tenants that are shown with their open orders. */
const MOST_TENANTS = 50;

const iso = (date: Date | number | null): string | null =>
  date === null ? null : new Date(date).toISOString();

const percent = (part: number, whole: number): number => Math.round((part / whole) * 1000) / 10;

/** What limits a lane: a provider's account, or for mail the server that sends it. */
type Limiting = Pick<AccountState, 'state' | 'reason' | 'probeAt' | 'coolingUntil'>;

/** When what is not open is tried again. */
const untilOf = ({ state, probeAt, coolingUntil }: Limiting): string | null =>
  iso(state === 'closed' ? probeAt : coolingUntil);

function viewLane(lane: LaneStats, account: Limiting | undefined): z.output<typeof laneView> {
  const isPaused = lane.pausedAt !== null;
  return {
    lane: lane.lane,
    state: isPaused ? 'paused' : (account?.state ?? 'open'),
    until: isPaused || !account ? null : untilOf(account),
    reason: isPaused ? lane.pausedReason : (account?.reason ?? null),
    pausedBy: lane.pausedBy,
    pausedAt: iso(lane.pausedAt),
    backlog: lane.backlog,
    oldestSeconds: lane.oldestSeconds,
    ratePerSecond: lane.rate,
    meanTokens: lane.meanTokens,
    workers: lane.workers,
    slots: lane.slots,
    busy: lane.busy,
  };
}

/** The routes by which operators see and stop lanes, and everybody sees the queue. */
export function laneRoutes(deps: LaneRouteDeps): DescribedRouter {
  const { db, budgets, log } = deps;
  const routes = new DescribedRouter();

  async function viewLanes(): Promise<Array<z.output<typeof laneView>>> {
    const [lanes, mail, ...accountStates] = await Promise.all([
      db.laneStats.listLanes(),
      db.mailChannel.readMailChannel(),
      ...ACCOUNTS.map((account) => db.accounts.readAccount({ account })),
    ]);
    const mailServer: Limiting = {
      ...{ state: mail.state, reason: mail.reason, coolingUntil: null },
      probeAt: mail.tryAt?.getTime() ?? null,
    };
    return lanes.map((lane) =>
      viewLane(
        lane,
        lane.lane === 'mail'
          ? mailServer
          : accountStates[ACCOUNTS.findIndex((account) => account === LANE_PROVIDER[lane.lane])]?.state,
      ),
    );
  }

  async function setPaused(res: Response, lanes: readonly Lane[], paused: boolean, reason: string) {
    const actor = principalName(holderOf(res).by);
    const changed = await db.transaction((tx) => tx.laneStats.pauseLanes({ lanes, paused, actor, reason }));
    if (changed.length > 0)
      log.warn(paused ? 'lanes are paused' : 'lanes go on', { lanes: changed.join(' '), actor });
    return { status: 200, json: { changed, items: await viewLanes() } };
  }

  routes.route(
    {
      method: 'get',
      permission: 'lanes.read',
      path: '/api/lanes',
      summary: 'List lanes',
      description:
        'Backlog, rate limit, workers and state of every lane. A lane is a task queue with its own rate limit.',
      answers: { 200: { description: 'All lanes.', schema: lanesView } },
    },
    async () => ({ status: 200, json: { items: await viewLanes() } }),
  );

  for (const [act, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    const body = paused ? pauseBody : emptyBody;
    const reasonOf = (given: z.output<typeof body>): string =>
      given && 'reason' in given ? String(given.reason) : '';
    const answers = { 200: { description: 'The lanes that changed, and all lanes.', schema: changedLanes } };
    routes.route(
      {
        method: 'post',
        permission: 'lanes.write',
        path: `/api/lanes/:lane/${act}`,
        summary: paused ? 'Pause lane' : 'Resume lane',
        description: paused
          ? 'Running tasks finish; queued ones wait. Customers see the reason.'
          : 'Starts the queued tasks of a paused lane.',
        params: laneParams,
        body,
        answers,
      },
      async ({ params, body: given, res }) => setPaused(res, [params.lane as Lane], paused, reasonOf(given)),
    );
    routes.route(
      {
        method: 'post',
        permission: 'lanes.write',
        path: `/api/lanes/${act}`,
        summary: paused ? 'Pause all lanes' : 'Resume all lanes',
        description: paused
          ? 'Running tasks finish; queued ones wait. Customers see the reason.'
          : 'Starts the queued tasks of every paused lane.',
        body,
        answers,
      },
      async ({ body: given, res }) => setPaused(res, PAUSABLE, paused, reasonOf(given)),
    );
  }

  function addLimiter(path: string, account: Account, summary: string, description: string): void {
    routes.route(
      {
        method: 'get',
        permission: 'lanes.read',
        path,
        summary,
        description,
        answers: { 200: { description: 'Current figures.', schema: limiterView } },
      },
      async () => {
        const [{ state: accountState }, used, all, bears] = await Promise.all([
          db.accounts.readAccount({ account }),
          db.lanes.readUsage({ account, seconds: 60 }),
          db.laneStats.listLanes(),
          budgetNow(db, budgets, account),
        ]);
        const lanes = all
          .filter(({ lane }) => LANE_PROVIDER[lane] === account)
          .map((lane) => viewLane(lane, accountState));
        const { requestsPerMinute: maxRPM, tokensPerMinute: maxTPM } = bears;
        return {
          status: 200,
          json: {
            queueLength: lanes.reduce((sum, lane) => sum + lane.backlog, 0),
            requestsInLastMinute: used.calls,
            maxRPM,
            rpmUsagePercent: percent(used.calls, maxRPM),
            ...(maxTPM === null
              ? {}
              : {
                  tokensInLastMinute: used.tokens,
                  maxTPM,
                  tpmUsagePercent: percent(used.tokens, maxTPM),
                }),
            state: accountState.state,
            reason: accountState.reason,
            until: untilOf(accountState),
            budgetShare: accountState.factor,
            lanes,
          },
        };
      },
    );
  }
  addLimiter(
    '/api/rate-limiter/stats',
    'openai',
    'OpenAI rate limit',
    'Usage of the OpenAI account in the last minute against its limits.',
  );
  addLimiter(
    '/api/replicate-rate-limiter/stats',
    'replicate',
    'Replicate rate limit',
    'Usage of the Replicate account in the last minute against its limits.',
  );

  routes.route(
    {
      method: 'get',
      permission: 'queue.read',
      path: '/api/queue/stats',
      summary: 'Queue statistics',
      description:
        'Orders by phase, kind and status, throughput, and the estimated wait of a new order. A key of one tenant sees its own orders only.',
      answers: {
        200: { description: 'Current figures; ended orders of the last 24 hours.', schema: queueStatsView },
      },
    },
    async ({ res }) => {
      const tenantId = scopeOf(res);
      const [items, open, completions, pauses, tenants] = await Promise.all([
        db.queueStats.countQueue({ tenantId }),
        db.openOrders.countOpen({ tenantId }),
        db.openOrders.measureCompletions({ tenantId }),
        db.laneStats.listPauses(),
        tenantId ? undefined : db.queueStats.busiestTenants({ limit: MOST_TENANTS }),
      ]);
      const byPhase = Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<
        (typeof PHASES)[number],
        number
      >;
      for (const item of items) byPhase[item.phase] += item.orders;
      return {
        status: 200,
        json: {
          open,
          limit: tenantId ? deps.openOrders.ofTenant : deps.openOrders.ofAll,
          byPhase,
          items,
          ...(tenants ? { tenants } : {}),
          completionsPerMinute: completions.completed / completions.minutes,
          estimatedWaitMinutes: waitMinutes({ open, ...completions }),
          paused: pauses.map((pause) => ({ ...pause, since: pause.since.toISOString() })),
        },
      };
    },
  );
  return routes;
}
