import { GalleyError } from '../contract/failures';
import { askProvider, failedRequest } from './doctor-ask';
import type { CheckOptions } from './doctor-ask';
import { hostOf, printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'Replicate';

/** What is wrong with the configured model; undefined if it exists. */
async function missingModel({ config, timeoutMs, now }: CheckOptions): Promise<string | undefined> {
  const { apiToken, baseUrl, model } = config.replicate;
  try {
    const url = `${baseUrl}/models/${model}`;
    await askProvider({ provider: 'replicate', url, key: apiToken, model, timeoutMs, now });
    return undefined;
  } catch (error) {
    const isRefused =
      error instanceof GalleyError && error.failure.type === 'Provider.Closed' && error.failure.model;
    if (isRefused) return `${printable(model)} (REPLICATE_MODEL) does not exist or may not be used`;
    throw error;
  }
}

/** Reads the account and the model. Proves that the token works, but not that billing is set up. */
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
    const missing = await missingModel({ config, timeoutMs, now });
    if (missing) return { part: PART, verdict: 'broken', message: `the token works, but ${missing}` };
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
