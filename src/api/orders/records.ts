import type { Response } from 'express';
import type { z } from 'zod';
import type { Attempt } from '../../db/orders/attempts';
import type { QcStatus } from '../../db/blog/versions';
import type { Db } from '../../db/db';
import { attemptsView, costsView } from './record-schemas';
import type { DescribedRouter } from '../http/route';
import { eventsQuery, eventView, orderParams, pageOf } from '../http/schemas';
import type { Texts } from '../texts/texts';
import { timelinePage } from './timeline';

/** Requests to providers that are listed one by one. */
const MOST_CALLS = 200;

const STATES: Readonly<Record<QcStatus, 'written' | 'rejected' | 'approved'>> = {
  WRITTEN: 'written',
  REJECTED_BY_CHECKS: 'rejected',
  REJECTED_BY_AI: 'rejected',
  APPROVED_BY_AI: 'approved',
};

/** An order of one kind, as its records need it. */
export interface Recorded {
  id: string;
  /** The parts of its page, by id and name. */
  components?: ReadonlyArray<{ id: string; name: string }>;
}

/** What differs between the kinds of orders. */
export interface RecordKind {
  /** Where its orders live, such as `/api/generation`. */
  base: string;
  /** What one is called in a sentence. */
  name: string;
  own: (res: Response, id: string) => Promise<Recorded>;
  /** Attempts at its text; left out where its orders have no text of their own. */
  attempts?: (orderId: string) => Promise<Attempt[]>;
}

type AttemptView = z.output<typeof attemptsView>['items'][number];

async function viewAttempt(texts: Texts, order: Recorded, attempt: Attempt): Promise<AttemptView> {
  const { id, component, round, qcStatus, title, bodyMarkdown, scores, findings } = attempt;
  return {
    id,
    part: order.components?.find((part) => part.id === component)?.name ?? component,
    round,
    attempt: attempt.attempt,
    state: qcStatus === null ? 'unusable' : STATES[qcStatus],
    title,
    markdown: bodyMarkdown === null ? null : await texts.given(bodyMarkdown),
    scores,
    findings: findings.map((finding) => ({
      rule: finding.id,
      severity: finding.severity,
      reason: finding.reason,
      hint: finding.hint,
      quote: finding.quote ?? null,
    })),
    at: attempt.at.toISOString(),
  };
}

async function viewCosts(db: Db, orderId: string): Promise<z.output<typeof costsView>> {
  const [stages, calls] = await Promise.all([
    db.costs.stageCosts({ orderId }),
    db.costs.latestCalls({ orderId, limit: MOST_CALLS }),
  ]);
  const sum = (name: 'costMicros' | 'reservedMicros' | 'retriesMicros' | 'unknownMicros'): number =>
    stages.reduce((total, stage) => total + stage[name], 0);
  return {
    currency: 'USD',
    amountMicros: sum('costMicros'),
    reservedMicros: sum('reservedMicros'),
    retriesMicros: sum('retriesMicros'),
    unknownMicros: sum('unknownMicros'),
    stages: stages.map(({ costMicros, reservedMicros: _, ...stage }) => ({
      ...stage,
      amountMicros: costMicros,
    })),
    calls: calls.map(({ costMicros, at, ...call }) => ({
      ...call,
      at: at.toISOString(),
      amountMicros: costMicros,
    })),
  };
}

/** Adds the routes by which people follow what became of an order: its timeline, its attempts, its money. */
export function addRecords(routes: DescribedRouter, deps: { db: Db; texts: Texts }, kind: RecordKind): void {
  const { db, texts } = deps;
  const common = { method: 'get', permission: 'orders.read', params: orderParams } as const;

  routes.route(
    {
      ...common,
      path: `${kind.base}/:id/events`,
      summary: 'Timeline',
      description: `What happened to ${kind.name}, oldest first.`,
      query: eventsQuery,
      answers: { 200: { description: 'One page of results.', schema: pageOf(eventView) } },
    },
    async ({ params, query, res }) => {
      const { id } = await kind.own(res, params.id);
      return { status: 200, json: await timelinePage(db, id, query) };
    },
  );

  const { attempts } = kind;
  if (attempts)
    routes.route(
      {
        ...common,
        path: `${kind.base}/:id/attempts`,
        summary: 'Drafts and findings',
        description: `Drafts of ${kind.name} with what the quality checks found in each.`,
        answers: { 200: { description: 'All attempts, oldest first.', schema: attemptsView } },
      },
      async ({ params, res }) => {
        const order = await kind.own(res, params.id);
        const items: AttemptView[] = [];
        // One after the other, so that a request takes one thread at a time.
        for (const attempt of await attempts(order.id)) items.push(await viewAttempt(texts, order, attempt));
        return { status: 200, json: { items } };
      },
    );

  routes.route(
    {
      ...common,
      path: `${kind.base}/:id/costs`,
      summary: 'Cost',
      description: `Cost of ${kind.name} by step and by request to a provider.`,
      answers: { 200: { description: 'Current figures.', schema: costsView } },
    },
    async ({ params, res }) => {
      const { id } = await kind.own(res, params.id);
      return { status: 200, json: await viewCosts(db, id) };
    },
  );
}
