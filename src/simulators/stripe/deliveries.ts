import { createHmac } from 'node:crypto';
import type { Faults } from '../core/faults';
import { wait } from '../core/waiting';
import { stripeId } from './ledger';
import type { LedgerEvent } from './ledger';
import type { SentEvent, StripeEndpoint } from './types';

/** How long the endpoint may take, in milliseconds. */
const endpointTimeoutMs = 10_000;

/** An event that is held back for the one after it is sent on its own after this long, in milliseconds. */
const heldMs = 3_000;

/** The value of the header that signs a body, at a time in seconds since 1970. */
export function signatureOf(body: string, secret: string, at: number): string {
  const mac = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${mac}`;
}

/** Sends events to the endpoint, again and again while it does not take them. */
export function createDeliveries(input: {
  now: () => number;
  faults: Faults;
  stopping: AbortSignal;
  /** The first pause before an event is sent again, in milliseconds, doubled each time; and how often it is sent in all. */
  retryMs: number;
  tries: number;
}) {
  const { now, faults, stopping, retryMs, tries } = input;
  let endpoint: StripeEndpoint | undefined;
  let events: SentEvent[] = [];
  const underway = new Set<Promise<void>>();
  /** Whoever waits for another event to be sent first. */
  let held: Array<() => void> = [];

  function bodyOf(id: string, { type, object }: LedgerEvent): string {
    return JSON.stringify({
      ...{ id, object: 'event', api_version: '2026-10-28.endive', created: Math.floor(now() / 1_000) },
      data: { object },
      ...{ livemode: false, pending_webhooks: 1, request: { id: null, idempotency_key: null }, type },
    });
  }

  async function post(body: string, { url, secret }: StripeEndpoint): Promise<number> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (simulator)',
          'stripe-signature': signatureOf(body, secret, Math.floor(now() / 1_000)),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([stopping, AbortSignal.timeout(endpointTimeoutMs)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  /** Sends one event until it is taken. */
  async function send(body: string, event: SentEvent): Promise<void> {
    for (let n = 0; n < tries; n += 1) {
      if (n > 0 && !(await wait({ ms: retryMs * 2 ** (n - 1), signal: stopping }))) return;
      const to = endpoint;
      if (!to) return;
      const status = await post(body, to);
      event.answers.push(status);
      if (status >= 200 && status < 300) return;
    }
  }

  function record(id: string, { type, object }: LedgerEvent): SentEvent {
    const event = { id, type, objectId: String(object['id']), answers: [] };
    events.push(event);
    return event;
  }

  async function deliver(told: LedgerEvent): Promise<void> {
    const id = stripeId('evt');
    const [body, event] = [bodyOf(id, told), record(id, told)];
    const release = held;
    held = [];
    const fault = faults.take({
      provider: 'stripe',
      kind: 'webhook',
      path: told.type,
      raw: Buffer.from(body),
    });
    const does = fault?.type === 'webhook' ? fault.does : undefined;
    switch (does) {
      case 'lose':
        break;
      case 'duplicate':
        await Promise.all([send(body, event), send(body, event)]);
        break;
      case 'twoIds': {
        const other = stripeId('evt');
        await Promise.all([send(body, event), send(bodyOf(other, told), record(other, told))]);
        break;
      }
      case 'reorder':
        await new Promise<void>((resolve) => {
          held.push(resolve);
          setTimeout(resolve, heldMs).unref();
        });
        await send(body, event);
        break;
      default:
        if (fault?.type === 'delay' && !(await wait({ ms: fault.ms, signal: stopping }))) return;
        await send(body, event);
    }
    for (const resolve of release) resolve();
  }

  return {
    setEndpoint(to: StripeEndpoint | undefined): void {
      endpoint = to;
    },
    endpoint: (): StripeEndpoint | undefined => endpoint,
    /** Sends an event; resolves when it was taken or given up. */
    tell(told: LedgerEvent): Promise<void> {
      const work = deliver(told).finally(() => underway.delete(work));
      underway.add(work);
      return work;
    },
    /** What was told, oldest first. */
    events: (): SentEvent[] => events.map((event) => ({ ...event, answers: [...event.answers] })),
    /** Resolves when nothing is being sent. */
    async quiet(): Promise<void> {
      while (underway.size > 0) await Promise.allSettled(underway);
    },
    clear(): void {
      events = [];
      held.forEach((resolve) => resolve());
      held = [];
    },
  };
}

export type Deliveries = ReturnType<typeof createDeliveries>;
