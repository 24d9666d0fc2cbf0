import fc from 'fast-check';
import {
  MAX_PROVIDER_DELAY_MS,
  parseContextExcess,
  parseOpenAiLimit,
  parseResetDelay,
  providerDelay,
} from '../../../src/domain/providers/delay';

const NOW = Date.UTC(2026, 3, 26, 14, 59, 0);
const DAY = MAX_PROVIDER_DELAY_MS;

describe('parseResetDelay', () => {
  it.each([
    ['1s', 1000],
    ['6m0s', 360_000],
    ['20ms', 20],
    ['1m30s', 90_000],
    ['2m30.5s', 150_500],
    ['1h30m', 5_400_000],
    ['0s', 0],
    ['60', 60_000],
    ['0', 0],
    ['0.25', 250],
    ['1.005', 1005],
    ['0.2ms', 1],
    ['1705312200', 0],
    [String(NOW / 1000 + 30), 30_000],
    [String(NOW + 1500), 1500],
    ['1705312200000', 0],
    ['2026-04-26T15:00:00Z', 60_000],
    ['2026-04-26T17:00:00+02:00', 60_000],
    ['2026-04-26T15:00:00.250Z', 60_250],
    ['2026-04-26T15:00:00', 60_000],
    ['2026-04-26T14:00:00Z', 0],
    ['Sun, 26 Apr 2026 15:00:00 GMT', 60_000],
    ['Sunday, 26-Apr-26 15:00:00 GMT', 60_000],
    ['Sun Apr 26 15:00:00 2026', 60_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    [' 1s ', 1000],
    ['99999999h', DAY],
    ['900000', DAY],
    ['9'.repeat(400), DAY],
    ['', undefined],
    ['   ', undefined],
    [undefined, undefined],
    ['abc', undefined],
    ['-5s', undefined],
    ['-5', undefined],
    ['5x', undefined],
    ['s', undefined],
    ['1s later', undefined],
    ['1e3', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['2026-13-45T99:00:00Z', undefined],
    ['Sun, 26 Foo 2026 15:00:00 GMT', undefined],
  ])('%j', (value, expected) => {
    expect(parseResetDelay(value, NOW)).toBe(expected);
  });

  it('never returns less than zero, more than a day, or a fraction', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.maxSafeNat().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc
        .array(
          fc.tuple(
            fc.double({ min: -9, max: 1e6, noNaN: true }),
            fc.constantFrom('ms', 's', 'm', 'h', 'd', ''),
          ),
        )
        .map((parts) => parts.map(([amount, unit]) => `${amount}${unit}`).join('')),
    );
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 4e12 }), (text, nowMs) => {
        const delay = parseResetDelay(text, nowMs);
        if (delay === undefined) return;
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(DAY);
      }),
    );
  });
});

const budgets = (requests: [string?, string?], tokens: [string?, string?]) => ({
  'x-ratelimit-remaining-requests': requests[0],
  'x-ratelimit-reset-requests': requests[1],
  'x-ratelimit-remaining-tokens': tokens[0],
  'x-ratelimit-reset-tokens': tokens[1],
});

describe('providerDelay', () => {
  const cases: [string, Omit<Parameters<typeof providerDelay>[0], 'nowMs'>, number | undefined][] = [
    ['nothing known', { headers: {} }, undefined],
    ['retry-after-ms', { headers: { 'retry-after-ms': '750', 'retry-after': '9' } }, 750],
    ['an unreadable retry-after-ms', { headers: { 'retry-after-ms': 'soon', 'retry-after': '9' } }, 9000],
    ['retry-after in seconds', { headers: { 'retry-after': '600' } }, 600_000],
    ['retry-after as a date', { headers: { 'retry-after': 'Sun, 26 Apr 2026 15:00:00 GMT' } }, 60_000],
    ['an unreadable retry-after', { headers: { 'retry-after': '-5' }, bodyRetryAfterSeconds: 5 }, 5000],
    [
      'retry_after in the body',
      { headers: {}, bodyRetryAfterSeconds: 5, bodyMessage: 'resets in ~7s' },
      5000,
    ],
    ['a negative retry_after', { headers: {}, bodyRetryAfterSeconds: -1 }, undefined],
    [
      '"try again in 400ms."',
      { headers: {}, bodyMessage: 'Requested 4000. Please try again in 400ms.' },
      400,
    ],
    ['"try again in 6m0s."', { headers: {}, bodyMessage: 'Please try again in 6m0s. Visit' }, 360_000],
    ['"try again in 1.2s."', { headers: {}, bodyMessage: 'Please try again in 1.2s.' }, 1200],
    ['"retry after 20 seconds"', { headers: {}, bodyMessage: 'Please retry after 20 seconds.' }, 20_000],
    [
      '"in 1 minute and 30 seconds"',
      { headers: {}, bodyMessage: 'Try again in 1 minute and 30 seconds' },
      90_000,
    ],
    ['"resets in ~5s"', { headers: {}, bodyMessage: 'Your rate limit resets in ~5s' }, 5000],
    ['a message without a time', { headers: {}, bodyMessage: 'Please try again in a moment.' }, undefined],
    ['requests empty', { headers: budgets(['0', '1s'], ['9000', '6m0s']) }, 1000],
    ['tokens empty', { headers: budgets(['12', '6m0s'], ['0', '20ms']) }, 20],
    ['both empty: the later', { headers: budgets(['0', '1m30s'], ['-3', '1s']) }, 90_000],
    ['neither empty', { headers: budgets(['12', '6m0s'], ['100', '20ms']) }, undefined],
    ['empty, but its reset is unreadable', { headers: budgets(['0', 'abc'], ['100', '20ms']) }, undefined],
    ['resets alone: the later', { headers: budgets([undefined, '1s'], [undefined, '20ms']) }, 1000],
    [
      'a sentence before budgets',
      { headers: budgets(['0', '6m0s'], []), bodyMessage: 'try again in 2s' },
      2000,
    ],
  ];
  it.each(cases)('%s', (_, input, expected) => {
    expect(providerDelay({ ...input, nowMs: NOW })).toBe(expected);
  });
});

describe('figures in messages', () => {
  it.each([
    [
      'Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 450000, Used 449000, Requested 4000. Please try again in 400ms.',
      { limit: 450000, used: 449000, requested: 4000 },
    ],
    ['Request too large: Limit 30,000, Requested 48,211.', { limit: 30000, requested: 48211 }],
    ['Limit: 450, Used: 450, Requested: 1', { limit: 450, used: 450, requested: 1 }],
    ['You exceeded your current quota.', undefined],
    ['Limit 5', undefined],
  ])('limit: %s', (message, expected) => {
    expect(parseOpenAiLimit(message)).toEqual(expected);
  });

  it.each([
    [
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.",
      { maximum: 8192, requested: 9000 },
    ],
    [
      "This model's maximum context length is 4097 tokens, however you requested 5360 tokens (1360 in your prompt; 4000 for the completion).",
      { maximum: 4097, requested: 5360 },
    ],
    [
      'Input tokens exceed the configured limit of 272,000 tokens. Your messages resulted in 300,000 tokens.',
      { maximum: 272000, requested: 300000 },
    ],
    ["This model's maximum context length is 8192 tokens.", undefined],
    ['Invalid request', undefined],
  ])('context: %s', (message, expected) => {
    expect(parseContextExcess(message)).toEqual(expected);
  });
});
