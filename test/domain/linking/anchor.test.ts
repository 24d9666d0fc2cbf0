import fc from 'fast-check';
import type { Link, Nodes } from 'mdast';
import { checkAnchor, checkTargetUrl, linkTo, LONGEST_ANCHOR } from '../../../src/domain/linking';
import { parseMarkdown, walk } from '../../../src/domain/text/markdown/parse';

const textOf = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '?';

function linksIn(markdown: string): Link[] {
  const links: Link[] = [];
  walk(parseMarkdown(markdown), (node) => {
    if (node.type === 'link') links.push(node);
  });
  return links;
}

const URLS = [
  'https://shop.example/',
  'https://shop.example/a(b)c?d=1&copy=2&amp;e=<f>#g',
  'http://xn--caf-dma.example/',
];

describe('the text of a link', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['only spaces', '   ', 'empty'],
    ['only no-break and ideographic spaces', '\u00a0\u3000', 'empty'],
    ['only characters without a shape', '\u200b\u2060\ufeff\u00ad', 'empty'],
    ['only fillers', '\u3164\u2800', 'empty'],
    ['a line feed', 'best\nshoes', 'line-break'],
    ['a carriage return', 'best\rshoes', 'line-break'],
    ['a line separator', 'best\u2028shoes', 'line-break'],
    ['a paragraph separator', 'best\u2029shoes', 'line-break'],
    ['a tab', 'best\tshoes', 'control'],
    ['a null character', 'best\0shoes', 'control'],
    ['an escape sequence', '\u001b[31mbest', 'control'],
    ['a bidi override', 'best \u202eshoes', 'control'],
    ['a bidi isolate', 'best \u2067shoes\u2069', 'control'],
    ['an outdated direction control', 'best \u206ashoes', 'control'],
    ['half a character', 'best \ud83d', 'control'],
    ['letters that nobody sees', 'best \u{e0041}', 'control'],
    ['a code point that is no character', 'best \uffff', 'control'],
    ['more characters than the longest', 'x'.repeat(LONGEST_ANCHOR + 1), 'too-long'],
    ['a megabyte', 'x'.repeat(1_000_000), 'too-long'],
  ])('must not be %s', (_name, text, problem) => {
    expect(checkAnchor(text)).toEqual({ ok: false, problem });
  });

  test.each([
    'x](https://evil.example)',
    'best [cheap] shoes',
    'a*b*_c_',
    '`code`',
    '``',
    '![image](x)',
    '<b>bold</b>',
    '<a href="https://evil.example">x</a>',
    'AT&T',
    '&amp; &copy;',
    '\\',
    'ends with \\',
    '| cells |',
    '[^1]',
    '# not a heading',
    '1. not a list',
    '~~struck~~',
    'www.example.com',
    'https://example.com/a_b_c',
    'someone@example.com',
    'Kaffeemühle für Anfänger',
    'кофемолка',
    '咖啡磨豆機',
    'コーヒーミル',
    'مطحنة القهوة',
    'מטחנת קפה',
    'เครื่องบดกาแฟ',
    'हाथ की चक्की',
    '👩‍👩‍👧 family',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} tea',
    'می‌خواهم',
    ' with a space at each end ',
    '5 * 3 * 2',
    'x'.repeat(LONGEST_ANCHOR),
    '😀'.repeat(LONGEST_ANCHOR),
  ])('may be %j, and comes out as one link with exactly that text', (text) => {
    expect(checkAnchor(text)).toEqual({ ok: true, text });
    for (const url of URLS)
      for (const [before, after] of [
        ['', ''],
        ['Some words, then ', ' and more words.'],
        ['**', '**'],
        ['- ', ''],
      ] as const) {
        const links = linksIn(`${before}${linkTo(text, url)}${after}`);
        expect(links.map(textOf)).toEqual([text]);
        expect(decodeURI(links[0]!.url)).toBe(decodeURI(url));
      }
  });

  test('whatever is allowed comes out as one link with exactly that text, and nothing around it changes', () => {
    const part = fc.oneof(
      fc.constantFrom(...'[]()<>!`*_~\\&;#|^:/.-+="\'{}@ ', 'a', 'é', '中', '&amp;', '](', 'www.', 'http://'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        if (!checkAnchor(text).ok) return;
        const root = parseMarkdown(`Before ${linkTo(text, URLS[1]!)} after.`);
        const [paragraph, ...others] = root.children;
        expect(others).toEqual([]);
        expect(paragraph!.type).toBe('paragraph');
        const { children } = paragraph as { children: Nodes[] } & Nodes;
        expect(children.map(({ type }) => type)).toEqual(['text', 'link', 'text']);
        expect(children.map(textOf)).toEqual(['Before ', text, ' after.']);
      }),
      { numRuns: 500 },
    );
  });

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const checked = checkAnchor(text);
        if (checked.ok) expect(checked.text).toBe(text);
      }),
    );
  });
});

describe('where a link leads', () => {
  test.each([
    ['https://shop.example/shoes?a=b#c', 'https://shop.example/shoes?a=b#c', 'shop.example'],
    ['HTTP://Shop.Example', 'HTTP://Shop.Example', 'shop.example'],
    ['https://münchen.example/ä', 'https://xn--mnchen-3ya.example/%C3%A4', 'xn--mnchen-3ya.example'],
    ['https://例え.example/', 'https://xn--r8jz45g.example/', 'xn--r8jz45g.example'],
    ['https://shop.example:8443/', 'https://shop.example:8443/', 'shop.example:8443'],
  ])('%s is taken, its name in punycode', (given, url, host) => {
    expect(checkTargetUrl(given)).toEqual({ ok: true, url, host });
  });

  test.each([
    ['shop.example', 'not-web'],
    ['//shop.example', 'not-web'],
    ['ftp://shop.example/', 'not-web'],
    ['javascript:alert(1)', 'not-web'],
    ['mailto:a@shop.example', 'not-web'],
    ['https://user:word@shop.example/', 'not-web'],
    ['https://shop.example/\n', 'not-web'],
    ['https://127.0.0.1/', 'not-public'],
    ['https://2130706433/', 'not-public'],
    ['https://[::1]/', 'not-public'],
    ['http://10.1.2.3/', 'not-public'],
    ['http://localhost:3000/', 'not-public'],
    ['http://router.lan/', 'not-public'],
    ['http://shop/', 'not-public'],
    ['https://аррӏе.com/', 'look-alike'],
    [`https://shop.example/${'x'.repeat(2_100)}`, 'not-web'],
  ])('%s is refused', (given, problem) => {
    expect(checkTargetUrl(given)).toEqual({ ok: false, problem });
  });
});
