import fc from 'fast-check';
import type { RicosDocument, RicosNode } from '../../../src/domain/text/markdown';
import {
  frontMatterLength,
  parseMarkdown,
  ricosBytes,
  safeImageUrl,
  safeLinkUrl,
  toPlainText,
  toRicos,
} from '../../../src/domain/text/markdown';
import { parseBoth, parseShown } from '../../../src/domain/text/markdown/shown';

const options = { idOf: (n: number) => `n${n}` };
const ricos = (markdown: string) => toRicos(markdown, options).nodes;
const text = (value: string, ...decorations: unknown[]) => ({
  type: 'TEXT',
  id: '',
  nodes: [],
  textData: { text: value, decorations },
});
const link = (url: string, rel?: object) => ({
  type: 'LINK',
  linkData: { link: { url, target: 'BLANK', ...(rel ? { rel } : {}) } },
});
const BOLD = { type: 'BOLD', fontWeightValue: 700 };
const ITALIC = { type: 'ITALIC', italicData: true };

/** The document as nested types, texts as strings. */
function outline(node: RicosNode): unknown {
  if (node.type === 'TEXT') return node.textData.text;
  return [node.type, ...node.nodes.map(outline)];
}
const outlineOf = (markdown: string) => ricos(markdown).map(outline);

function allText(node: RicosNode | RicosDocument): string {
  if ('type' in node && node.type === 'TEXT') return node.textData.text;
  return node.nodes.map(allText).join(' ');
}

function allNodes(node: RicosNode | RicosDocument): RicosNode[] {
  return node.nodes.flatMap((child) => [child, ...allNodes(child)]);
}

const visible = (value: string) => value.replace(/\s+/g, '');

describe('toRicos', () => {
  it('creates a document with the given ids', () => {
    expect(toRicos('Hello', options)).toEqual({
      nodes: [
        {
          type: 'PARAGRAPH',
          id: 'n1',
          nodes: [text('Hello')],
          paragraphData: { textStyle: { textAlignment: 'AUTO' } },
        },
      ],
      metadata: { version: 1, id: 'n0' },
      documentStyle: {},
    });
    expect(toRicos('', options).nodes).toEqual([]);
  });

  it.each<[string, unknown[]]>([
    [
      '# A\n\n###### B',
      [
        ['HEADING', 'A'],
        ['HEADING', 'B'],
      ],
    ],
    ['one\ntwo', [['PARAGRAPH', 'one two']]],
    ['one  \ntwo', [['PARAGRAPH', 'one', '\n', 'two']]],
    ['one\\\ntwo', [['PARAGRAPH', 'one', '\n', 'two']]],
    ['one<br/>two', [['PARAGRAPH', 'one', '\n', 'two']]],
    ['run `a b` now', [['PARAGRAPH', 'run ', 'a b', ' now']]],
    ['a <b>bold</b> word', [['PARAGRAPH', 'a ', 'bold', ' word']]],
    [
      '<div>kept</div>\n\nstays',
      [
        ['PARAGRAPH', 'kept'],
        ['PARAGRAPH', 'stays'],
      ],
    ],
    ['a <!-- note --> b', [['PARAGRAPH', 'a  b']]],
    ['AT&amp;T &copy; 5 * 3', [['PARAGRAPH', 'AT&T © 5 * 3']]],
    ['- a\n- b', [['BULLETED_LIST', ['LIST_ITEM', ['PARAGRAPH', 'a']], ['LIST_ITEM', ['PARAGRAPH', 'b']]]]],
    ['1) a', [['ORDERED_LIST', ['LIST_ITEM', ['PARAGRAPH', 'a']]]]],
    [
      '- a\n  1. b',
      [
        [
          'BULLETED_LIST',
          ['LIST_ITEM', ['PARAGRAPH', 'a'], ['ORDERED_LIST', ['LIST_ITEM', ['PARAGRAPH', 'b']]]],
        ],
      ],
    ],
    ['-\n- b', [['BULLETED_LIST', ['LIST_ITEM', ['PARAGRAPH']], ['LIST_ITEM', ['PARAGRAPH', 'b']]]]],
    [
      '- [x] done\n- [ ] open',
      [
        [
          'BULLETED_LIST',
          ['LIST_ITEM', ['PARAGRAPH', '☑ ', 'done']],
          ['LIST_ITEM', ['PARAGRAPH', '☐ ', 'open']],
        ],
      ],
    ],
    ['- ```\n  code\n  ```', [['BULLETED_LIST', ['LIST_ITEM', ['PARAGRAPH', 'code']]]]],
    ['> a\n>\n> b', [['BLOCKQUOTE', ['PARAGRAPH', 'a'], ['PARAGRAPH', 'b']]]],
    ['> a\n> > b', [['BLOCKQUOTE', ['PARAGRAPH', 'a'], ['PARAGRAPH', 'b']]]],
    [
      '> a\n> - b\n>\n> c',
      [
        ['BLOCKQUOTE', ['PARAGRAPH', 'a']],
        ['BULLETED_LIST', ['LIST_ITEM', ['PARAGRAPH', 'b']]],
        ['BLOCKQUOTE', ['PARAGRAPH', 'c']],
      ],
    ],
    ['```js\nlet a;\n\nlet b;\n```', [['CODE_BLOCK', 'let a;\n\nlet b;']]],
    ['a\n\n---\n\nb', [['PARAGRAPH', 'a'], ['DIVIDER'], ['PARAGRAPH', 'b']]],
    ['---\ntitle: x\ntags:\n  - a\n---\n\nb', [['PARAGRAPH', 'b']]],
    [
      'a[^1]\n\n[^1]: note',
      [
        ['PARAGRAPH', 'a', '[1]'],
        ['PARAGRAPH', '[1] ', 'note'],
      ],
    ],
    ['a ![pic](https://x.example/p.png) b', [['PARAGRAPH', 'a '], ['IMAGE'], ['PARAGRAPH', ' b']]],
    ['![pic](http://x.example/p.png)', [['PARAGRAPH', 'pic']]],
    ['![pic](data:image/png;base64,AA)', [['PARAGRAPH', 'pic']]],
    [
      '- a ![pic](https://x.example/p.png)\n- b',
      [['BULLETED_LIST', ['LIST_ITEM', ['PARAGRAPH', 'a ']], ['LIST_ITEM', ['PARAGRAPH', 'b']]], ['IMAGE']],
    ],
    ['##\n\na', [['PARAGRAPH', 'a']]],
  ])('%j', (markdown, expected) => {
    expect(outlineOf(markdown)).toEqual(expected);
  });

  it('pads short table rows', () => {
    const [table] = ricos('| a | b | c |\n|:--|--:|:-:|\n| 1 |\n| 2 | 3 | 4 |');
    expect(table && outline(table)).toEqual([
      'TABLE',
      [
        'TABLE_ROW',
        ['TABLE_CELL', ['PARAGRAPH', 'a']],
        ['TABLE_CELL', ['PARAGRAPH', 'b']],
        ['TABLE_CELL', ['PARAGRAPH', 'c']],
      ],
      [
        'TABLE_ROW',
        ['TABLE_CELL', ['PARAGRAPH', '1']],
        ['TABLE_CELL', ['PARAGRAPH']],
        ['TABLE_CELL', ['PARAGRAPH']],
      ],
      [
        'TABLE_ROW',
        ['TABLE_CELL', ['PARAGRAPH', '2']],
        ['TABLE_CELL', ['PARAGRAPH', '3']],
        ['TABLE_CELL', ['PARAGRAPH', '4']],
      ],
    ]);
    expect(table).toMatchObject({
      tableData: { dimensions: { colsWidthRatio: { length: 3 }, rowsHeight: { length: 3 } } },
    });
    expect(table?.nodes[0]?.nodes[1]).toMatchObject({
      nodes: [{ paragraphData: { textStyle: { textAlignment: 'RIGHT' } } }],
    });
  });

  it('keeps levels, starts and styles', () => {
    expect(ricos('### A')).toMatchObject([{ type: 'HEADING', headingData: { level: 3 } }]);
    expect(ricos('3. a')).toMatchObject([{ orderedListData: { start: 3 } }]);
    expect(ricos('---')).toMatchObject([
      { type: 'DIVIDER', dividerData: { lineStyle: 'SINGLE', width: 'LARGE', alignment: 'CENTER' } },
    ]);
    expect(ricos('**a *b*** ~~c~~')[0]?.nodes).toEqual([
      text('a ', BOLD),
      text('b', BOLD, ITALIC),
      text(' '),
      text('c', { type: 'STRIKETHROUGH', strikethroughData: true }),
    ]);
  });

  it.each([
    ['[a](https://x.example/p?q=1#f)', 'https://x.example/p?q=1#f'],
    ['[a](HTTP://x.example)', 'HTTP://x.example'],
    ['[a](mailto:me@x.example)', 'mailto:me@x.example'],
    ['[a](<https://x.example/a b>)', 'https://x.example/a%20b'],
    ['[a][r]\n\n[R]: https://x.example', 'https://x.example'],
    ['<https://x.example>', 'https://x.example'],
    ['www.x.example', 'http://www.x.example'],
  ])('keeps the link in %j', (markdown, url) => {
    const [node] = ricos(markdown)[0]?.nodes ?? [];
    expect(node).toMatchObject({ textData: { decorations: [link(url)] } });
  });

  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,x)',
    '[a](ftp://x.example)',
    '[a](/local)',
    '[a](//x.example)',
    '[a](#part)',
    '[a]()',
    '[a](https://)',
    '[a](https://user:pass@x.example)',
    '[a](<java&#10;script:alert(1)>)',
  ])('converts the link in %j to plain text', (markdown) => {
    expect(ricos(markdown)[0]?.nodes).toEqual([text('a')]);
  });

  it("writes a link's rel for search engines", () => {
    const asked: unknown[] = [];
    const document = toRicos('[a](https://paid.example "ad") [b](https://free.example)', {
      ...options,
      relOf: (asks) => {
        asked.push(asks);
        return asks.url.includes('paid') ? { nofollow: true, sponsored: true } : undefined;
      },
    });
    expect(document.nodes[0]?.nodes).toEqual([
      text('a', link('https://paid.example', { nofollow: true, sponsored: true })),
      text(' '),
      text('b', link('https://free.example')),
    ]);
    expect(asked).toEqual([
      { url: 'https://paid.example', title: 'ad', text: 'a' },
      { url: 'https://free.example', title: undefined, text: 'b' },
    ]);
  });

  it('links a linked picture', () => {
    expect(ricos('[![A cup](https://x.example/p.png)](https://x.example)')).toMatchObject([
      {
        type: 'IMAGE',
        imageData: {
          altText: 'A cup',
          image: { src: { url: 'https://x.example/p.png' } },
          link: { url: 'https://x.example', target: 'BLANK' },
        },
      },
    ]);
  });
});

it('keeps the text of content that is nested too deeply', () => {
  for (const source of [
    `${'>'.repeat(6000)} a *b* \`c\``,
    `${'- '.repeat(150)}a *b* c`,
    `${'> - '.repeat(100)}a [b](https://x.example) c`,
  ]) {
    expect(visible(toPlainText(source))).toBe('abc');
    expect(visible(allText(toRicos(source, options)))).toBe('abc');
  }
});

describe('toPlainText', () => {
  it.each([
    ['', ''],
    ['# A\n\nb *c* [d](https://x.example)', 'A\n\nb c d'],
    ['a  \nb\nc', 'a\nb c'],
    ['- a\n- b\n  - c', 'a\nb\nc'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a\tb\n1\t2'],
    ['<p>x</p>\n\ny <i>z</i>', 'x\n\ny z'],
    ['![alt](https://x.example/p.png)', ''],
    ['```\ncode\n```', 'code'],
    ['---\na: b\n---\ntext', 'text'],
  ])('%j', (markdown, expected) => {
    expect(toPlainText(markdown)).toBe(expected);
  });
});

describe('front matter', () => {
  it.each([
    ['---\na: b\n---\ntext', 13],
    ['---\r\na: b\r\n---\r\ntext', 16],
    ['---\na:\n  - b\n# c\n\n---', 21],
    ['---\n\ntext\n\n---', 0],
    ['---\nText: is this a heading', 0],
    ['text\n---\na: b\n---', 0],
  ])('%j', (markdown, length) => {
    expect(frontMatterLength(markdown)).toBe(length);
  });

  it('does not shift positions', () => {
    const markdown = '---\na: b\n---\nHello';
    const [node] = parseMarkdown(markdown).children;
    expect(markdown.slice(node?.position?.start.offset, node?.position?.end.offset)).toBe('Hello');
  });
});

it('distinguishes safe addresses from others', () => {
  expect(safeLinkUrl('https://x.example\\@evil.example')).toBeUndefined();
  expect(safeLinkUrl('https://x.example/\u0000')).toBeUndefined();
  expect(safeLinkUrl(' https://x.example')).toBeUndefined();
  expect(safeLinkUrl('mailto:?bcc=a@x.example')).toBeUndefined();
  expect(safeImageUrl('https://x.example/a b.png')).toBe('https://x.example/a%20b.png');
  expect(safeImageUrl('mailto:me@x.example')).toBeUndefined();
});

describe('properties', () => {
  const inline = fc.constantFrom(
    'word',
    '*it*',
    '**bold**',
    '~~gone~~',
    '`a{b`',
    '[l](https://x.example)',
    '[l](javascript:x)',
    '<b>',
    '</b>',
    '<br>',
    '![p](https://x.example/p.png)',
    '![p](http://x)',
    '&amp;',
    '😀',
    '\\*',
    'www.x.example',
    '[^1]',
    '[r]',
    '  \n',
    '|',
    '[',
    ']',
    '"',
  );
  const line = fc.array(inline, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '));
  const lead = fc.constantFrom(
    '',
    '# ',
    '## ',
    '- ',
    '* ',
    '1. ',
    '7) ',
    '> ',
    '> > ',
    '> - ',
    '- [x] ',
    '  - ',
    '    ',
    '- > ',
    '[^1]: ',
    '[r]: ',
    '```\n',
    '~~~js\n',
    '---\n',
    '<div>\n',
    '| ',
    '| a | b |\n|---|---|\n| ',
  );
  const markdown = fc.oneof(
    fc
      .array(
        fc.tuple(lead, line, fc.constantFrom('\n', '\n\n')).map((parts) => parts.join('')),
        { maxLength: 12 },
      )
      .map((lines) => lines.join('')),
    fc.string(),
    fc.string({ unit: 'binary' }),
  );

  it('keeps all visible text', () => {
    fc.assert(
      fc.property(markdown, (source) => {
        expect(visible(allText(toRicos(source, options)))).toBe(visible(toPlainText(source)));
      }),
      { numRuns: 250 },
    );
  });

  it('produces only what Wix allows', () => {
    const allowed: Record<string, string[]> = {
      PARAGRAPH: ['TEXT'],
      HEADING: ['TEXT'],
      CODE_BLOCK: ['TEXT'],
      BLOCKQUOTE: ['PARAGRAPH'],
      TEXT: [],
      IMAGE: [],
      DIVIDER: [],
      BULLETED_LIST: ['LIST_ITEM'],
      ORDERED_LIST: ['LIST_ITEM'],
      LIST_ITEM: ['PARAGRAPH', 'BULLETED_LIST', 'ORDERED_LIST'],
      TABLE: ['TABLE_ROW'],
      TABLE_ROW: ['TABLE_CELL'],
      TABLE_CELL: ['PARAGRAPH'],
    };
    fc.assert(
      fc.property(markdown, (source) => {
        const document = toRicos(source, options);
        const nodes = allNodes(document);
        for (const node of nodes) {
          for (const child of node.nodes) expect(allowed[node.type]).toContain(child.type);
          if (node.type === 'TEXT') expect(node.textData.text).not.toBe('');
        }
        const ids = nodes.filter(({ type }) => type !== 'TEXT').map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ricosBytes(document)).toBe(new TextEncoder().encode(JSON.stringify(document)).length);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a text parsed as it was written and as it is shown', () => {
  const parts = [
    '# Head',
    'a *b* `c`',
    '![p](https://a.example/p.png)',
    '![q](javascript:x)',
    'x < y',
    '<b>bold</b>',
    'a<br>b',
    '<div>block</div>',
    '[r]: https://a.example',
    '![r]',
    '- item',
    '| a | b |\n|---|---|\n| c | d |',
    '2024. A year',
  ];

  test('is what two parsings give', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 6 }), (lines) => {
        const markdown = lines.join('\n\n');
        const { written, shown } = parseBoth(markdown);
        expect(written).toEqual(parseMarkdown(markdown));
        expect(shown).toEqual(parseShown(markdown));
      }),
    );
  });

  test('is parsed once where the two are the same', () => {
    const same = parseBoth('# Head\n\nx < y');
    expect(same.shown).toBe(same.written);
    for (const markdown of ['![p](https://a.example/p.png)', '<b>bold</b>', 'a<br>b']) {
      const { written, shown } = parseBoth(markdown);
      expect(shown).not.toBe(written);
    }
  });
});
