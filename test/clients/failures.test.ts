import { GalleyError } from '../../src/contract/failures';
import { classifyHttp, classifyUnknown, noAnswer, oddAnswer } from '../../src/clients/failures';
import type { HttpAnswer } from '../../src/clients/failures';
import { isStorable } from '../../src/domain/text/storable';

function classify(provider: HttpAnswer['provider'], status: number, body: string) {
  return classifyHttp({ provider, status, headers: {}, body, nowMs: Date.parse('2026-03-01T10:00:00.000Z') });
}

test.each([
  '',
  'null',
  '[]',
  '"x"',
  '{"error":',
  '{"error":null}',
  '{"error":{"code":5,"message":{}}}',
  '\u0000',
])('a body of %j never breaks the classifier', (body) => {
  for (const provider of ['openai', 'replicate', 'wix'] as const)
    for (const status of [400, 401, 403, 404, 409, 429, 500, 599])
      expect(classify(provider, status, body).reason).toMatch(/^[a-z0-9_]+$/);
});

test("the provider's message stays private and is truncated", () => {
  const failure = classify('wix', 500, 'x'.repeat(50_000));
  expect(failure.detail).toMatch(/^wix answered 500: x+$/);
  expect(failure.detail.length).toBeLessThan(2_100);
  expect(oddAnswer('wix', 'not_json', 'y'.repeat(50_000)).detail.length).toBeLessThan(2_100);
});

test('no response at all is a busy provider, with the whole chain of causes', () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const failure = noAnswer('openai', new TypeError('fetch failed', { cause: reset }));
  expect(failure).toMatchObject({ type: 'Provider.Busy', reason: 'no_answer' });
  expect(failure.detail).toBe('openai: TypeError: fetch failed <- Error: read ECONNRESET');
});

test('a code that is no word does not become a reason, and a quotation has no half characters', () => {
  for (const code of ['a\u0000b', 'free text', 'x'.repeat(65), '\ud83d'])
    expect(classify('openai', 403, JSON.stringify({ error: { code } })).reason).toBe('key_refused');
  const { detail } = classify('wix', 500, `x${'😀'.repeat(2_000)}\u0000`);
  expect(isStorable(detail)).toBe(true);
  expect(isStorable(oddAnswer('wix', 'not_json', `a\u0000 \ud83d`).detail)).toBe(true);
  expect(isStorable(noAnswer('wix', new Error('a\u0000')).detail)).toBe(true);
});

describe('other errors of an activity', () => {
  const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

  test.each([
    ['Connection terminated unexpectedly', 100],
    ['Client has encountered a connection error and is not queryable', 100],
    ['timeout exceeded when trying to connect', 1_000],
    ['Connection terminated due to connection timeout', 1_000],
    ['Query read timeout', 1_000],
  ])('"%s" has our storage asked again after %d ms', (message, delayMs) => {
    expect(classifyUnknown(new Error(message))).toMatchObject({
      type: 'Database.Unavailable',
      reason: 'connection',
      delayMs,
      longestDelayMs: 10_000,
    });
  });

  test.each([
    ['57P01', 100],
    ['57P02', 100],
    ['ECONNRESET', 100],
    ['57P03', 1_000],
    ['ECONNREFUSED', 1_000],
    ['ETIMEDOUT', 1_000],
  ])('so has %s, after %d ms', (code, delayMs) => {
    expect(classifyUnknown(withCode(code))).toMatchObject({ type: 'Database.Unavailable', delayMs });
  });

  test('so does a host that refuses connections on every address', () => {
    const error = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')], '');
    expect(classifyUnknown(error).type).toBe('Database.Unavailable');
  });

  test.each([
    ['a mistake of ours', new TypeError('x is undefined')],
    ['a mistake in how Node was called', withCode('ERR_INVALID_ARG_TYPE')],
    ['something that is no error', 'text'],
    ['nothing', undefined],
    ['null', null],
  ])('%s is an internal fault', (_name, error) => {
    expect(classifyUnknown(error)).toMatchObject({ type: 'Internal.Fault', reason: 'unclassified' });
  });

  test('a classified failure stays as it is', () => {
    const failure = { type: 'Draft.Refused', reason: 'refusal', detail: 'd' } as const;
    expect(classifyUnknown(new GalleyError(failure))).toBe(failure);
  });
});
