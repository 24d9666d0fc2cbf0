import { draftDifferences, isUntouched, matchDraft } from '../../../src/domain/blog/draft-match';

const SINCE = Date.parse('2026-03-01T10:00:00.000Z');
const OURS = { title: 'Grinders', text: 'One two three.', sinceMs: SINCE };

function draft(part: Partial<{ id: string; title: string; editedAt: string; text: string }> = {}) {
  return {
    id: 'd1',
    title: 'Grinders',
    editedAt: '2026-03-01T10:00:01.000Z',
    text: 'One two three.',
    ...part,
  };
}

describe('looking for our draft', () => {
  test('the same title, time and text is ours', () => {
    expect(matchDraft([draft()], OURS)).toEqual({ found: 'match', draftId: 'd1' });
  });

  test('the match is found among others of the same title', () => {
    const other = draft({ id: 'd0', text: 'Other.' });
    expect(matchDraft([other, draft()], OURS)).toEqual({ found: 'match', draftId: 'd1' });
  });

  test('a draft edited at the very moment we started counts', () => {
    expect(matchDraft([draft({ editedAt: new Date(SINCE).toISOString() })], OURS).found).toBe('match');
  });

  test.each([
    ['an older draft', draft({ editedAt: '2026-03-01T09:59:59.999Z' })],
    ['another title', draft({ title: 'grinders' })],
  ])('%s is not ours', (_name, found) => {
    expect(matchDraft([found], OURS)).toEqual({ found: 'none' });
  });

  test('without drafts, there is no match', () => {
    expect(matchDraft([], OURS)).toEqual({ found: 'none' });
  });

  test.each([
    ['another text', draft({ text: 'One two four.' })],
    ['no text', draft({ text: '' })],
    ['another text and an unreadable time', draft({ editedAt: '', text: 'Other.' })],
  ])('our title with %s cannot be told from ours', (_name, found) => {
    expect(matchDraft([found], OURS)).toEqual({ found: 'other_content' });
  });

  test('another title that ours may have had cannot be told from ours, whatever its text', () => {
    const ours = { ...OURS, otherTitles: ['Mills', 'Grinders'] };
    expect(matchDraft([draft({ title: 'Mills' })], ours).found).toBe('other_content');
    expect(matchDraft([draft({ title: 'Mills' }), draft()], ours).found).toBe('match');
    expect(matchDraft([draft({ title: 'Kettles' })], ours).found).toBe('none');
  });
});

describe('what the store kept differently', () => {
  const post = { title: 'T', excerpt: '', authorId: 'a', slug: 's', pictureId: null, text: 'x' };

  test.each<[string, string | null, string | null, string[]]>([
    ['a picture as sent', 'p', 'p', []],
    ['no picture', 'p', null, ['picture']],
    ['another picture', 'p', 'q', ['picture']],
    ['none where none was sent', null, null, []],
    ['one of its own where none was sent', null, 'q', []],
  ])('%s', (_name, sent, kept, fields) => {
    expect(draftDifferences({ ...post, pictureId: sent }, { ...post, pictureId: kept })).toEqual(fields);
  });
});

describe('a draft that turns up late', () => {
  const within = { sinceMs: Date.parse('2026-03-01T10:00:00Z'), untilMs: Date.parse('2026-03-01T11:00:00Z') };
  test.each([
    ['made within the time and left alone', '2026-03-01T10:30:00Z', '2026-03-01T10:30:01Z', true],
    ['edited later', '2026-03-01T10:30:00Z', '2026-03-01T10:31:00Z', false],
    ['made before', '2026-03-01T09:59:59Z', '2026-03-01T09:59:59Z', false],
    ['made after', '2026-03-01T11:00:01Z', '2026-03-01T11:00:01Z', false],
    ['of which the site does not say when it was made', '', '2026-03-01T10:30:00Z', false],
    ['of which the site does not say when it was edited', '2026-03-01T10:30:00Z', '', false],
  ])('%s', (_, createdAt, editedAt, untouched) => {
    expect(isUntouched({ createdAt, editedAt }, within)).toBe(untouched);
  });
});
