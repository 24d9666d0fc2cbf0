import { readPages } from '../../src/panel/pages/items/paste';
import { lineOfField } from '../../src/panel/parts/lines';

test('lines of a person become pages, and empty ones are passed over', () => {
  const { pages, lines, bad } = readPages(
    'product; red shoes, light shoes; en; 5\r\n\r\n  Brand ; own label\n',
  );
  expect(bad).toEqual([]);
  expect(pages).toEqual([
    { pageType: 'product', targetKeywords: ['red shoes', 'light shoes'], language: 'en', priority: 5 },
    { pageType: 'brand', targetKeywords: ['own label'] },
  ]);
  expect(lines).toEqual([1, 3]);
});

test.each<[string, string]>([
  ['commas and quotes', 'pageType,keywords,language\nproduct,"red shoes, light ""air"" shoes",en'],
  ['semicolons and quotes', 'Kind;Keywords;Language\nproduct;"red shoes, light ""air"" shoes";en'],
  ['tabs', 'type\tkeywords\tlanguage\nproduct\tred shoes, light "air" shoes\ten'],
  ['a mark of the byte order', '\ufefftype;keywords\nproduct;"red shoes, light ""air"" shoes";en'],
])('a CSV with %s is read without its head', (_, text) => {
  const { pages, bad } = readPages(text);
  expect(bad).toEqual([]);
  expect(pages).toEqual([expect.objectContaining({ pageType: 'product', language: 'en' })]);
  expect(pages[0]!.targetKeywords[0]).toBe('red shoes');
  expect(pages[0]!.targetKeywords[1]).toContain('air');
});

test.each<[string, string]>([
  ['poem; shoes', 'new.bad.type'],
  ['product', 'new.bad.keywords'],
  ['product; shoes,, boots', 'new.bad.keywords'],
  [`product; ${'x'.repeat(101)}`, 'new.bad.keywords'],
  [`product; ${Array.from({ length: 21 }, (__, n) => `k${n}`).join(',')}`, 'new.bad.keywords'],
  ['product; Shoes, shoes', 'new.bad.twice'],
  ['product; shoes; English!', 'new.bad.language'],
  ['product; shoes; en; 0', 'new.bad.priority'],
  ['product; shoes; en; 11', 'new.bad.priority'],
  ['product; shoes; en; 5.5', 'new.bad.priority'],
])('"%.20s" is named with its line and its fault', (line, problem) => {
  const { pages, bad } = readPages(`product; first\n${line}`);
  expect(pages).toHaveLength(1);
  expect(bad).toEqual([{ line: 2, problem }]);
});

test.each<[string, string, string[]]>([
  ['an inch sign', 'product; 15" laptop sleeve; de', ['15" laptop sleeve']],
  ['inch signs in a size', 'product;24"x36" frame, 8" frame;de', ['24"x36" frame', '8" frame']],
  ['a quoted separator', 'product;"sleeves; bags";de', ['sleeves; bags']],
  ['a quoted line break', 'product;"rain\njackets";de', ['rain jackets']],
  ['doubled quotation marks', 'product;"15"" sleeve";de', ['15" sleeve']],
  ['a blank before a quotation mark', 'product; "sleeves; bags"; de', ['sleeves; bags']],
  ['trailing empty columns', 'product;sleeves;de;;;;', ['sleeves']],
  ['lines of old Macs', 'type;keywords;language\rproduct;sleeves;de\r', ['sleeves']],
  ['cells of a spreadsheet with a semicolon', 'product\tsleeves; bags\tde', ['sleeves; bags']],
  ['a quoted type', '"product","red shoes, boots","de"', ['red shoes', 'boots']],
  ['another case in full width', 'ＰＲＯＤＵＣＴ;sleeves;de', ['sleeves']],
])('%s loses nothing', (_, text, keywords) => {
  expect(readPages(text)).toMatchObject({
    bad: [],
    pages: [{ pageType: 'product', targetKeywords: keywords, language: 'de' }],
  });
});

test('lines are counted where they begin, also after quoted line breaks', () => {
  const { lines, bad } = readPages(
    'product;"a\r\nb\r\nc";de\r\n\r\nproduct;d\r\npoem;e\r\nbrand;f;de;1;more',
  );
  expect(lines).toEqual([1, 5]);
  expect(bad).toEqual([
    { line: 6, problem: 'new.bad.type' },
    { line: 7, problem: 'new.bad.columns' },
  ]);
});

test.each([
  ['product;a\nproduct;"Best" jacket;de\nproduct;b', 2],
  ['product;a\nproduct;b\nbrand;"never closed;de\nproduct;c', 3],
])('quotation marks that do not match are told with their line: %j', (text, line) => {
  expect(readPages(text).bad[0]).toEqual({ line, problem: 'new.bad.quotes' });
});

test('keywords that only differ in spelling are the same', () => {
  expect(readPages("product;men's jacket, Men’s\u00a0jacket").bad).toEqual([
    { line: 1, problem: 'new.bad.twice' },
  ]);
});

test.each(['"', ';', 'product;"', 'product;""', '\t', '\n', 'a"b;'])(
  '%j, many times, is read quickly',
  (piece) => {
    const began = performance.now();
    readPages(piece.repeat(50_000));
    expect(performance.now() - began).toBeLessThan(5_000);
  },
);

test('what goes beyond a thousand pages is named line by line', () => {
  const { pages, bad } = readPages(Array.from({ length: 1_002 }, (_, n) => `product; k${n}`).join('\n'));
  expect(pages).toHaveLength(1_000);
  expect(bad).toEqual([
    { line: 1_001, problem: 'new.bad.most' },
    { line: 1_002, problem: 'new.bad.most' },
  ]);
});

test('a problem of the API leads to the line it is about', () => {
  const { lines } = readPages('product; one\n\nproduct; two');
  expect(lineOfField('body.items.1.targetKeywords.0', lines)).toBe(3);
  expect(lineOfField('body.items.7', lines)).toBeUndefined();
  expect(lineOfField('body.priority', lines)).toBeUndefined();
});
