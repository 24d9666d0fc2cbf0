import type { Response } from 'express';
import type { z } from 'zod';
import type { ActRequest, ActResult } from '../../db/orders/actions';
import { actRequestOf, heldAct } from './action-request';
import type { DescribedRouter } from '../http/route';
import { orderParams } from '../blog/schemas';

/** What differs between acting on one kind of orders and on another. */
export interface ActKind<R extends ActResult> {
  /** Where its orders live, such as `/api/generation`. */
  base: string;
  /** What one is called. */
  name: 'order' | 'item';
  /** What an act answers: the order as it stands then, the act's identifier, and whether it was done before. */
  answer: z.ZodType;
  view: (res: Response, id: string) => Promise<object>;
  /** After an act that was done now. */
  onDone: (id: string, result: R) => void;
}

/** Adds one act, by its last word in the address. */
export type AddAct<R extends ActResult> = <B extends z.ZodType>(
  spec: { name: string; summary: string; body: B },
  act: (request: ActRequest, body: z.output<B>) => Promise<R>,
) => void;

/** Makes what adds acts on orders of a kind: one transaction each, and the same act again gets the same answer. */
export function actAdder<R extends ActResult>(routes: DescribedRouter, kind: ActKind<R>): AddAct<R> {
  const answers = {
    200: {
      description: `The ${kind.name} after the act; the same act again gets the same answer.`,
      schema: kind.answer,
    },
    409: { description: `The ${kind.name} is in another state; \`status\` and \`phase\` say which.` },
  };
  return (spec, act) =>
    routes.route(
      {
        method: 'post',
        permission: 'orders.act',
        path: `${kind.base}/:id/${spec.name}`,
        summary: spec.summary,
        params: orderParams,
        body: spec.body,
        idempotent: true,
        answers,
      },
      async ({ params: { id }, body, req, res }) => {
        const result = await act(actRequestOf(req, res, id), body);
        const held = heldAct(result, kind.name);
        if (held.outcome === 'done') kind.onDone(id, result);
        const shown = await kind.view(res, id);
        return { status: 200, json: { ...shown, actId: held.actId, repeated: held.outcome === 'same' } };
      },
    );
}
