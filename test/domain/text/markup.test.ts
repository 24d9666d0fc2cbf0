import { checkDraft } from '../../../src/domain/quality';
import type { RicosDocument, RicosNode } from '../../../src/domain/text/markdown';
import { toPlainText, toRicos, withoutHtml } from '../../../src/domain/text/markdown';
import { GOOD_DRAFT, GOOD_MARKDOWN } from '../quality/samples';

const ricos = (markdown: string) => toRicos(markdown, { idOf: (n) => `n${n}` });

function styled(node: RicosNode | RicosDocument): string {
  if (!('type' in node) || node.type !== 'TEXT') return node.nodes.map(styled).join('');
  const { text, decorations } = node.textData;
  return decorations.reduce((inner, { type }) => `${type.toLowerCase()}(${inner})`, text);
}

function allText(node: RicosNode | RicosDocument): string {
  if ('type' in node && node.type === 'TEXT') return node.textData.text;
  return node.nodes.map(allText).join(' ');
}

test.each([
  ['5~7 seconds at 90~95 degrees', '5~7 seconds at 90~95 degrees'],
  ['~5 minutes or ~6', '~5 minutes or ~6'],
  ['5~~7 and 90~~95', '5~~7 and 90~~95'],
  ['~~old~~ new', 'strikethrough(old) new'],
  ['~~「旧」~~です', 'strikethrough(「旧」)です'],
  ['**「重要」**です', 'bold(「重要」)です'],
  ['これは**「重要」**です', 'これはbold(「重要」)です'],
  ['**重要：**内容', 'bold(重要：)内容'],
  ['*「重要」*です', 'italic(「重要」)です'],
  ['これは__重要__です', 'これはbold(重要)です'],
  ['**「중요」**입니다', 'bold(「중요」)입니다'],
  ['**"สำคัญ"**มาก', 'bold("สำคัญ")มาก'],
  ['**مهم:**جدا', 'bold(مهم:)جدا'],
  ['**Note:**this', 'bold(Note:)this'],
  ['2*3*4', '2*3*4'],
  ['10cm*5cm*2cm', '10cm*5cm*2cm'],
  ['L*W*H', 'L*W*H'],
  ['(a+b)*(c+d)*(e)', '(a+b)*(c+d)*(e)'],
  ['$5*$3*$2 and $5 * 3', '$5*$3*$2 and $5 * 3'],
  ['2**3 and 4**5', '2**3 and 4**5'],
  ['snake_case_name, #hashtag, +1', 'snake_case_name, #hashtag, +1'],
  ['**S**pecific', 'bold(S)pecific'],
  ['He said "**yes**" and "**no**".', 'He said "bold(yes)" and "bold(no)".'],
  ['2024. It was a good year.', '2024. It was a good year.'],
  ['[Note]: handmade', '[Note]: handmade'],
  ['a < b and c > d', 'a < b and c > d'],
  ['if a<b and c>d then', 'if a<b and c>d then'],
  ['I <3 it', 'I <3 it'],
  ['for <your name>', 'for <your name>'],
])('%j is shown as %j', (markdown, shown) => {
  expect(styled(ricos(markdown))).toBe(shown);
});

test.each([
  ['<p>One</p><p>two</p>', 'One\n\ntwo'],
  ['text<p>glued</p>more', 'text glued more'],
  ['<table>\n<tr><th>A</th><th>B</th></tr>\n\n<tr><td>1</td><td>x|y</td></tr>\n</table>', 'A\tB\n1\tx|y'],
  ['<details>\n<summary>Q?</summary>\n\nThe **answer**.\n\n</details>', 'Q?\n\nThe answer.'],
  ['<ul>\n<li>one</li>\n<li>two<ul><li>deep</li></ul></li>\n</ul>', 'one\ntwo\ndeep'],
  ['<ol><li>a</li><li>b</li></ol>', 'a\nb'],
  ['<h2>Title</h2>Hello <strong>you</strong> &amp; me', 'Title\n\nHello you & me'],
  ['H<sub>2</sub>O', 'H2O'],
  ['- a\n- <p>para</p>\n- b', 'a\npara\nb'],
  ['> a\n> <p>in it</p>', 'a\n\nin it'],
  ['a <script>alert(1)</script> b<!-- c -->', 'a  b'],
  ['<style>\np {}\n</style>\n\nx', 'x'],
  ['<!-- never closed\n\nthe rest', '<!-- never closed\n\nthe rest'],
  ['<script>never closed', '<script>never closed'],
  ['<div>\n\n**md**\n\n</div>', 'md'],
  ['<p>intro</p>\n## Heading', 'intro\n\nHeading'],
  ['<b>a</b><b>b</b> and f<b>o</b>o', 'ab and foo'],
  ['see <a href="https://x.example/p">the guide</a>', 'see the guide'],
  ['a ![A cup](http://x.example/p.png) b', 'a A cup b'],
  ['<img src="p.png" alt="A cup">', 'A cup'],
  ['a[^1]\n\n[^1]: note', 'a[1]\n\n[1] note'],
  ['[a](javascript:x) [b](ftp://x.example)', 'a b'],
  ['```Note: wash cold\nx\n```', 'Note: wash cold\nx'],
  ['| a |\n|---|\n| b | c |', 'a\nb\tc'],
  ['\ufeff<p>x</p>', 'x'],
])('no word of %j is lost', (markdown, text) => {
  const bare = (shown: string): string => shown.replace(/\s/g, '');
  expect(toPlainText(markdown)).toBe(text);
  expect(bare(allText(ricos(markdown)))).toBe(bare(text));
  expect(toPlainText(withoutHtml(withoutHtml(markdown)))).toBe(text);
});

function idsFor(text: string): string[] {
  const markdown = GOOD_MARKDOWN.replace('## Choosing a size', () => `${text}\n\n## Choosing a size`);
  return checkDraft({ ...GOOD_DRAFT, markdown }).findings.map(({ id }) => id);
}

test.each([
  'This **is never closed.',
  'An __underlined start.',
  'Some ~~old price.',
  'Run `this now.',
  '##Heading without a space',
  '&lt;b&gt;visible&lt;/b&gt; tags',
  'Text.\n\n    **Bold** in an indented paragraph',
  'これは**「重要です',
])('marks that readers see are a finding: %j', (text) => {
  expect(idsFor(text)).toContain('markup.visible');
});

test.each([
  '5~7 seconds at 90~95 degrees',
  'A price** of two.\n\n** without tax',
  'Price**, size**.\n\n**excl. VAT',
  'Powers: 2**10 and d**n it',
  'snake__case and ____ to fill in',
  '**「重要」**です and **bold**',
  'A #hashtag, 2*3, a < b, `code`',
  'Use `**` for bold',
])('ordinary signs are none: %j', (text) => {
  expect(idsFor(text)).not.toContain('markup.visible');
});

test.each([
  ['[x](http://127.0.0.1/a)', 'links.address'],
  ['[x](http://2130706433/)', 'links.address'],
  ['[x](http://0177.0.0.1/)', 'links.address'],
  ['[x](http://0x7f.1/)', 'links.address'],
  ['[x](http://[::1]/)', 'links.address'],
  ['[x](http://[::ffff:10.0.0.1]/)', 'links.address'],
  ['[x](http://[fe80::1]/)', 'links.address'],
  ['[x](http://169.254.169.254/latest)', 'links.address'],
  ['[x](http://192.168.1.1/)', 'links.address'],
  ['[x](http://router.local/)', 'links.address'],
  ['[x](https://api.internal./)', 'links.address'],
  ['[x](http://localhost:3000/)', 'links.address'],
  ['[x](http://intranet/)', 'links.address'],
  ['[x](https://user:pw@shop.example/)', 'links.address'],
  ['[x](data:text/html,x)', 'links.address'],
  ['[x](https://аррӏе.com/)', 'links.look-alike'],
  ['[x](https://pаypal.com/)', 'links.look-alike'],
  ['[x](https://xn--pypal-4ve.com/)', 'links.look-alike'],
  ['Open http://127.0.0.1:8080/admin first.', 'links.not-public'],
  ['<http://localhost:3000>', 'links.not-public'],
])('%j is not linked, and a finding says so', (markdown, id) => {
  expect(JSON.stringify(ricos(markdown))).not.toContain('"LINK"');
  expect(idsFor(markdown)).toContain(id);
});

test.each([
  ['[x](https://bücher.example/ü)', 'https://xn--bcher-kva.example/%C3%BC'],
  ['[x](https://例え.テスト.example/)', 'https://xn--r8jz45g.xn--zckzah.example/'],
  ['[x](https://пример.example/)', 'https://xn--e1afmkfd.example/'],
  ['[x](https://8.8.8.8/)', 'https://8.8.8.8/'],
  ['[x](https://shop.example)', 'https://shop.example'],
])('%j is linked to %s', (markdown, url) => {
  expect(JSON.stringify(ricos(markdown))).toContain(`"url":"${url}"`);
  expect(idsFor(markdown).filter((id) => id.startsWith('links.'))).toEqual([]);
});
