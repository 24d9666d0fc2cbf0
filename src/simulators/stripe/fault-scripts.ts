import type { FaultAction, FaultRule, FaultScripts } from '../core/fault-types';

function rule(kind: string, action: FaultAction, times = -1, contains?: string): FaultRule {
  return {
    provider: 'stripe',
    kind,
    times,
    action,
    ...(contains === undefined ? {} : { match: { contains } }),
  };
}

const error = (type: string, code: string, message: string): unknown => ({ error: { type, code, message } });

/** What payments were seen to do. */
export const STRIPE_FAULT_SCRIPTS: FaultScripts = {
  'payment-webhook-twice': {
    title: '14. Every payment event is delivered twice at once',
    rules: [rule('webhook', { type: 'webhook', does: 'duplicate' })],
  },
  'payment-webhook-two-ids': {
    title: '14. Every payment event comes with a second id as well',
    rules: [rule('webhook', { type: 'webhook', does: 'twoIds' })],
  },
  'payment-webhook-lost': {
    title: '14. No payment event is delivered',
    rules: [rule('webhook', { type: 'webhook', does: 'lose' })],
  },
  'payment-webhook-reordered': {
    title: '15. A completed checkout is told after the event that follows it',
    rules: [rule('webhook', { type: 'webhook', does: 'reorder' }, -1, 'checkout.session.completed')],
  },
  'payment-webhook-late': {
    title: '15. Every payment event is delivered 5 seconds late',
    rules: [rule('webhook', { type: 'delay', ms: 5_000 })],
  },
  'payment-down': {
    title: '14. Stripe answers 503 to everything',
    rules: [
      rule('any', { type: 'respond', status: 503, body: error('api_error', 'api_error', 'Unavailable') }),
    ],
  },
  'payment-answer-lost': {
    title: '14. Stripe makes a checkout and drops the connection before it answers, once',
    rules: [rule('session.create', { type: 'dropAfter' }, 1)],
  },
  'payment-key-refused': {
    title: '14. Stripe refuses the key',
    rules: [
      rule('any', {
        type: 'respond',
        status: 401,
        body: { error: { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_****' } },
      }),
    ],
  },
  'refund-answer-lost': {
    title: '17. Stripe makes a refund and drops the connection before it answers, once',
    rules: [rule('refund.create', { type: 'dropAfter' }, 1)],
  },
  'refund-answer-500': {
    title: '17. Stripe makes a refund and answers 500, also to its repetitions',
    rules: [rule('refund.create', { type: 'lostAnswer', status: 500 }, 1)],
  },
  'refund-webhook-first': {
    title: '17. The event of a refund comes before the answer to asking for it',
    rules: [rule('refund.create', { type: 'webhookFirst' })],
  },
  'refund-unknown': {
    title: '17. Stripe answers 500 to whatever is asked about refunds',
    rules: ['refund.create', 'refund.list'].map((kind) =>
      rule(kind, { type: 'respond', status: 500, body: error('api_error', 'api_error', 'Unknown error') }),
    ),
  },
  'refund-refused': {
    title: '17. Stripe refuses every refund',
    rules: [
      rule('refund.create', {
        type: 'respond',
        status: 400,
        body: error('invalid_request_error', 'charge_disputed', 'The charge was disputed.'),
      }),
    ],
  },
  'refund-pending': {
    title: '17. Refunds take their time',
    rules: [rule('refund.create', { type: 'refund', ends: 'pending' })],
  },
};
