import fc from 'fast-check';
import { toPlainText } from '../../../src/domain/text/markdown';
import { parseMarkdown } from '../../../src/domain/text/markdown/parse';
import { plainTextOf } from '../../../src/domain/text/markdown/plain-text';
import { assemblePage, pageMarkdown } from '../../../src/domain/items/page';

const page = (bodies: readonly string[], more: { title?: string; slug?: string; heading?: string } = {}) =>
  assemblePage({
    title: more.title ?? 'Standing desks',
    metaTitle: 'Meta',
    metaDescription: 'What it is.',
    slug: more.slug ?? 'standing-desks',
    components: bodies.map((bodyMarkdown, at) => ({
      id: `part-${at}`,
      name: `Part ${at}`,
      heading: more.heading ?? `Heading ${at}`,
      bodyMarkdown,
    })),
  });

const headings = (markdown: string) =>
  parseMarkdown(markdown).children.flatMap((node) =>
    node.type === 'heading' ? [`${node.depth} ${plainTextOf(node)}`] : [],
  );

test('each section has its own heading, below the title', () => {
  const assembled = page(['One.', 'Two.\n\n- a\n- b']);
  expect(assembled.body).toBe('## Heading 0\n\nOne.\n\n## Heading 1\n\nTwo.\n\n- a\n- b');
  expect(pageMarkdown(assembled)).toBe(`# Standing desks\n\n${assembled.body}\n`);
  expect(assembled).toMatchObject({
    title: 'Standing desks',
    metaTitle: 'Meta',
    metaDescription: 'What it is.',
  });
  expect(assembled.components.map(({ id, bodyMarkdown }) => [id, bodyMarkdown])).toEqual([
    ['part-0', 'One.'],
    ['part-1', 'Two.\n\n- a\n- b'],
  ]);
});

test.each([
  ['# A\n\nx\n\n## B\n\ny', '### A\n\nx\n\n#### B\n\ny'],
  ['x\n\n## B ##\n\n#### C', 'x\n\n### B ##\n\n##### C'],
  ['### A\n\n#### B', '### A\n\n#### B'],
  ['# A\n\n##### B\n\n###### C', '### A\n\n###### B\n\n###### C'],
  ['Under\nlined *twice*\n===\n\nx', '### Under lined *twice*\n\nx'],
  ['C #\n---\n\nx', '### C \\#\n\nx'],
  ['One\n===\n\na\n\nTwo\n---\n\nb', '### One\n\na\n\n#### Two\n\nb'],
  ['*  a\n*  b\n\n5 * 3  \nnext', '*  a\n*  b\n\n5 * 3  \nnext'],
  ['> ## Quoted\n> x', '> ### Quoted\n> x'],
  ['- ## In a list\n\n  x', '- ### In a list\n\n  x'],
  ['## See www.example.com, a@example.com', '### See www.example.com, a@example.com'],
  ['##\n\nx', '###\n\nx'],
  ['```\n# not a heading\n```\n\n    ## nor this', '```\n# not a heading\n```\n\n    ## nor this'],
  ['#hash\n\n\\# no', '#hash\n\n\\# no'],
  ['---\ntitle: x\n---\n\nText', 'Text'],
  ['## heading 0x\n\nText', '### heading 0x\n\nText'],
  ['## Heading 0\n\nText\n\n## B', 'Text\n\n### B'],
])("%j is moved below its section's heading", (body, lowered) => {
  expect(page([body]).body).toBe(`## Heading 0\n\n${lowered}`);
});

test.each([
  '```js\nopen',
  '~~~~\nopen',
  '<!-- open',
  '<script>\nopen',
  '<!X open',
  '<?x open',
  '- ```\n  open',
])('what %j leaves open does not swallow the next section', (body) => {
  expect(headings(page([body, 'After.']).body)).toEqual(['2 Heading 0', '2 Heading 1']);
});

test.each(['C #', '5 * 3 * 2 <b>', '[x](y) `z`', 'a\\b_c_ &amp; ~~d~~', '1. First', '#', 'two\nlines'])(
  'a title or heading such as %j is displayed as written',
  (text) => {
    const document = pageMarkdown(page(['Text.'], { title: text, heading: text }));
    const shown = text.replace('\n', ' ');
    expect(headings(document)).toEqual([`1 ${shown}`, `2 ${shown}`]);
  },
);

test('a heading is a single line without Markdown of its own, whatever the model wrote', () => {
  expect(page(['Because.'], { heading: '## Why\nnot' }).body).toBe('## Why not\n\nBecause.');
});

test('an unusable slug is replaced by one made from the title', () => {
  expect(page(['x'], { slug: 'As It Is!' }).slug).toBe('as-it-is');
  expect(page(['x'], { slug: '' }).slug).toBe('standing-desks');
  expect(page(['x'], { slug: '紹介', title: '紹介' }).slug).toMatch(/^[a-z]+$/);
});

test('every level-two heading belongs to a section and no text is lost, whatever the sections contain', () => {
  const block = fc.constantFrom(
    'Text.',
    '# One',
    '## Two ##',
    'Three\n---',
    '- a\n  # b',
    '> # q',
    '```\n# c\n```',
    '| a |\n| - |\n| b |',
    '<div>',
    '~~~',
    '    code',
    '<!--',
    '###### six',
    '[r]: https://a.example',
  );
  const body = fc.array(block, { minLength: 1, maxLength: 5 }).map((blocks) => blocks.join('\n\n'));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(body, fc.string(), fc.string({ unit: 'binary' })), { maxLength: 4 }),
      (bodies) => {
        const assembled = page(bodies);
        const found = headings(pageMarkdown(assembled)).filter((line) => /^[12] /.test(line));
        expect(found).toEqual(['1 Standing desks', ...bodies.map((_, at) => `2 Heading ${at}`)]);
        const letters = (text: string) => text.replace(/[^a-z]/gi, '');
        if (bodies.length === 1)
          expect(letters(toPlainText(assembled.body))).toContain(letters(toPlainText(bodies[0]!)));
      },
    ),
    { numRuns: 300 },
  );
});
