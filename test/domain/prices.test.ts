import fc from 'fast-check';
import { LIST_PRICES, priceOfCompletion, priceOfPicture } from '../../src/domain/prices';

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

test('an unknown model has no price rather than the price nought', () => {
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

test('the price list says of which day it is', () => {
  expect(LIST_PRICES.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});
