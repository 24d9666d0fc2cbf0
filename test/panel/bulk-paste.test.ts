import fc from 'fast-check';
import { CONTENT_MODES } from '../../src/contract/bulk';
import type { ContentMode } from '../../src/contract/bulk';
import { columnsOf, readTexts, writeTexts } from '../../src/panel/pages/bulk/paste';
import { draftOf, EMPTY_DRAFT, requestOf } from '../../src/panel/pages/bulk/request';
import type { NewItem } from '../../src/panel/pages/bulk/request';

test('one topic a line becomes one text each, commas and all, and empty lines are passed over', () => {
  const { items, lines, bad } = readTexts('Red, blue and green shoes\r\n\r\n  Boots: a guide  \n', 'topic');
  expect(bad).toEqual([]);
  expect(items).toEqual([{ topic: 'Red, blue and green shoes' }, { topic: 'Boots: a guide' }]);
  expect(lines).toEqual([1, 3]);
});

test.each<[ContentMode, string, NewItem]>([
  [
    'topic',
    'Winter socks; 800; friendly; de',
    { topic: 'Winter socks', word_count: 800, tone: 'friendly', language: 'de' },
  ],
  [
    'keywords',
    'Rain jackets; rain jacket, cycling jacket; Commercial',
    { topic: 'Rain jackets', keywords: ['rain jacket', 'cycling jacket'], search_intent: 'commercial' },
  ],
  [
    'trends',
    'Trail running; Record entries | 2026-11-28 | https://news.example/run || A new shoe | 2026-11-29',
    {
      topic: 'Trail running',
      trends: [
        { text: 'Record entries', date: '2026-11-28', source_url: 'https://news.example/run' },
        { text: 'A new shoe', date: '2026-11-29' },
      ],
    },
  ],
  [
    'spin',
    'Caring for wool; "Wash it rarely; air it.\n\nIt says ""wool""."; 0,4',
    {
      topic: 'Caring for wool',
      source_md: 'Wash it rarely; air it.\n\nIt says "wool".',
      similarity_max: 0.4,
    },
  ],
])('a line of %s is read with its columns', (mode, line, item) => {
  expect(readTexts(line, mode)).toMatchObject({ items: [item], bad: [], lines: [1], mode: undefined });
});

test.each<[ContentMode, string, string]>([
  ['topic', 'x'.repeat(301), 'bad.topic'],
  ['topic', '; 800', 'bad.topic'],
  ['topic', 'Socks; 299', 'bad.word_count'],
  ['topic', 'Socks; 800.5', 'bad.word_count'],
  ['topic', 'Socks; many', 'bad.word_count'],
  ['topic', `Socks; 800; ${'x'.repeat(101)}`, 'bad.tone'],
  ['topic', 'Socks; 800; kind; English!', 'bad.language'],
  ['topic', 'Socks; 800; kind; en; more', 'bad.columns'],
  ['topic', '"Socks; 800', 'bad.quotes'],
  ['keywords', 'Socks', 'bad.keywords'],
  ['keywords', 'Socks; wool', 'bad.keywords'],
  ['keywords', `Socks; ${Array.from({ length: 21 }, (_, n) => `k${n}`).join(',')}`, 'bad.keywords'],
  ['keywords', 'Socks; wool, Wool', 'bad.twice'],
  ['keywords', 'Socks; wool, yarn; curious', 'bad.search_intent'],
  ['trends', 'Socks', 'bad.trend'],
  ['trends', 'Socks; no date', 'bad.trends.form'],
  ['trends', 'Socks; News | 2026-02-30', 'bad.date'],
  ['trends', 'Socks; News | 2026-11-28 | ftp://news.example', 'bad.source_url'],
  ['trends', `Socks; ${Array.from({ length: 11 }, () => 'News | 2026-11-28').join(' || ')}`, 'bad.trends'],
  ['spin', 'Socks', 'bad.source_md'],
  ['spin', `Socks; ${'x'.repeat(20_001)}`, 'bad.source_md'],
  ['spin', 'Socks; text; 0.99', 'bad.similarity_max'],
])('for %s, "%.40s" is named with its line and its fault', (mode, line, problem) => {
  // Below an empty line, as lines are counted as they are seen.
  expect(readTexts(`\n${line}`, mode)).toMatchObject({ items: [], bad: [{ line: 2, problem }] });
});

test('a file whose first line names its columns says from what texts are written, and is refused for another mode', () => {
  const file = '\ufefftopic,keywords,word_count\n"Socks, warm ones","wool, yarn",800\n';
  const item = { topic: 'Socks, warm ones', keywords: ['wool', 'yarn'], word_count: 800 };
  expect(readTexts(file, 'keywords')).toEqual({ items: [item], lines: [2], bad: [], mode: 'keywords' });
  expect(readTexts(file, 'spin')).toEqual({
    items: [],
    lines: [],
    bad: [{ line: 1, problem: 'bad.mode' }],
    mode: 'keywords',
  });
  expect(readTexts('topic;colour\nSocks;red', 'topic').bad).toEqual([{ line: 1, problem: 'bad.columns' }]);
});

test('cells of a spreadsheet are read with their tabs', () => {
  expect(readTexts('Socks; two kinds\twool, yarn\tcommercial', 'keywords').items).toEqual([
    { topic: 'Socks; two kinds', keywords: ['wool', 'yarn'], search_intent: 'commercial' },
  ]);
});

// A line has no two blanks in a row, wherever it comes from.
const word = fc.stringMatching(/^[a-zäß](?: ?[a-zäß,;:]){0,9}[a-zäß]$/);
const plain = fc.stringMatching(/^[a-z]{3,9}$/);
const ITEMS: Readonly<Record<ContentMode, fc.Arbitrary<Partial<NewItem>>>> = {
  topic: fc.constant({}),
  keywords: fc.record({
    keywords: fc.uniqueArray(plain, { minLength: 2, maxLength: 4 }),
    search_intent: fc.constantFrom('informational', 'commercial'),
  }),
  trends: fc.record({
    trends: fc.array(fc.record({ text: word, date: fc.constant('2026-11-28') }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  spin: fc.record({
    source_md: fc.stringMatching(/^[a-z"][a-z";\n ]{0,30}[a-z"]$/),
    similarity_max: fc.constantFrom(0.4, 0.6),
  }),
};

test.each(CONTENT_MODES)('a job of %s that is written as lines is read as the same job', (mode) => {
  const item = fc
    .tuple(
      fc.record({ topic: word }),
      ITEMS[mode],
      fc.record({ word_count: fc.constantFrom(800, 1_200), tone: plain }, { requiredKeys: [] }),
    )
    .map(([topic, own, common]) => ({ ...topic, ...own, ...common }));
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), (items) => {
      const draft = draftOf({ mode, items, concurrency: 2, name: 'Socks' }, writeTexts);
      const read = readTexts(draft.lines, mode);
      expect(read.bad).toEqual([]);
      expect(requestOf(draft, read.items)).toEqual({ mode, items, concurrency: 2, name: 'Socks' });
    }),
  );
});

test('a topic that is the name of a column is a topic all the same', () => {
  const items = [{ topic: 'topic' }, { topic: 'Socks' }];
  expect(readTexts(writeTexts(items, 'topic'), 'topic').items).toEqual(items);
});

test('what is set for all goes behind what a text says of itself', () => {
  const draft = { ...EMPTY_DRAFT, words: '900', tone: 'plain', language: 'de', priority: '7' };
  expect(requestOf(draft, [{ topic: 'Socks', word_count: 500 }, { topic: 'Boots' }])).toEqual({
    mode: 'topic',
    items: [
      { topic: 'Socks', word_count: 500, tone: 'plain' },
      { topic: 'Boots', word_count: 900, tone: 'plain' },
    ],
    concurrency: 1,
    priority: 7,
    language: 'de',
  });
});

test('the columns that a file can name begin with the topic', () => {
  for (const mode of CONTENT_MODES) expect(columnsOf(mode)[0]).toBe('topic');
});
