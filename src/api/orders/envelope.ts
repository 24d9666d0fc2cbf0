import { z } from 'zod';
import { PHASES } from '../../contract/orders';
import type { OrderKind } from '../../contract/orders';
import type { Order } from '../../db/orders/orders';
import { commonActions, statusesOf } from '../../domain/orders/lifecycle';
import { mayView, uuid, waitingView } from '../http/schemas';
import { waitingOf } from './waiting';

const time = z.iso.datetime().nullable();
/** A time as clients see it. */
export const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** The members that the views of orders of any kind have. */
export const envelopeOf = <K extends OrderKind>(kind: K) => ({
  id: uuid,
  status: z.enum(statusesOf(kind)),
  phase: z.enum(PHASES),
  priority: z.int(),
  round: z.int(),
  error: z.string().nullable(),
  errorType: z.string().nullable(),
  waiting: waitingView,
  may: mayView,
  createdAt: time,
  startedAt: time,
  finishedAt: time,
});

/** What every order shows; `may` holds what every kind allows in this status. */
export function viewEnvelope<K extends OrderKind>(order: Order<K>) {
  const { id, kind, status, phase, priority, round, error, errorType } = order;
  return {
    ...{ id, status, phase, priority, round, error, errorType },
    waiting: waitingOf(order as Order),
    may: commonActions(kind, status) as string[],
    createdAt: iso(order.createdAt),
    startedAt: iso(order.startedAt),
    finishedAt: iso(order.finishedAt),
  };
}
