import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'express';
import type { z } from 'zod';
import { MOST_SCHEDULES } from '../../contract/schedules';
import { principalName } from '../../contract/tenancy';
import type { Tx } from '../../db/db';
import type { ScheduleRun } from '../../db/bulk/schedule-runs';
import type { BulkSchedule, lockSchedule, ScheduleFields } from '../../db/bulk/schedules';
import { syncSchedules } from '../../dispatch/schedule-sync';
import type { Dispatcher } from '../../dispatch/temporal';
import type { Logger } from '../../telemetry/logger';
import type { AcceptDeps } from '../http/accept-once';
import { holderOf, scopeOf } from '../http/auth';
import { batchGuard } from '../http/batch-turns';
import { pageByCreation } from '../http/cursor';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import { emptyBody, pageOf } from '../http/schemas';
import { personOf } from './create';
import { RUN_ANSWERS, templateRunner } from './run';
import {
  createScheduleBody,
  listRunsQuery,
  listSchedulesQuery,
  patchScheduleBody,
  savedParams,
  scheduleRunView,
  SCHEDULES_BASE,
  scheduleView,
} from './schedule-schemas';

/** What the routes of schedules work with. */
export interface ScheduleRouteDeps extends AcceptDeps {
  dispatcher: Pick<Dispatcher, 'schedules'>;
  log: Logger;
  bulkItemDelayMs: number;
}

/** For how long a change is waited for to reach Temporal before it is answered, in milliseconds; a sweep brings it there later. */
const SYNC_MS = 1_500;

type Locked = NonNullable<Awaited<ReturnType<typeof lockSchedule>>>;

function viewRun({
  id,
  scheduledAt,
  cause,
  state,
  reason,
  jobId,
}: ScheduleRun): z.output<typeof scheduleRunView> {
  return { id, scheduledAt: scheduledAt.toISOString(), cause, state, reason, jobId };
}

function viewSchedule(schedule: BulkSchedule): z.output<typeof scheduleView> {
  const { id, tenantId, name, templateId, templateName, cron, everySeconds, timeZone } = schedule;
  const { overlap, catchUpSeconds, paused, lastRun } = schedule;
  return {
    ...{ id, tenantId, name, templateId, templateName, cron, everySeconds, timeZone },
    ...{ overlap, catchUpSeconds, paused },
    nextRuns: schedule.nextRuns.map((run) => run.toISOString()),
    synced: schedule.isSynced,
    problem: schedule.syncProblem === null ? null : 'refused',
    lastRun: lastRun && viewRun(lastRun),
    createdAt: schedule.createdAt.toISOString(),
    updatedAt: schedule.updatedAt.toISOString(),
  };
}

const notFound = (): ApiError => new ApiError('not_found', 'Schedule not found.');
const taken = (): ApiError => new ApiError('conflict', 'Another schedule has this name.');

/** The id of a template that a schedule may use, which is not deleted before the transaction ends. */
async function ownTemplate(
  tx: Tx,
  key: { templateId: string; tenantId: string | undefined },
): Promise<{ id: string; tenantId: string }> {
  const template = await tx.bulkTemplates.lockTemplate(key);
  if (!template) throw new ApiError('not_found', 'Template not found.');
  return template;
}

/** The fields of a schedule after a change; a cron expression replaces an interval, and the other way round. */
function changed(schedule: Locked, body: z.output<typeof patchScheduleBody>): ScheduleFields {
  const { cron, everySeconds } = body;
  const times =
    cron === undefined && everySeconds === undefined
      ? { cron: schedule.cron, everySeconds: schedule.everySeconds }
      : { cron: cron ?? null, everySeconds: everySeconds ?? null };
  return {
    templateId: body.templateId ?? schedule.templateId,
    name: body.name ?? schedule.name,
    timeZone: body.timeZone ?? schedule.timeZone,
    overlap: body.overlap ?? schedule.overlap,
    catchUpSeconds: body.catchUpSeconds ?? schedule.catchUpSeconds,
    ...times,
  };
}

/** What the routes of schedules have in common. */
function scheduleWork({ db, dispatcher, log }: ScheduleRouteDeps) {
  /** A schedule after a change, which has reached Temporal by then if that is quick. */
  async function settled(scheduleId: string): Promise<BulkSchedule> {
    const deps = { pool: db.pool, schedules: dispatcher.schedules, log };
    // The sweep tries again what fails here.
    const sync = syncSchedules(deps, { most: 1, scheduleId }).catch(() => undefined);
    await Promise.race([sync, pause(SYNC_MS, undefined, { ref: false })]);
    const schedule = await db.bulkSchedules.findSchedule({ scheduleId, tenantId: undefined });
    if (!schedule) throw notFound();
    return schedule;
  }

  async function own(res: Response, scheduleId: string): Promise<BulkSchedule> {
    const schedule = await db.bulkSchedules.findSchedule({ scheduleId, tenantId: scopeOf(res) });
    if (!schedule) throw notFound();
    return schedule;
  }

  /** Changes a schedule in one transaction; `change` answers its fields, or undefined where there is nothing to change. */
  async function change(
    res: Response,
    scheduleId: string,
    to: (tx: Tx, schedule: Locked) => Promise<(ScheduleFields & { paused: boolean }) | undefined>,
  ): Promise<z.output<typeof scheduleView>> {
    await db.transaction(async (tx) => {
      const schedule = await tx.bulkSchedules.lockSchedule({ scheduleId, tenantId: scopeOf(res) });
      if (!schedule) throw notFound();
      const fields = await to(tx, schedule);
      if (fields && (await tx.bulkSchedules.changeSchedule({ scheduleId }, fields)) === 'taken')
        throw taken();
    });
    return viewSchedule(await settled(scheduleId));
  }

  return { settled, own, change };
}

type Work = ReturnType<typeof scheduleWork>;

function addCreate(routes: DescribedRouter, { db }: ScheduleRouteDeps, work: Work): void {
  routes.route(
    {
      method: 'post',
      permission: 'schedules.write',
      path: SCHEDULES_BASE,
      summary: 'Create schedule',
      description: 'Has the job of a template placed again and again, for the tenant of the template.',
      body: createScheduleBody,
      answers: {
        201: {
          description: 'Created. `Location` is the URL of the schedule.',
          schema: scheduleView,
          headers: { Location: 'The URL of what was created.' },
          leadsTo: [{ path: `${SCHEDULES_BASE}/:id`, parameters: { id: '$response.body#/id' } }],
        },
        409: {
          description: `Another schedule has this name, or the tenant has ${MOST_SCHEDULES} schedules.`,
        },
      },
    },
    async ({ body, res }) => {
      const { cron = null, everySeconds = null } = body;
      const createdBy = principalName(holderOf(res).by);
      const id = await db.transaction(async (tx) => {
        const { templateId } = body;
        const { tenantId } = await ownTemplate(tx, { templateId, tenantId: scopeOf(res) });
        const saved = await tx.bulkTemplates.countSaved({ tenantId });
        if (saved && saved.schedules >= MOST_SCHEDULES)
          throw new ApiError(
            'conflict',
            `A tenant can have at most ${MOST_SCHEDULES} schedules. Delete one first.`,
          );
        const personId = await personOf(tx, res);
        return tx.bulkSchedules.insertSchedule({
          ...{ ...body, cron, everySeconds, tenantId, createdBy, personId },
        });
      });
      if (!id) throw taken();
      const json = viewSchedule(await work.settled(id));
      return { status: 201, json, headers: { location: `${SCHEDULES_BASE}/${id}` } };
    },
  );
}

function addReads(routes: DescribedRouter, { db }: ScheduleRouteDeps, { own }: Work): void {
  routes.route(
    {
      method: 'get',
      permission: 'schedules.read',
      path: SCHEDULES_BASE,
      summary: 'List schedules',
      description: 'Newest first, with their next runs and what came of the last one.',
      query: listSchedulesQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(scheduleView) } },
    },
    async ({ query, res }) => {
      const { templateId } = query;
      const json = await pageByCreation(
        query,
        (page) => db.bulkSchedules.listSchedules({ tenantId: scopeOf(res), templateId, ...page }),
        viewSchedule,
      );
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'get',
      permission: 'schedules.read',
      path: `${SCHEDULES_BASE}/:id`,
      summary: 'Get schedule',
      description: 'One schedule, with its next runs and what came of the last one.',
      params: savedParams,
      answers: { 200: { description: 'The schedule.', schema: scheduleView } },
    },
    async ({ params, res }) => ({ status: 200, json: viewSchedule(await own(res, params.id)) }),
  );

  routes.route(
    {
      method: 'get',
      permission: 'schedules.read',
      path: `${SCHEDULES_BASE}/:id/runs`,
      summary: 'List runs of schedule',
      description: 'Latest first: which jobs were placed, and why others were not.',
      params: savedParams,
      query: listRunsQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(scheduleRunView) } },
    },
    async ({ params, query, res }) => {
      const { id: scheduleId } = await own(res, params.id);
      const json = await pageByCreation(
        query,
        (page) => db.bulkScheduleRuns.listScheduleRuns({ scheduleId, ...page }),
        viewRun,
      );
      return { status: 200, json };
    },
  );
}

function addChanges(routes: DescribedRouter, deps: ScheduleRouteDeps, work: Work): void {
  const { db } = deps;
  routes.route(
    {
      method: 'patch',
      permission: 'schedules.write',
      path: `${SCHEDULES_BASE}/:id`,
      summary: 'Update schedule',
      description: 'Changes what is given. A cron expression replaces an interval, and the other way round.',
      params: savedParams,
      body: patchScheduleBody,
      answers: {
        200: { description: 'The schedule.', schema: scheduleView },
        409: { description: 'Another schedule has this name.' },
      },
    },
    async ({ params, body, res }) => {
      const json = await work.change(res, params.id, async (tx, schedule) => {
        const { templateId } = body;
        if (templateId) await ownTemplate(tx, { templateId, tenantId: schedule.tenantId });
        return { ...changed(schedule, body), paused: schedule.paused };
      });
      return { status: 200, json };
    },
  );

  routes.route(
    {
      method: 'delete',
      permission: 'schedules.write',
      path: `${SCHEDULES_BASE}/:id`,
      summary: 'Delete schedule',
      description: 'Jobs that were placed stay as they are; runs that wait are dropped.',
      params: savedParams,
      answers: { 200: { description: 'The deleted schedule.', schema: scheduleView } },
    },
    async ({ params, res }) => {
      const schedule = await work.own(res, params.id);
      await db.transaction(async (tx) => {
        const key = { scheduleId: params.id, tenantId: scopeOf(res) };
        if (!(await tx.bulkSchedules.lockSchedule(key))) throw notFound();
        await tx.bulkSchedules.deleteSchedule(key);
      });
      await work.settled(params.id).catch(() => undefined);
      return { status: 200, json: { ...viewSchedule(schedule), nextRuns: [] } };
    },
  );

  const turns = [
    [
      'pause',
      'Pause schedule',
      'No further jobs are placed. Runs that fall into the pause are not caught up.',
    ],
    ['resume', 'Resume schedule', 'Jobs are placed again from the next time on.'],
  ] as const;
  for (const [name, summary, description] of turns)
    routes.route(
      {
        method: 'post',
        permission: 'schedules.write',
        path: `${SCHEDULES_BASE}/:id/${name}`,
        ...{ summary, description },
        params: savedParams,
        body: emptyBody,
        answers: {
          200: { description: 'The schedule; the same where nothing changed.', schema: scheduleView },
        },
      },
      async ({ params, res }) => {
        const paused = name === 'pause';
        const json = await work.change(res, params.id, async (_tx, schedule) =>
          schedule.paused === paused ? undefined : { ...schedule, paused },
        );
        return { status: 200, json };
      },
    );
}

/** The routes of schedules of bulk jobs. */
export function scheduleRoutes(deps: ScheduleRouteDeps): DescribedRouter {
  const { db } = deps;
  const routes = new DescribedRouter();
  const work = scheduleWork(deps);
  const run = templateRunner(deps);
  addCreate(routes, deps, work);
  addReads(routes, deps, work);
  addChanges(routes, deps, work);

  routes.route(
    {
      method: 'post',
      permission: 'orders.place',
      path: `${SCHEDULES_BASE}/:id/run`,
      summary: 'Run schedule',
      description:
        'Places the job of the schedule now, whatever its overlap policy says and though it may be paused.',
      params: savedParams,
      body: emptyBody,
      guard: batchGuard(db),
      idempotent: true,
      answers: RUN_ANSWERS,
    },
    async ({ params, body, req, res }) => {
      const scheduleId = params.id;
      const key = { scheduleId, tenantId: scopeOf(res) };
      return run(
        { req, res, body, scheduleId },
        async (tx) => {
          const schedule = tx
            ? await tx.bulkSchedules.lockSchedule(key)
            : await db.bulkSchedules.findSchedule(key);
          if (!schedule) throw notFound();
          return (tx ?? db).bulkTemplates.findTemplate(schedule);
        },
        (tx, jobId) => tx.bulkScheduleRuns.noteRunByPerson({ scheduleId, jobId }),
      );
    },
  );
  return routes;
}
