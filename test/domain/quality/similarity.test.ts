import fc from 'fast-check';
import { checkDraft } from '../../../src/domain/quality';
import { comparedWords, textOverlap } from '../../../src/domain/quality/similarity';
import { GOOD_DRAFT, GOOD_MARKDOWN } from './samples';

const run = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `word${from + n}`).join(' ');
const idsWith = (...texts: string[]) =>
  checkDraft({
    ...GOOD_DRAFT,
    otherPosts: texts.map((markdown, n) => ({ title: `Post ${n}`, words: comparedWords(markdown) })),
  }).findings.map(({ id }) => id);

describe('overlap of two texts', () => {
  test.each<[string, string, string, number]>([
    ['the same', run(0, 100), run(0, 100), 1],
    ['nothing in common', run(0, 100), run(200, 300), 0],
    ['the first half', run(0, 100), run(0, 52), 0.5],
    ['a part of a longer one', run(0, 100), run(0, 1000), 1],
    ['the same words in another order', run(0, 100), run(0, 100).split(' ').reverse().join(' '), 0],
    [
      'other letters, marks and layout',
      'One two, three four FIVE six.',
      '## one\n\n*two* three **four** five\nsix',
      1,
    ],
    ['fewer words than a run', 'one two', 'one two', 0],
    ['nothing', '', '', 0],
    ['only an address', 'See https://x.example/a/b/c/d/e', 'See https://x.example/a/b/c/d/e', 0],
    ['a script without spaces', '急須の選び方と手入れ', '急須の選び方と手入れ', 1],
  ])('%s', (_, text, other, containment) => {
    expect(textOverlap({ text, other }).containment).toBeCloseTo(containment, 2);
  });

  test('quotes the longest shared passage', () => {
    const text = `${run(0, 10)} a b c ${run(20, 40)}`;
    expect(textOverlap({ text, other: `${run(0, 10)} x ${run(20, 40)}` }).passage).toBe(run(20, 40));
  });

  test('is between 0 and 1, and 1 for any text of at least five words compared with itself', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'the', 'Tea', '**', '急', '\n', '](x)', '😀');
    const text = fc.array(word, { maxLength: 60 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { containment, passage } = textOverlap({ text: a, other: b });
        expect(containment).toBeGreaterThanOrEqual(0);
        expect(containment).toBeLessThanOrEqual(1);
        expect(passage === '').toBe(containment === 0);
        const itself = textOverlap({ text: a, other: a });
        expect([0, 1]).toContain(itself.containment);
      }),
    );
  });
});

describe('a draft compared with other posts of its store', () => {
  const blocks = GOOD_MARKDOWN.split('\n\n');

  test('passes if they are about something else', () => {
    expect(idsWith(run(0, 500), '')).toEqual([]);
  });

  test('must not be a copy of one', () => {
    expect(idsWith(run(0, 500), GOOD_MARKDOWN)).toEqual(['similarity.copied']);
  });

  test('must not copy half of one', () => {
    expect(idsWith(blocks.slice(0, 6).join('\n\n'))).toEqual(['similarity.copied']);
  });

  test('may share a section with one, but it is reported', () => {
    expect(idsWith(blocks.slice(2, 4).join('\n\n'))).toEqual(['similarity.close']);
  });

  test('reports which post and which passage', () => {
    const { findings } = checkDraft({
      ...GOOD_DRAFT,
      otherPosts: [{ title: 'Old post', words: comparedWords(GOOD_MARKDOWN) }],
    });
    expect(findings[0]!.reason).toContain('100 %');
    expect(findings[0]!.reason).toContain('Old post');
    expect(findings[0]!.quote).toMatch(/^a gooseneck kettle gives you control/);
  });

  test('is not judged if it has only a few words', () => {
    const markdown = 'A short note of a few words that stands elsewhere too.';
    const otherPosts = [{ title: 'x', words: comparedWords(markdown) }];
    const { findings } = checkDraft({ ...GOOD_DRAFT, markdown, otherPosts });
    expect(findings.map(({ id }) => id)).not.toContain('similarity.copied');
  });
});
