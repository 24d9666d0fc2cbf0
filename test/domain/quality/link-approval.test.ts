import { judgeLink } from '../../../src/domain/quality';

const scores = { fit: 9, truth: 8, language: 8, neutrality: 9, safety: 10 };
const text = 'More on grinding can be found under hand grinder. It takes a minute.';
const finding = {
  criterion: 'neutrality' as const,
  quote: 'More on grinding',
  reason: 'It praises.',
  hint: 'Inform.',
};

test('good points and nothing that blocks approve a sentence', () => {
  expect(judgeLink({ review: { scores, findings: [] }, text })).toMatchObject({
    approved: true,
    findings: [],
  });
});

test.each([
  ['one low score', { ...scores, safety: 4 }, 'ai-score.safety'],
  ['a low mean', { fit: 6, truth: 6, language: 7, neutrality: 7, safety: 7 }, 'ai-score.mean'],
])('%s rejects it', (_name, low, id) => {
  const verdict = judgeLink({ review: { scores: low, findings: [] }, text });
  expect(verdict).toMatchObject({ approved: false, findings: [{ id, severity: 'blocking' }] });
});

test.each([
  [finding.quote, false],
  ['words that are not there', true],
])('a blocking finding counts only with words of the text: %j', (quote, approved) => {
  const review = { scores, findings: [{ ...finding, quote, severity: 'blocking' as const }] };
  expect(judgeLink({ review, text }).approved).toBe(approved);
});
