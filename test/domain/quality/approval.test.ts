import { judge } from '../../../src/domain/quality';
import type { Scores } from '../../../src/domain/quality';

const GOOD: Scores = { accuracy: 8, usefulness: 7, structure: 8, language: 9, brand_fit: 7 };
const DRAFT = {
  title: 'Kettles for “slow” mornings',
  markdown:
    'Pour the water\nslowly, in *small* circles. See the [care guide](https://x.example/care) — it’s short.',
};
const finding = (severity: 'blocking' | 'minor', quote: string) => ({
  severity,
  criterion: 'accuracy' as const,
  quote,
  reason: 'r',
  hint: 'h',
});
const verdict = (scores: Partial<Scores>, findings: ReturnType<typeof finding>[] = []) =>
  judge({ review: { scores: { ...GOOD, ...scores }, findings }, draft: DRAFT });

describe('scores decide', () => {
  test.each<[string, Partial<Scores>, boolean, string[]]>([
    ['good ones', {}, true, []],
    ['five on one and seven on average', { accuracy: 5, usefulness: 6 }, true, []],
    ['just below five on one', { accuracy: 4.9 }, false, ['ai-score.accuracy']],
    [
      'ten on all but one',
      { accuracy: 4, usefulness: 10, structure: 10, language: 10, brand_fit: 10 },
      false,
      ['ai-score.accuracy'],
    ],
    [
      'below seven on average',
      { accuracy: 6, usefulness: 6, structure: 7, language: 8 },
      false,
      ['ai-score.mean'],
    ],
    [
      'five on all',
      { accuracy: 5, usefulness: 5, structure: 5, language: 5, brand_fit: 5 },
      false,
      ['ai-score.mean'],
    ],
    [
      'none at all',
      { accuracy: 0, usefulness: 10, structure: 10, language: 10, brand_fit: 10 },
      false,
      ['ai-score.accuracy'],
    ],
  ])('%s', (_, scores, approved, ids) => {
    const judged = verdict(scores);
    expect(judged.approved).toBe(approved);
    expect(judged.findings.filter(({ severity }) => severity === 'blocking').map(({ id }) => id)).toEqual(
      ids,
    );
    expect(judged.scores).toEqual({ ...GOOD, ...scores });
  });

  test('low scores tell the next attempt what to improve', () => {
    expect(verdict({ usefulness: 2 }).findings[0]!.hint).toContain('usefulness');
  });
});

describe('a blocking finding counts only if its quotation is in the draft', () => {
  test.each<[string, string, boolean]>([
    ['letter by letter', 'in *small* circles', true],
    ['over a line end', 'Pour the water slowly', true],
    ['as a reader sees it', 'slowly, in small circles', true],
    ['across a link', 'See the care guide', true],
    ['of the title', 'slow', true],
    ['in other quotation marks and dashes', '"care guide - it\'s short."', true],
    ['with dots around it', '…in small circles…', true],
    ['in capitals', 'POUR THE WATER', true],
    ['invented', 'The water boils at once.', false],
    ['put together from two places', 'Pour the care guide', false],
    ['empty', '', false],
    ['only marks', ' "…" ', false],
  ])('%s: %j', (_, quote, counts) => {
    const judged = verdict({}, [finding('blocking', quote)]);
    expect(judged.approved).toBe(!counts);
    expect(judged.findings).toMatchObject([
      { id: 'ai-review.accuracy', severity: counts ? 'blocking' : 'minor' },
    ]);
  });

  test('a minor finding never blocks', () => {
    expect(verdict({}, [finding('minor', 'small')]).approved).toBe(true);
  });

  test('findings are reported on one line and within bounds', () => {
    const long = { ...finding('minor', ''), reason: `a\nb${'x'.repeat(900)}` };
    const [read] = verdict({}, [long]).findings;
    expect(read!.reason).toHaveLength(500);
    expect(read!.reason.startsWith('a b')).toBe(true);
    expect(read).not.toHaveProperty('quote');
  });
});
