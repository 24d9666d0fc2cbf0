import type { Reply } from '../core/http';
import { json } from '../core/http';
import type { TokenBucket } from '../core/limits';
import { createTokenBucket } from '../core/limits';

/** The account's limits of requests and tokens per minute. */
export interface OpenAiLimits {
  /** Charges a call. Returns the rejection (429), or undefined if the call is admitted. */
  admit(input: { model: string; tokens: number }): Reply | undefined;
  /** The current `x-ratelimit-*` headers. */
  headers(): Record<string, string>;
  /** Refills both budgets. */
  reset(): void;
}

/** Formats a duration as Go does: `0s`, `20ms`, `1.5s`, `6m0s`. */
export function goDuration(ms: number): string {
  const whole = Math.max(0, Math.ceil(ms));
  if (whole === 0) return '0s';
  if (whole < 1000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor((whole % 3_600_000) / 60_000);
  const seconds = `${(whole % 60_000) / 1000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

/** Creates the two budgets of an account; rejected calls also count as a request. */
export function createOpenAiLimits(input: {
  rpm: number;
  tpm: number;
  burstSeconds: number;
  now: () => number;
}): OpenAiLimits {
  const { rpm, tpm, burstSeconds, now } = input;
  let requests: TokenBucket;
  let tokens: TokenBucket;
  const reset = (): void => {
    requests = createTokenBucket({ perMinute: rpm, burstSeconds, nowMs: now() });
    tokens = createTokenBucket({ perMinute: tpm, burstSeconds, nowMs: now() });
  };
  reset();
  const left = (bucket: TokenBucket): string => String(Math.max(0, Math.floor(bucket.available(now()))));
  const headers = (): Record<string, string> => ({
    'x-ratelimit-limit-requests': String(Math.round(rpm)),
    'x-ratelimit-remaining-requests': left(requests),
    'x-ratelimit-reset-requests': goDuration(requests.msUntilFull(now())),
    'x-ratelimit-limit-tokens': String(Math.round(tpm)),
    'x-ratelimit-remaining-tokens': left(tokens),
    'x-ratelimit-reset-tokens': goDuration(tokens.msUntilFull(now())),
  });
  const refusal = (
    type: 'requests' | 'tokens',
    model: string,
    used: number,
    requested: number,
    ms: number,
  ): Reply => {
    const name = type === 'requests' ? 'requests per min (RPM)' : 'tokens per min (TPM)';
    const limit = Math.round(type === 'requests' ? rpm : tpm);
    const numbers = `Limit ${limit}, Used ${used}, Requested ${requested}`;
    const message = `Rate limit reached for ${model} in organization org-simulator on ${name}: ${numbers}. Please try again in ${goDuration(ms)}. Visit https://platform.openai.com/account/rate-limits to learn more.`;
    return json(
      429,
      { error: { message, type, param: null, code: 'rate_limit_exceeded' } },
      {
        ...headers(),
        'retry-after': String(Math.max(1, Math.ceil(ms / 1000))),
        'retry-after-ms': String(Math.ceil(ms)),
      },
    );
  };
  const tooLarge = (model: string, cost: number): Reply => {
    const message = `Request too large for ${model} in organization org-simulator on tokens per min (TPM): Limit ${Math.round(tpm)}, Requested ${cost}. The input or output tokens must be reduced in order to run successfully. Visit https://platform.openai.com/account/rate-limits to learn more.`;
    return json(
      429,
      { error: { message, type: 'tokens', param: null, code: 'rate_limit_exceeded' } },
      headers(),
    );
  };
  return {
    headers,
    reset,
    admit: ({ model, tokens: cost }) => {
      const at = now();
      const requestFits = requests.admits(1, at);
      requests.charge(1, at, -requests.capacity);
      if (cost > tpm) return tooLarge(model, cost);
      if (!requestFits) {
        const used = Math.min(Math.round(rpm), Math.round(rpm - requests.available(at)));
        return refusal('requests', model, used, 1, Math.max(1, requests.msUntil(1, at)));
      }
      if (!tokens.admits(cost, at)) {
        const used = Math.round(tpm - Math.max(0, Math.floor(tokens.available(at))));
        return refusal('tokens', model, used, cost, Math.max(1, tokens.msUntil(cost, at)));
      }
      tokens.charge(cost, at);
      return undefined;
    },
  };
}

/** The limits of several accounts, told apart by their keys. */
export interface OpenAiAccounts {
  /** Those of the account of a key: its own, where its name is `sk-rpm-<requests per minute>-…`, and of the shared one otherwise. */
  of(key: string | undefined): OpenAiLimits;
  /** Refills all budgets. */
  reset(): void;
}

/** Tokens per minute of an account with limits of its own, for each request per minute. */
const TOKENS_PER_REQUEST = 5_000;

/** Creates the limits of accounts as they are first asked for. `speed`: how much faster than real time they refill. */
export function createOpenAiAccounts(input: {
  shared: Parameters<typeof createOpenAiLimits>[0];
  speed: number;
}): OpenAiAccounts {
  const shared = createOpenAiLimits(input.shared);
  const own = new Map<string, OpenAiLimits>();
  return {
    of(key) {
      const stated = Number(/^sk-rpm-(\d{1,6})-/.exec(key ?? '')?.[1] ?? 0);
      if (key === undefined || stated === 0) return shared;
      const rpm = stated * input.speed;
      const limits =
        own.get(key) ?? createOpenAiLimits({ ...input.shared, rpm, tpm: rpm * TOKENS_PER_REQUEST });
      own.set(key, limits);
      return limits;
    },
    reset() {
      shared.reset();
      own.clear();
    },
  };
}
