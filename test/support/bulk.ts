import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ActivityDeps } from '../../src/activities/deps';
import type { ContentRequest } from '../../src/contract/bulk';
import { DEFAULT_POLICY } from '../../src/contract/orders';
import type { BulkJob } from '../../src/db/bulk/jobs';
import type { ContentItem } from '../../src/db/content/items';
import type { ActionRequest, Actor } from '../../src/db/orders/actions';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { until } from './api-client';
import type { Galley } from './galley';
import { Gate } from './hold';

/** A bulk job that a test has placed. */
export interface PlacedJob {
  id: string;
  tenantId: string;
  itemIds: string[];
  /** What each item is about, a word that no other item has. */
  topics: string[];
}

/** Who acts in tests. */
export const ACTOR: Actor = { name: 'key:test' };

/** What an action on an order is asked with. */
export const acting = (orderId: string, more: Partial<ActionRequest> = {}): ActionRequest => ({
  orderId,
  actor: ACTOR,
  ...more,
});

/** The tenant of a sample store, by its place. */
export async function tenantOf(galley: Galley, place: number): Promise<string> {
  const { rows } = await galley.database.pool.query<{ id: string }>(
    'select id from tenants where name = $1',
    [SAMPLE_STORES[place]!.name],
  );
  return rows[0]!.id;
}

/** A text about a topic, long enough that the topic is never named too often in it. */
export function textAbout(topic: string): ContentRequest {
  return { topic, wordCount: 600, tone: 'professional', language: 'en', input: { mode: 'topic' } };
}

/** Places a job of a few texts whose slots rest and whose retries pause for a moment only. */
export async function placeJob(
  galley: Galley,
  options: {
    items?: number;
    concurrency?: number;
    delayMs?: number;
    backoffMs?: number;
    priority?: number;
  } = {},
): Promise<PlacedJob> {
  const { items = 4, concurrency = 1, delayMs = 10, backoffMs = 20, priority = 5 } = options;
  const tag = randomUUID().slice(0, 8);
  const topics = Array.from({ length: items }, (_, n) => `kettle${tag}n${String(n + 1).padStart(2, '0')}`);
  const tenantId = await tenantOf(galley, 1);
  const { jobId, itemIds } = await galley.db.transaction((tx) =>
    tx.bulkJobs.acceptJob({
      ...{ tenantId, priority, concurrency, itemDelayMs: delayMs, mode: 'topic', placedBy: ACTOR.name },
      items: topics.map(textAbout),
      policy: { ...DEFAULT_POLICY, draftBackoffMs: backoffMs },
    }),
  );
  return { id: jobId, tenantId, itemIds, topics };
}

/** A job as it is now. */
export async function jobOf(galley: Galley, { id: orderId }: Pick<PlacedJob, 'id'>): Promise<BulkJob> {
  return (await galley.db.bulkJobs.findJob({ orderId }))!;
}

/** Waits until a job is as wanted. */
export async function jobIs(
  galley: Galley,
  job: Pick<PlacedJob, 'id'>,
  what: string,
  isSo: (now: BulkJob) => boolean,
  timeoutMs?: number,
): Promise<BulkJob> {
  let last = '';
  return until(
    () => `job ${job.id} is ${what}, last ${last}`,
    async () => {
      const now = await jobOf(galley, job);
      const { status, completed, failed, cancelled, processing, queued } = now;
      last = JSON.stringify({ status, completed, failed, cancelled, processing, queued });
      return isSo(now) && now;
    },
    timeoutMs,
  );
}

/** Waits until a job has one of these statuses. */
export async function jobReaches(
  galley: Galley,
  job: Pick<PlacedJob, 'id'>,
  ...statuses: string[]
): Promise<BulkJob> {
  return jobIs(galley, job, statuses.join(' or '), ({ status }) => statuses.includes(status));
}

/** Waits until an item has one of these statuses. */
export async function textReaches(
  galley: Galley,
  orderId: string,
  ...statuses: string[]
): Promise<ContentItem> {
  let last = '';
  return until(
    () => `text ${orderId} is ${statuses.join(' or ')}, last ${last}`,
    async () => {
      const item = await galley.db.contentItems.findContent({ orderId });
      last = item?.status ?? 'none';
      return item && statuses.includes(last) && item;
    },
  );
}

/** Gates before the model, by a word of the prompt, for a whole system of a test. */
export class HeldTexts {
  private readonly gates = new Map<string, Gate>();

  /** Stops the requests that hold this word, before they reach the provider, until the gate is released. */
  hold(word: string): Gate {
    const gate = new Gate();
    this.gates.set(word, gate);
    return gate;
  }

  /** Lets everything through. */
  releaseAll(): void {
    for (const gate of this.gates.values()) gate.release();
    this.gates.clear();
  }

  readonly deps = (deps: ActivityDeps): ActivityDeps => ({
    ...deps,
    model: {
      complete: async (request) => {
        const { signal, ...question } = request;
        const said = JSON.stringify(question);
        const gate = [...this.gates].find(([word]) => said.includes(word))?.[1];
        // A cancelled call stops here, too.
        if (gate) await Promise.race([gate.pass(), once(signal, 'abort')]);
        return deps.model.complete(request);
      },
    },
  });
}

/** Has every attempt at a text fail, or so many of them. */
export function spoil(galley: Galley, topic: string, times = -1): void {
  galley.simulators.control.addFault({
    provider: 'openai',
    match: { contains: topic },
    times,
    action: { type: 'content', content: 'I like it.' },
  });
}
