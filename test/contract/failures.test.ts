import { FAILURES, GalleyError, isFailureType } from '../../src/contract/failures';
import type { FailureType } from '../../src/contract/failures';
import { PLAN_PRIORITY, PLAN_WEIGHT, PLANS } from '../../src/contract/tenancy';

const types = Object.keys(FAILURES) as FailureType[];

describe('every failure', () => {
  test.each(types)('%s has sentences for operators and for readers', (type) => {
    const { message, reader } = FAILURES[type];
    for (const sentence of [message, reader]) {
      expect(sentence).toMatch(/^[A-Z].{10,}[.]$/);
      expect(sentence).not.toMatch(/[{}<>`]|undefined|\bAPI\b|Temporal|Postgres/);
    }
  });

  test.each(types)('%s tells its fixed sentence and keeps what the provider said to itself', (type) => {
    const error = new GalleyError({ type, reason: 'some_word', detail: 'key sk-secret was refused' });
    expect(error.message).toBe(FAILURES[type].message);
    expect(`${error.message} ${String(error)}`).not.toContain('sk-secret');
    expect(error.failure.detail).toContain('sk-secret');
  });

  test.each([
    ['Provider.Busy', true],
    ['Provider.Closed', true],
    ['Database.Unavailable', true],
    ['Worker.Stopping', true],
    ['Draft.Refused', false],
    ['Order.Invalid', false],
    ['Order.Ended', false],
    ['Run.Stale', false],
    ['Publish.Unconfirmed', false],
    ['Internal.Fault', true],
  ] as const)('%s is tried again by itself: %s', (type, retryable) => {
    expect(FAILURES[type].retryable).toBe(retryable);
  });
});

test.each([...types])('%s is a failure type', (type) => {
  expect(isFailureType(type)).toBe(true);
});

test.each(['', 'provider.busy', 'toString', '__proto__', 'constructor', 'Provider', undefined, null])(
  '%s is no failure type',
  (word) => {
    expect(isFailureType(word)).toBe(false);
  },
);

test('the better plan starts sooner and has the larger share', () => {
  expect(PLANS).toEqual(['standard', 'premium']);
  expect(PLAN_PRIORITY).toMatchObject({ standard: 5, premium: 7 });
  expect(PLAN_WEIGHT.premium).toBeGreaterThan(PLAN_WEIGHT.standard);
});
