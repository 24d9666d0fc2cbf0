import { GalleyError } from '../contract/failures';
import { askProvider, failedRequest } from './doctor-ask';
import type { CheckOptions } from './doctor-ask';
import { hostOf, printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'Replicate';

/** Reads the account. Proves that the token works, but not that billing is set up. */
export async function checkReplicate({ config, timeoutMs, now }: CheckOptions): Promise<Diagnosis> {
  const { apiToken, baseUrl } = config.replicate;
  if (!apiToken)
    return {
      part: PART,
      verdict: 'unset',
      message: 'no REPLICATE_API_TOKEN: npm start uses a simulator, npm run worker does not start',
    };
  try {
    const { json } = await askProvider({
      provider: 'replicate',
      url: `${baseUrl}/account`,
      key: apiToken,
      timeoutMs,
      now,
    });
    return {
      part: PART,
      verdict: 'works',
      message: `the token works at ${hostOf(baseUrl)}, account ${printable(json['username'])}; this does not prove that billing is set up`,
    };
  } catch (error) {
    const shut = error instanceof GalleyError && error.failure.type === 'Provider.Closed';
    const unpaid = shut && /answered 402/.test(error.failure.detail);
    return {
      part: PART,
      verdict: 'broken',
      message: unpaid
        ? 'payment is required: check the billing page of the account'
        : shut
          ? 'the token is rejected: create a new one and set REPLICATE_API_TOKEN'
          : failedRequest({ error, baseUrl, setting: 'REPLICATE_BASE_URL' }),
    };
  }
}
