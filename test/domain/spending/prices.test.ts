import fc from 'fast-check';
import {
  LIST_PRICES,
  maxPriceOfCompletion,
  priceOfCompletion,
  priceOfPicture,
  readPrices,
} from '../../../src/domain/spending/prices';

test.each([
  ['gpt-4o', 1_000_000, 0, 2_500_000],
  ['gpt-4o', 0, 1_000_000, 10_000_000],
  ['gpt-4o', 1000, 2000, 22_500],
  ['gpt-4o-mini', 1000, 1000, 750],
  // A fraction of a millionth counts as a whole one.
  ['gpt-4o-mini', 1, 0, 1],
  ['gpt-4o-mini', 0, 0, 0],
])('%s with %d tokens in and %d out costs %d millionths', (model, promptTokens, completionTokens, price) => {
  expect(priceOfCompletion(LIST_PRICES, { model, promptTokens, completionTokens })).toBe(price);
});

test('a picture costs its list price', () => {
  expect(priceOfPicture(LIST_PRICES, { model: 'black-forest-labs/flux-schnell' })).toBe(3000);
});

test('an unknown model has no price rather than a price of zero', () => {
  expect(priceOfCompletion(LIST_PRICES, { model: 'x', promptTokens: 9, completionTokens: 9 })).toBeNull();
  expect(priceOfPicture(LIST_PRICES, { model: 'x' })).toBeNull();
});

test.each(['constructor', 'toString', '__proto__'])('a model called %s has no price', (model) => {
  expect(priceOfCompletion(LIST_PRICES, { model, promptTokens: 1, completionTokens: 1 })).toBeNull();
  expect(priceOfPicture(LIST_PRICES, { model })).toBeNull();
});

test('more tokens never cost less, and prices are whole', () => {
  const tokens = fc.nat(1_000_000);
  fc.assert(
    fc.property(tokens, tokens, tokens, (promptTokens, completionTokens, more) => {
      const price = (prompt: number, completion: number) =>
        priceOfCompletion(LIST_PRICES, {
          model: 'gpt-4o',
          promptTokens: prompt,
          completionTokens: completion,
        })!;
      expect(Number.isInteger(price(promptTokens, completionTokens))).toBe(true);
      expect(price(promptTokens + more, completionTokens)).toBeGreaterThanOrEqual(
        price(promptTokens, completionTokens),
      );
    }),
  );
});

test('the price list states its date', () => {
  expect(LIST_PRICES.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test('the maximum of a call is its estimated prompt and the longest answer', () => {
  const call = { model: 'gpt-4o', prompt: 'x'.repeat(4_001), maxCompletionTokens: 4_000 };
  expect(maxPriceOfCompletion(LIST_PRICES, call)).toBe(Math.ceil(1_001 * 2.5 + 4_000 * 10));
  expect(maxPriceOfCompletion(LIST_PRICES, { ...call, model: 'x' })).toBeNull();
});

describe('prices given as JSON', () => {
  const read = (given: unknown) => readPrices(LIST_PRICES, JSON.stringify(given));

  test('extend and override the list', () => {
    const result = read({
      'gpt-4o': { input: 1, output: 2.25 },
      own: { input: 0, output: 0.000001 },
      'own/pictures': { picture: 0.04 },
    });
    if (!result.ok) throw new Error(result.problems.join());
    const price = (model: string) =>
      priceOfCompletion(result.prices, { model, promptTokens: 1_000_000, completionTokens: 1_000_000 });
    expect(price('gpt-4o')).toBe(3_250_000);
    expect(price('own')).toBe(1);
    expect(price('gpt-4o-mini')).toBe(750_000);
    expect(priceOfPicture(result.prices, { model: 'own/pictures' })).toBe(40_000);
    expect(priceOfPicture(result.prices, { model: 'black-forest-labs/flux-schnell' })).toBe(3_000);
    expect(LIST_PRICES.tokens['gpt-4o']).toEqual({ input: 2_500_000, output: 10_000_000 });
  });

  test.each([
    ['a negative number', { input: -1, output: 1 }],
    ['a number as text', { input: '1', output: 1 }],
    ['half a price', { input: 1 }],
    ['a price of both kinds', { input: 1, output: 1, picture: 1 }],
    ['nothing', {}],
    ['null', null],
    ['a picture below nought', { picture: -0.01 }],
    ['a number that cannot be meant', { picture: 1e9 }],
  ])('%s is a problem that names the entry but no value', (_, bad) => {
    const result = read({ fine: { picture: 1 }, 'pl4nted-s3cret': bad });
    expect(result).toEqual({ ok: false, problems: [expect.stringMatching(/^entry 2 must/)] });
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  test('every faulty entry is reported', () => {
    const result = read({ a: { input: -1, output: 1 }, b: { picture: 1 }, c: 7 });
    expect(result).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^entry 1/), expect.stringMatching(/^entry 3/)],
    });
  });

  test.each(['{', 'gpt-4o=1', '[]', '"x"', 'null', '1'])('%s is not a price table', (text) => {
    expect(readPrices(LIST_PRICES, text)).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^must be/)],
    });
  });

  test.each(['__proto__', 'constructor'])('a model may be called %s', (model) => {
    const result = readPrices(LIST_PRICES, `{"${model}": {"picture": 1}}`);
    if (!result.ok) throw new Error(result.problems.join());
    expect(priceOfPicture(result.prices, { model })).toBe(1_000_000);
    expect(priceOfPicture(LIST_PRICES, { model })).toBeNull();
  });
});
