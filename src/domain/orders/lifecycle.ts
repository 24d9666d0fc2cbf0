import type { Lane } from '../../contract/lanes';
import type { OrderKind, Phase } from '../../contract/orders';
import { BLOG_LIFECYCLE } from '../blog/lifecycle';
import { BULK_LIFECYCLE } from '../bulk/lifecycle';
import { CONTENT_LIFECYCLE } from '../content/lifecycle';
import { ITEM_LIFECYCLE } from '../items/lifecycle';
import { ARTICLE_LIFECYCLE, BACKLINK_LIFECYCLE } from '../purchases/lifecycle';
import { ENDING_PHASES } from './status-rule';
import type { Lifecycle, StatusRule } from './status-rule';

/** The lifecycle of every kind of order. Everything else in this file is derived from it. */
export const LIFECYCLES = {
  blog: BLOG_LIFECYCLE,
  item: ITEM_LIFECYCLE,
  article: ARTICLE_LIFECYCLE,
  backlink: BACKLINK_LIFECYCLE,
  content: CONTENT_LIFECYCLE,
  bulk: BULK_LIFECYCLE,
} as const satisfies { [K in OrderKind]: Lifecycle };

/** The statuses of a kind. */
export type StatusOf<K extends OrderKind> = K extends OrderKind
  ? keyof (typeof LIFECYCLES)[K]['statuses'] & string
  : never;

/** Any status of any kind. */
export type OrderStatus = StatusOf<OrderKind>;

/** The steps of a kind, as progress shows them. */
export type StepOf<K extends OrderKind> = K extends OrderKind
  ? Extract<
      (typeof LIFECYCLES)[K]['statuses'][keyof (typeof LIFECYCLES)[K]['statuses']],
      { step: string }
    >['step']
  : never;

const lifecycleOf = (kind: OrderKind): Lifecycle => LIFECYCLES[kind];

/** A status of a kind with its rule; throws where the kind has no such status. */
function ruleOf(kind: OrderKind, status: string): StatusRule {
  const rule = lifecycleOf(kind).statuses[status];
  if (!rule) throw new Error(`an order of kind ${kind} has no status ${status}`);
  return rule;
}

/** Every status of a kind, in the order in which orders pass through them. */
export function statusesOf<K extends OrderKind>(kind: K): [StatusOf<K>, ...StatusOf<K>[]] {
  return Object.keys(LIFECYCLES[kind].statuses) as [StatusOf<K>, ...StatusOf<K>[]];
}

function statusesWhere<K extends OrderKind>(kind: K, holds: (rule: StatusRule) => boolean): StatusOf<K>[] {
  return statusesOf(kind).filter((status) => holds(ruleOf(kind, status)));
}

/** The phase of an order that enters this status. */
export function phaseOf(kind: OrderKind, status: string): Phase {
  return ruleOf(kind, status).phase;
}

/** The status of a new order. */
export function firstStatus<K extends OrderKind>(kind: K): StatusOf<K> {
  return statusesOf(kind)[0];
}

/** Statuses of orders whose work has been asked for, as a restored database restarts it; a kind that is paid for first begins with another one. */
export function startedStatuses<K extends OrderKind>(kind: K): StatusOf<K>[] {
  return openStatuses(kind).filter((status) => !ruleOf(kind, status).beforeStart);
}

/** The status of an order whose work starts again: the first one in which it was asked for. */
export function restartStatus<K extends OrderKind>(kind: K): StatusOf<K> {
  return startedStatuses(kind)[0]!;
}

/** Whether orders of a kind can be cancelled at some time; those that were paid for cannot. */
export function endsCancelled(kind: OrderKind): boolean {
  return statusesWhere(kind, (rule) => rule.phase === 'cancelled').length > 0;
}

/** The status in which a kind's orders end with this phase. Throws for a phase that they never have. */
export function endStatus<K extends OrderKind>(kind: K, phase: 'done' | 'failed' | 'cancelled'): StatusOf<K> {
  const [status] = statusesWhere(kind, (rule) => rule.phase === phase);
  if (!status) throw new Error(`orders of kind ${kind} have no end with phase ${phase}`);
  return status;
}

/** Whether an order in this status has ended: it is left only by a person's retry. */
export function isEnded(kind: OrderKind, status: string): boolean {
  return ENDING_PHASES.includes(ruleOf(kind, status).phase);
}

/** Statuses in which a person may cancel. */
export function cancellable<K extends OrderKind>(kind: K): StatusOf<K>[] {
  return statusesWhere(kind, (rule) => rule.cancel === true);
}

/** Statuses from which a person may start the order again. */
export function retryable<K extends OrderKind>(kind: K): StatusOf<K>[] {
  return statusesWhere(kind, (rule) => rule.retry === true);
}

/** Statuses in which an order of this kind has not ended. */
export function openStatuses<K extends OrderKind>(kind: K): StatusOf<K>[] {
  return statusesWhere(kind, (rule) => !ENDING_PHASES.includes(rule.phase));
}

/**
 * Statuses that an order in this phase may have: a new one has the first, an ended one has a status of its own for each phase, any other
 * may have any open one, as a status is entered in one phase and goes through others.
 */
export function statusesInPhase<K extends OrderKind>(kind: K, phase: Phase): StatusOf<K>[] {
  if (phase === 'accepted') return [firstStatus(kind)];
  return ENDING_PHASES.includes(phase)
    ? statusesWhere(kind, (rule) => rule.phase === phase)
    : openStatuses(kind);
}

/**
 * Where a status may lead, a person's retry included: where its rule says, to itself where it is a stage (a repeated stage begins
 * again), from the first status to every step that a retry may resume, to the failed end from every open status, and to the
 * cancelled one wherever a person may cancel.
 */
export function nextStatuses<K extends OrderKind>(kind: K, status: StatusOf<K>): StatusOf<K>[] {
  const rule = ruleOf(kind, status);
  if (isEnded(kind, status)) return rule.retry ? [restartStatus(kind)] : [];
  const resumable = status === firstStatus(kind) ? resumableSteps(kind).map(([resumed]) => resumed) : [];
  const next = [
    ...(rule.step && rule.lanes ? [status] : []),
    ...resumable,
    ...((rule.then ? [rule.then] : []) as StatusOf<K>[]),
    ...((rule.also ?? []) as StatusOf<K>[]),
    endStatus(kind, 'failed'),
    ...(rule.cancel ? [endStatus(kind, 'cancelled')] : []),
  ];
  return [...new Set(next)];
}

/** The statuses from which `to` may be reached: the left side of a compare-and-set. */
export function statusesBefore<K extends OrderKind>(kind: K, to: StatusOf<K>): StatusOf<K>[] {
  return statusesOf(kind).filter((from) => nextStatuses(kind, from).includes(to));
}

/** Steps as people see them, each with its status, in order. */
function stepsWithStatus<K extends OrderKind>(kind: K): Array<[status: StatusOf<K>, step: StepOf<K>]> {
  return statusesOf(kind).flatMap((status) => {
    const { step } = ruleOf(kind, status);
    return step ? [[status, step as StepOf<K>] as [StatusOf<K>, StepOf<K>]] : [];
  });
}

/** The steps that a retry may resume: those before the point from which nobody can cancel. */
function resumableSteps<K extends OrderKind>(kind: K): Array<[status: StatusOf<K>, step: StepOf<K>]> {
  return stepsWithStatus(kind).filter(([status]) => ruleOf(kind, status).cancel);
}

/** The steps of a kind, in order. */
export function stepsOf<K extends OrderKind>(kind: K): StepOf<K>[] {
  return stepsWithStatus(kind).map(([, step]) => step);
}

/** The steps that make something, in order, up to the point from which nobody can cancel. */
export function makingSteps<K extends OrderKind>(kind: K): StepOf<K>[] {
  return resumableSteps(kind).map(([, step]) => step);
}

/** The steps of a kind that are plain stages, with the activity of each. */
export type PlainStepOf<K extends OrderKind> = K extends OrderKind
  ? Extract<
      (typeof LIFECYCLES)[K]['statuses'][keyof (typeof LIFECYCLES)[K]['statuses']],
      { step: string; activity: string }
    >['step']
  : never;

/** The plain stage that a step is, if it is one: its status, its lane and its activity. */
export function plainStage<K extends OrderKind>(
  kind: K,
  step: StepOf<K>,
): { status: StatusOf<K>; lane: Lane; activity: string } | undefined {
  const status = statusOfStep(kind, step);
  const { lanes, activity } = ruleOf(kind, status);
  return lanes && activity ? { status, lane: lanes[0], activity } : undefined;
}

/** The step that an order in this status is at, if it is at one. */
export function stepAt(kind: OrderKind, status: string): string | undefined {
  return lifecycleOf(kind).statuses[status]?.step;
}

/** The status people see while a step is worked on. */
export function statusOfStep<K extends OrderKind>(kind: K, step: StepOf<K>): StatusOf<K> {
  const found = stepsWithStatus(kind).find(([, name]) => name === step);
  if (!found) throw new Error(`orders of kind ${kind} have no step ${step}`);
  return found[0];
}

/** Where an order goes when a step is complete: what follows by itself, or the step's own status, queued, where something else decides. */
export function statusAfterStep<K extends OrderKind>(
  kind: K,
  step: StepOf<K>,
): { status: StatusOf<K>; phase: Phase } {
  const own = statusOfStep(kind, step);
  const then = ruleOf(kind, own).then as StatusOf<K> | undefined;
  return then ? { status: then, phase: phaseOf(kind, then) } : { status: own, phase: 'queued' };
}

/**
 * Where an order stands whose run opens with these steps done: a retry asks nobody again and pays for nothing again. With nothing
 * done it is at its first status.
 */
export function resumeAt<K extends OrderKind>(
  kind: K,
  done: ReadonlySet<string>,
): { status: StatusOf<K>; phase: Phase } {
  const steps = resumableSteps(kind);
  const at = steps.findIndex(([, step]) => !done.has(step));
  if (at === 0) return { status: firstStatus(kind), phase: 'queued' };
  const [status] = steps[at === -1 ? steps.length - 1 : at]!;
  return { status, phase: phaseOf(kind, status) };
}

/** The phase in which an order of this kind is made. */
export function workingPhase(kind: OrderKind): Phase {
  return phaseOf(kind, statusOfStep(kind, stepsOf(kind)[0]!));
}

/** The lanes that an order in each status needs for its next step; the first is the one it mostly waits for. */
export function lanesByStatus(kind: OrderKind): Readonly<Record<string, readonly [Lane, ...Lane[]]>> {
  return Object.fromEntries(
    Object.entries(lifecycleOf(kind).statuses).flatMap(([status, { lanes }]) =>
      lanes ? [[status, lanes]] : [],
    ),
  );
}

/** A stage that takes time of ours, and how long it was planned to take. */
export interface TimedStage {
  stage: string;
  plannedMs: number;
  /** What nine in ten were planned to take at most. */
  plannedMostMs?: number;
}

/** The planned times of a stage as {@link TimedStage} has them; none of one that is not timed. */
function timedStage({ step, plannedMs, plannedMostMs }: StatusRule): TimedStage[] {
  if (!step || !plannedMs) return [];
  return [{ stage: step, plannedMs, ...(plannedMostMs ? { plannedMostMs } : {}) }];
}

/** The stages of a kind whose times are measured, in order. */
export function timedStages(kind: OrderKind): TimedStage[] {
  return Object.values(lifecycleOf(kind).statuses).flatMap(timedStage);
}

/**
 * The stages that are still ours before it is a person's turn, for an order in this status; empty where it is not ours to work on.
 * An order that has just begun is before its first stage. `asksFirst`: a person or a time decides before the last stage.
 */
export function stagesLeft(kind: OrderKind, status: string, asksFirst: boolean): TimedStage[] {
  if (!ruleOf(kind, status).lanes || isEnded(kind, status)) return [];
  const rules = Object.entries(lifecycleOf(kind).statuses);
  const from = rules.findIndex(([name]) => name === status);
  const left: TimedStage[] = [];
  for (const [, rule] of rules.slice(from)) {
    if (ENDING_PHASES.includes(rule.phase)) break;
    if (rule.step && rule.phase === 'waiting_person') break;
    if (rule.gate && asksFirst) break;
    left.push(...timedStage(rule));
  }
  return left;
}

/** What each status of a kind means, in the order in which orders pass through them; statuses without a sentence are left out. */
export function statusMeanings(kind: OrderKind): Array<{ status: string; says: string }> {
  return Object.entries(lifecycleOf(kind).statuses).flatMap(([status, { says }]) =>
    says ? [{ status, says }] : [],
  );
}

/** What log lines call the orders of a kind, and who works on them. */
export function logNames(kind: OrderKind): Lifecycle['log'] {
  return lifecycleOf(kind).log;
}

/** A stage in log lines. */
export interface LabelledStage {
  kind: OrderKind;
  status: string;
  step: string;
  label: string;
}

/** The stages that log lines tell of, of all kinds. */
export const LABELLED_STAGES: readonly LabelledStage[] = (Object.keys(LIFECYCLES) as OrderKind[]).flatMap(
  (kind) => {
    const { statuses } = lifecycleOf(kind);
    return Object.entries(statuses).flatMap(([status, { step, label }]) =>
      step && label ? [{ kind, status, step, label }] : [],
    );
  },
);

/** What every kind allows people to do, by an order's status alone: the last words of the routes that do it. */
export function commonActions(kind: OrderKind, status: string): Array<'cancel' | 'retry' | 'priority'> {
  const rule = ruleOf(kind, status);
  return [
    ...(rule.cancel ? (['cancel'] as const) : []),
    ...(rule.retry ? (['retry'] as const) : []),
    ...(isEnded(kind, status) ? [] : (['priority'] as const)),
  ];
}
