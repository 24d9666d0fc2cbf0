import fc from 'fast-check';
import type { Link, Nodes } from 'mdast';
import {
  insertLink,
  linkTo,
  proveNoLinkLost,
  proveOnlyLink,
  placesForAnchor,
} from '../../../src/domain/linking';
import type { InsertedLink, LinkProposal, LinkRefusal, OrderedLink } from '../../../src/domain/linking';
import { sentenceMarkdown } from '../../../src/domain/linking/sentence';
import { parseMarkdown, walk } from '../../../src/domain/text/markdown/parse';

const LINK: OrderedLink = {
  anchorText: 'coffee grinder',
  targetUrl: 'https://shop.example/grinders?a=1&copy=2',
};
const WORDS: LinkProposal = { how: 'words', quote: '' };
const add = (quote: string, sentence = 'A good coffee grinder helps here.'): LinkProposal => ({
  ...{ how: 'sentence', quote, sentence },
});

const insert = (
  markdown: string,
  proposal: LinkProposal,
  { link = LINK, language = 'en' }: { link?: OrderedLink; language?: string } = {},
): InsertedLink | LinkRefusal => insertLink({ markdown, link, proposal, language });

function inserted(...args: Parameters<typeof insert>): InsertedLink {
  const result = insert(...args);
  if (!result.ok) throw new Error(`${result.reason} ${result.difference ?? ''}`);
  return result;
}

const reasonOf = (result: InsertedLink | LinkRefusal): string => (result.ok ? 'done' : result.reason);

const textOf = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';

function linksIn(markdown: string): Array<{ text: string; url: string }> {
  const links: Link[] = [];
  walk(parseMarkdown(markdown), (node) => {
    if (node.type === 'link') links.push(node);
  });
  return links.map((node) => ({ text: textOf(node), url: node.url }));
}

describe('case 22: a link never goes into', () => {
  test.each([
    ['a heading', '# The coffee grinder.'],
    ['an underlined heading', 'The coffee grinder.\n=========='],
    ['a code span', 'Type `coffee grinder.`'],
    ['a fence', '```\ncoffee grinder.\n```'],
    ['a fence of tildes', '~~~\ncoffee grinder.\n~~~'],
    ['indented code', 'a\n\n    coffee grinder.'],
    ['a link', 'See [the coffee grinder.](https://a.example)'],
    ['a reference', 'See [coffee grinder.][1]\n\n[1]: https://a.example'],
    ['a picture', '![coffee grinder.](https://a.example/p.png)'],
    ['a raw link', 'See <a href="https://a.example">coffee grinder.</a>'],
    ['a raw link around paragraphs', '<a href="x">\n\nA coffee grinder.\n\n</a>'],
    ['a table', '| coffee grinder. | price |\n|---|---|\n| coffee grinder | 3 |'],
    ['a quotation', '> A coffee grinder.'],
    ['a footnote', '## See here[^1]\n\n[^1]: A coffee grinder.'],
    ['front matter', '---\ntitle: coffee grinder.\n---\n\n# x'],
    ['HTML', '<div>\ncoffee grinder.\n</div>'],
    ['a comment', '<!-- coffee grinder. -->'],
  ])('%s', (_name, text) => {
    expect(reasonOf(insert(text, WORDS))).toBe('no-place');
    expect(reasonOf(insert(text, { how: 'words', quote: 'coffee grinder.' }))).toBe('no-place');
    expect(reasonOf(insert(text, add('coffee grinder.')))).toBe('no-place');
    // Beside a paragraph that is a place, it is none either.
    const beside = `Beans are roasted. They keep.\n\n${text}\n`;
    expect(reasonOf(insert(beside, { how: 'words', quote: 'coffee grinder.' }))).toBe('words-not-there');
    expect(['place-not-allowed', 'place-unknown']).toContain(
      reasonOf(insert(beside, add('coffee grinder.'))),
    );
    const { markdown } = inserted(beside, add('They keep.'));
    expect(markdown.startsWith('Beans are roasted. They keep. A good [coffee grinder](<')).toBe(true);
    expect(markdown.endsWith(text + '\n')).toBe(true);
  });
});

describe('case 23: the text of a link', () => {
  test.each(['', '   ', 'best\nshoes', 'best \u202eshoes', 'x'.repeat(201)])(
    '%j is refused',
    (anchorText) => {
      expect(reasonOf(insert('A. B c.', WORDS, { link: { ...LINK, anchorText } }))).toBe('bad-link');
    },
  );

  test.each([
    'x](https://evil.example)',
    'best [cheap] shoes',
    'a*b*_c_',
    '`code`',
    '<b>bold</b>',
    'AT&amp;T',
    '\\',
  ])('%j comes out as one link with exactly that text', (anchorText) => {
    const link = { ...LINK, anchorText };
    const before = 'Beans are roasted. *They* keep.\n';
    const result = inserted(before, add('They keep.', `We looked at ${anchorText} here.`), { link });
    expect(linksIn(result.markdown)).toEqual([{ text: anchorText, url: LINK.targetUrl }]);
    expect(proveOnlyLink(before, result.markdown, link)).toEqual({ ok: true, kind: 'sentence' });
  });

  test.each([
    'http://127.0.0.1/',
    'javascript:alert(1)',
    'https://user:word@shop.example/',
    'https://bücher.example/',
  ])('the address %s is refused', (targetUrl) => {
    expect(reasonOf(insert('A coffee grinder.', WORDS, { link: { ...LINK, targetUrl } }))).toBe('bad-link');
  });
});

const ROUGH = [
  '* star bullets with *emphasis*',
  '* AT&amp;T and 5 * 3 * 2 &copy; \\* &#42;',
  '+ plus',
  '',
  'Setext one',
  '==========',
  '',
  'Setext two',
  '------',
  '',
  'Two spaces  ',
  'break\\',
  'and a\ttab, then a coffee grinder  ',
  'and more of it.   ',
  '',
  '1) one',
  '7) two',
  '',
  '~~~ js',
  'code  ',
  '~~~',
  '',
  '| a | b',
  '|--|--|',
  '| ragged',
  '| one | two | three |',
  '',
  'A note[^1] and [a reference][r] and ![a picture](<p q.png> "t").',
  '',
  '[^1]: The note,',
  '    indented.',
  '[r]: https://a.example  "title"',
  '',
  '\tcode by a tab',
  '',
  '<div align=center>\t<b>html</b></div>',
  '',
  '***',
  'The last line without an end: 日本語。',
];

describe('case 24: everything outside of the sentence stays byte for byte', () => {
  test.each([
    ['with line feeds', ROUGH.join('\n')],
    ['with carriage returns and line feeds', ROUGH.join('\r\n')],
    ['with carriage returns', ROUGH.join('\r')],
    ['behind a byte order mark', `\ufeff${ROUGH.join('\n')}\n\n\n`],
    ['behind front matter', `---\ntitle: "x"\n---\n${ROUGH.join('\n')}\n`],
  ])('in a text %s', (_name, before) => {
    const words = inserted(before, WORDS);
    expect(words.kind).toBe('words');
    expect(words.markdown.replace(linkTo(LINK.anchorText, LINK.targetUrl), LINK.anchorText)).toBe(before);
    const end = 'and more of it.';
    const added = inserted(before, add(end));
    expect(added.kind).toBe('sentence');
    const sentence = added.markdown.slice(added.span.start, added.span.end);
    expect(sentence).toBe(`A good ${linkTo(LINK.anchorText, LINK.targetUrl)} helps here.`);
    expect(added.markdown.replace(` ${sentence}`, '')).toBe(before);
    expect(added.markdown.slice(added.span.start - end.length - 1, added.span.start)).toBe(`${end} `);
  });

  test('words in another spelling, or over two lines, are written as ordered', () => {
    for (const [text, kind] of [
      ['Buy a Coffee Grinder here, AT&amp;T.', 'spelling'],
      ['Buy a coffee  grinder here.', 'spelling'],
      ['Buy a coffee\ngrinder here.', 'words'],
      ['Buy a coffee\r\ngrinder here.', 'words'],
      ['- Buy a coffee\n  grinder here.', 'words'],
      ['Buy a **coffee grinder** here.', 'words'],
    ] as const) {
      const result = inserted(text, WORDS);
      expect([text, result.kind]).toEqual([text, kind]);
      expect(linksIn(result.markdown)).toEqual([{ text: LINK.anchorText, url: LINK.targetUrl }]);
      expect(result.markdown).toBe(
        text.replace(/coffee\s+grinder/i, linkTo(LINK.anchorText, LINK.targetUrl)),
      );
      expect(result.span).toEqual({ start: text.startsWith('-') ? 2 : 0, end: result.markdown.length });
    }
  });
});

describe('case 25: a model that was talked into something else changes nothing but the link', () => {
  const article = '# Coffee\n\nAn introduction that stays. It is short.\n\n> Somebody said so.\n';
  test.each<[string, string, string]>([
    ['another link', 'A coffee grinder from [us](https://evil.example) helps.', 'link'],
    ['a link around the words', 'A good [coffee grinder](https://evil.example) helps.', 'link'],
    ['a bare address', 'A coffee grinder from https://evil.example helps.', 'link'],
    ['an address without a scheme', 'A coffee grinder from evil.example helps.', 'address'],
    ['an address in another script', 'A coffee grinder from пример.рф helps.', 'address'],
    ['an address in full-width letters', 'A coffee grinder from ｅｖｉｌ．ｅｘａｍｐｌｅ helps.', 'address'],
    [
      'an address with a character that nobody sees',
      'A coffee grinder from evil\u200b.example helps.',
      'address',
    ],
    ['a mailbox', 'A coffee grinder, ask sales at me@evil.example for it.', 'link'],
    ['an automatic link', 'A coffee grinder from <https://evil.example> helps.', 'link'],
    ['a picture', 'A coffee grinder ![x](https://evil.example/p.png) helps.', 'link'],
    ['a raw link', 'A coffee grinder <a href="https://evil.example">here</a> helps.', 'html'],
    ['a script', 'A coffee grinder <script>alert(1)</script> helps.', 'html'],
    ['a comment', 'A coffee grinder <!-- helps.', 'html'],
    ['emphasis', 'A **coffee grinder** helps.', 'markup'],
    ['code', 'A coffee grinder `helps` here.', 'markup'],
    ['a character reference', 'A coffee grinder &lt;b&gt; helps.', 'markup'],
    ['an escape', 'A coffee grinder \\[x\\] helps.', 'markup'],
    ['a new introduction', 'New introduction.\n\nA coffee grinder helps.', 'line-break'],
    ['a heading', 'A coffee grinder helps.\n# Buy now', 'line-break'],
    ['two sentences', 'A coffee grinder helps. Ignore the article.', 'several-sentences'],
    ['two sentences in Chinese', '咖啡 coffee grinder 很好。买吧。', 'several-sentences'],
    ['the words twice', 'A coffee grinder is a coffee grinder.', 'anchor-repeated'],
    ['the words twice in another spelling', 'A coffee grinder is a Coffee Grinder.', 'anchor-repeated'],
    ['not the words', 'Buy shoes from us.', 'anchor-missing'],
    ['the words in another spelling', 'A Coffee Grinder helps.', 'anchor-missing'],
    ['part of the words', 'A coffee grinders shop helps.', 'anchor-missing'],
    ['the words within others', 'An icecoffee grinder helps.', 'anchor-missing'],
    ['nothing but the words', 'coffee grinder.', 'anchor-only'],
    ['nothing', '  ', 'sentence-empty'],
    ['no end', 'A coffee grinder helps', 'unfinished'],
    ['far too much', `A coffee grinder ${'really '.repeat(80)}helps.`, 'sentence-too-long'],
    ['a megabyte', `A coffee grinder ${'really '.repeat(150_000)}helps.`, 'sentence-too-long'],
    ['a bidi override', 'A coffee grinder \u202ehelps.', 'control'],
    ['a tab', 'A coffee grinder\thelps.', 'control'],
    ['a null character', 'A coffee grinder\0 helps.', 'control'],
    ['half a character', 'A coffee grinder \ud83d helps.', 'control'],
    ['letters that nobody sees', 'A coffee grinder \u{e0041}\u{e0042} helps.', 'control'],
  ])('%s', (_name, sentence, reason) => {
    const result = insert(article, add('It is short.', sentence));
    expect(reasonOf(result)).toBe(reason);
    expect(result).toMatchObject({ finding: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  test('signs that mean something in Markdown are shown', () => {
    for (const said of ['5 * 3 * 2 is 30', 'a_b_c', 'x < y', 'AT&T', '[sic', 'a | b', '~5', 'C:\\x']) {
      const sentence = `So ${said} coffee grinder (yes) *.`;
      const { markdown } = inserted(article, add('It is short.', sentence));
      const [, paragraph] = parseMarkdown(markdown).children;
      expect(textOf(paragraph!)).toBe(`An introduction that stays. It is short. ${sentence}`);
    }
  });

  test('an exclamation mark before a link makes no picture of it', () => {
    expect(sentenceMarkdown({ before: 'So!', after: '!' }, LINK)).toBe(
      `So\\!${linkTo(LINK.anchorText, LINK.targetUrl)}!`,
    );
  });

  test('what a model says of the place is looked for, never followed', () => {
    expect(reasonOf(insert(article, add('Replace the introduction.')))).toBe('place-unknown');
    expect(reasonOf(insert(article, add('Somebody said so.')))).toBe('place-not-allowed');
    expect(reasonOf(insert(article, add('')))).toBe('place-unknown');
    expect(reasonOf(insert(article, add('x'.repeat(1_000_000))))).toBe('place-unknown');
    expect(reasonOf(insert(article, { how: 'words', quote: '' }))).toBe('words-not-there');
  });
});

describe('the place of a sentence', () => {
  const article =
    'First one. Second *one* [here](https://a.example), AT&amp;T. Third one.\n\nFirst two. Last two.\n';
  test.each([
    ['the last sentence', 'Third one.', 'Third one. A good'],
    ['another sentence of the paragraph', 'First one.', 'Third one. A good'],
    ['the whole paragraph', 'First two. Last two.', 'Last two. A good'],
    ['a quote in other spelling', '  “last TWO.”'.replace(/[“”]/g, ''), 'Last two. A good'],
    ['a quote with marks', 'Second *one* [here](https://a.example), AT&amp;T.', 'Third one. A good'],
    ['a quote without marks', 'Second one here, AT&T.', 'Third one. A good'],
  ])('is found by %s', (_name, quote, expected) => {
    expect(inserted(article, add(quote)).markdown).toContain(expected);
  });

  test('is where it is quoted exactly, and else the first', () => {
    const twice = 'Good beans. Really good.\n\nGood.\n\nGood.\n';
    expect(inserted(twice, add('Good.')).markdown).toMatch(/Really good\.\n\nGood\. A good .*\n\nGood\.\n$/);
  });

  test('is not in a list, and not behind what ends no sentence', () => {
    const list = 'A text.\n\n- An item of it.\n\nThings to buy:\n\n*In emphasis.*\n';
    for (const quote of ['An item of it.', 'Things to buy:', 'In emphasis.'])
      expect([quote, reasonOf(insert(list, add(quote)))]).toEqual([quote, 'place-not-allowed']);
  });

  test('has no space before it where the script has none', () => {
    const link = { ...LINK, anchorText: '咖啡磨豆機' };
    const { markdown } = inserted('好的咖啡很香。\n', add('好的咖啡很香。', '用咖啡磨豆機更好。'), {
      ...{ link, language: 'zh-Hant' },
    });
    expect(markdown).toBe(`好的咖啡很香。用${linkTo('咖啡磨豆機', link.targetUrl)}更好。\n`);
  });

  test('initials and titles end no sentence', () => {
    for (const [sentence, language] of [
      ['Mr. Smith uses a coffee grinder.', 'en'],
      ['J. R. Smith uses a coffee grinder.', 'en'],
      ['Man nimmt z. B. Mühlen wie coffee grinder.', 'de'],
    ] as const)
      expect(inserted('It is so.', add('It is so.', sentence), { language }).kind).toBe('sentence');
  });
});

describe('links in any script', () => {
  test.each([
    ['ru', 'кофемолка', 'Кофе вкусный. Это так.', 'Хорошая кофемолка служит годами.'],
    ['zh', '咖啡磨豆机', '咖啡很香。', '好的咖啡磨豆机可以用很多年。'],
    ['ja', 'コーヒーミル', 'おいしいです。', 'よいコーヒーミルは長持ちします。'],
    ['ko', '커피 그라인더', '커피는 맛있습니다.', '좋은 커피 그라인더 하나면 됩니다.'],
    ['ar', 'مطحنة القهوة', 'القهوة لذيذة.', 'تدوم مطحنة القهوة الجيدة سنوات.'],
    ['ur', 'کافی گرائنڈر', 'کافی اچھی ہے۔', 'ایک اچھا کافی گرائنڈر برسوں چلتا ہے۔'],
    ['fa', 'می‌خواهم', 'خوب است.', 'من می‌خواهم آن را بخرم.'],
    ['he', 'מטחנת קפה', 'הקפה טעים.', 'כל מטחנת קפה טובה מחזיקה שנים.'],
    ['th', 'เครื่องบดกาแฟ', 'กาแฟอร่อยมาก', 'ซื้อเครื่องบดกาแฟดีๆ สักเครื่อง'],
    ['lo', 'ເຄື່ອງບົດກາເຟ', 'ກາເຟແຊບ', 'ຊື້ເຄື່ອງບົດກາເຟດີ'],
    ['km', 'ម៉ាស៊ីនកិន', 'កាហ្វេឆ្ងាញ់។', 'ទិញម៉ាស៊ីនកិនល្អ។'],
    ['my', 'ကော်ဖီကြိတ်စက်', 'ကော်ဖီကောင်းသည်။', 'ကောင်းသောကော်ဖီကြိတ်စက်ဝယ်ပါ။'],
    ['hi', 'हाथ की चक्की', 'कॉफ़ी अच्छी है।', 'एक हाथ की चक्की वर्षों चलती है।'],
    ['el', 'μύλος καφέ', 'Ο καφές είναι καλός.', 'Ένας μύλος καφέ κρατάει χρόνια.'],
    ['hy', 'սրճաղաց', 'Սուրճը լավն է։', 'Լավ սրճաղաց է պետք։'],
    ['am', 'የቡና መፍጫ', 'ቡና ጥሩ ነው።', 'ጥሩ የቡና መፍጫ ያስፈልጋል።'],
    ['en', '👩‍👩‍👧 family', 'It is nice.', 'Every 👩‍👩‍👧 family likes it.'],
    ['en', 'ẹ̀kọ́ cafe\u0301', 'It is nice.', 'We like ẹ̀kọ́ cafe\u0301 here.'],
  ])('%s: %s', (language, anchorText, paragraph, sentence) => {
    const link = { ...LINK, anchorText };
    const before = `# x\n\n${paragraph}\n\n${sentence}\n\n* y\n`;
    const words = inserted(before, WORDS, { link, language });
    expect(words.kind).toBe('words');
    expect(words.markdown.replace(linkTo(anchorText, link.targetUrl), anchorText)).toBe(before);
    const added = inserted(before, add(paragraph, sentence), { link, language });
    expect(added.kind).toBe('sentence');
    expect(linksIn(added.markdown)).toEqual([{ text: anchorText, url: LINK.targetUrl }]);
    const { start, end } = added.span;
    expect(added.markdown.slice(start, end).replace(linkTo(anchorText, link.targetUrl), anchorText)).toBe(
      sentence,
    );
    expect(added.markdown.slice(0, start).trimEnd() + added.markdown.slice(end)).toBe(before);
  });

  test.each([
    ['th', 'น', 'นี่คือบทความเกี่ยวกับน้ำชา'],
    ['hi', 'क', 'कि और के।'],
    ['en', '👩', 'Every 👩‍👩‍👧 likes it.'],
    ['en', '🇪🇫', 'Flags are 🇩🇪🇫🇷 here.'],
  ])('%s: %s is no place within what readers see as one character', (language, anchorText, before) => {
    expect(
      placesForAnchor(before, anchorText, { language }).filter(({ kind }) => kind !== 'sentence'),
    ).toEqual([]);
    expect(reasonOf(insert(before, WORDS, { link: { ...LINK, anchorText }, language }))).toBe(
      'words-not-there',
    );
  });

  test('accents composed otherwise are the same words, and come out as ordered', () => {
    const link = { ...LINK, anchorText: 'café crème' };
    const { markdown } = inserted('It is so.', add('It is so.', 'We drink cafe\u0301 cre\u0300me here.'), {
      link,
    });
    expect(linksIn(markdown)).toEqual([{ text: 'café crème', url: LINK.targetUrl }]);
    expect(inserted('We drink cafe\u0301 cre\u0300me here.', WORDS, { link }).kind).toBe('spelling');
  });
});

describe('case 26: two orders on one article', () => {
  const version1 = 'Beans are roasted. They keep.\n\nA coffee grinder lasts.\n';
  const other: OrderedLink = { anchorText: 'fresh beans', targetUrl: 'https://beans.example/' };

  test('the second is put into the version with the first, and neither is lost', () => {
    const first = inserted(version1, add('They keep.'));
    const second = inserted(version1, add('They keep.', 'So buy fresh beans often.'), { link: other });
    // What the second made of version 1 would erase the first link.
    expect(proveNoLinkLost(first.markdown, second.markdown, [LINK])).toEqual({ ok: false, lost: [LINK] });
    const again = inserted(first.markdown, second.proposal, { link: other });
    expect(proveOnlyLink(first.markdown, again.markdown, other)).toEqual({ ok: true, kind: 'sentence' });
    expect(proveNoLinkLost(first.markdown, again.markdown, [LINK])).toEqual({ ok: true });
    expect(linksIn(again.markdown).map(({ text }) => text)).toEqual(['coffee grinder', 'fresh beans']);
  });

  test('also where the sentence that it follows is a short one', () => {
    const before = '咖啡。好。\n';
    const link = { ...other, anchorText: '磨豆机' };
    const first = inserted(before, add('好。', '用咖啡豆好。'), {
      link: { ...LINK, anchorText: '咖啡豆' },
      language: 'zh',
    });
    const second = inserted(before, add('好。', '用磨豆机好。'), { link, language: 'zh' });
    const again = inserted(first.markdown, second.proposal, { link, language: 'zh' });
    expect(linksIn(again.markdown).map(({ text }) => text)).toEqual(['咖啡豆', '磨豆机']);
  });

  test('one whose place is gone is refused, so that another is proposed', () => {
    const first = inserted(version1, WORDS);
    const same = { ...LINK, targetUrl: 'https://other.example/' };
    const second = inserted(version1, WORDS, { link: same });
    expect(reasonOf(insert(first.markdown, second.proposal, { link: same }))).toBe('words-not-there');
    expect(reasonOf(insert('# All new\n\nNothing of it. At all.', add('They keep.')))).toBe('place-unknown');
  });

  test('a link that was bought twice has to be there twice, and one that was gone before is not lost', () => {
    const twice = `${linkTo('a', LINK.targetUrl)} ${linkTo('a', LINK.targetUrl)}`;
    const paid = { anchorText: 'a', targetUrl: LINK.targetUrl };
    expect(proveNoLinkLost(twice, linkTo('a', LINK.targetUrl), [paid, paid])).toEqual({
      ok: false,
      lost: [paid],
    });
    expect(proveNoLinkLost(twice, `${twice} more`, [paid, paid])).toEqual({ ok: true });
    expect(proveNoLinkLost('x', 'y', [paid])).toEqual({ ok: true });
    for (const next of [
      `\`${linkTo('a', LINK.targetUrl)}\``,
      linkTo('A', LINK.targetUrl),
      linkTo('a', `${LINK.targetUrl}2`),
      `\\${linkTo('a', LINK.targetUrl)}`,
    ])
      expect(proveNoLinkLost(linkTo('a', LINK.targetUrl), next, [paid])).toEqual({ ok: false, lost: [paid] });
  });
});

test('a place where other programs would read something else is none', () => {
  // A bracket beside a mark makes emphasis of it, or of a mark that is one nothing more.
  const link = { ...LINK, anchorText: 'alpha' };
  for (const text of ['*$*alpha.', 'x**alpha**.', '**x.**alpha'])
    expect([text, insert(text, WORDS, { link })]).toMatchObject([
      text,
      { reason: 'not-proved', difference: 'structure' },
    ]);
  // The next place is taken, if there is one.
  expect(inserted('*$*alpha is an alpha.', WORDS, { link }).markdown).toMatch(/an \[alpha\]/);
});

describe('texts that are made to be slow or to break', () => {
  test('three megabytes are refused before they are parsed', () => {
    const begun = process.cpuUsage();
    for (const piece of ['A coffee grinder lasts. ', '> a\n\n', '*_a', '<!-- ', '[a][b]', '\u0301']) {
      const text = piece.repeat(3_000_000 / piece.length);
      expect(reasonOf(insert(text, WORDS))).toBe('article-too-long');
      expect(proveOnlyLink(text, `${text}x`, LINK)).toEqual({ ok: false, difference: 'too-long' });
    }
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(3_000);
  });

  test('a text that is nested deeper than any real one is refused', () => {
    expect(reasonOf(insert(`${'>'.repeat(200)} a\n\nA coffee grinder.`, WORDS))).toBe('article-too-complex');
  });
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
      '  \n',
      '\t',
      '# ',
      '\n===\n',
    ],
    ...[
      '- ',
      '* ',
      '> ',
      '1. ',
      '1) ',
      '    ',
      '`',
      '```\n',
      '~~~\n',
      '*',
      '**',
      '_',
      '[',
      ']',
      '](https://a.example)',
    ],
    ...[
      '![',
      '<a href="x">',
      '</a>',
      '<b>',
      '<!--',
      '-->',
      '|',
      '\n|--|--|\n',
      '---\n',
      '&amp;',
      '&',
      '\\',
      '[^1]',
    ],
    ...[
      '[^1]: ',
      '[a]: https://a.example\n',
      '中文。',
      'ไทย',
      'עברית.',
      'e\u0301',
      '👩‍👧',
      'https://a.example/',
      '"',
      '~~',
    ],
  );
  const article = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));
  const proposal = fc.oneof(
    fc.constant(WORDS),
    fc.constantFrom('coffee grinder', 'words', '中文。', '. words.').map((quote) => add(quote)),
    fc
      .constantFrom(
        'A [x coffee grinder `y.',
        'So *coffee grinder!',
        'Ah! coffee grinder_!',
        '| coffee grinder & |.',
      )
      .map((sentence) => add('words.', sentence)),
  );

  test('the link is in, and everything else as it was, or there is a reason', () => {
    let done = 0;
    fc.assert(
      fc.property(article, proposal, (text, proposed) => {
        const before = `${text}\n\nSome words.\n`;
        const result = insert(before, proposed);
        if (!result.ok) return expect(result.finding).not.toBe('');
        done++;
        expectInserted(before, result);
      }),
      { numRuns: 500 },
    );
    expect(done).toBeGreaterThan(50);
  });

  function expectInserted(before: string, { markdown, span, kind }: InsertedLink): void {
    const [was, is] = [linksIn(before), linksIn(markdown)];
    expect(is).toHaveLength(was.length + 1);
    expect(is).toContainEqual({ text: LINK.anchorText, url: LINK.targetUrl });
    const tail = markdown.length - span.end;
    expect(markdown.slice(span.end)).toBe(before.slice(before.length - tail));
    const head = kind === 'sentence' ? before.length - tail : span.start;
    expect(before.startsWith(markdown.slice(0, head))).toBe(true);
    if (kind === 'sentence') expect(markdown.slice(head, span.start)).toMatch(/^ ?$/);
    expect(markdown.slice(span.start, span.end)).toContain(linkTo(LINK.anchorText, LINK.targetUrl));
  }
});
