import fc from 'fast-check';
import {
  countGraphemes,
  graphemesOf,
  cutAtGrapheme,
  hasControlOrBidi,
  normaliseWhitespace,
  textReader,
  slugify,
  utf8Bytes,
} from '../../../src/domain/text/text';

const FAMILY = '👨‍👩‍👧‍👦';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(FAMILY, '🇩🇪', 'e\u0301', 'a', ' ', '👍🏽', '\ud83d', '한', '\r\n'))
    .map((parts) => parts.join('')),
);

describe('cutAtGrapheme', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['abcdef', 3, 'abc'],
    [`${'x'.repeat(199)}😀`, 200, 'x'.repeat(199)],
    [`ab${FAMILY}`, 5, 'ab'],
    ['e\u0301e\u0301', 3, 'e\u0301'],
    ['🇩🇪🇫🇷', 5, '🇩🇪'],
    [FAMILY, 3, ''],
    ['abc', 0, ''],
    ['abc', -1, ''],
  ])('%j at %d', (text, max, expected) => {
    expect(cutAtGrapheme(text, max)).toBe(expected);
  });

  it('returns the longest prefix that ends between two graphemes', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 40 }), (text, max) => {
        const cut = cutAtGrapheme(text, max);
        const ends = new Set([
          0,
          ...[...segmenter.segment(text)].map(({ index, segment }) => index + segment.length),
        ]);
        const best = Math.max(...[...ends].filter((end) => end <= max));
        expect(cut).toBe(text.slice(0, best));
      }),
    );
  });
});

describe('graphemesOf', () => {
  it('finds what the segmenter finds, wherever letters stand that never combine', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const signs = [
      'a',
      ' ',
      '\r',
      '\n',
      '\u0000',
      '\u00ad',
      '©',
      '’',
      '\u0301',
      '\u0600',
      '\u200d',
      'ก',
      'ำ',
      '👩',
      '🇩',
      '\ud800',
    ];
    const mixed = fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(mixed, anyText), fc.constantFrom(1, 200), (text, times) => {
        const found = [...segmenter.segment(text)].map(({ segment, index }) => ({ segment, index }));
        expect([...graphemesOf(text)]).toEqual(found);
        // Longer than a piece.
        const long = `${text}\n`.repeat(times);
        expect(countGraphemes(long)).toBe([...segmenter.segment(long)].length);
      }),
    );
  });
});

describe('countGraphemes', () => {
  it('counts what a reader sees as characters', () => {
    expect(countGraphemes('')).toBe(0);
    expect(countGraphemes('Grüße')).toBe(5);
    expect(countGraphemes('e\u0301 👩‍👩‍👧')).toBe(3);
  });
});

describe('words and sentences', () => {
  it.each([
    ['', 'en', 0],
    ['  \n ', 'en', 0],
    ["Don't panic, it costs 3.50 euros.", 'en', 6],
    ['Größe – eine Übersicht', 'de', 3],
    ['hello world', 'not a tag!', 2],
    ['😀 …', 'en', 0],
  ])('%j in %s has %d words', (text, language, count) => {
    expect(textReader(language).words(text)).toHaveLength(count);
  });

  it('separates words in scripts without spaces', () => {
    expect(textReader('ja').words('東京都は大きい').length).toBeGreaterThan(2);
  });

  it('splits long texts in pieces with the same result, and in time', () => {
    const reader = textReader('en');
    const sentence = 'Here is a sentence of nine words, isn’t it so? ';
    expect(reader.words(sentence.repeat(3000))).toHaveLength(
      27_000 + 3000 * (reader.words(sentence).length - 9),
    );
    expect(new Set(reader.sentences(sentence.repeat(3000)))).toEqual(new Set([sentence.trim()]));
    expect(reader.words('東京都は大きい。'.repeat(3000)).length).toBeGreaterThan(6000);
    expect(reader.words('😀a'.repeat(3000)).length).toBe(3000);
    expect(cutAtGrapheme('é😀'.repeat(100_000), 100).length).toBeLessThanOrEqual(100);
  });

  it('separates sentences', () => {
    expect(textReader('en').sentences('One is here. Two is there! Is three? ')).toEqual([
      'One is here.',
      'Two is there!',
      'Is three?',
    ]);
  });
});

describe('slugify', () => {
  it.each([
    ['Crème brûlée à la carte', 80, 'creme-brulee-a-la-carte'],
    ['Straße & Ærø: Œuvre', 80, 'strasse-aero-oeuvre'],
    ["Don't  stop", 80, 'dont-stop'],
    ['Łódź – Đakovo', 80, 'lodz-dakovo'],
    ['ﬁne', 80, 'fine'],
    ['Grüne Tees für Anfänger: Äpfel & Öl', 80, 'grune-tees-fur-anfanger-apfel-ol'],
    ['L’été à la plage, c’est naïf', 80, 'l-ete-a-la-plage-c-est-naif'],
    ['¿Cómo elegir café? Niños y pingüinos', 80, 'como-elegir-cafe-ninos-y-pinguinos'],
    ['Кофе по утрам', 80, 'kofe-po-utram'],
    ['日本のコーヒー guide', 80, 'guide'],
    ['☕ Tea time 😀🦄', 80, 'tea-time'],
    ['iPhone 12', 80, 'iphone-12'],
    ['half \ud83d of one', 80, 'half-of-one'],
    ['one two three four', 13, 'one-two-three'],
    ['one two three four', 12, 'one-two'],
    ['incomprehensibilities', 6, 'incomp'],
    ['日本語', 80, 'post'],
    ['☕😀', 80, 'post'],
    ['', 80, 'post'],
    ['--', 80, 'post'],
    ['abc', 0, 'a'],
  ])('%j within %d', (text, max, expected) => {
    expect(slugify(text, max)).toBe(expected);
  });

  it('uses the fallback if nothing is left', () => {
    expect(slugify('日本語', 20, 'Order 12')).toBe('order-12');
    expect(slugify('日本語', 20, '日本')).toBe('post');
  });

  it('is never empty, never too long and always plain ASCII', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, max) => {
        const slug = slugify(text, max);
        expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(max);
      }),
    );
  });
});

it('collapses whitespace', () => {
  expect(normaliseWhitespace(' a\u00a0 b\r\n\tc ')).toBe('a b c');
});

it.each([
  ['plain text – with dashes, ümläuts and 😀', false],
  [FAMILY, false],
  ['a\nb', true],
  ['a\tb', true],
  ['a\u0000', true],
  ['a\u0085b', true],
  ['a\u2028b', true],
  ['abc\u202egpj', true],
  ['\u2066x\u2069', true],
  ['a\u200fb', true],
])('control or bidirectional characters in %j: %s', (text, expected) => {
  expect(hasControlOrBidi(text)).toBe(expected);
});

it('counts bytes as an encoder does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});
