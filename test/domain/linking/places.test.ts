import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { linkTo, placesForAnchor, summaryOfPlaces } from '../../../src/domain/linking';
import type { AnchorPlace } from '../../../src/domain/linking';
import { alignText } from '../../../src/domain/linking/align';
import { parseMarkdown, walk } from '../../../src/domain/text/markdown/parse';

const URL = 'https://shop.example/';
const ANCHOR = 'coffee grinder';

const kinds = (markdown: string, anchor = ANCHOR): string[] =>
  placesForAnchor(markdown, anchor).map(({ kind }) => kind);

const words = (markdown: string, anchor = ANCHOR): AnchorPlace[] =>
  placesForAnchor(markdown, anchor).filter(({ kind }) => kind !== 'sentence');

const put = (markdown: string, { start, end }: AnchorPlace, anchor: string): string =>
  markdown.slice(0, start) + linkTo(anchor, URL) + markdown.slice(end);

function linkTexts(markdown: string): string[] {
  const found: string[] = [];
  const textOf = (node: Nodes): string =>
    'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';
  walk(parseMarkdown(markdown), (node) => {
    if (node.type === 'link' && node.url === URL) found.push(textOf(node));
  });
  return found;
}

test('words of a paragraph are a place, and so is the end of the paragraph', () => {
  const text = 'Buy beans. A good coffee grinder lasts for years. Keep it clean.\n';
  const [first, second] = placesForAnchor(text, ANCHOR);
  expect(first).toMatchObject({ kind: 'words' });
  expect(text.slice(first!.start, first!.end)).toBe(ANCHOR);
  expect(text.slice(first!.sentence.start, first!.sentence.end)).toBe(
    'A good coffee grinder lasts for years.',
  );
  expect(second).toMatchObject({ kind: 'sentence', start: text.length - 1, end: text.length - 1 });
  expect(text.slice(second!.sentence.start, second!.sentence.end)).toBe('Keep it clean.');
});

test.each([
  ['a heading', '# The coffee grinder'],
  ['an underlined heading', 'The coffee grinder\n=========='],
  ['a code span', 'Type `coffee grinder` here'],
  ['a fence', '```\ncoffee grinder.\n```'],
  ['a fence of tildes', '~~~\ncoffee grinder.\n~~~'],
  ['an indented block of code', 'a\n\n    coffee grinder.'],
  ['a link', 'See [the coffee grinder](https://a.example) here'],
  ['a link by reference', 'See [coffee grinder][1] here\n\n[1]: https://a.example'],
  ['a short reference', 'See [coffee grinder] here\n\n[coffee grinder]: https://a.example'],
  ['a definition', 'See [x][1] here\n\n[1]: https://a.example "coffee grinder"'],
  ['the description of a picture', '![coffee grinder](https://a.example/p.png)'],
  ['the address of a link', 'See [x](https://a.example/coffee "coffee grinder") here'],
  ['a bare address', 'See https://a.example/coffee-grinder here'],
  ['a raw link', 'See <a href="https://a.example">coffee grinder</a> here'],
  ['a raw link with an element in it', 'See <a href="x"><b>a coffee grinder</b></a> here'],
  ['a raw link in capitals', 'See <A HREF="x">coffee grinder</A> here'],
  ['a raw link around paragraphs', '<a href="x">\n\nA coffee grinder.\n\n</a>'],
  ['a raw link that never ends', 'See <a href="x"> this\n\nA coffee grinder.'],
  ['raw code', 'See <code>coffee grinder</code> here'],
  ['a raw heading', '<h2>\n\ncoffee grinder\n\n</h2>'],
  ['a block of HTML', '<div>\ncoffee grinder.\n</div>'],
  ['a comment', 'See <!-- coffee grinder --> here'],
  ['an attribute', 'See <b title="coffee grinder">this</b> here'],
  ['front matter', '---\ntitle: coffee grinder\n---\n\n# x'],
  ['a table', '| coffee grinder | price |\n|---|---|\n| coffee grinder | 3 |'],
  ['a quotation', '> A coffee grinder lasts.'],
  ['a footnote', 'See here[^1]\n\n[^1]: A coffee grinder.'],
  ['words behind an exclamation mark', 'Look!coffee grinder here'],
  ['words behind a backslash', 'Look \\coffee grinder here'],
  ['words that a mark divides', 'a coffee *grinder* here'],
  ['a part of another word', 'icecoffee grinders here'],
])('%s is no place', (_name, text) => {
  expect(kinds(text)).toEqual([]);
});

test('what stands beside such a thing is a place', () => {
  for (const text of [
    '# coffee grinder\n\nA coffee grinder here',
    'See `coffee grinder` or a coffee grinder here',
    'See [coffee grinder](https://a.example) or a coffee grinder here',
    'See <a href="x">coffee grinder</a> or a coffee grinder here',
    '<a href="x">\n\ncoffee grinder\n\n</a>\n\nA coffee grinder here',
    '<!-- <a> -->\n\nA coffee grinder here',
    '---\ntitle: coffee grinder\n---\nA coffee grinder here',
    '> coffee grinder\n\nA coffee grinder here',
  ])
    expect([text, words(text).map(({ start }) => start)]).toEqual([text, [text.lastIndexOf(ANCHOR)]]);
});

test('emphasis and items of lists are places for words; a sentence is added to neither', () => {
  expect(kinds('- A coffee grinder lasts.\n- Beans do not.')).toEqual(['words']);
  expect(kinds('1. Take the **coffee grinder** first.')).toEqual(['words']);
  expect(kinds('*A coffee grinder lasts.*')).toEqual(['words']);
  expect(kinds('It ends with `code`')).toEqual([]);
  expect(kinds('Things to buy:')).toEqual([]);
  expect(kinds('It ends so. [Read on.](https://a.example)')).toEqual([]);
  expect(kinds('He said: “It ends.”')).toEqual(['sentence']);
});

test('other spellings are told from the exact words', () => {
  expect(kinds('Coffee Grinder or coffee  grinder or coffee\ngrinder')).toEqual([
    'spelling',
    'spelling',
    'words',
  ]);
  expect(kinds('Der Weg: die Strasse entlang', 'Straße')).toEqual(['spelling']);
});

test.each([
  ['кофемолка', 'Хорошая кофемолка служит годами.'],
  ['咖啡磨豆機', '好的咖啡磨豆機可以用很多年。'],
  ['コーヒーミル', 'よいコーヒーミルは長持ちします。'],
  ['مطحنة القهوة', 'تدوم مطحنة القهوة الجيدة سنوات.'],
  ['מטחנת קפה', 'כל מטחנת קפה טובה מחזיקה שנים.'],
  ['เครื่องบดกาแฟ', 'ซื้อเครื่องบดกาแฟดี'],
  ['हाथ की चक्की', 'एक हाथ की चक्की वर्षों चलती है।'],
])('the words %s are found in their own script', (anchor, text) => {
  const [place] = words(text, anchor);
  expect(place).toMatchObject({ kind: 'words' });
  expect(text.slice(place!.start, place!.end)).toBe(anchor);
});

test('escapes and character references are looked through', () => {
  for (const [text, anchor] of [
    ['Buy a 5\\*3 box here', '5*3 box'],
    ['Call AT&amp;T today', 'AT&T'],
    ['Call AT&#38;T today', 'AT&T'],
    ['A &lt;b&gt; tag', '<b> tag'],
    ['Caf&eacute; cr&egrave;me it is', 'Café crème'],
    ['- two\n  words here', 'two words'],
  ] as const) {
    const [place] = words(text, anchor);
    expect([text, place?.kind]).toEqual([text, 'words']);
    expect(linkTexts(put(text, place!, anchor))).toEqual([anchor]);
  }
});

test('a text with all kinds of marks stays as it is outside of the place', () => {
  const text = [
    '* star bullets',
    '* AT&amp;T and 5 * 3 * 2',
    '',
    'Setext',
    '------',
    '',
    'Two spaces  ',
    'break, then a coffee grinder  ',
    'and more.',
    '',
    '1) one',
    '2) two',
    '',
    '~~~',
    'code',
    '~~~',
    '',
    '| a | b',
    '|--|--|',
    '| ragged',
    '',
  ].join('\r\n');
  const [place] = words(text);
  const after = put(text, place!, ANCHOR);
  expect(after.replace(linkTo(ANCHOR, URL), ANCHOR)).toBe(text);
  expect(linkTexts(after)).toEqual([ANCHOR]);
});

test('an anchor that is refused has no place', () => {
  for (const anchor of ['', '  ', 'a\nb', 'a\u202eb', 'x'.repeat(201)])
    expect(placesForAnchor('a b. x.', anchor)).toEqual([]);
});

test('the best place is the one that changes least', () => {
  expect(summaryOfPlaces('Nothing here. At all.', ANCHOR)).toEqual({
    counts: { words: 0, spelling: 0, sentence: 1 },
    best: { kind: 'sentence', sentence: 'At all.' },
  });
  expect(
    summaryOfPlaces('Coffee Grinder, yes.\n\nA **good** coffee grinder lasts. So it does.', ANCHOR),
  ).toEqual({
    counts: { words: 1, spelling: 1, sentence: 2 },
    best: { kind: 'words', sentence: 'A good coffee grinder lasts.' },
  });
  expect(summaryOfPlaces('# Only a heading', ANCHOR).best).toBeNull();
});

describe('whatever the article', () => {
  const piece = fc.constantFrom(
    ...[
      'coffee grinder',
      'Coffee Grinder',
      'words',
      ' ',
      '. ',
      '.\n\n',
      '\n',
      '\r\n',
      '# ',
      '- ',
      '> ',
      '1. ',
      '    ',
    ],
    ...[
      '`',
      '```\n',
      '*',
      '**',
      '_',
      '[',
      ']',
      '](https://a.example)',
      '![',
      '<a href="x">',
      '</a>',
      '<b>',
      '<!--',
      '-->',
    ],
    ...[
      '|',
      '\n|--|--|\n',
      '---\n',
      '&amp;',
      '\\',
      '[^1]',
      '[^1]: ',
      '中文。',
      'https://a.example/',
      '"',
      '~~',
    ],
  );
  const article = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));

  test('a link at a place of its words is one link more with exactly that text, and takes no other away', () => {
    fc.assert(
      fc.property(article, (text) => {
        const before = linkTexts(text).length;
        for (const place of placesForAnchor(text, ANCHOR)) {
          expect(place.start).toBeGreaterThanOrEqual(place.sentence.start);
          expect(place.end).toBeLessThanOrEqual(Math.max(place.end, place.sentence.end));
          if (place.kind !== 'words') continue;
          const after = linkTexts(put(text, place, ANCHOR));
          expect([after.length, after.includes(ANCHOR)]).toEqual([before + 1, true]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a sentence at the end of a paragraph is one link more, within text', () => {
    fc.assert(
      fc.property(article, (text) => {
        for (const place of placesForAnchor(text, ANCHOR)) {
          if (place.kind !== 'sentence') continue;
          const added = `${text.slice(0, place.end)} See ${linkTo(ANCHOR, URL)}.${text.slice(place.end)}`;
          expect(linkTexts(added)).toEqual([ANCHOR]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('parts of a value that stand in its source are found there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const places = alignText(text, text);
        expect(places).toHaveLength(text.length);
      }),
    );
  });
});
