import { GalleyError } from '../contract/failures';
import { askProvider, failedRequest } from './doctor-ask';
import type { CheckOptions } from './doctor-ask';
import { hostOf, printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'Replicate';

/** Reads the account: shows that the token works, not that billing is set up. */
export async function checkReplicate({ config, timeoutMs, now }: CheckOptions): Promise<Diagnosis> {
  const { apiToken, baseUrl } = config.replicate;
  if (!apiToken)
    return {
      part: PART,
      verdict: 'unset',
      says: 'no REPLICATE_API_TOKEN: npm start uses its simulator, npm run worker does not start',
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
      says: `the token works at ${hostOf(baseUrl)}, account ${printable(json['username'])}; whether pictures are paid for is not shown`,
    };
  } catch (error) {
    const shut = error instanceof GalleyError && error.failure.type === 'Provider.Closed';
    const unpaid = shut && /answered 402/.test(error.failure.detail);
    return {
      part: PART,
      verdict: 'broken',
      says: unpaid
        ? 'the account has to pay first: look at its billing page'
        : shut
          ? 'the token is refused: make a new one and set REPLICATE_API_TOKEN'
          : failedRequest({ error, baseUrl, setting: 'REPLICATE_BASE_URL' }),
    };
  }
}
