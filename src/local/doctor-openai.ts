import type { Config } from '../config/config';
import { GalleyError } from '../contract/failures';
import { priceOfCompletion } from '../domain/spending/prices';
import { askProvider, failedRequest } from './doctor-ask';
import type { CheckOptions } from './doctor-ask';
import { hostOf, printable } from './doctor-report';
import type { Diagnosis } from './doctor-report';

const PART = 'OpenAI';
const PAID_PART = 'OpenAI, paid';

/** Tokens of the paid check's prompt, rounded up, for stating the price before it is made. */
const PAID_PROMPT_TOKENS = 12;

const SHUT: Readonly<Record<string, string>> = {
  insufficient_quota: 'the quota is exhausted: check the billing page of the account',
  billing_hard_limit_reached: 'the spending limit is reached: check the billing page of the account',
  billing_not_active: 'billing is not active: check the billing page of the account',
  account_deactivated: 'the account is deactivated',
};

function problem(error: unknown, { openai }: Config): string {
  if (error instanceof GalleyError && error.failure.type === 'Provider.Closed')
    return SHUT[error.failure.reason] ?? 'the key is rejected: create a new one and set OPENAI_API_KEY';
  return failedRequest({ error, baseUrl: openai.baseUrl, setting: 'OPENAI_BASE_URL' });
}

function dollars(micros: number | null): string {
  return micros === null ? 'an unknown price' : `${(micros / 1_000_000).toFixed(6)} USD`;
}

function missingModels(config: Config, listed: ReadonlySet<string>): string[] {
  return (['ideas', 'content', 'quality', 'component'] as const)
    .filter((stage) => !listed.has(config.openai.models[stage].model))
    .map(
      (stage) =>
        `${printable(config.openai.models[stage].model)} (OPENAI_MODEL_${stage.toUpperCase()}) is not among its models`,
    );
}

/** Lists the models. Proves that the key works and the configured models exist, but not that there is quota. */
export async function checkOpenAi({ config, timeoutMs, now }: CheckOptions): Promise<Diagnosis> {
  const { apiKey, baseUrl, isOwnServer, models } = config.openai;
  if (!apiKey && !isOwnServer)
    return {
      part: PART,
      verdict: 'unset',
      message: 'no OPENAI_API_KEY: npm start uses a simulator, npm run worker does not start',
    };
  try {
    const { json } = await askProvider({
      provider: 'openai',
      url: `${baseUrl}/models`,
      key: apiKey,
      timeoutMs,
      now,
    });
    const data = Array.isArray(json['data']) ? (json['data'] as Array<{ id?: unknown } | null>) : [];
    const missing = missingModels(config, new Set(data.map((model) => String(model?.id))));
    if (missing.length > 0)
      return { part: PART, verdict: 'broken', message: `the key works, but ${missing.join(', ')}` };
    const price = priceOfCompletion(config.prices, {
      model: models.ideas.model,
      promptTokens: PAID_PROMPT_TOKENS,
      completionTokens: 1,
    });
    return {
      part: PART,
      verdict: 'works',
      message: `the key works at ${hostOf(baseUrl)} and the configured models exist; this does not prove quota: --paid generates one token for about ${dollars(price)}`,
    };
  } catch (error) {
    return { part: PART, verdict: 'broken', message: problem(error, config) };
  }
}

/** Generates one token, which costs money but is the only proof of quota. */
export async function checkOpenAiPaid({ config, timeoutMs, now }: CheckOptions): Promise<Diagnosis> {
  const { apiKey, baseUrl, isOwnServer, models } = config.openai;
  const { model } = models.ideas;
  if (!apiKey && !isOwnServer) return { part: PAID_PART, verdict: 'unset', message: 'no OPENAI_API_KEY' };
  try {
    const { json, headers } = await askProvider({
      provider: 'openai',
      url: `${baseUrl}/chat/completions`,
      key: apiKey,
      body: { model, messages: [{ role: 'user', content: 'Say yes.' }], max_completion_tokens: 1 },
      timeoutMs,
      now,
    });
    const usage = (json['usage'] ?? {}) as { prompt_tokens?: unknown; completion_tokens?: unknown };
    const cost = priceOfCompletion(config.prices, {
      model,
      promptTokens: Number(usage.prompt_tokens ?? 0),
      completionTokens: Number(usage.completion_tokens ?? 0),
    });
    const limits = ['requests', 'tokens'].flatMap((what) => {
      const limit = headers.get(`x-ratelimit-limit-${what}`);
      return limit ? [`${printable(limit)} ${what}`] : [];
    });
    return {
      part: PAID_PART,
      verdict: 'works',
      message: [
        `${printable(model)} generated one token for ${dollars(cost)} (prices as of ${config.prices.asOf})`,
        ...(limits.length > 0 ? [`limits according to its response: ${limits.join(', ')}`] : []),
      ].join('; '),
    };
  } catch (error) {
    // Some models reject such a short answer, which says nothing about the quota.
    const refused =
      error instanceof GalleyError && ['http_400', 'parameter_refused'].includes(error.failure.reason);
    return refused
      ? {
          part: PAID_PART,
          verdict: 'untried',
          message: `${printable(model)} does not accept a one-token request`,
        }
      : { part: PAID_PART, verdict: 'broken', message: problem(error, config) };
  }
}
