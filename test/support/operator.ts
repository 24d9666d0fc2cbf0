import { randomUUID } from 'node:crypto';
import { temporal } from '@temporalio/proto';
import type { FaultRule } from '../../src/simulators/core/fault-types';
import { millisecondsOf } from '../../src/dispatch/wire';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { until } from './api-client';
import type { ApiClient } from './api-client';
import type { Galley } from './galley';
import { orderPage, pageAbout, readItem } from './items';

/** Products that orders are about in turn, since ideas for one run out. */
const { productIds } = SAMPLE_STORES[1]!;

const { EventType, PendingActivityState } = temporal.api.enums.v1;

const policy = { draftBackoffMs: 20, lookupPauseMs: 20, lookupTries: 1 };

/** A provider that asks to be left alone for so long that an order stays where it is. */
const BUSY = { type: 'respond', status: 503, headers: { 'retry-after': '600' } } as const;

/** An order that a command is typed at. */
export interface Subject {
  kind: 'blog' | 'item';
  id: string;
  /** What it was brought to. */
  status: string;
  workflowId: string;
}

/** The blog statuses in the order in which orders are brought to them; those that hold whoever comes next come first. */
export const BLOG_STATUSES = [
  'PENDING',
  'GENERATING_IMAGE',
  'UNCONFIRMED',
  'PUBLISHING',
  'GENERATING_IDEAS',
  'AWAITING_SELECTION',
  'GENERATING_CONTENT',
  'AWAITING_APPROVAL',
  'SCHEDULED',
  'DONE',
  'FAILED',
  'CANCELLED',
] as const;

/** The item statuses; what makes an item wait comes last. */
export const ITEM_STATUSES = ['processing', 'completed', 'failed', 'cancelled', 'pending'] as const;

/** Statuses in which an order has ended. */
export const ENDED = ['DONE', 'FAILED', 'CANCELLED', 'completed', 'failed', 'cancelled'];

/** A day from now, by the clock on a wall. */
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);

/** What keywords are about: ideas for hundreds of orders on the same noun would repeat each other, and be refused. */
const NOUNS = [
  'kettle',
  'lamp',
  'blanket',
  'backpack',
  'vase',
  'teapot',
  'candle',
  'basket',
  'umbrella',
  'notebook',
];

/** An operator in front of one Galley: brings orders to a status, and sees them through afterwards. */
export class Operator {
  private count = 0;

  constructor(
    readonly galley: Galley,
    readonly store: ApiClient,
  ) {}

  handle(subject: Subject) {
    return this.galley.temporal.workflow.getHandle(subject.workflowId);
  }

  async statusOf({ kind, id }: Subject): Promise<string> {
    return (await (kind === 'blog' ? this.store.read(id) : readItem(this.store, id))).status;
  }

  async pending(subject: Subject) {
    return (await this.handle(subject).describe()).raw.pendingActivities ?? [];
  }

  /** What the timeline says was ignored. */
  async ignored({ kind, id }: Subject): Promise<string[]> {
    const base = kind === 'blog' ? '/api/blog-generation' : '/api/generation';
    const { json } = await this.store.call('GET', `${base}/${id}/events?limit=500`);
    const events = json['items'] as Array<{ type: string; data: Record<string, string> }>;
    return events
      .filter(({ type }) => type === 'action.ignored')
      .map(({ data }) => `${data['action']}: ${data['reason']}`);
  }

  private fault(rule: Omit<FaultRule, 'match'>, about?: string): void {
    this.galley.simulators.control.addFault({ ...rule, ...(about ? { match: { contains: about } } : {}) });
  }

  private act(subject: Subject, action: string, body?: unknown) {
    const base = subject.kind === 'blog' ? '/api/blog-generation' : '/api/generation';
    return this.store.call('POST', `${base}/${subject.id}/${action}`, body === undefined ? {} : { body });
  }

  private async held(subject: Subject): Promise<void> {
    const { kind, id, status, workflowId } = subject;
    let last = '';
    await until(
      () => `${workflowId} is held in ${status}, last ${last}`,
      async () => {
        if (await this.store.isStill(id, [status])) return false;
        const order = await (kind === 'blog' ? this.store.read(id) : readItem(this.store, id));
        last = `${order.status} ${JSON.stringify(order.waiting)}`;
        return order.status === status && order.waiting !== null;
      },
    );
  }

  /** Brings a blog order to a status, where it stays. */
  async bringPost(status: string): Promise<Subject> {
    const noun = NOUNS[this.count % NOUNS.length];
    const keyword = `typed ${(this.count += 1)} ${noun}`;
    const wait = async (ends: string, body: object = {}, ...holds: FaultRule[]): Promise<Subject> => {
      for (const hold of holds) this.galley.simulators.control.addFault(hold);
      const id = await this.store.order({ sourceId: keyword, policy, ...body });
      const subject: Subject = { kind: 'blog', id, status, workflowId: `blog:${id}` };
      if (!['PENDING', 'GENERATING_IDEAS', 'AWAITING_SELECTION', 'FAILED', 'CANCELLED'].includes(status))
        await this.store.pick(id);
      if (status === 'CANCELLED') {
        await this.store.reaches(id, 'AWAITING_SELECTION');
        await this.act(subject, 'cancel');
        await this.closed(subject);
      }
      if (ends === 'held') await this.held(subject);
      else await this.store.reaches(id, status, 60_000);
      return subject;
    };
    const match = { contains: keyword };
    switch (status) {
      case 'PENDING':
        return wait(
          'held',
          { sourceType: 'product', sourceId: productIds[this.count % productIds.length]! },
          { provider: 'wix', kind: 'product', action: BUSY },
        );
      case 'GENERATING_IDEAS':
        return wait('held', {}, { provider: 'openai', kind: 'ideas', match, action: BUSY });
      case 'GENERATING_CONTENT':
        return wait('held', {}, { provider: 'openai', kind: 'content', match, action: BUSY });
      case 'GENERATING_IMAGE':
        return wait('held', {}, { provider: 'replicate', kind: 'create', action: BUSY });
      case 'PUBLISHING':
        return wait('held', {}, { provider: 'wix', kind: 'upload', action: BUSY });
      case 'AWAITING_APPROVAL':
        return wait('there', { publishMode: 'approve' });
      case 'SCHEDULED':
        return wait('there', { publishAt: tomorrow(), timeZone: 'Europe/London' });
      case 'UNCONFIRMED':
        return wait(
          'there',
          {},
          { provider: 'wix', kind: 'draft.create', match, action: { type: 'dropAfter' } },
          { provider: 'wix', kind: 'draft.query', times: 2, action: { type: 'html' } },
        );
      case 'FAILED':
        return wait(
          'there',
          {},
          { provider: 'openai', kind: 'ideas', match, action: { type: 'refusal', text: 'no' } },
        );
      default:
        return wait('there');
    }
  }

  /** Brings an item to a status, where it stays. `pending` keeps all later ones waiting, too. */
  async bringItem(status: string): Promise<Subject> {
    const keyword = `typed ${(this.count += 1)} mug`;
    // Also when an earlier test has failed with the queue shut.
    await this.letIn(status === 'pending' ? 0 : 50);
    if (status === 'processing') this.fault({ provider: 'openai', kind: 'component', action: BUSY }, keyword);
    if (status === 'failed')
      this.fault({ provider: 'openai', kind: 'component', action: { type: 'refusal', text: 'no' } }, keyword);
    if (status === 'cancelled') this.fault({ provider: 'openai', kind: 'component', action: BUSY }, keyword);
    const { id } = await orderPage(this.store, pageAbout(keyword));
    const subject: Subject = { kind: 'item', id, status, workflowId: `item:${id}` };
    if (status === 'processing') await this.held(subject);
    if (status === 'cancelled') {
      await this.held({ ...subject, status: 'processing' });
      await this.act(subject, 'cancel');
      await this.closed(subject);
    }
    await until(`item is ${status}`, async () => (await this.statusOf(subject)) === status);
    return subject;
  }

  /** Brings one order to every status of every kind. */
  async bringOneOfEach(): Promise<Subject[]> {
    const subjects: Subject[] = [];
    // These hold whoever comes next, so they come alone.
    const alone = BLOG_STATUSES.indexOf('GENERATING_IDEAS');
    for (const status of BLOG_STATUSES.slice(0, alone)) subjects.push(await this.bringPost(status));
    const others = BLOG_STATUSES.slice(alone).map((status) => this.bringPost(status));
    const items = ITEM_STATUSES.slice(0, -1).map((status) => this.bringItem(status));
    subjects.push(...(await Promise.all([...others, ...items])));
    return [...subjects, await this.bringItem('pending')];
  }

  /** How many items each tenant may have under way. */
  async letIn(atOnce: number): Promise<void> {
    await this.galley.database.pool.query('update item_limits set at_once = $1', [atOnce]);
  }

  /** Waits until no run of the order is open. */
  async closed(subject: Subject): Promise<string> {
    return until(`${subject.workflowId} is closed`, async () => {
      const { name } = (await this.handle(subject).describe()).status;
      return name !== 'RUNNING' && name;
    });
  }

  /** Has the activities that wait tried again now, as `temporal activity unpause` and `reset` do. */
  private async tryAgain(subject: Subject): Promise<void> {
    const { workflowService: service, options } = this.galley.temporal;
    const about = { namespace: options.namespace, execution: { workflowId: subject.workflowId } };
    for (const activity of await this.pending(subject).catch(() => [])) {
      const { activityId: id, state, paused, nextAttemptScheduleTime: due } = activity;
      // One in the queue would be moved to its end by a reset, again and again.
      const isPausing =
        state === PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED &&
        due &&
        millisecondsOf(due) > Date.now() + 1_000;
      if (paused) await service.unpauseActivity({ ...about, id }).catch(() => undefined);
      else if (isPausing) await service.resetActivity({ ...about, id }).catch(() => undefined);
    }
  }

  /** Does whatever a person would until the order is done: nothing may be stuck, whatever was typed before. */
  async seeThrough(subject: Subject, timeoutMs = 30_000): Promise<void> {
    let ideas: Array<{ id: string }> = [];
    let triedAt = 0;
    let last = '';
    await until(
      () => `${subject.workflowId}, once ${subject.status}, is done, last ${last}`,
      async () => {
        const status = await this.statusOf(subject);
        last = status;
        if (status === 'DONE' || status === 'completed') return true;
        if (status === 'AWAITING_SELECTION') {
          ({ ideas } = await this.store.read(subject.id));
          await this.act(subject, 'select', { ideaId: ideas[0]!.id });
        } else if (status === 'AWAITING_APPROVAL') await this.act(subject, 'approve');
        else if (status === 'SCHEDULED') await this.act(subject, 'schedule', { publishAt: null });
        else if (status === 'UNCONFIRMED') await this.act(subject, 'resolve', { resolution: 'absent' });
        else if (ENDED.includes(status)) await this.act(subject, 'retry');
        else if (Date.now() - triedAt > 500) {
          triedAt = Date.now();
          await this.tryAgain(subject);
        }
        return false;
      },
      timeoutMs,
    );
    await this.closed(subject);
  }

  /** Runs one batch operation, as `temporal workflow … --query` does, and waits for its end. */
  async batch(subjects: readonly Subject[], operation: object): Promise<void> {
    const { workflowService: service, options } = this.galley.temporal;
    const { namespace } = options;
    const jobId = randomUUID();
    const ids = subjects.map(({ workflowId }) => `"${workflowId}"`).join(', ');
    await service.startBatchOperation({
      ...{ namespace, jobId, reason: 'test' },
      visibilityQuery: `WorkflowId IN (${ids}) AND ExecutionStatus = "Running"`,
      ...operation,
    });
    await until('the batch is through', async () => {
      const { state } = await service.describeBatchOperation({ namespace, jobId });
      return state === temporal.api.enums.v1.BatchOperationState.BATCH_OPERATION_STATE_COMPLETED;
    });
  }

  /** Resets a run to its first workflow task. */
  async reset(subject: Subject): Promise<void> {
    const { workflowService: service, options } = this.galley.temporal;
    const { events } = await this.handle(subject).fetchHistory();
    const first = events?.find(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    await service.resetWorkflowExecution({
      namespace: options.namespace,
      workflowExecution: { workflowId: subject.workflowId },
      workflowTaskFinishEventId: first!.eventId!,
      ...{ requestId: randomUUID(), reason: 'test' },
    });
  }

  /** Does something to every activity that an order waits for, the looking up of signals apart. Answers how many there were. */
  async eachActivity(
    subject: Subject,
    work: (about: { namespace: string; execution: { workflowId: string }; id: string }) => Promise<unknown>,
  ): Promise<number> {
    const activities = (await this.pending(subject)).filter(
      ({ activityType }) => activityType?.name !== 'takeActions',
    );
    for (const { activityId } of activities)
      await work({
        namespace: this.galley.temporal.options.namespace,
        execution: { workflowId: subject.workflowId },
        id: activityId!,
      });
    return activities.length;
  }
}
