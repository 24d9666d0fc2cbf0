import fc from 'fast-check';
import type { DraftInput } from '../../../src/domain/quality';
import { checkDraft, DRAFT_CHECKS } from '../../../src/domain/quality';
import { GOOD_DRAFT, GOOD_MARKDOWN, LANGUAGE_SAMPLES } from './samples';

const check = (changes: Partial<DraftInput>) => checkDraft({ ...GOOD_DRAFT, ...changes });
const idsOf = (changes: Partial<DraftInput>) => check(changes).findings.map(({ id }) => id);
const withText = (sentence: string) =>
  GOOD_MARKDOWN.replace('## Choosing a size', `${sentence}\n\n## Choosing a size`);
const words = (count: number, word = 'word') =>
  Array.from({ length: count }, (_, n) => `${word}${n}`).join(' ');

it('finds nothing wrong with a good draft', () => {
  expect(check({})).toEqual({ passed: true, findings: [] });
});

it('passes a draft with only minor findings', () => {
  const verdict = check({ markdown: GOOD_MARKDOWN.replace('### Steel', '#### Steel') });
  expect(verdict).toMatchObject({
    passed: true,
    findings: [{ id: 'structure.level-jump', severity: 'minor' }],
  });
});

it('lists blocking findings first', () => {
  const markdown = `${GOOD_MARKDOWN.replace('### Steel', '#### Steel')}\nTODO: write an ending.`;
  const { passed, findings } = check({ markdown });
  expect(passed).toBe(false);
  expect(findings.map(({ severity }) => severity)).toEqual(['blocking', 'minor']);
});

describe('length', () => {
  it.each([
    [170, []],
    [370, ['length.short']],
    [150, ['length.long']],
    [0, []],
    [Number.NaN, []],
  ])('with %d words ordered: %j', (targetWords, expected) => {
    expect(idsOf({ targetWords })).toEqual(expected);
  });

  it('allows exactly 0.7 and 1.5 times the words ordered', () => {
    const ids = (count: number) =>
      idsOf({ markdown: words(count), targetWords: 100 }).filter((id) => id.startsWith('length'));
    expect([69, 70, 150, 151].map(ids)).toEqual([['length.short'], [], [], ['length.long']]);
  });
});

describe('structure', () => {
  it.each<[string, string, string]>([
    ['a heading of the first level', `# Title\n\n${GOOD_MARKDOWN}`, 'structure.h1'],
    [
      'an underlined heading of the first level',
      `Intro here.\n\nTitle\n=====\n\n${GOOD_MARKDOWN}`,
      'structure.h1',
    ],
    [
      'two sections',
      GOOD_MARKDOWN.replace(/^## (?:Care|Before)/gm, '### $&').replace(/### ## /g, '### '),
      'structure.sections',
    ],
    ['a level left out', GOOD_MARKDOWN.replace('### Steel', '#### Steel'), 'structure.level-jump'],
    ['a beginning at level three', GOOD_MARKDOWN.replace('## What', '### What'), 'structure.level-jump'],
    [
      'no introduction',
      GOOD_MARKDOWN.slice(GOOD_MARKDOWN.indexOf('## ')),
      'structure.introduction,keyword.late',
    ],
    [
      'an empty section',
      GOOD_MARKDOWN.replace('## Care', '## Nothing\n\n## Care'),
      'structure.empty-section',
    ],
    ['an empty section at the end', `${GOOD_MARKDOWN}\n## The End\n`, 'structure.empty-section'],
    [
      'a section of HTML only',
      `${GOOD_MARKDOWN}\n## The End\n\n<div></div>\n`,
      'structure.empty-section,structure.html',
    ],
    ['a heading without text', GOOD_MARKDOWN.replace('## Care', '##\n\nText.\n\n## Care'), ''],
    ['a heading under a heading', GOOD_MARKDOWN.replace('### Steel', '### Steel and more\n\n#### Steel'), ''],
    ['front matter', `---\ntitle: x\n---\n${GOOD_MARKDOWN}`, 'structure.front-matter'],
    ['raw HTML', withText('<span class="x">Hello</span>'), 'structure.html'],
    ['a break tag', withText('One<br>two.'), ''],
    ['a picture as section', `${GOOD_MARKDOWN}\n## View\n\n![A kettle](https://x.example/p.png)\n`, ''],
  ])('%s', (_, markdown, expected) => {
    expect(idsOf({ markdown }).join()).toBe(expected);
  });
});

describe('keyword', () => {
  const body = (count: number, mentions: number[], keyword = 'blue lamp') => {
    const parts = words(count).split(' ');
    for (const at of mentions) parts[at] = keyword;
    return parts.join(' ');
  };
  const ids = (markdown: string, keyword = 'blue lamp') =>
    check({ markdown, keyword, targetWords: 0 }).findings.flatMap(({ id, severity }) =>
      id.startsWith('keyword') ? [`${id} ${severity}`] : [],
    );

  it.each<[string, string, string[]]>([
    ['never', body(100, []), ['keyword.missing blocking']],
    ['early', body(300, [10]), []],
    ['late', body(300, [150]), ['keyword.late minor']],
    ['just in time', body(300, [99]), []],
    ['too rarely', body(1300, [10]), ['keyword.rare minor']],
    ['often enough', body(1300, [10, 500, 900]), []],
    ['in the plural', body(100, [3], 'Blue Lamps'), []],
    ['over a line end', body(100, [3], 'blue\nlamp'), []],
    ['with bold', body(100, [3], 'blue **lamp**'), []],
    ['four times in a short text', body(60, [1, 20, 30, 40]), []],
    ['a little too often', body(250, [1, 50, 90, 120, 200]), ['keyword.frequent minor']],
    ['far too often', body(100, [1, 20, 30, 40, 50, 60]), ['keyword.stuffed blocking']],
    ['in another order', body(100, [3], 'a lamp in blue'), ['keyword.loose minor']],
    [
      'with its words far apart',
      body(100, [3, 40], 'blue').replace('word60', 'lamp'),
      ['keyword.missing blocking'],
    ],
    ['as a part of other words', body(100, [3], 'bluefish lampshade'), ['keyword.missing blocking']],
  ])('%s', (_, markdown, expected) => {
    expect(ids(markdown)).toEqual(expected);
  });

  it('counts a gerund as a mention', () => {
    expect(ids(body(100, [3], 'cleaning the rugs'), 'how to clean a rug')).toEqual(['keyword.loose minor']);
  });

  it('requires nothing without a keyword', () => {
    expect(ids(body(100, []), ' ')).toEqual([]);
  });

  it('accepts "pens" for "pen"', () => {
    expect(ids(body(100, [3], 'pens'), 'pen')).toEqual([]);
  });

  it('does not accept "care" for "car"', () => {
    expect(ids(body(100, [3], 'care'), 'car')).toEqual(['keyword.missing blocking']);
  });
});

describe('readability', () => {
  it.each([
    [200, []],
    [240, ['readability.paragraph minor']],
    [440, ['readability.wall blocking']],
  ])('of a paragraph of %d words: %j', (count, expected) => {
    const wall = Array.from({ length: count / 20 }, (_, n) => `W${words(20, `x${n}y`)}.`).join(' ');
    const found = check({ markdown: `${GOOD_MARKDOWN}\n\n${wall}`, targetWords: 0, keyword: '' }).findings;
    expect(
      found.filter(({ id }) => id.startsWith('readability')).map(({ id, severity }) => `${id} ${severity}`),
    ).toEqual(expected);
  });

  it('reports long sentences on average and walls of text', () => {
    const long = `${words(40)}. `.replace(/^w/, 'W');
    expect(idsOf({ markdown: `${GOOD_MARKDOWN}\n${long}`, targetWords: 0 })).toEqual([]);
    const wall = Array.from({ length: 6 }, (_, n) => `W${words(40, `x${n}y`)}.`).join(' ');
    expect(
      idsOf({ markdown: wall, targetWords: 0, keyword: '' }).filter((id) => id.startsWith('readability')),
    ).toEqual(['readability.wall', 'readability.sentences']);
  });
});

describe('repetition', () => {
  const SENTENCE = 'The handle stays cool because the air can move under it.';
  it.each<[string, string, string]>([
    ['one sentence once', withText(SENTENCE), ''],
    ['one sentence twice', withText(`${SENTENCE}\n\n${SENTENCE.toUpperCase()}`), 'repetition.sentence'],
    ['a short sentence twice', withText('Here is how.\n\nHere is how.'), ''],
    [
      'a run of words twice',
      withText(
        'You pour it slowly from the very middle to the edge. Then you pour it slowly from the very middle again.',
      ),
      '',
    ],
    [
      'a run of words three times',
      withText(
        'First pour it slowly from the very middle to the edge. Then pour it slowly from the very middle to your left. And pour it slowly from the very middle to the wall.',
      ),
      'repetition.phrase',
    ],
  ])('%s', (_, markdown, expected) => {
    expect(idsOf({ markdown, targetWords: 0 }).join()).toBe(expected);
  });

  it('allows a long keyword to recur', () => {
    const keyword = 'hand made blue ceramic coffee mug with wooden lid';
    const markdown = ['One', 'Two', 'Three'].map((word) => `${word} ${keyword} ${words(9, word)}.`).join(' ');
    expect(idsOf({ markdown, keyword, targetWords: 0 })).not.toContain('repetition.phrase');
  });
});

describe('leftovers', () => {
  it.each([
    ['As an AI language model, I have no taste.', 'leftovers.ai-voice'],
    ['As an AI, I cannot taste it.', 'leftovers.ai-voice'],
    ['Als KI-Sprachmodell kann ich das nicht.', 'leftovers.ai-voice'],
    ['As an AI startup the maker knows sensors.', ''],
    ["I'm sorry, but I cannot say.", 'leftovers.refusal'],
    ['Prices are as of my last knowledge update.', 'leftovers.refusal'],
    ['Sure! Here is the text.', 'leftovers.chat'],
    ['Let me know if you’d like any changes.', 'leftovers.chat'],
    ['Word count: 812', 'leftovers.chat'],
    ['Lorem ipsum dolor.', 'leftovers.filler'],
    ['TODO: add the price.', 'leftovers.note'],
    ['My to-do list and a todo app.', ''],
    ['Call [insert phone number] now.', 'leftovers.placeholder'],
    ['Welcome to [Your Store].', 'leftovers.placeholder'],
    ['Welcome to {{store}}.', 'leftovers.placeholder'],
    ['Welcome to {store_name}.', 'leftovers.placeholder'],
    ['Welcome to ${store}.', 'leftovers.placeholder'],
    ['The template has `{{name}}` in it.', ''],
    ['A set {1, 2} and a note [1].', ''],
  ])('%j', (sentence, expected) => {
    expect(idsOf({ markdown: withText(sentence) }).join()).toBe(expected);
  });

  it('checks the title', () => {
    expect(idsOf({ title: '[Insert title]' })).toEqual(['leftovers.placeholder']);
  });

  it('recognises "todo" as a Spanish word', () => {
    const ids = (text: string) =>
      idsOf({ markdown: text, language: 'es' }).filter((id) => id.startsWith('leftovers'));
    expect(ids('Lo mejor de TODO es el sabor.')).toEqual([]);
    expect(ids('TODO: precio.')).toEqual(['leftovers.note']);
  });
});

describe('claims', () => {
  it.each([
    ['This product cures all diseases.', 'claims.cure'],
    ['It is 100% safe for children.', 'claims.absolute'],
    ['It is 100 % safe for children.', 'claims.absolute'],
    ['Results are guaranteed.', 'claims.guarantee'],
    ['A small miracle for your kitchen.', 'claims.miracle'],
    ['The filter is clinically proven to work.', 'claims.proof'],
    ['Die Wirkung ist wissenschaftlich bewiesen.', 'claims.proof'],
    ['No result is guaranteed.', ''],
    ["It isn't a miracle.", ''],
    ['Nothing here is new. Results are guaranteed.', 'claims.guarantee'],
    ['Cured ham and a secure lid.', ''],
    ['It is made of 100 % wool.', ''],
  ])('%j', (sentence, expected) => {
    expect(idsOf({ markdown: withText(sentence) }).join()).toBe(expected);
  });

  it('allows an ordered product name', () => {
    const markdown = withText('The Miracle berry is red. A miracle berry tastes of little.').replace(
      /gooseneck kettle/g,
      'miracle berry',
    );
    expect(idsOf({ markdown, keyword: 'miracle berry' })).toEqual([]);
  });

  it('finds phrases banned by the store, as whole words', () => {
    const markdown = withText('A cheap (really  cheap) offer in C++.');
    const { findings } = check({ markdown, bannedPhrases: ['Really Cheap', 'heap', 'c++', ' '] });
    expect(findings.map(({ id, quote }) => [id, quote])).toEqual([
      ['claims.banned-phrase', 'A cheap (really cheap) offer in C++.'],
      ['claims.banned-phrase', 'A cheap (really cheap) offer in C++.'],
    ]);
  });
});

describe('links', () => {
  it.each([
    ['[a](https://x.example) and <https://x.example>', ''],
    ['[mail us](mailto:me@x.example)', ''],
    ['[a][r]\n\n[r]: https://x.example', ''],
    ['[a](/local)', 'links.address'],
    ['[a]()', 'links.address'],
    ['[a](javascript:alert)', 'links.address'],
    ['[a][r]\n\n[r]: ftp://x.example', 'links.address'],
    ['Go [](https://x.example) there', 'links.empty-text'],
    ['Go [ * ](https://x.example/a b) there', 'links.syntax'],
    ['Go [there] (https://x.example/a) today', 'links.syntax'],
    ['See [1] (page four) for more', ''],
    ['[![A cup](https://x.example/p.png)](https://x.example)', ''],
    ['![A cup](http://x.example/p.png)', 'links.picture-address'],
    ['![](https://x.example/p.png)', 'links.picture-description'],
  ])('%j', (text, expected) => {
    expect(idsOf({ markdown: withText(text) }).join()).toBe(expected);
  });
});

describe('language', () => {
  const codes = Object.keys(LANGUAGE_SAMPLES);
  it.each(codes.flatMap((ordered) => codes.map((written) => [ordered, written])))(
    'ordered in %s, written in %s',
    (ordered, written) => {
      const ids = idsOf({ markdown: LANGUAGE_SAMPLES[written ?? ''] ?? '', language: ordered ?? '' });
      expect(ids.includes('language.other')).toBe(ordered !== written);
    },
  );

  it.each([
    ['a region', 'de-AT', 'de', false],
    ['English where a language was ordered that is not told apart', 'pl', 'en', true],
    ['a language that is not told apart from another one', 'pl', 'de', false],
    ['nonsense', 'not a tag', 'en', false],
    ['a region and another language', 'en_GB', 'nl', true],
  ])('%s', (_, language, written, expected) => {
    expect(idsOf({ markdown: LANGUAGE_SAMPLES[written] ?? '', language }).includes('language.other')).toBe(
      expected,
    );
  });

  it.each([
    ['a section', 1, true],
    ['a short quotation', 0, false],
  ])('section of a text: %s in another language', (_, parts, expected) => {
    const passage = parts === 0 ? 'Marche doucement, tu es déjà arrivé.' : LANGUAGE_SAMPLES.fr!;
    expect(idsOf({ markdown: withText(passage) }).includes('language.passage')).toBe(expected);
  });

  it('does not judge names and numbers', () => {
    expect(idsOf({ markdown: words(300, 'model'), language: 'en' })).not.toContain('language.other');
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    '# ',
    '## ',
    '\n',
    '\n\n',
    '- ',
    '> ',
    '[',
    '](',
    ')',
    '![',
    '{{',
    '}}',
    '<a>',
    '`',
    '```\n',
    '| a |\n|---|\n',
    '---\n',
    'TODO',
    'As an AI',
    'guaranteed',
    'word ',
    'the ',
    'gooseneck kettle ',
    '. ',
    '😀',
    '\ud800',
    '\u0000',
  );
  const markdown = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
  );

  it('is checked without an error, with usable findings', () => {
    fc.assert(
      fc.property(
        markdown,
        fc.string(),
        fc.string(),
        fc.double(),
        fc.string(),
        (text, title, keyword, target, phrase) => {
          const input = {
            markdown: text,
            title,
            keyword,
            targetWords: target,
            language: keyword,
            bannedPhrases: [phrase],
          };
          const { passed, findings } = checkDraft(input);
          expect(passed).toBe(!findings.some(({ severity }) => severity === 'blocking'));
          for (const { id, reason, hint, quote } of findings) {
            expect(Object.keys(DRAFT_CHECKS)).toContain(id.split('.')[0]);
            expect(reason).not.toBe('');
            expect(hint).not.toBe('');
            if (quote !== undefined) expect(quote.length).toBeLessThanOrEqual(160);
          }
          expect(checkDraft(input)).toEqual({ passed, findings });
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['quotations', '>'.repeat(6000)],
    ['emphasis', '*a **b '.repeat(300) + 'c** d* '.repeat(300)],
    ['a long text', GOOD_MARKDOWN.repeat(30)],
    ['brackets', '['.repeat(5000)],
    ['letters', 'a'.repeat(100_000)],
    ['spaces', `a${' '.repeat(100_000)}b`],
    ['stars', '*a '.repeat(2000)],
    ['list levels', Array.from({ length: 100 }, (_, n) => `${' '.repeat(n * 2)}- a`).join('\n')],
  ])('is checked in bounded time: %s', (_, text) => {
    const start = performance.now();
    check({ markdown: text });
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
