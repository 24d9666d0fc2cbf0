import fc from 'fast-check';
import { z } from 'zod';
import { readAnswer } from '../../../src/domain/providers/completion';
import { findUnstorable, isStorable, storable, storableText } from '../../../src/domain/text/storable';
import { excerpt } from '../../../src/domain/quality/phrases';

test.each([
  ['plain', 'plain'],
  ['a\0b', 'ab'],
  ['\ud83d', '\ufffd'],
  ['a\ude00b', 'a\ufffdb'],
  ['\ude00\ud83d', '\ufffd\ufffd'],
  ['whole 😀 stays', 'whole 😀 stays'],
  ['', ''],
])('%j is saved as %j', (text, saved) => {
  expect(storableText(text)).toBe(saved);
});

test('any JSON value can be saved once it is cleaned, and a clean one stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const cleaned = storable(value);
      expect(findUnstorable(cleaned)).toBeUndefined();
      if (findUnstorable(value) === undefined) expect(cleaned).toEqual(value);
    }),
  );
});

test('names of members are cleaned too', () => {
  expect(storable({ 'a\0': [{ '\ud800': '\0' }] })).toEqual({ a: [{ '\ufffd': '' }] });
});

test.each<[unknown, string[] | undefined]>([
  [{ a: { b: ['x', 'y\0'] } }, ['a', 'b', '1']],
  [{ a: { '\ud83d': 1 } }, ['a']],
  ['\0', []],
  [{ a: null, b: 1, c: true, d: 'é😀' }, undefined],
])('what cannot be saved in %j is found', (value, path) => {
  expect(findUnstorable(value)).toEqual(path);
});

test('values nested deeper than any stack are neither fatal to clean nor to search', () => {
  let deep: unknown = 'x\0';
  for (let n = 0; n < 200_000; n += 1) deep = [deep];
  expect(() => storable(deep)).not.toThrow();
  expect(findUnstorable(deep)).toBeDefined();
});

test('an excerpt from the middle of a text without spaces has no half characters', () => {
  const smileys = '😀'.repeat(200);
  for (const shift of ['', 'x']) {
    const text = `${shift}${smileys}cure${smileys}`;
    const at = text.indexOf('cure');
    expect(isStorable(excerpt(text, at, at + 4))).toBe(true);
  }
});

test.each<[string, string, unknown]>([
  ['an escaped null character', '{"a":"caf\\u0000e"}', { a: 'cafe' }],
  ['half a character', '{"a":"x\\ud83d y"}', { a: 'x\ufffd y' }],
  ['half a character in a name', '{"b\\udc00":"x"}', { 'b\ufffd': 'x' }],
  ['JSON within JSON', JSON.stringify({ a: JSON.stringify({ b: '\0' }) }), { a: '{"b":"\\u0000"}' }],
  ['noncharacters', '{"a":"\\ufffe\\uffff\\ufdd0"}', { a: '\ufffe\uffff\ufdd0' }],
  ['the name of a prototype', '{"__proto__":"\\u0000x"}', JSON.parse('{"__proto__":"x"}')],
])('what comes in is storable by every way in: %s', (_, content, value) => {
  const read = readAnswer(
    { content, refusal: null, finishReason: 'stop' },
    z.custom<unknown>(() => true),
  );
  expect(read).toEqual({ outcome: 'read', value });
  expect(findUnstorable(value)).toBeUndefined();
});
