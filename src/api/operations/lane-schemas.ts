import { z } from 'zod';
import { LANES } from '../../contract/lanes';
import { ORDER_KINDS, PHASES } from '../../contract/orders';
import { cleanLine, uuid } from '../http/schemas';

/** The lanes that can be paused: all that run activities. */
export const PAUSABLE = LANES.filter((lane) => lane !== 'orders' && lane !== 'rate-controller');

export const laneParams = z.strictObject({ lane: z.enum(PAUSABLE as [string, ...string[]]) });

export const pauseBody = z.strictObject({
  reason: cleanLine(300).describe('Shown to customers whose orders wait'),
});

const time = z.iso.datetime().nullable();

export const laneView = z.object({
  lane: z.enum(LANES),
  state: z.enum(['open', 'cooling', 'closed', 'paused']),
  until: time,
  reason: z.string().nullable(),
  pausedBy: z.string().nullable(),
  pausedAt: time,
  backlog: z.int(),
  oldestSeconds: z.number(),
  ratePerSecond: z.number().nullable(),
  meanTokens: z.number().nullable(),
  workers: z.int(),
  slots: z.int(),
  busy: z.int(),
});

export const lanesView = z.object({ items: z.array(laneView) });

export const changedLanes = z.object({ changed: z.array(z.enum(LANES)), items: z.array(laneView) });

/** What is asked of a provider's account, under the names that its dashboards know. */
export const limiterView = z.object({
  queueLength: z.int(),
  requestsInLastMinute: z.int(),
  maxRPM: z.int(),
  rpmUsagePercent: z.number(),
  tokensInLastMinute: z.number().optional(),
  maxTPM: z.int().optional(),
  tpmUsagePercent: z.number().optional(),
  state: z.enum(['open', 'cooling', 'closed']),
  reason: z.string().nullable(),
  until: time,
  budgetShare: z.number(),
  lanes: z.array(laneView),
});

export const queueStatsView = z.object({
  open: z.int(),
  limit: z.int(),
  byPhase: z.record(z.enum(PHASES), z.int()),
  items: z.array(
    z.object({ kind: z.enum(ORDER_KINDS), phase: z.enum(PHASES), status: z.string(), orders: z.int() }),
  ),
  tenants: z.array(z.object({ tenantId: uuid, name: z.string(), open: z.int() })).optional(),
  completionsPerMinute: z.number().describe('Orders completed per minute, over the last ten minutes'),
  estimatedWaitMinutes: z.int(),
  paused: z
    .array(z.object({ lane: z.enum(LANES), reason: z.string(), since: z.iso.datetime() }))
    .describe('Lanes that operators have paused, and why'),
});
