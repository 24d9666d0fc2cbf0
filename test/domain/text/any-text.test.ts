import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { assemblePage, pageMarkdown } from '../../../src/domain/items/page';
import { checkDraft } from '../../../src/domain/quality';
import { readAnswer } from '../../../src/domain/providers/completion';
import { postShape } from '../../../src/domain/prompts/post';
import { isStorable } from '../../../src/domain/text/storable';
import type { RicosDocument, RicosNode } from '../../../src/domain/text/markdown';
import { toPlainText, toRicos, withoutHtml } from '../../../src/domain/text/markdown';
import { markdownTree } from '../../../src/panel/parts/markdown-tree';

/** Letters in order: what is left of a text when marks, spaces and numbers of lists do not count. */
const letters = (text: string): string => (text.match(/\p{L}/gu) ?? []).join('');

function shownBySite(node: RicosNode | RicosDocument): string {
  if ('type' in node && node.type === 'TEXT') return node.textData.text;
  if ('type' in node && node.type === 'IMAGE') return '';
  return node.nodes.map(shownBySite).join(' ');
}
const site = (markdown: string) => letters(shownBySite(toRicos(markdown, { idOf: String })));

function shownByPanel(node: Nodes): string {
  if ('children' in node) return node.children.map(shownByPanel).join(' ');
  if (node.type === 'image') return /^https:/.test(node.url) ? '' : (node.alt ?? '');
  return 'value' in node ? node.value : '';
}
/** What the panel shows, but that the descriptions of all pictures count. */
function panel(markdown: string): string {
  const root = markdownTree(withoutHtml(markdown));
  return letters(shownByPanel(root).replace(/<br\s*\/?>/g, ' '));
}

const page = (bodyMarkdown: string) =>
  assemblePage({
    title: '1',
    metaTitle: '',
    metaDescription: '',
    slug: '1',
    components: [{ id: '1', name: '1', heading: '1', bodyMarkdown }],
  });

/** What a model's answer with this body is saved as. */
function saved(bodyMarkdown: string): string | undefined {
  const content = JSON.stringify({
    ...{ title: '1', excerpt: '', metaTitle: '', metaDescription: '', slug: '', tags: [], imageAlt: '' },
    imagePrompt: '1',
    bodyMarkdown,
  });
  const read = readAnswer({ content, refusal: null, finishReason: 'stop' }, postShape);
  return read.outcome === 'read' ? read.value.bodyMarkdown : undefined;
}

function findings(markdown: string): string[] {
  const input = { markdown, title: '1', keyword: '', targetWords: 0, language: 'en' };
  return checkDraft(input).findings.map(({ id }) => id);
}

/** Findings that name what is hidden: an address, metadata, markup. */
const NAMES_IT = /^(?:links\.|markup\.|structure\.(?:front-matter|html))/;

/** Pieces of marks, and pieces that markup is made of. */
const marks = fc.constantFrom(
  ...[
    '*',
    '**',
    '***',
    '_',
    '__',
    '~',
    '~~',
    '#',
    '## ',
    '- ',
    '+ ',
    '* ',
    '> ',
    '1. ',
    '2024. ',
    '1) ',
    '|',
    '|-|',
  ],
  ...[
    '\n',
    '\n\n',
    '  \n',
    '\\',
    '\n---\n',
    '\n===\n',
    '    ',
    '\t',
    '[',
    ']',
    '(',
    ')',
    ': ',
    '!',
    '$',
    '^',
    '"',
    "'",
  ],
  ...[
    '[ ] ',
    '[x] ',
    '[^a]',
    '< ',
    ' > ',
    '5*3',
    '5~7',
    'a_b',
    '「',
    '」',
    '：',
    'です',
    'สวย',
    'مهم',
    'word',
    '\r\n',
    '\ufeff',
  ],
  ...['\0', '\ud800', '\udc00', '\ufffe', '\u200b', '\u00ad', '\u202e', '😀', 'e\u0301', '`', '+1', '…'],
);
const anyText = fc
  .array(fc.oneof({ weight: 3, arbitrary: marks }, fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

test('any text ends as a page with the same letters, or as a finding that names what is wrong', () => {
  fc.assert(
    fc.property(anyText, (written) => {
      const body = saved(written);
      if (body === undefined) return;
      expect(isStorable(body)).toBe(true);
      const shown = site(body);
      // The checks, the site and the panel agree in any case.
      expect(letters(toPlainText(body))).toBe(shown);
      expect(panel(body)).toBe(shown);
      if (letters(body) !== shown) expect(findings(body)).toContainEqual(expect.stringMatching(NAMES_IT));
    }),
    { seed: 14, numRuns: 500 },
  );
}, 60_000);

/** Markup with the letters that a reader must see of it; Z is for what nobody may see. */
const PARTS: Array<[string, string]> = [
  ['plain words', 'plainwords'],
  ['**「強調」**です', '強調です'],
  ['~~old~~ and ~5', 'oldand'],
  ['<p>one</p><p>two</p>', 'onetwo'],
  ['<table><tr><th>h</th></tr><tr><td>c<br>d</td></tr></table>', 'hcd'],
  ['<details><summary>q</summary>a</details>', 'qa'],
  ['<ul><li>i<ul><li>j</li></ul></li></ul>', 'ij'],
  ['w<sub>s</sub>w <b>b</b> <a href="https://x.example/Z">l</a>', 'wswbl'],
  ['<!-- Z --> t <script>Z</script>', 't'],
  ['[l](https://x.example/Z) [m](javascript:Z)', 'lm'],
  ['![p](http://x.example/Z.png)', 'p'],
  ['![Z](https://x.example/Z.png) v', 'v'],
  ['for <your name> if a<b and c>d', 'foryournameifabandcd'],
  ['&eacute; &lt;b&gt;', 'éb'],
  ['`code` 2*x*3', 'codex'],
  ['- item\n- [x] task', 'itemtask'],
  ['> quoted\n> <p>html</p>', 'quotedhtml'],
  ['| a | b |\n|---|---|\n| c | <i>d</i> |', 'abcd'],
  ['```\nfenced\n```', 'fenced'],
  ['[Note]: handmade', 'Notehandmade'],
];

test('no word of any markup is lost, and none is added', () => {
  const parts = fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(parts, (chosen) => {
      const body = chosen.map(([source]) => source).join('\n\n');
      const seen = chosen.map(([, text]) => text).join('');
      expect(site(body)).toBe(seen);
      expect(panel(body)).toBe(seen);
      expect(letters(toPlainText(body))).toBe(seen);
      expect(letters(toPlainText(page(body).body))).toBe(seen);
      expect(letters(toPlainText(pageMarkdown(page(body))))).toBe(seen);
    }),
    { seed: 14, numRuns: 50 },
  );
}, 60_000);

/** Pieces that parsers of text tend to read again and again. */
const HOSTILE = [
  '<',
  '>',
  '[',
  'a\n=\n',
  '![',
  '<!--',
  '**',
  '~~',
  '`',
  '&lt;',
  '<b>',
  '<p>\n\n',
  '| a |\n',
  '[a]',
  '> - ',
];

test.each(HOSTILE)(
  '%j, 4,000 times, takes no longer than its length allows',
  (piece) => {
    const began = performance.now();
    toRicos(piece.repeat(4_000), { idOf: String });
    // A second at most where nothing else runs; by the square of the length it would be minutes.
    expect(performance.now() - began).toBeLessThan(15_000);
  },
  60_000,
);
