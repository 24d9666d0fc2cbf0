import Stripe from 'stripe';
import { z } from 'zod';
import type { PaymentEvent } from '../../contract/payments';
import { parseJson } from '../body';
import { readCharge, readRefund, readSession } from './read';

/** How far the time of a signature may be from now, in seconds, before and after. */
export const MOST_SKEW_SECONDS = 300;

/** What keeps an event from being taken. */
export type WebhookProblem = 'signature' | 'time' | 'unreadable' | 'mode';

/** A verified event, or why it is refused. */
export type ReadEvent = { ok: true; event: PaymentEvent } | { ok: false; problem: WebhookProblem };

const envelope = z.object({
  id: z.string().regex(/^evt_[A-Za-z0-9_]{1,250}$/),
  object: z.literal('event'),
  type: z.string().regex(/^[\w.]{1,100}$/),
  created: z.number().int().min(0).max(253_402_300_799),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
});

/** What events about sessions say, by their names. */
const SESSION_EVENTS: Readonly<Record<string, Extract<PaymentEvent, { about: 'session' }>['says']>> = {
  'checkout.session.completed': 'completed',
  'checkout.session.async_payment_succeeded': 'succeeded',
  'checkout.session.async_payment_failed': 'failed',
  'checkout.session.expired': 'expired',
};

const REFUND_EVENTS: readonly string[] = ['refund.created', 'refund.updated', 'refund.failed'];
const CHARGE_EVENTS: readonly string[] = ['charge.refunded'];

/** The names of all events that are needed; an endpoint at Stripe has to be sent these. */
export const WANTED_EVENTS = [...Object.keys(SESSION_EVENTS), ...REFUND_EVENTS, ...CHARGE_EVENTS];

/** The time of a signature in seconds since 1970; undefined where the header has none, or several. */
function signedAt(header: string): number | undefined {
  const times = [...header.matchAll(/(?:^|,)\s*t=([^,]*)/g)].map((match) => match[1]!.trim());
  return times.length === 1 && /^\d{1,12}$/.test(times[0]!) ? Number(times[0]) : undefined;
}

/** Whether one of the secrets signed exactly these bytes. */
function isSigned(raw: Buffer, header: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => {
    try {
      // The time was compared already, in both directions and by our own clock.
      return Stripe.webhooks.signature?.verifyHeader(raw, header, secret, 0) ?? false;
    } catch {
      return false;
    }
  });
}

function factsOf(type: string, object: unknown): PaymentFactsOf | undefined {
  const says = SESSION_EVENTS[type];
  if (says) {
    const session = readSession(object);
    return session && { about: 'session', says, session };
  }
  if (REFUND_EVENTS.includes(type)) {
    const refund = readRefund(object);
    return refund && { about: 'refund', refund };
  }
  if (CHARGE_EVENTS.includes(type)) {
    const charge = readCharge(object);
    return charge && { about: 'charge', ...charge };
  }
  return { about: 'nothing' };
}

type Without<T> = T extends unknown ? Omit<T, 'id' | 'type' | 'created'> : never;
type PaymentFactsOf = Without<PaymentEvent>;

/**
 * Verifies and reads an event from the bytes of its request, as they came. It has to be signed by one of the secrets, at a time that is at most
 * {@link MOST_SKEW_SECONDS} away, and of the same mode (live or test) as our key. Nothing in it is believed before that.
 */
export function readWebhookEvent(
  given: { raw: Buffer; header: string | undefined; nowMs: number },
  settings: { secrets: readonly string[]; isLive: boolean },
): ReadEvent {
  const { raw, header, nowMs } = given;
  const at = header === undefined ? undefined : signedAt(header);
  if (header === undefined || at === undefined) return { ok: false, problem: 'signature' };
  if (Math.abs(Math.floor(nowMs / 1_000) - at) > MOST_SKEW_SECONDS) return { ok: false, problem: 'time' };
  if (!isSigned(raw, header, settings.secrets)) return { ok: false, problem: 'signature' };
  let json: unknown;
  try {
    json = parseJson(raw.toString('utf8'));
  } catch {
    return { ok: false, problem: 'unreadable' };
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) return { ok: false, problem: 'unreadable' };
  const { id, type, created, livemode, data } = parsed.data;
  if (livemode !== settings.isLive) return { ok: false, problem: 'mode' };
  const facts = factsOf(type, data.object);
  return facts ? { ok: true, event: { id, type, created, ...facts } } : { ok: false, problem: 'unreadable' };
}
