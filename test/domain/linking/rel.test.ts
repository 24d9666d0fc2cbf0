import { ricosFormat } from '../../../src/clients/wix/document';
import { linkTo, paidLinkStates, relOfLinks, relOfPaidLinks } from '../../../src/domain/linking';
import type { OrderedLink } from '../../../src/domain/linking';
import { toHtml } from '../../../src/domain/text/markdown';

const PAID: OrderedLink = {
  anchorText: 'best "shoes" <1> & more',
  targetUrl: 'https://shop.example/a?b=1&copy=2',
};
const ARTICLE = `# Shoes

A text with a ${linkTo(PAID.anchorText, PAID.targetUrl)}, [another](https://shop.example/a?b=1&copy=2) and
[best](https://free.example) ones.

- **${linkTo(PAID.anchorText, PAID.targetUrl)}**
`;

describe('case 27: a paid link says that it was paid for', () => {
  const relOf = relOfPaidLinks([PAID]);
  const expected = [
    { url: PAID.targetUrl, text: PAID.anchorText, rel: ['sponsored', 'nofollow'] },
    { url: PAID.targetUrl, text: 'another', rel: [] },
    { url: 'https://free.example', text: 'best', rel: [] },
    { url: PAID.targetUrl, text: PAID.anchorText, rel: ['sponsored', 'nofollow'] },
  ];

  test('in HTML', () => {
    const html = toHtml(ARTICLE, { relOf });
    expect(html).toContain('rel="sponsored nofollow"');
    expect(relOfLinks(html)).toEqual(expected);
    expect(toHtml(ARTICLE)).not.toContain('rel=');
  });

  test("in the store's format", () => {
    const document = ricosFormat.render(ARTICLE, { relOf });
    expect(ricosFormat.links(document).map((link) => ({ ...link, rel: link.rel.sort().reverse() }))).toEqual(
      expected,
    );
    expect(JSON.stringify(ricosFormat.render(ARTICLE))).not.toContain('"rel"');
    expect(ricosFormat.links(JSON.parse(JSON.stringify(document)))).toHaveLength(4);
  });

  test('which is checked once it is published', () => {
    const page = (html: string) => paidLinkStates(relOfLinks(html), [PAID]);
    const text = 'best &quot;shoes&quot; &lt;1&gt; &amp; more';
    const open = '<a href="https://shop.example/a?b=1&amp;copy=2"';
    expect(page(toHtml(ARTICLE, { relOf }))).toEqual(['kept']);
    expect(page(toHtml(ARTICLE))).toEqual(['without-rel']);
    for (const [html, state] of [
      [`${open} rel="Nofollow noopener SPONSORED">${text}</a>`, 'kept'],
      [
        `${open} rel="sponsored nofollow"><span>best <b>&quot;shoes&quot;</b>\n &lt;1&gt;</span> &amp; more</a>`,
        'kept',
      ],
      [`<A HREF='https://SHOP.example/a?b=1&amp;copy=2' REL='sponsored nofollow'>${text}</A>`, 'kept'],
      [`${open} rel="nofollow">${text}</a>`, 'without-rel'],
      [`${open} rel="sponsored">${text}</a>`, 'without-rel'],
      [`${open} rel="sponsored-nofollow">${text}</a>`, 'without-rel'],
      [`${open}>${text}</a>`, 'without-rel'],
      [`${open} rel="sponsored nofollow">${text}</a>${open}>${text}</a>`, 'without-rel'],
      [`${open} rel="sponsored nofollow">best shoes</a>`, 'missing'],
      [`<a href="https://shop.example/" rel="sponsored nofollow">${text}</a>`, 'missing'],
      [`<!-- ${open} rel="sponsored nofollow">${text}</a> -->`, 'missing'],
      [`<script>x = '${open} rel="sponsored nofollow">${text}</a>'</script>`, 'missing'],
      [text, 'missing'],
      ['', 'missing'],
    ] as const)
      expect([html, page(html)]).toEqual([html, [state]]);
  });

  test('and one that was ordered twice has to be there twice', () => {
    const once = toHtml(`${linkTo('a', PAID.targetUrl)}.`, {
      relOf: relOfPaidLinks([{ ...PAID, anchorText: 'a' }]),
    });
    const paid = { ...PAID, anchorText: 'a' };
    expect(paidLinkStates(relOfLinks(once), [paid, paid])).toEqual(['kept', 'missing']);
    expect(paidLinkStates(relOfLinks(once + once), [paid, paid])).toEqual(['kept', 'kept']);
  });

  test('whatever its text is', () => {
    for (const anchorText of [
      'x](https://evil.example)',
      '<b>',
      '`a`',
      '*a*',
      '中文',
      'קפה',
      '5 * 3',
      '&amp;',
      'a  b',
      '👩‍👩‍👧',
      '\\',
    ]) {
      const paid = { anchorText, targetUrl: 'https://shop.example/a(b)<c>' };
      const html = toHtml(`So ${linkTo(anchorText, paid.targetUrl)}.`, { relOf: relOfPaidLinks([paid]) });
      expect([anchorText, paidLinkStates(relOfLinks(html), [paid])]).toEqual([anchorText, ['kept']]);
      const document = ricosFormat.render(`So ${linkTo(anchorText, paid.targetUrl)}.`, {
        relOf: relOfPaidLinks([paid]),
      });
      expect(paidLinkStates(ricosFormat.links(document), [paid])).toEqual(['kept']);
    }
  });
});

describe('HTML of a text', () => {
  test.each([
    ['# A *b*', '<h1>A <em>b</em></h1>\n'],
    ['a  \nb `c<` ~~d~~ **e**', '<p>a<br>b <code>c&lt;</code> <del>d</del> <strong>e</strong></p>\n'],
    ['- a\n- [x] b', '<ul><li>a</li><li>☑ b</li></ul>\n'],
    ['3. a\n\n   b', '<ol start="3"><li><p>a</p>\n\n<p>b</p>\n</li></ol>\n'],
    ['> a', '<blockquote><p>a</p>\n</blockquote>\n'],
    ['```js\n<b>\n```', '<pre><code>&lt;b&gt;</code></pre>\n'],
    [
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>\n',
    ],
    ['***', '<hr>\n'],
    ['![a"b](https://a.example/p.png)', '<p><img src="https://a.example/p.png" alt="a&quot;b"></p>\n'],
    ['![a](http://a.example/p.png)', '<p>a</p>\n'],
    ['[a](javascript:alert(1)) [b](http://127.0.0.1/)', '<p>a b</p>\n'],
    ['[a][r]\n\n[r]: https://a.example', '<p><a href="https://a.example">a</a></p>\n'],
    ['a[^1]\n\n[^1]: b', '<p>a<sup>[1]</sup></p>\n<div>[1] <p>b</p>\n</div>\n'],
    ['---\ntitle: x\n---\na', '<p>a</p>\n'],
  ])('%j', (markdown, html) => {
    expect(toHtml(markdown)).toBe(html);
  });

  test('has no element of the text itself', () => {
    for (const markdown of [
      '<script>alert(1)</script>\n\na',
      'a <img src=x onerror=alert(1)> b',
      '\\<script>alert(1)\\</script>',
      '<a href="javascript:alert(1)">x</a>',
      '[x](https://a.example/"onmouseover="alert(1))',
      '`<script>`',
    ]) {
      const html = toHtml(markdown);
      expect(html).not.toMatch(/<script|<img|javascript:|" ?onmouse/i);
    }
  });
});
