import type { Latency } from '../core/waiting';
import { wait } from '../core/waiting';
import { asObject, asText, html, json } from '../core/http';
import type { Call, Reply, Route } from '../core/http';
import type { Deliveries } from './deliveries';
import { fieldAt, readForm, textsAt } from './form';
import type { FormFields } from './form';
import { createIdempotency } from './idempotency';
import { LedgerRefusal, stripeId } from './ledger';
import type { Ledger } from './ledger';
import { listPage, missingPage, PAGE_HEADERS, payPage } from './page';
import { SESSION_ACTIONS } from './types';
import type { SessionAction } from './types';

const answerMs = 250;

/** How soon a session may end, in seconds. */
const lifetime = { least: 30 * 60, most: 24 * 3_600 };

/** The smallest charge, in Stripe's units. */
const leastCharge = 50;

function refuse(status: number, error: Record<string, unknown>): Reply {
  return json(status, { error }, { 'request-id': stripeId('req') });
}

function invalid(message: string, param?: string, code = 'parameter_invalid_empty'): Reply {
  return refuse(400, { type: 'invalid_request_error', code, message, ...(param ? { param } : {}) });
}

const good = (value: unknown): Reply => json(200, value, { 'request-id': stripeId('req') });

const isWeb = (url: string | undefined): url is string =>
  url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** A whole number in a field. */
function numberAt(fields: FormFields, ...path: string[]): number | undefined {
  const text = fieldAt(fields, ...path);
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Stripe's routes for checkouts and refunds, its page to pay at, and its control. */
export function createStripeRoutes(deps: {
  ledger: Ledger;
  deliveries: Deliveries;
  latency: Latency;
  now: () => number;
}): { routes: Route[]; forgetKeys: () => void } {
  const { ledger, deliveries, latency, now } = deps;
  const idempotency = createIdempotency({ now, refuse });

  /** Answers as Stripe does what the ledger refuses. */
  async function refusing(work: () => Reply | Promise<Reply>): Promise<Reply> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LedgerRefusal)) throw error;
      const { code, message, param, status } = error;
      return refuse(status, {
        ...{ type: 'invalid_request_error', code, message },
        ...(param === undefined ? {} : { param }),
      });
    }
  }

  const guarded =
    (work: (call: Call) => Reply | Promise<Reply>) =>
    async (call: Call): Promise<Reply> => {
      const key = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '')?.[1];
      if (key === undefined || !/^[sr]k_test_\w+$/.test(key))
        return refuse(401, {
          type: 'invalid_request_error',
          message:
            key === undefined
              ? 'You did not provide an API key.'
              : `Invalid API Key provided: ${key.slice(0, 8)}****`,
        });
      await wait({ ms: latency(answerMs), signal: call.signal });
      return refusing(() => work(call));
    };
  const posted = (work: (call: Call, fields: FormFields) => Reply | Promise<Reply>) =>
    guarded((call) => {
      if (
        !/^application\/x-www-form-urlencoded\b/.test(
          call.headers['content-type'] ?? 'application/x-www-form-urlencoded',
        )
      )
        return invalid('Send the parameters form-encoded.');
      return idempotency.answer(call, () => refusing(() => work(call, readForm(call.raw.toString('utf8')))));
    });

  /** What to answer to something that was done: a fault may lose it, for its repetitions too. */
  const lost = (call: Call, reply: Reply): Reply =>
    call.fault?.type === 'lostAnswer'
      ? refuse(call.fault.status ?? 500, { type: 'api_error', message: 'An unknown error occurred.' })
      : reply;

  const createSession = posted((call, fields) => {
    const price = ['line_items', '0', 'price_data'];
    const [amount, quantity] = [
      numberAt(fields, ...price, 'unit_amount'),
      numberAt(fields, 'line_items', '0', 'quantity'),
    ];
    const [currency, name] = [
      fieldAt(fields, ...price, 'currency'),
      fieldAt(fields, ...price, 'product_data', 'name'),
    ];
    const [successUrl, cancelUrl] = [fieldAt(fields, 'success_url'), fieldAt(fields, 'cancel_url')];
    if (fieldAt(fields, 'mode') !== 'payment') return invalid('Only mode payment is simulated.', 'mode');
    if (currency === undefined || !/^[a-z]{3}$/i.test(currency))
      return invalid('Invalid currency.', 'currency');
    if (!name) return invalid('You passed an empty name.', 'line_items[0][price_data][product_data][name]');
    if (amount === undefined || amount < 0 || quantity !== 1) return invalid('Invalid amount.', 'line_items');
    if (amount < leastCharge) return invalid('The amount is too small.', 'line_items', 'amount_too_small');
    if (/^(?:bhd|jod|kwd|omr|tnd)$/i.test(currency) && amount % 10 !== 0)
      return invalid('The amount must be evenly divisible by 10.', 'line_items', 'parameter_invalid_integer');
    if (/^(?:isk|ugx)$/i.test(currency) && amount % 100 !== 0)
      return invalid(
        'The amount must be evenly divisible by 100.',
        'line_items',
        'parameter_invalid_integer',
      );
    if (!isWeb(successUrl)) return invalid('Not a valid URL', 'success_url', 'url_invalid');
    if (cancelUrl !== undefined && !isWeb(cancelUrl))
      return invalid('Not a valid URL', 'cancel_url', 'url_invalid');
    const at = Math.floor(now() / 1_000);
    const expiresAt = numberAt(fields, 'expires_at') ?? at + lifetime.most;
    if (expiresAt < at + lifetime.least || expiresAt > at + lifetime.most)
      return invalid(
        'expires_at must be between 30 minutes and 24 hours from now.',
        'expires_at',
        'parameter_invalid_integer',
      );
    const session = ledger.create({
      ...{ amount, currency: currency.toLowerCase(), name, expiresAt, successUrl },
      email: fieldAt(fields, 'customer_email') ?? null,
      reference: fieldAt(fields, 'client_reference_id') ?? null,
      locale: fieldAt(fields, 'locale') ?? null,
      metadata: textsAt(fields, 'metadata'),
      cancelUrl: cancelUrl ?? null,
    });
    return lost(call, good(ledger.viewSession(session)));
  });

  const isExpanded = (call: Call): boolean =>
    [...call.query].some(([name, value]) => name.startsWith('expand') && value === 'payment_intent');

  const readSession = guarded((call) =>
    good(ledger.viewSession(ledger.find(call.params.id!), isExpanded(call))),
  );

  const expireSession = posted((call) => {
    const session = ledger.find(call.params.id!);
    if (session.status !== 'open')
      throw new LedgerRefusal(
        'resource_invalid_state',
        'Only Checkout Sessions with a status in ["open"] can be expired.',
      );
    void ledger.act(session.id, 'expire');
    return lost(call, good(ledger.viewSession(session)));
  });

  const createRefund = posted(async (call, fields) => {
    const paymentIntent = fieldAt(fields, 'payment_intent');
    if (!paymentIntent)
      return invalid('One of the following params should be provided: charge or payment_intent.');
    const { refund, told } = ledger.refund({
      paymentIntent,
      amount: numberAt(fields, 'amount'),
      reason: fieldAt(fields, 'reason') ?? null,
      metadata: textsAt(fields, 'metadata'),
      ends: call.fault?.type === 'refund' ? call.fault.ends : 'succeeded',
    });
    if (call.fault?.type === 'webhookFirst') await told;
    return lost(call, good(ledger.viewRefund(refund)));
  });

  const listRefunds = guarded((call) => {
    const of = call.query.get('payment_intent');
    const limit = Math.min(100, Number(call.query.get('limit') ?? 10) || 10);
    const all = ledger.refunds().filter(({ paymentIntent }) => of === null || paymentIntent === of);
    const data = all.slice(0, limit).map((refund) => ledger.viewRefund(refund));
    return good({ object: 'list', url: '/v1/refunds', has_more: all.length > limit, data });
  });

  const readRefund = guarded((call) => good(ledger.viewRefund(ledger.findRefund(call.params.id!))));

  const balance = guarded(() =>
    good({
      ...{ object: 'balance', livemode: false },
      available: [{ amount: 0, currency: 'eur', source_types: { card: 0 } }],
      pending: [{ amount: 0, currency: 'eur', source_types: { card: 0 } }],
    }),
  );

  const page = (body: string, status = 200): Reply => html(status, body, PAGE_HEADERS);
  const showPay = (call: Call): Reply =>
    ledger.isKnown(call.params.id!) ? page(payPage(ledger.find(call.params.id!))) : page(missingPage(), 404);
  const doPay = async (call: Call): Promise<Reply> => {
    const id = call.params.id!;
    if (!ledger.isKnown(id)) return page(missingPage(), 404);
    const action = fieldAt(readForm(call.raw.toString('utf8')), 'action');
    const known = SESSION_ACTIONS.find((one) => one === action && one !== 'expire' && one !== 'free');
    if (!known) return page(payPage(ledger.find(id), 'Choose one of the buttons.'), 400);
    try {
      // The customer does not wait for the shop to be told.
      const done = ledger.act(id, known);
      await Promise.race([done, wait({ ms: 50, signal: call.signal })]);
      done.catch(() => undefined);
    } catch (error) {
      if (!(error instanceof LedgerRefusal)) throw error;
      return page(payPage(ledger.find(id), error.message), 409);
    }
    const session = ledger.find(id);
    if (known === 'decline') return page(payPage(session, 'Your card was declined. Try another one.'), 402);
    if (known === 'arrive' || known === 'fail') return page(payPage(session));
    return { status: 303, headers: { location: session.successUrl, ...PAGE_HEADERS }, body: '' };
  };

  const api = (method: string, path: string, kind: string, handle: Route['handle']): Route => ({
    ...{ provider: 'stripe', method, path: `/stripe/v1${path}`, kind, handle },
  });
  const own = (method: string, path: string, handle: Route['handle']): Route => ({
    ...{ provider: 'control', method, path, kind: 'control', handle },
  });
  const controlled =
    (work: (call: Call) => Promise<unknown>) =>
    async (call: Call): Promise<Reply> =>
      refusing(async () => json(200, (await work(call)) ?? { ok: true }));

  return {
    forgetKeys: idempotency.forget,
    routes: [
      api('POST', '/checkout/sessions', 'session.create', createSession),
      api('GET', '/checkout/sessions/:id', 'session.get', readSession),
      api('POST', '/checkout/sessions/:id/expire', 'session.expire', expireSession),
      api('POST', '/refunds', 'refund.create', createRefund),
      api('GET', '/refunds', 'refund.list', listRefunds),
      api('GET', '/refunds/:id', 'refund.get', readRefund),
      api('GET', '/balance', 'balance', balance),
      own('GET', '/stripe', () => page(listPage(ledger.sessions()))),
      own('GET', '/stripe/pay/:id', showPay),
      own('POST', '/stripe/pay/:id', doPay),
      own('GET', '/control/stripe', () =>
        json(200, {
          sessions: ledger.sessions(),
          refunds: ledger.refunds(),
          events: deliveries.events(),
          endpoint: deliveries.endpoint()?.url ?? null,
        }),
      ),
      own('POST', '/control/stripe/endpoint', (call) => {
        const { url, secret } = asObject(call.json);
        const [to, signs] = [asText(url), asText(secret)];
        deliveries.setEndpoint(to && signs ? { url: to, secret: signs } : undefined);
        return json(200, { ok: true });
      }),
      own(
        'POST',
        '/control/stripe/sessions/:id',
        controlled(async (call) => {
          const wanted = asText(asObject(call.json).action);
          const action = SESSION_ACTIONS.find((known): known is SessionAction => known === wanted);
          if (!action)
            throw new LedgerRefusal(
              'parameter_invalid_empty',
              `action must be one of ${SESSION_ACTIONS.join(', ')}`,
            );
          await ledger.act(call.params.id!, action);
        }),
      ),
      own(
        'POST',
        '/control/stripe/refunds/:id',
        controlled(async (call) => {
          const { status } = asObject(call.json);
          await ledger.settleRefund(call.params.id!, status === 'failed' ? 'failed' : 'succeeded');
        }),
      ),
    ],
  };
}
