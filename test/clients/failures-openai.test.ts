import { classifyHttp } from '../../src/clients/failures';
import type { HttpAnswer } from '../../src/clients/failures';

const NOW = Date.parse('2026-03-01T10:00:00.000Z');

function classify(
  provider: HttpAnswer['provider'],
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return classifyHttp({ provider, status, headers, body: text, nowMs: NOW });
}

type Row = [
  name: string,
  status: number,
  body: unknown,
  headers: Record<string, string>,
  type: string,
  reason: string,
  delayMs: number | undefined,
];

const openAiError = (error: Record<string, unknown>) => ({
  error: { message: 'No.', param: null, ...error },
});
const tokensMessage = (requested: number) =>
  `Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 450000, Used 449000, Requested ${requested}. Please try again in 400ms.`;
const HTML = '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>';

describe('what the model provider answers', () => {
  const rows: Row[] = [
    [
      'a used-up quota',
      429,
      openAiError({ type: 'insufficient_quota', code: 'insufficient_quota' }),
      {},
      'Provider.Closed',
      'insufficient_quota',
      30_000,
    ],
    [
      'a used-up quota that is told by its type only',
      429,
      openAiError({ type: 'insufficient_quota', code: null }),
      {},
      'Provider.Closed',
      'insufficient_quota',
      30_000,
    ],
    [
      'a billing limit',
      429,
      openAiError({ code: 'billing_hard_limit_reached' }),
      {},
      'Provider.Closed',
      'billing_hard_limit_reached',
      30_000,
    ],
    [
      'a billing limit told as a bad request',
      400,
      openAiError({ code: 'billing_hard_limit_reached' }),
      {},
      'Provider.Closed',
      'billing_hard_limit_reached',
      30_000,
    ],
    [
      'a limit on tokens',
      429,
      openAiError({ type: 'tokens', code: 'rate_limit_exceeded', message: tokensMessage(4000) }),
      {},
      'Provider.Busy',
      'rate_limit_tokens',
      400,
    ],
    [
      'a limit on requests',
      429,
      openAiError({
        type: 'requests',
        code: 'rate_limit_exceeded',
        message: 'Limit 450, Used 450, Requested 1. Please try again in 1.5s.',
      }),
      {},
      'Provider.Busy',
      'rate_limit_requests',
      1500,
    ],
    [
      'a request above the limit',
      429,
      openAiError({ type: 'tokens', code: 'rate_limit_exceeded', message: tokensMessage(450_001) }),
      {},
      'Order.Invalid',
      'request_too_large',
      undefined,
    ],
    [
      'a long retry-after',
      429,
      openAiError({ type: 'requests' }),
      { 'retry-after': '600' },
      'Provider.Busy',
      'rate_limit_requests',
      600_000,
    ],
    [
      'the reset of the budget that is empty',
      429,
      openAiError({ type: 'tokens' }),
      {
        'x-ratelimit-remaining-requests': '449',
        'x-ratelimit-reset-requests': '6m0s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '1m30s',
      },
      'Provider.Busy',
      'rate_limit_tokens',
      90_000,
    ],
    [
      'a reset that is nonsense',
      429,
      openAiError({ type: 'tokens' }),
      { 'x-ratelimit-reset-tokens': '-5s' },
      'Provider.Busy',
      'rate_limit_tokens',
      undefined,
    ],
    ['a 429 of a proxy', 429, HTML, {}, 'Provider.Busy', 'rate_limit', undefined],
    [
      'a wrong key',
      401,
      openAiError({ code: 'invalid_api_key' }),
      {},
      'Provider.Closed',
      'invalid_api_key',
      30_000,
    ],
    ['a key without rights', 403, openAiError({ code: null }), {}, 'Provider.Closed', 'key_refused', 30_000],
    ['a payment that is due', 402, '', {}, 'Provider.Closed', 'key_refused', 30_000],
    [
      'a fault of its own',
      500,
      openAiError({ type: 'server_error' }),
      {},
      'Provider.Busy',
      'http_500',
      undefined,
    ],
    ['a page of a proxy', 502, HTML, {}, 'Provider.Busy', 'http_502', undefined],
    [
      'overload with a time',
      503,
      openAiError({ type: 'overloaded' }),
      { 'retry-after': '7' },
      'Provider.Busy',
      'http_503',
      7000,
    ],
    [
      'overload with a date',
      503,
      '',
      { 'retry-after': 'Sun, 01 Mar 2026 10:00:20 GMT' },
      'Provider.Busy',
      'http_503',
      20_000,
    ],
    ['a time-out', 408, '', {}, 'Provider.Busy', 'http_408', undefined],
    [
      'a prompt that is too long',
      400,
      openAiError({
        code: 'context_length_exceeded',
        message:
          "This model's maximum context length is 128000 tokens. However, your messages resulted in 128500 tokens.",
      }),
      {},
      'Order.Invalid',
      'context_length',
      undefined,
    ],
    [
      'a prompt against its policy',
      400,
      openAiError({ code: 'content_policy_violation' }),
      {},
      'Draft.Refused',
      'content_policy_violation',
      undefined,
    ],
    [
      'a filtered prompt',
      400,
      openAiError({ code: 'content_filter' }),
      {},
      'Draft.Refused',
      'content_filter',
      undefined,
    ],
    [
      'a request we built wrongly',
      400,
      openAiError({ code: 'missing_required_parameter' }),
      {},
      'Internal.Fault',
      'http_400',
      undefined,
    ],
    [
      'an unknown model',
      404,
      openAiError({ code: 'model_not_found' }),
      {},
      'Internal.Fault',
      'http_404',
      undefined,
    ],
  ];
  test.each(rows)('%s (%d)', (_name, status, body, headers, type, reason, delayMs) => {
    const failure = classify('openai', status, body, headers);
    expect([failure.type, failure.reason, failure.delayMs]).toEqual([type, reason, delayMs]);
  });
});
