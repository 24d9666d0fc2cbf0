import fc from 'fast-check';
import { matchDraft, visibleText } from '../../../src/domain/blog/draft-match';

function textNode(text: string, id = '') {
  return { type: 'TEXT', id, nodes: [], textData: { text, decorations: [] } };
}

function paragraph(texts: string[], id = '') {
  return { type: 'PARAGRAPH', id, nodes: texts.map((text) => textNode(text)), paragraphData: {} };
}

const SINCE = Date.parse('2026-03-01T10:00:00.000Z');
const OURS = { title: 'Grinders', text: 'One two three.', sinceMs: SINCE };

function draft(part: Partial<{ id: string; title: string; editedAt: string; richContent: unknown }> = {}) {
  return {
    id: 'd1',
    title: 'Grinders',
    editedAt: '2026-03-01T10:00:01.000Z',
    richContent: { nodes: [paragraph(['One two', ' three.'])] },
    ...part,
  };
}

describe('visible text of a document', () => {
  test('joins the parts of a paragraph and separates paragraphs', () => {
    const document = { nodes: [paragraph(['Bo', 'ld words']), paragraph(['Next.'])] };
    expect(visibleText(document)).toBe('Bold words Next.');
  });

  test('reads nested lists and quotes', () => {
    const document = {
      nodes: [
        {
          type: 'BULLETED_LIST',
          nodes: [
            { type: 'LIST_ITEM', nodes: [paragraph(['a'])] },
            { type: 'LIST_ITEM', nodes: [paragraph(['b'])] },
          ],
        },
      ],
    };
    expect(visibleText(document)).toBe('a b');
  });

  test('ignores the ids and defaults that a store adds', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { maxLength: 3 }), { maxLength: 4 }), (paragraphs) => {
        const ours = { nodes: paragraphs.map((texts) => paragraph(texts)) };
        const theirs = {
          nodes: paragraphs.map((texts, index) => ({
            ...paragraph(texts, `p${index}`),
            style: { paddingTop: '0px' },
          })),
          metadata: { version: 1, id: 'x' },
          documentStyle: {},
        };
        expect(visibleText(theirs)).toBe(visibleText(ours));
      }),
    );
  });

  test.each([
    [undefined],
    [null],
    ['text'],
    [{}],
    [{ nodes: 'x' }],
    [{ nodes: [{ type: 'TEXT', textData: { text: 5 } }] }],
  ])('%j has no visible text', (document) => {
    expect(visibleText(document)).toBe('');
  });
});

describe('finding our draft', () => {
  test('a draft with our title, time and text is ours', () => {
    expect(matchDraft([draft()], OURS)).toEqual({ found: 'match', draftId: 'd1' });
  });

  test('finds the match among others with the same title', () => {
    const other = draft({ id: 'd0', richContent: { nodes: [paragraph(['Other.'])] } });
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
    ['another text', draft({ richContent: { nodes: [paragraph(['One two four.'])] } })],
    ['no text', draft({ richContent: undefined })],
    ['another text and an unreadable time', draft({ editedAt: '', richContent: null })],
  ])('a draft with our title and %s may or may not be ours', (_name, found) => {
    expect(matchDraft([found], OURS)).toEqual({ found: 'other_content' });
  });
});
