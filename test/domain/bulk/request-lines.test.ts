import fc from 'fast-check';
import { exportName } from '../../../src/domain/bulk/export';
import { ITEM_COLUMNS, readItemLines } from '../../../src/domain/bulk/item-lines';
import { bulkRequestOf, contentRequestOf } from '../../../src/domain/bulk/request';

const problems = (text: string): Array<[number, string]> =>
  readItemLines(text).bad.map(({ line, problem }) => [line, problem]);

describe('a table of items', () => {
  test.each([';', ',', '\t'])('is read with the columns in any order, parted by %j', (separator) => {
    const row = (...cells: string[]): string => cells.join(separator);
    const text = [row('Tone', 'topic', 'Word Count'), row('', 'Hedges', ' 800 '), row('calm', 'Shears', '')];
    expect(readItemLines(text.join('\r\n'))).toEqual({
      mode: 'topic',
      items: [
        { topic: 'Hedges', word_count: 800 },
        { tone: 'calm', topic: 'Shears' },
      ],
      lines: [2, 3],
      bad: [],
    });
  });

  test.each([
    ['topic;word_count', 'topic'],
    ['topic;keywords', 'keywords'],
    ['topic;trends', 'trends'],
    ['topic;source_md;similarity_max', 'spin'],
    ['mode;topic;keywords', 'topic'],
  ])('of the columns %s has the mode that it says, or to which they belong: %s', (head, mode) => {
    const cells = head.split(';').map((column) => (column === 'mode' ? 'Topic' : ''));
    expect(readItemLines(`${head}\n${cells.slice(0, 1).join('')};x`).mode).toBe(mode);
  });

  test('says keywords parted by commas, numbers with either sign, and texts of several lines', () => {
    const text = 'topic,keywords,similarity_max\n"a","one, two,,",0.5\n\n' + 'b,"three,four","0,55"\n';
    expect(readItemLines(text)).toMatchObject({
      items: [
        { keywords: ['one', 'two'], similarity_max: 0.5 },
        { keywords: ['three', 'four'], similarity_max: 0.55 },
      ],
      lines: [2, 4],
    });
    const spin = readItemLines('topic;source_md\na;"# Head\n\n- one; ""two"""\nb;c');
    expect(spin.items).toEqual([
      { topic: 'a', source_md: '# Head\n\n- one; "two"' },
      { topic: 'b', source_md: 'c' },
    ]);
    expect(spin.lines).toEqual([2, 5]);
  });

  test('says trends as text, date and address, of which the address may be missing', () => {
    const { items, bad } = readItemLines(
      'topic;trends\na;"Hedges are back|2026-11-02|https://news.example/a||Shears | 2026-11-03"\nb;"x|2026-01-01\ny|2026-01-02|"',
    );
    expect(bad).toEqual([]);
    expect(items.map((item) => item['trends'])).toEqual([
      [
        { text: 'Hedges are back', date: '2026-11-02', source_url: 'https://news.example/a' },
        { text: 'Shears', date: '2026-11-03' },
      ],
      [
        { text: 'x', date: '2026-01-01' },
        { text: 'y', date: '2026-01-02' },
      ],
    ]);
  });

  test.each<[string, string, Array<[number, string]>]>([
    ['no head', 'Hedges\nShears', [[1, 'head']]],
    ['an unknown column', 'topic;userId\na;b', [[1, 'column']]],
    ['a column twice', 'topic;topic\na;b', [[1, 'twice']]],
    ['an unknown mode', 'mode;topic\nnews;a', [[1, 'mode']]],
    ['two modes', 'mode;topic\ntopic;a\nspin;b', [[1, 'modes']]],
    ['columns of two modes', 'topic;keywords;trends\na;b,c;', [[1, 'mode']]],
    ['a trend without a date', 'topic;trends\na;only text', [[2, 'trends']]],
    ['a trend with too much', 'topic;trends\na;b|c|d|e', [[2, 'trends']]],
    ['more cells than columns', 'topic\na,b', [[2, 'cells']]],
    ['an open quotation mark', 'topic;tone\na;b\n"c;d', [[3, 'quotes']]],
    ['too many rows', `topic\n${'\n'.repeat(2_100)}a`, [[2_001, 'most']]],
  ])('with %s is told by its line', (_name, text, bad) => {
    expect(problems(text)).toEqual(bad);
  });

  test('is empty where there is nothing, and no byte-order mark is in its way', () => {
    expect(readItemLines('')).toEqual({ mode: undefined, items: [], lines: [], bad: [] });
    expect(readItemLines('\ufefftopic\r\na').items).toEqual([{ topic: 'a' }]);
  });

  test('never throws, and names nothing but columns', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...ITEM_COLUMNS, '"', ';', '\n', '||'),
    );
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        for (const text of [cells.join(';'), `topic;trends\n${cells.join(';')}`])
          for (const item of readItemLines(text).items)
            for (const name of Object.keys(item)) expect(ITEM_COLUMNS).toContain(name);
      }),
    );
  });
});

describe('a validated order', () => {
  const common = { topic: 'a', word_count: 800, tone: 'calm' };

  test('is what each mode needs to be written', () => {
    expect(
      contentRequestOf('keywords', { ...common, keywords: ['b', 'c'], search_intent: 'commercial' }),
    ).toEqual({
      ...{ topic: 'a', wordCount: 800, tone: 'calm', language: 'en' },
      input: { mode: 'keywords', keywords: ['b', 'c'], searchIntent: 'commercial' },
    });
    const trends = [{ text: 'x', date: '2026-01-01' }];
    expect(contentRequestOf('trends', { ...common, trends }).input).toEqual({
      mode: 'trends',
      trends: [{ text: 'x', date: '2026-01-01', sourceUrl: null }],
    });
    expect(contentRequestOf('spin', { ...common, source_md: 'x', similarity_max: 0.4 }).input).toEqual({
      ...{ mode: 'spin', sourceMd: 'x', similarityMax: 0.4 },
    });
  });

  test('gives its language to the items that name none, and is written one at a time unless it says otherwise', () => {
    const request = bulkRequestOf({
      ...{ mode: 'topic', language: 'de' },
      items: [common, { ...common, language: 'fr' }],
    });
    expect(request.items.map(({ language }) => language)).toEqual(['de', 'fr']);
    expect(request).toMatchObject({ mode: 'topic', concurrency: 1 });
    expect(request).not.toHaveProperty('priority');
  });
});

describe('the name of a file', () => {
  const named = (title: string, slug: string | null = null): string =>
    exportName({ position: 7, topic: 'a topic', title, slug }, 50);

  test('begins with the place, so that it is unlike all others of its job', () => {
    expect(named('Hedges', 'pruning-hedges')).toBe('07-pruning-hedges.md');
    expect(named('', null)).toBe('07-a-topic.md');
    expect(exportName({ position: 3, topic: 'x', title: 'Same', slug: null }, 9)).toBe('3-same.md');
  });

  test('is one that every system takes, whatever the text is called', () => {
    const strange = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom(
        '../../etc/passwd',
        'con',
        'a\\b',
        'NUL.',
        'ä'.repeat(500),
        '🦄',
        '..',
        '\u202egnp.exe',
      ),
    );
    fc.assert(
      fc.property(strange, fc.option(strange), (title, slug) => {
        expect(named(title, slug)).toMatch(/^07-[a-z0-9](?:[a-z0-9-]{0,79})\.md$/);
      }),
    );
  });
});
