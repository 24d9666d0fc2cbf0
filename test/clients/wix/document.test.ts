import fc from 'fast-check';
import { ricosFormat } from '../../../src/clients/wix/document';

function textNode(text: string, id = '') {
  return { type: 'TEXT', id, nodes: [], textData: { text, decorations: [] } };
}

function paragraph(texts: string[], id = '') {
  return { type: 'PARAGRAPH', id, nodes: texts.map((text) => textNode(text)), paragraphData: {} };
}

describe('the visible text of a document', () => {
  test('joins the parts of a paragraph and separates paragraphs', () => {
    const document = { nodes: [paragraph(['Bo', 'ld words']), paragraph(['Next.'])] };
    expect(ricosFormat.visibleText(document)).toBe('Bold words Next.');
  });

  test('reads lists and quotes within', () => {
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
    expect(ricosFormat.visibleText(document)).toBe('a b');
  });

  test('is the same whatever ids and defaults a store adds', () => {
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
        expect(ricosFormat.visibleText(theirs)).toBe(ricosFormat.visibleText(ours));
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
  ])('of %j is empty', (document) => {
    expect(ricosFormat.visibleText(document)).toBe('');
  });
});

describe('the document of a text', () => {
  const MARKDOWN = '# Grinders\n\nOne **two** three.\n\n- four';

  test('is the same every time', () => {
    expect(ricosFormat.render(MARKDOWN)).toEqual(ricosFormat.render(MARKDOWN));
  });

  test('says what the text says', () => {
    expect(ricosFormat.visibleText(ricosFormat.render(MARKDOWN))).toBe('Grinders One two three. four');
  });

  test('is measured as it is sent', () => {
    const document = ricosFormat.render('Süß');
    expect(ricosFormat.bytes(document)).toBe(Buffer.byteLength(JSON.stringify(document)));
  });
});
