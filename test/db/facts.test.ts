import { MOST_FACT_BYTES } from '../../src/contract/mail';
import { withToldFacts } from '../../src/db/mail/facts';

const bytes = (facts: object): number => Buffer.byteLength(JSON.stringify(facts));

test.each(['a', '"\\', 'é', '𝔊', '\u0001', '👩‍👩‍👧‍👦'])(
  'facts of %j stay within their limit, the ends of lists first',
  (word) => {
    const lines = Array.from({ length: 50 }, (_, n) => `${n + 1}. ${word.repeat(200)}`);
    const facts = withToldFacts(
      { orderId: 'x', title: word.repeat(20) },
      { total: 50, error_summary: lines },
    );
    expect(bytes(facts)).toBeLessThanOrEqual(MOST_FACT_BYTES);
    expect(facts).toMatchObject({
      orderId: 'x',
      total: 50,
      'error_summary.1': expect.stringMatching(/^1\. /) as string,
    });
    const named = Object.keys(facts).filter((name) => name.startsWith('error_summary.'));
    expect(named).toEqual(named.map((_, n) => `error_summary.${n + 1}`));
    expect(named.length).toBeGreaterThanOrEqual(5);
  },
);

test('what is neither text nor number is left out, and nothing takes the place of what is there', () => {
  expect(withToldFacts({ a: 1 }, { a: 2, b: null, c: { d: 1 }, e: [1, 'x', null], f: 'y\nz' })).toEqual({
    ...{ a: 1, 'e.1': 'x', f: 'y z' },
  });
});
