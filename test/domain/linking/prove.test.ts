import fc from 'fast-check';
import { insertLink, linkTo, proveOnlyLink } from '../../../src/domain/linking';
import type { LinkProposal, OrderedLink } from '../../../src/domain/linking';

const LINK: OrderedLink = { anchorText: 'coffee grinder', targetUrl: 'https://shop.example/' };
const MARKUP = linkTo(LINK.anchorText, LINK.targetUrl);
const EVIL = '[coffee grinder](<https://evil.example/>)';

const BEFORE = [
  '---',
  'title: A coffee grinder',
  '---',
  '# A coffee grinder',
  '',
  'Beans are *roasted*. A good coffee grinder lasts. They keep.',
  '',
  '- An item with a coffee grinder.',
  '',
  '> A coffee grinder, said somebody.',
  '',
  '| coffee grinder | b |',
  '|---|---|',
  '| coffee grinder | 2 |',
  '',
  '`coffee grinder` and ![coffee grinder](https://a.example/p.png) and <a href="https://a.example">coffee grinder</a>.',
  '',
  '```',
  'coffee grinder',
  '```',
  '',
  'See [coffee grinder][r] and a note[^1]. It ends.',
  '',
  '[r]: https://a.example "coffee grinder"',
  '[^1]: A coffee grinder.',
  '',
].join('\n');

const GOOD: Record<string, string> = {
  words: BEFORE.replace('good coffee grinder', `good ${MARKUP}`),
  'words in a list': BEFORE.replace('with a coffee grinder', `with a ${MARKUP}`),
  sentence: BEFORE.replace('They keep.', `They keep. Buy a ${MARKUP} soon.`),
};

const differs = (after: string, before = BEFORE, link = LINK): string => {
  const proof = proveOnlyLink(before, after, link);
  return proof.ok ? `proved: ${proof.kind}` : proof.difference;
};

test('one link more is proved, where words were and in a sentence of its own', () => {
  expect(differs(GOOD['words']!)).toBe('proved: words');
  expect(differs(GOOD['words in a list']!)).toBe('proved: words');
  expect(differs(GOOD['sentence']!)).toBe('proved: sentence');
  expect(differs(`A ${MARKUP} here.`, 'A Coffee  Grinder here.')).toBe('proved: spelling');
  expect(differs(`Same. Same ${MARKUP}. Same ${MARKUP}.`, `Same. Same ${MARKUP}.`)).toBe('proved: sentence');
  expect(differs(`A ${MARKUP}, a ${MARKUP}.`, `A ${MARKUP}, a coffee grinder.`)).toBe('proved: words');
});

describe.each(Object.keys(GOOD))('of a change to %s, nothing is proved where', (name) => {
  const good = GOOD[name]!;
  test.each<[string, (text: string) => string]>([
    ['another link was added', (text) => text.replace('It ends.', 'It [ends](https://evil.example).')],
    [
      'another link was added beside it',
      (text) => text.replace(MARKUP, `${MARKUP} [x](https://evil.example)`),
    ],
    ['the same link was added twice', (text) => text.replace('It ends.', `It ends. A ${MARKUP} it is.`)],
    ['a bare address was added', (text) => text.replace('It ends.', 'It ends: https://evil.example')],
    [
      'a raw link was added',
      (text) => text.replace('It ends.', 'It <a href="https://evil.example">ends</a>.'),
    ],
    ['a picture was added', (text) => text.replace('It ends.', 'It ![x](https://evil.example/p.png) ends.')],
    ['a word was changed elsewhere', (text) => text.replace('It ends.', 'It goes on.')],
    ['a word was changed in front of it', (text) => text.replace('Beans', 'Nuts')],
    ['a letter was changed', (text) => text.replace('somebody', 'someBody')],
    ['a space was added elsewhere', (text) => text.replace('It ends.', 'It  ends.')],
    ['a line end was added', (text) => `${text}\n`],
    ['a line end is gone', (text) => text.slice(0, -1)],
    ['line ends are others', (text) => text.replaceAll('\n', '\r\n')],
    ['a mark of emphasis is another', (text) => text.replace('*roasted*', '_roasted_')],
    ['emphasis is gone', (text) => text.replace('*roasted*', 'roasted')],
    ['emphasis was added around it', (text) => text.replace(MARKUP, `**${MARKUP}**`)],
    [
      'its text was altered',
      (text) => text.replace('[coffee grinder](<https://shop', '[coffee grinders](<https://shop'),
    ],
    [
      'its text is in capitals',
      (text) => text.replace('[coffee grinder](<https://shop', '[Coffee grinder](<https://shop'),
    ],
    [
      'its text was marked',
      (text) => text.replace('[coffee grinder](<https://shop', '[*coffee grinder*](<https://shop'),
    ],
    ['its address was altered', (text) => text.replace(MARKUP, EVIL)],
    ['its address has a path', (text) => text.replace('https://shop.example/>', 'https://shop.example/x>')],
    ['its address has no slash', (text) => text.replace('https://shop.example/>', 'https://shop.example>')],
    ['it has a title', (text) => text.replace('https://shop.example/>)', 'https://shop.example/> "Buy!")')],
    ['it became text', (text) => text.replace(MARKUP, `\\${MARKUP}`)],
    ['it became code', (text) => text.replace(MARKUP, `\`${MARKUP}\``)],
    ['it became a picture', (text) => text.replace(MARKUP, `!${MARKUP}`)],
    [
      'it became a raw link',
      (text) => text.replace(MARKUP, '<a href="https://shop.example/">coffee grinder</a>'),
    ],
    [
      'it stands in a raw link',
      (text) => text.replace(MARKUP, `<a href="https://evil.example">${MARKUP}</a>`),
    ],
    [
      'it became a reference',
      (text) => text.replace(MARKUP, '[coffee grinder][s]') + '\n[s]: https://shop.example/\n',
    ],
    ['a comment was added', (text) => text.replace(MARKUP, `${MARKUP}<!-- x -->`)],
    [
      'a definition leads elsewhere',
      (text) => text.replace('[r]: https://a.example', '[r]: https://evil.example'),
    ],
    ['front matter was changed', (text) => text.replace('title: A', 'title: B')],
    ['a byte order mark was added', (text) => `\ufeff${text}`],
    ['two parts of it changed places', (text) => text.replace('| 2 |', '| b |').replace('| b |', '| 2 |')],
    ['nothing was changed', () => BEFORE],
    ['the text is another', () => `A ${MARKUP}.`],
    ['the text is empty', () => ''],
  ])('%s', (_name, tamper) => {
    const after = tamper(good);
    expect(after).not.toBe(good);
    expect(differs(after)).not.toMatch(/^proved/);
  });

  const PUTS = ['', 'x', ' ', '\n', '*', '[', '`', '\\', 'é'];
  const own = name === 'sentence' ? good.indexOf('Buy a') : -1;
  const ownEnd = good.indexOf(' soon.') + ' soon.'.length;

  const changed = (at: number, put: string, keep: boolean): string | undefined => {
    const after = good.slice(0, at) + put + good.slice(keep ? at : at + 1);
    // Within a sentence of its own, other words beside the same link are another sentence, which was checked as well.
    const isOwnWord = own >= 0 && at >= own && at <= ownEnd && after.includes(MARKUP);
    if (after === good || isOwnWord || !proveOnlyLink(BEFORE, after, LINK).ok) return undefined;
    return JSON.stringify([at, put, keep, after.slice(Math.max(0, at - 20), at + 20)]);
  };

  test('any byte was changed', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom(...PUTS), fc.boolean(), (at, put, keep) => {
        expect(changed(at, put, keep)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  test('any byte of it, or beside it, was changed', () => {
    const [start, end] = [good.indexOf(MARKUP) - 2, good.indexOf(MARKUP) + MARKUP.length + 2];
    const proved: Array<string | undefined> = [];
    for (let at = start; at < end; at++)
      for (const put of PUTS) proved.push(changed(at, put, true), changed(at, put, false));
    expect(proved.filter((one) => one !== undefined)).toEqual([]);
  });
});

describe('of a link in the wrong place, nothing is proved', () => {
  test.each([
    ['a heading', BEFORE.replace('# A coffee grinder', `# A ${MARKUP}`)],
    ['a quotation', BEFORE.replace('> A coffee grinder', `> A ${MARKUP}`)],
    ['the head of a table', BEFORE.replace('| coffee grinder | b', `| ${MARKUP} | b`)],
    ['a table', BEFORE.replace('| coffee grinder | 2', `| ${MARKUP} | 2`)],
    ['a code span', BEFORE.replace('`coffee grinder`', `\`${MARKUP}\``)],
    ['a fence', BEFORE.replace('```\ncoffee grinder', `\`\`\`\n${MARKUP}`)],
    ['the description of a picture', BEFORE.replace('![coffee grinder]', `![${MARKUP}]`)],
    ['a raw link', BEFORE.replace('">coffee grinder</a>', `">${MARKUP}</a>`)],
    ['a reference', BEFORE.replace('[coffee grinder][r]', `[${MARKUP}][r]`)],
    ['in place of a reference', BEFORE.replace('[coffee grinder][r]', MARKUP)],
    ['a title', BEFORE.replace('"coffee grinder"', `"${MARKUP}"`)],
    ['a footnote', BEFORE.replace('[^1]: A coffee grinder', `[^1]: A ${MARKUP}`)],
    ['front matter', BEFORE.replace('title: A coffee grinder', `title: A ${MARKUP}`)],
    ['a new paragraph', `${BEFORE}\nBuy a ${MARKUP} soon.\n`],
    [
      'a sentence in a list',
      BEFORE.replace('with a coffee grinder.', `with a coffee grinder. Buy a ${MARKUP} soon.`),
    ],
    ['a sentence in a quotation', BEFORE.replace('said somebody.', `said somebody. Buy a ${MARKUP} soon.`)],
    [
      'a sentence behind a heading',
      BEFORE.replace('# A coffee grinder', `# A coffee grinder. Buy a ${MARKUP} soon.`),
    ],
    ['a sentence in the middle', BEFORE.replace('A good', `Buy a ${MARKUP} soon. A good`)],
    ['a sentence in front', BEFORE.replace('Beans', `Buy a ${MARKUP} soon. Beans`)],
    ['two sentences', BEFORE.replace('They keep.', `They keep. Buy a ${MARKUP} soon. Buy it now.`)],
    ['words without a sentence', BEFORE.replace('They keep.', `They keep. ${MARKUP}`)],
    ['a sentence on a line of its own', BEFORE.replace('They keep.', `They keep.\nBuy a ${MARKUP} soon.`)],
    ['a sentence with spaces behind it', BEFORE.replace('They keep.', `They keep. Buy a ${MARKUP} soon.  `)],
    ['a sentence with emphasis', BEFORE.replace('They keep.', `They keep. Buy *a* ${MARKUP} soon.`)],
    ['a sentence without a space', BEFORE.replace('They keep.', `They keep.Buy a ${MARKUP} soon.`)],
    ['in place of other words', BEFORE.replace('They keep', `${MARKUP}`)],
    ['in place of more words', BEFORE.replace('good coffee grinder lasts', MARKUP)],
  ])('%s', (_name, after) => {
    expect(after).not.toBe(BEFORE);
    expect(differs(after)).not.toMatch(/^proved/);
  });
});

test('a link that is not allowed is never proved', () => {
  const link = { anchorText: 'coffee grinder', targetUrl: 'javascript:alert(1)' };
  expect(
    differs(
      BEFORE.replace('good coffee grinder', 'good [coffee grinder](javascript:alert(1))'),
      BEFORE,
      link,
    ),
  ).toBe('no-link');
});

test('what is put in is proved by itself, and no longer once another change is made', () => {
  const word = fc.constantFrom(
    'beans',
    'water',
    'a coffee grinder',
    '*milk*',
    '`x`',
    '中文',
    'AT&amp;T',
    '[a](https://a.example)',
  );
  const sentence = fc
    .array(word, { minLength: 1, maxLength: 6 })
    .map((words) => `We like ${words.join(' ')}.`);
  const block = fc.oneof(
    sentence,
    fc.array(sentence, { maxLength: 3 }).map((all) => all.join(' ')),
    sentence.map((one) => `# ${one}`),
    sentence.map((one) => `> ${one}`),
    fc.array(sentence, { maxLength: 3 }).map((all) => all.map((one) => `* ${one}`).join('\n')),
    sentence.map((one) => `~~~\n${one}\n~~~`),
  );
  const article = fc
    .tuple(fc.array(block, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'))
    .map(([blocks, end]) => ['We begin.', ...blocks].join(`${end}${end}`) + end);
  const proposal = fc.constantFrom<LinkProposal>(
    { how: 'words', quote: '' },
    { how: 'sentence', quote: 'We begin.', sentence: 'Use a coffee grinder (5 * 3) today.' },
  );
  fc.assert(
    fc.property(
      article,
      proposal,
      fc.nat(),
      fc.constantFrom('x', ' ', '*', '[x](https://evil.example)', '\n\n'),
      (text, proposed, n, put) => {
        const result = insertLink({ markdown: text, link: LINK, proposal: proposed });
        if (!result.ok) return expect(result.reason).toBe('words-not-there');
        expect(proveOnlyLink(text, result.markdown, LINK)).toEqual({ ok: true, kind: result.kind });
        const outside = n % (text.length + 1);
        const { span, markdown } = result;
        const at =
          outside < span.start - 1 ? outside : span.end + (outside % (markdown.length - span.end + 1));
        const after = markdown.slice(0, at) + put + markdown.slice(at);
        // Behind a sentence of its own, more of it is a longer sentence, and refused for its end or what is in it.
        expect(proveOnlyLink(text, after, LINK).ok).toBe(false);
      },
    ),
    { numRuns: 200 },
  );
});
