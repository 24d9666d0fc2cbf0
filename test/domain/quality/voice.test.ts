import fc from 'fast-check';
import { describeAvoided, findAvoided } from '../../../src/domain/blog/ideas/avoided';
import { checkDraft, wordsToAvoid } from '../../../src/domain/quality';
import type { DraftInput } from '../../../src/domain/quality';
import { GOOD_DRAFT, GOOD_MARKDOWN } from './samples';

const withText = (sentence: string) =>
  GOOD_MARKDOWN.replace('## Choosing a size', `${sentence}\n\n## Choosing a size`);

function findingsFor(words: { avoid?: string[]; use?: string[] }, changes: Partial<DraftInput> = {}) {
  const voice = { avoidWords: words.avoid ?? [], useWords: words.use ?? [] };
  return checkDraft({ ...GOOD_DRAFT, voice, ...changes }).findings;
}

const idsFor = (...input: Parameters<typeof findingsFor>) => findingsFor(...input).map(({ id }) => id);

describe('an avoided word or phrase', () => {
  it('rejects a draft and quotes the sentence', () => {
    const markdown = withText(
      'Warm is not enough. This kettle is a real\ngame  changer for *everyone*. So it is.',
    );
    const voice = { avoidWords: ['Game changer'], useWords: [] };
    expect(checkDraft({ ...GOOD_DRAFT, voice, markdown })).toEqual({
      passed: false,
      findings: [
        {
          id: 'voice.avoided',
          severity: 'blocking',
          reason: 'The text contains "Game changer", which the store avoids.',
          hint: expect.stringContaining('Never write "Game changer"') as string,
          quote: 'This kettle is a real game changer for everyone.',
        },
      ],
    });
  });

  it.each([
    ['another case', 'cheap', 'A CHEAP one.'],
    ['bold type', 'cheap', 'A **cheap** one.'],
    ['a part in bold type', 'cheap', 'A **ch**eap one.'],
    ['a soft hyphen', 'cheap', 'A ch\u00adeap one.'],
    ['another composition', 'caf\u00e9', 'A cafe\u0301 one.'],
    ['the other composition', 'cafe\u0301', 'A caf\u00e9 one.'],
    ['Cyrillic', 'дешёвый', 'Очень Дешёвый чайник.'],
    ['German', 'günstig', 'Das ist GÜNSTIG.'],
    ['a script without spaces', '安い', 'とても安い店です。'],
    ['another apostrophe', "don't miss", 'You don’t miss it.'],
    ['a no-break space', 'best ever', 'The best\u00a0ever.'],
    ['a phrase ending in a mark', 'wow!', 'It is wow! indeed.'],
    ['a code span', 'cheap', 'A `cheap` one.'],
    ['a list', 'cheap', '- one\n- cheap two'],
    ['a table', 'cheap', '| a | b |\n|---|---|\n| one | cheap |'],
    ['a heading', 'cheap', '### A cheap one\n\nMore of it.'],
    ['code', 'cheap', '```\na cheap one\n```'],
    ['the description of a picture', 'cheap', '![a cheap one](https://shop.example/a.png)'],
  ])('is found in %s', (_where, word, text) => {
    expect(idsFor({ avoid: [word] }, { markdown: withText(text) })).toContain('voice.avoided');
  });

  it.each([
    ['inside another word', 'art', 'A smart start, and artful.'],
    ['with another ending', 'cheap', 'Nothing cheaper, cheaply made.'],
    ['before a digit', 'v', 'The v60 is fine.'],
    ['with an accent of its own', 'cafe', 'A café on the corner.'],
    ['with a word between', 'game changer', 'A game and a changer.'],
    ['at the end of a longer word in marks', 'caf', 'A cafe\u0301 one.'],
    ['in an address', 'promo', 'See [the guide](https://shop.example/promo).'],
    ['with nothing to see', ' \u200b ', 'A zero\u200bwidth one.'],
  ])('is not found %s', (_where, word, text) => {
    expect(idsFor({ avoid: [word] }, { markdown: withText(text) })).not.toContain('voice.avoided');
  });

  it.each([
    ['title', { title: 'A cheap gooseneck kettle' }],
    ['the texts around it', { around: ['Fine.', 'Not cheap at all'] }],
  ])('is found in %s', (_where, changes) => {
    expect(findingsFor({ avoid: ['cheap'] }, changes)).toMatchObject([
      { id: 'voice.avoided', quote: expect.stringMatching(/cheap/) as string },
    ]);
  });

  it('is quoted with its context if the sentence is long', () => {
    const filler = 'word after word and so on, '.repeat(12);
    const findings = findingsFor(
      { avoid: ['cheap'] },
      { markdown: withText(`${filler}cheap ${filler}end.`) },
    );
    const { quote } = findings.find(({ id }) => id === 'voice.avoided')!;
    expect(quote).toMatch(/\bcheap\b/);
    expect(quote!.length).toBeLessThanOrEqual(160);
  });

  it('is allowed if it is part of what was ordered', () => {
    const markdown = withText('The Cheap Monday is a cheap kettle.');
    expect(idsFor({ avoid: ['cheap'] }, { markdown, names: ['Cheap Monday'] })).toEqual([]);
    expect(idsFor({ avoid: ['gooseneck'] })).toEqual([]);
    expect(idsFor({ avoid: ['cheap'] }, { markdown, names: ['Cheapest Monday'] })).toEqual(['voice.avoided']);
    expect(wordsToAvoid({ useWords: [], avoidWords: ['cheap', 'free'] }, ['Free shipping'])).toEqual([
      'cheap',
    ]);
  });

  it('is found whatever characters it consists of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (word, text) => {
        const seen = word.normalize('NFC').replace(/[\s\u00ad\u200b-\u200d\u2060\ufeff]/g, '') !== '';
        const ids = idsFor({ avoid: [word] }, { around: [text, ` ${word} `], keyword: '' });
        expect(ids.includes('voice.avoided')).toBe(seen);
      }),
    );
  });
});

describe('preferred words', () => {
  it('are reported only if none of them is used, and never block', () => {
    expect(idsFor({ use: ['heirloom', 'Narrow curve'] })).toEqual([]);
    const verdict = checkDraft({ ...GOOD_DRAFT, voice: { useWords: ['heirloom', 'slow'], avoidWords: [] } });
    expect(verdict).toMatchObject({
      passed: true,
      findings: [
        {
          id: 'voice.missing',
          severity: 'minor',
          hint: expect.stringContaining('"heirloom", "slow"') as string,
        },
      ],
    });
  });

  it('are not required if there are none, or none that are allowed', () => {
    expect(idsFor({})).toEqual([]);
    expect(idsFor({ use: [' ', '\u200b'] })).toEqual([]);
    expect(idsFor({ use: ['cheap thrill'], avoid: ['cheap'] })).toEqual([]);
  });
});

describe('ideas', () => {
  const idea = { title: 'A kettle', angle: 'For all', outline: ['One', 'Two'], keyword: 'kettle' };

  it.each([
    ['title', { title: 'A cheap kettle' }],
    ['angle', { angle: 'The cheap way' }],
    ['outline', { outline: ['One', 'Cheap or not'] }],
    ['keyword', { keyword: 'cheap kettle' }],
  ])('must not have avoided words in their %s', (_where, part) => {
    const found = findAvoided({ ideas: [idea, { ...idea, ...part }], avoidWords: ['cheap', 'free'] });
    expect(found).toEqual([{ title: { ...idea, ...part }.title, word: 'cheap' }]);
    expect(describeAvoided(found[0]!)).toContain('"cheap"');
  });

  it('without avoided words pass', () => {
    expect(findAvoided({ ideas: [idea], avoidWords: ['cheap', '', 'kettles'] })).toEqual([]);
  });
});
