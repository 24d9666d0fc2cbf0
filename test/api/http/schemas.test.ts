import { z } from 'zod';
import { creationCursor, sequenceCursor } from '../../../src/api/http/cursor';
import { cleanLine, cleanText, limitOf, lineOrNothing, listOf } from '../../../src/api/http/schemas';
import { language } from '../../../src/api/stores/schemas';

interface Described {
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

/** Tells whether a text fits what the description says of it, as a client's validator would find. */
function validatorOf(schema: z.ZodType): (text: string) => boolean {
  const described = z.toJSONSchema(schema, { io: 'input' }) as Described;
  const { minLength = 0, maxLength = Infinity } = described;
  const pattern = new RegExp(described.pattern ?? '', 'u');
  return (text) => {
    const length = [...text].length;
    return length >= minLength && length <= maxLength && pattern.test(text);
  };
}

const HOSTILE = [
  'a',
  ' ',
  '\t',
  '\n',
  '\0',
  '\x7f',
  '\u00a0',
  '\u200f',
  '\u202e',
  '\u2028',
  '\u3000',
  '\ufeff',
  '😀',
];

/** Every text of up to four of these characters. */
function textsOf(characters: readonly string[]): string[] {
  let texts = [''];
  const all = [''];
  for (let n = 0; n < 4; n += 1) {
    texts = texts.flatMap((text) => characters.map((character) => text + character));
    all.push(...texts);
  }
  return all;
}

test.each<[string, z.ZodType]>([
  ['a line', cleanLine(3)],
  ['a line of two characters at least', cleanLine(3, 2)],
  ['a line or nothing', lineOrNothing(3)],
  ['a text of several lines', cleanText(3)],
])('%s is taken if and only if the description allows it', (_name, schema) => {
  const fits = validatorOf(schema);
  const wrong = textsOf(HOSTILE).filter((text) => fits(text) !== schema.safeParse(text).success);
  expect(wrong.map((text) => JSON.stringify(text))).toEqual([]);
});

test.each<[string, z.ZodType, string[]]>([
  ['a language', language, ['e', 'n', '-', 'D', '1', 'abc']],
  ['a list of words', listOf(['a', 'bc']), ['a', 'bc', ',', 'b']],
  ['a cursor of a sequence', sequenceCursor, ['1', '-', ' ', '9'.repeat(17)]],
])('%s is taken if and only if the description allows it', (_name, schema, parts) => {
  const fits = validatorOf(schema);
  const wrong = textsOf(parts).filter((text) => fits(text) !== schema.safeParse(text).success);
  expect(wrong).toEqual([]);
});

test('every language tag that is taken has a canonical form', () => {
  for (const [tag, canonical] of [
    ['EN', 'en'],
    ['de-at', 'de-AT'],
    ['zh-hant-TW', 'zh-Hant-TW'],
    ['sl-rozaj', 'sl-rozaj'],
    ['de-1996', 'de-1996'],
    ['es-419', 'es-419'],
  ])
    expect(language.parse(tag)).toBe(canonical);
  for (const tag of ['en_US', 'x-klingon', 'de-DE-u-co-phonebk', 'englisch!', 'e', ''])
    expect(language.safeParse(tag).success).toBe(false);
});

test('a cursor is a position and nothing else', () => {
  const id = '0b9d1e7c-6f0a-4f4e-9f58-0c2d5f8f2a11';
  expect(creationCursor.safeParse(`1700000000000000_${id}`).success).toBe(true);
  for (const cursor of [
    '',
    'abc',
    `_${id}`,
    `1_${id}x`,
    `-1_${id}`,
    `1_${id.toUpperCase()}`,
    `${'9'.repeat(17)}_${id}`,
  ])
    expect(creationCursor.safeParse(cursor).success).toBe(false);
});

test.each(['0', '201', '-1', '1.0', '1e1', '0x10', ' 5', '5 ', '05', '', 'all', '9'.repeat(30)])(
  'the limit %j is refused',
  (limit) => {
    expect(limitOf(200, 50).safeParse(limit).success).toBe(false);
  },
);

test('a limit is a whole number in plain digits, and has a default', () => {
  expect([limitOf(200, 50).parse('200'), limitOf(200, 50).parse(undefined)]).toEqual([200, 50]);
});
