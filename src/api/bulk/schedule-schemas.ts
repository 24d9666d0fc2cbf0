import { z } from 'zod';
import { CONTENT_MODES } from '../../contract/bulk';
import {
  MOST_CATCH_UP,
  OVERLAPS,
  PUNCTUAL_SECONDS,
  SCHEDULE_EVERY,
  SCHEDULE_RUN_REASONS,
  SCHEDULE_RUN_STATES,
} from '../../contract/schedules';
import { cleanCron, LONGEST_CRON } from '../../domain/bulk/cron';
import { canonicalTimeZone, cronProblem } from '../../domain/bulk/schedule-times';
import { creationCursor } from '../http/cursor';
import { cleanLine, limitOf, uuid } from '../http/schemas';
import { createBulkBody } from './schemas';

/** Where templates and schedules of bulk jobs live. */
export const TEMPLATES_BASE = '/api/bulk-templates';
export const SCHEDULES_BASE = '/api/bulk-schedules';

const name = cleanLine(200);

export const savedParams = z.strictObject({ id: uuid });

export const createTemplateBody = z.strictObject({
  name: name.describe('Unique among the templates of its tenant, in capitals or not'),
  request: createBulkBody.describe('The job, as `POST /api/bulk-generate` takes it'),
});

export const patchTemplateBody = z.strictObject({
  name: name.optional(),
  request: createBulkBody.optional(),
});

export const runTemplateBody = z.strictObject({ name: name.describe('The name of a template of yours') });

export const listTemplatesQuery = z.strictObject({
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

const time = z.iso.datetime();

/** A template as lists show it, without its items. */
export const templateSummary = z.object({
  id: uuid,
  tenantId: uuid,
  name: z.string(),
  mode: z.enum(CONTENT_MODES),
  totalItems: z.int(),
  createdAt: time,
  updatedAt: time,
});

export const templateView = templateSummary.extend({
  request: createBulkBody.describe('The job, as `POST /api/bulk-generate` takes it'),
});

const cron = z
  .string()
  .max(LONGEST_CRON)
  .transform((expression, context) => {
    const problem = cronProblem(expression);
    if (problem === undefined) return cleanCron(expression);
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  })
  .meta({ maxLength: LONGEST_CRON, format: 'cron' })
  .describe(
    'Minute, hour, day, month and weekday, or a word such as `@daily`, by the clock of `timeZone`. Where both a day and a weekday are given, both have to fit. At least ten minutes apart.',
  );

const everySeconds = z
  .int()
  .min(SCHEDULE_EVERY.least)
  .max(SCHEDULE_EVERY.most)
  .describe('Interval in seconds, counted from 1970-01-01T00:00Z: 3600 is every full hour');

const timeZone = z
  .string()
  .max(64)
  .transform((word, context) => {
    const known = canonicalTimeZone(word);
    if (known !== undefined) return known;
    context.addIssue({ code: 'custom', message: 'must be a time zone name such as Europe/Berlin' });
    return z.NEVER;
  })
  .meta({ format: 'time-zone', pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$' });

const overlap = z
  .enum(OVERLAPS)
  .describe(
    'What becomes of a run while an earlier job of the schedule is open: it is left out, one run waits until that job has ended, or its job is placed at once',
  );

const catchUpSeconds = z
  .int()
  .min(0)
  .max(MOST_CATCH_UP)
  .describe(
    `A run that is later than this, because Galley or Temporal was away or the queue was full, is left out. ${PUNCTUAL_SECONDS} seconds are allowed in any case, so 0 means that missed runs are skipped.`,
  );

/** Whether exactly one of the two ways is given in which a schedule says its times. */
const hasOneWay = (body: { cron?: unknown; everySeconds?: unknown }): boolean =>
  (body.cron === undefined) !== (body.everySeconds === undefined);

export const createScheduleBody = z
  .strictObject({
    name: name.describe('Unique among the schedules of its tenant, in capitals or not'),
    templateId: uuid.describe('The template whose job is placed, as it is by then'),
    cron: cron.optional(),
    everySeconds: everySeconds.optional(),
    timeZone: timeZone.default('UTC'),
    overlap: overlap.default('SKIP'),
    catchUpSeconds: catchUpSeconds.default(0),
    paused: z.boolean().default(false),
  })
  .refine(hasOneWay, { path: ['cron'], error: 'either cron or everySeconds is required, and not both' });

export const patchScheduleBody = z
  .strictObject({
    name: name.optional(),
    templateId: uuid.optional(),
    cron: cron.optional(),
    everySeconds: everySeconds.optional(),
    timeZone: timeZone.optional(),
    overlap: overlap.optional(),
    catchUpSeconds: catchUpSeconds.optional(),
  })
  .refine((body) => body.cron === undefined || body.everySeconds === undefined, {
    path: ['cron'],
    error: 'cron and everySeconds cannot both be given',
  });

export const listSchedulesQuery = z.strictObject({
  templateId: uuid.optional().describe('Only schedules of this template'),
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const listRunsQuery = z.strictObject({
  limit: limitOf(200, 50),
  cursor: creationCursor.optional(),
});

export const scheduleRunView = z.object({
  id: uuid,
  scheduledAt: time.describe('When the run was due'),
  cause: z.enum(['schedule', 'person']).describe('`person`: somebody had the schedule run'),
  state: z
    .enum(SCHEDULE_RUN_STATES)
    .describe('`waiting`: goes on later; `left_out`: there is no job, see `reason`'),
  reason: z
    .enum(SCHEDULE_RUN_REASONS)
    .nullable()
    .describe('Why it waits or was left out; null where its job was placed'),
  jobId: uuid.nullable(),
});

export const scheduleView = z.object({
  id: uuid,
  tenantId: uuid,
  name: z.string(),
  templateId: uuid,
  templateName: z.string(),
  cron: z.string().nullable(),
  everySeconds: z.int().nullable(),
  timeZone: z.string(),
  overlap: z.enum(OVERLAPS),
  catchUpSeconds: z.int(),
  paused: z.boolean(),
  nextRuns: z
    .array(time)
    .describe('The next times as Temporal has them; empty while paused or not yet `synced`'),
  synced: z.boolean().describe('Whether the last change has reached Temporal'),
  problem: z
    .enum(['refused'])
    .nullable()
    .describe(
      '`refused`: Temporal does not take the schedule, such as for a time zone that it does not know',
    ),
  lastRun: scheduleRunView.nullable(),
  createdAt: time,
  updatedAt: time,
});
