import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { OrderKind } from '../../contract/orders';
import type { Tx } from '../../db/db';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';
import type { Attempt } from '../../db/orders/attempts';
import type { Order, OrderKey } from '../../db/orders/orders';
import { acceptOnce } from '../http/accept-once';
import type { AcceptDeps } from '../http/accept-once';
import { holderOf, scopeOf } from '../http/auth';
import { batchGuard } from '../http/batch-turns';
import type { BodySize } from '../http/body';
import type { CsvBody } from '../http/csv-body';
import { ApiError } from '../http/errors';
import { DescribedRouter } from '../http/route';
import type { AnswerSpec } from '../http/route';
import { emptyBody, orderParams, pageOf, priorityBody } from '../http/schemas';
import { actionAdder, FULL_ANSWERS } from './action-routes';
import type { AddAction } from './action-routes';
import { addRecords } from './records';

/** A route's short title, and one line of prose below it. */
export interface Described {
  summary: string;
  description: string;
}

/** One way to order: a single order, or a batch. */
export interface Creation<B extends z.ZodType> extends Described {
  body: B;
  /** How the body may also be sent as CSV. */
  csv?: CsvBody;
  /** How large the body may be; see {@link BodySize}. */
  bodySize?: BodySize;
  /** What can be called with the answer; by default, of a single order, all that takes its `id`. */
  leadsTo?: AnswerSpec['leadsTo'];
  /** What is accepted, in a sentence. */
  accepted: string;
  answer: z.ZodType;
  /** How else it answers. */
  answers?: Record<number, AnswerSpec>;
  /** How many orders a body asks for; by default as many as its `items`, or one. */
  orders?: (body: z.output<B>) => number;
  /** Whether one request asks for so many orders that those of a tenant take turns. */
  takesTurns?: boolean;
  /** Accepts in the transaction given. `location` names what was made; `orders` counts the orders accepted. */
  create: (
    tx: Tx,
    res: Response,
    body: z.output<B>,
  ) => Promise<{ json: object; location?: string; orders: number }>;
}

/** Adds a further way to order, at an address of its own. */
export type AddCreation = <B extends z.ZodType>(path: string, creation: Creation<B>) => void;

/** An action that every kind may have, and how it is done where a kind does it in a way of its own. */
export interface KindAction extends Described {
  act?: (request: ActionRequest) => Promise<ActionResult>;
  /** What the answer tells as its `message`. */
  says?: string;
}

/** A retry of which people may ask something, and how that is done. */
export interface AskedRetry<R extends z.ZodType> {
  body: R;
  act: (request: ActionRequest, body: z.output<R>) => Promise<ActionResult>;
}

/** What the routes of one kind of order need to know of it. Routes that are the same for every kind are made from it. */
export interface KindSpec<
  O extends Order,
  C extends z.ZodType,
  B extends z.ZodType,
  L extends z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  kind: OrderKind;
  /** Where its orders live, such as `/api/generation`. */
  base: string;
  /** What one is called, alone and in a sentence. */
  name: { one: string; a: string; many: string };
  /** How one is ordered with a key, where that can be done. */
  create?: Creation<C>;
  batch?: Creation<B>;
  /** Further ways to order. */
  addCreations?: (add: AddCreation) => void;
  list: {
    query: L;
    view: z.ZodType;
    /** One page of what the caller may see. */
    page: (
      query: z.output<L>,
      tenantId: string | undefined,
    ) => Promise<{ items: object[]; nextCursor: string | null }>;
  };
  read: Described & { view: z.ZodType; detail: (order: O) => Promise<object> };
  find: (key: OrderKey) => Promise<O | undefined>;
  /** One order as lists show it. */
  view: (order: O) => Promise<object>;
  /** Attempts at its text; left out where its orders have no text of their own. */
  attempts?: (orderId: string) => Promise<Attempt[]>;
  /** The parts of its page by id and name, for kinds whose pages have parts. */
  parts?: (order: O) => ReadonlyArray<{ id: string; name: string }>;
  /** `priority` is there for every kind and reads the same for all; a kind whose orders nobody cancels or retries leaves those out. */
  actions: {
    answer: z.ZodType;
    /** How the priority is changed where a kind does it in a way of its own. */
    priority?: {
      act: (request: ActionRequest & { priority: number }) => Promise<ActionResult>;
      says?: string;
    };
    cancel?: KindAction;
    /** With what a person may ask of it, where the kind takes more than the retry itself. */
    retry?: KindAction & { asked?: AskedRetry<R> };
  };
  /** Further actions, each one transaction. */
  addActions?: (add: AddAction) => void;
  /** Further routes; they come before those of one order, whose identifier stands where their names do. */
  addRoutes?: (routes: DescribedRouter, own: (res: Response, id: string) => Promise<O>) => void;
}

/** How many orders a validated body asks for: a batch lists them as its `items`. */
function ordersIn(body: unknown): number {
  const items = (body as { items?: unknown } | null | undefined)?.items;
  return Array.isArray(items) ? items.length : 1;
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * The routes of one kind: create, batch, list, read, timeline, attempts, costs and actions, as far as the kind has them. Each action is one transaction, and the
 * same action again gets the same answer.
 */
export function kindRoutes<
  O extends Order,
  C extends z.ZodType,
  B extends z.ZodType,
  L extends z.ZodType,
  R extends z.ZodType = z.ZodType,
>(deps: AcceptDeps, spec: KindSpec<O, C, B, L, R>): DescribedRouter {
  const { db } = deps;
  const { base, name, kind } = spec;
  const routes = new DescribedRouter();
  const once = acceptOnce(deps);

  async function own(res: Response, orderId: string): Promise<O> {
    const order = await spec.find({ orderId, tenantId: scopeOf(res) });
    if (!order) throw new ApiError('not_found', `${capitalised(name.one)} not found.`);
    return order;
  }

  function addCreation<S extends z.ZodType>(
    path: string,
    creation: Creation<S>,
    { isBatch, leadsTo = [] }: { isBatch: boolean; leadsTo?: AnswerSpec['leadsTo'] },
  ): void {
    const ordersOf = creation.orders ?? ordersIn;
    routes.route(
      {
        method: 'post',
        permission: 'orders.place',
        path,
        summary: creation.summary,
        description: creation.description,
        body: creation.body,
        ...(creation.csv ? { csv: creation.csv } : {}),
        ...(creation.bodySize ? { bodySize: creation.bodySize } : {}),
        ...(isBatch ? { guard: batchGuard(db) } : {}),
        idempotent: true,
        answers: {
          202: {
            description: creation.accepted,
            schema: creation.answer,
            headers: { Location: 'The URL of what was created.' },
            leadsTo: creation.leadsTo ?? leadsTo,
          },
          ...FULL_ANSWERS,
          ...creation.answers,
        },
      },
      async ({ body, req, res }: { body: z.output<S>; req: Request; res: Response }) =>
        once(req, { holder: holderOf(res), body, orders: ordersOf(body), isBatch }, async (tx) => {
          const { json, location, orders } = await creation.create(tx, res, body);
          const headers: Record<string, string> = location ? { location } : {};
          return { status: 202, json, headers, orders };
        }),
    );
  }

  const leadsTo = [{ path: `${base}/:id`, parameters: { id: '$response.body#/id' } }];
  if (spec.create) addCreation(base, spec.create, { isBatch: spec.create.takesTurns ?? false, leadsTo });
  spec.addCreations?.((path, creation) =>
    addCreation(path, creation, { isBatch: creation.takesTurns ?? false, leadsTo }),
  );
  if (spec.batch) addCreation(`${base}/batch`, spec.batch, { isBatch: true });

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: base,
      summary: `List ${name.many}`,
      description: 'Newest first.',
      query: spec.list.query,
      answers: {
        200: {
          description: 'One page of results.',
          schema: pageOf(spec.list.view),
          leadsTo: [{ path: `${base}/:id`, parameters: { id: '$response.body#/items/0/id' } }],
        },
      },
    },
    async ({ query, res }) => ({ status: 200, json: await spec.list.page(query, scopeOf(res)) }),
  );

  spec.addRoutes?.(routes, own);

  routes.route(
    {
      method: 'get',
      permission: 'orders.read',
      path: `${base}/:id`,
      summary: spec.read.summary,
      description: spec.read.description,
      params: orderParams,
      answers: { 200: { description: `The ${name.one}.`, schema: spec.read.view } },
    },
    async ({ params, res }) => ({ status: 200, json: await spec.read.detail(await own(res, params.id)) }),
  );

  addRecords(routes, deps, {
    base,
    name: name.a,
    own: async (res, id) => {
      const order = await own(res, id);
      return { id: order.id, ...(spec.parts ? { components: spec.parts(order) } : {}) };
    },
    ...(spec.attempts ? { attempts: spec.attempts } : {}),
  });

  const ofKind =
    (act: (request: ActionRequest) => Promise<ActionResult>) =>
    (request: ActionRequest): Promise<ActionResult> =>
      act({ ...request, kind });
  const { answer, priority: ranked, cancel, retry } = spec.actions;
  const add = actionAdder(routes, {
    base,
    name: name.one,
    answer,
    view: async (res, id) => spec.view(await own(res, id)),
  });
  spec.addActions?.(add);
  const reprioritise = ranked?.act ?? db.actions.reprioritise;
  add(
    {
      name: 'priority',
      summary: 'Change priority',
      description: 'Also applies to work that is already queued.',
      body: priorityBody,
      ...(ranked?.says === undefined ? {} : { says: ranked.says }),
    },
    (request, { priority }) => reprioritise({ ...request, kind, priority }),
  );
  if (cancel) {
    const { act = db.actions.cancel, ...described } = cancel;
    add({ name: 'cancel', ...described, body: emptyBody }, ofKind(act));
  }
  if (!retry) return routes;
  const { asked, act = (request: ActionRequest) => db.actions.retry(request), ...described } = retry;
  if (asked)
    add({ name: 'retry', ...described, opens: true, body: asked.body }, (request, body) =>
      asked.act({ ...request, kind }, body),
    );
  else add({ name: 'retry', ...described, opens: true, body: emptyBody }, ofKind(act));
  return routes;
}
