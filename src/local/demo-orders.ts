import { setTimeout as pause } from 'node:timers/promises';
import type { DemoSource, StoreApi } from './demo-api';
import { timelineOf } from './demo-timeline';
import type { DemoRow } from './demo-view';

const POLL_MS = 200;
const ENDED_BADLY = new Set(['FAILED', 'CANCELLED', 'UNCONFIRMED']);

/** An order to place. */
export interface PlannedOrder {
  label: string;
  api: StoreApi;
  source: DemoSource;
}

/** An order that succeeded. */
export interface FinishedOrder extends DemoRow {
  id: string;
  publishedUrl: string | null;
}

/**
 * Places all orders at once, picks an idea for each when asked, and resolves when all are done. Throws if one fails or
 * is not done after `timeoutMs`. `onChange` receives all rows after each update.
 */
export async function runOrders(options: {
  plan: readonly PlannedOrder[];
  timeoutMs: number;
  onChange: (rows: readonly DemoRow[]) => void;
  signal: AbortSignal;
}): Promise<FinishedOrder[]> {
  const { plan, timeoutMs, onChange } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const rows: DemoRow[] = plan.map(({ label }) => ({ label, status: 'placing', timeline: { spans: [] } }));
  const deadline = Date.now() + timeoutMs;
  const follow = async (planned: PlannedOrder, index: number): Promise<FinishedOrder> => {
    for await (const row of followOrder({ planned, deadline, timeoutMs, signal })) {
      rows[index] = row;
      onChange(rows);
      if (row.status === 'DONE') return row;
    }
    throw new Error(`${planned.label} ended without a result`);
  };
  try {
    return await Promise.all(plan.map(follow));
  } catch (error) {
    failed.abort();
    throw error;
  }
}

async function* followOrder(options: {
  planned: PlannedOrder;
  deadline: number;
  timeoutMs: number;
  signal: AbortSignal;
}): AsyncGenerator<FinishedOrder> {
  const { planned, deadline, timeoutMs, signal } = options;
  const { api, label, source } = planned;
  const id = await api.place(source);
  let picked = false;
  while (!signal.aborted) {
    const order = await api.order(id);
    const timeline = timelineOf({ events: await api.events(id) });
    // The status may have been read just before the last event was written.
    const status = order.status === 'DONE' && timeline.done === undefined ? 'PUBLISHING' : order.status;
    yield { id, label, status, timeline, publishedUrl: order.publishedUrl };
    if (ENDED_BADLY.has(order.status)) {
      throw new Error(`${label} (${id}) ended as ${order.status}: ${order.error ?? 'no reason given'}`);
    }
    if (order.status === 'AWAITING_SELECTION' && !picked) {
      const [idea] = order.ideas;
      if (!idea) throw new Error(`${label} (${id}) is waiting for a pick but has no ideas`);
      await api.select({ id, ideaId: idea.id });
      picked = true;
    }
    if (Date.now() > deadline) throw new Error(`${label} (${id}) was not done after ${timeoutMs / 1000} s`);
    await pause(POLL_MS);
  }
  throw new Error('stopped');
}
