import type { Response } from 'express';
import type { z } from 'zod';
import type { ActionRequest, ActionResult } from '../../db/orders/actions';
import { actionRequestOf, heldAction } from './action-request';
import type { DescribedRouter } from '../http/route';
import { orderParams } from '../http/schemas';

/** What differs between acting on one kind of orders and on another. */
export interface ActionKind {
  /** Where its orders live, such as `/api/generation`. */
  base: string;
  /** What one is called. */
  name: string;
  /** What an act answers: the order as it stands then, the act's identifier, and whether it was done before. */
  answer: z.ZodType;
  view: (res: Response, id: string) => Promise<object>;
}

/** What is told where too many orders are open. */
export const FULL_ANSWERS = {
  429: { description: 'Too many orders of yours are open (`too_many_orders`).' },
  503: { description: 'The queue of all tenants is full (`queue_full`).' },
} as const;

/** Adds one act, by its last word in the address; `opens` where it may make an order open that was not, `says` what the answer tells as its `message`. */
export type AddAction = <B extends z.ZodType>(
  spec: { name: string; summary: string; description: string; body: B; opens?: true; says?: string },
  act: (request: ActionRequest, body: z.output<B>) => Promise<ActionResult>,
) => void;

/** Makes what adds acts on orders of a kind: one transaction each, and the same act again gets the same answer. */
export function actionAdder(routes: DescribedRouter, kind: ActionKind): AddAction {
  const answers = {
    200: {
      description: `The ${kind.name} after the action. Repeating the action returns the same answer.`,
      schema: kind.answer,
    },
    409: {
      description: `The action does not fit the ${kind.name}’s current state; see \`status\` and \`phase\`.`,
    },
  };
  return (spec, act) =>
    routes.route(
      {
        method: 'post',
        permission: 'orders.act',
        path: `${kind.base}/:id/${spec.name}`,
        summary: spec.summary,
        description: spec.description,
        params: orderParams,
        body: spec.body,
        idempotent: true,
        answers: spec.opens ? { ...answers, ...FULL_ANSWERS } : answers,
      },
      async ({ params: { id }, body, req, res }) => {
        const result = await act(actionRequestOf(req, res, id), body);
        const held = heldAction(result, kind.name);
        const shown = await kind.view(res, id);
        const message = spec.says === undefined ? {} : { message: spec.says };
        const json = { ...shown, ...message, actId: held.actId, repeated: held.outcome === 'same' };
        return { status: 200, json };
      },
    );
}
