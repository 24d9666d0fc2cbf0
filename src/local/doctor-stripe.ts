import { createStripeClient } from '../clients/stripe/stripe';
import { GalleyError } from '../contract/failures';
import type { CheckOptions } from './doctor-ask';
import { hostOf } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'Stripe';

/** What a failed read says, without quoting anything of it. */
function problem(error: unknown, host: string): string {
  if (!(error instanceof GalleyError)) return 'the check itself failed';
  const { type, reason, status } = error.failure;
  if (type === 'Payment.Closed') return 'the key is rejected: create a new one and set STRIPE_SECRET_KEY';
  if (reason === 'timed_out' || reason === 'no_answer')
    return `no response from ${host}: check STRIPE_BASE_URL`;
  if (reason === 'odd_answer')
    return `${host} responds, but not as Stripe does: check STRIPE_BASE_URL, and whether there is a proxy in between`;
  return `${host} returns ${status ?? 'an unexpected response'}: try again later`;
}

/** Reads the account's balance. Proves that the key works, but not that the webhook endpoint is set up. */
export async function checkStripe({ config, timeoutMs, now }: CheckOptions): Promise<Diagnosis> {
  const { stripe } = config.payments;
  if (!stripe)
    return {
      part: PART,
      verdict: 'unset',
      message: 'no STRIPE_SECRET_KEY: npm start uses a simulator; without it nothing can be paid',
    };
  const host = hostOf(stripe.baseUrl);
  try {
    const { isLive } = await createStripeClient({ ...stripe, timeoutMs }, { now }).readBalance({
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (isLive !== stripe.isLive)
      return { part: PART, verdict: 'broken', message: `the key is not of the mode that ${host} answers in` };
    return {
      part: PART,
      verdict: 'works',
      message: `the key works at ${host}, in ${isLive ? 'LIVE' : 'test'} mode; this does not prove that its webhook endpoint is set up (docs/going-live.md)`,
    };
  } catch (error) {
    return { part: PART, verdict: 'broken', message: problem(error, host) };
  }
}
