import fc from 'fast-check';
import { z } from 'zod';
import { expectShape, readModelJson } from '../../../src/domain/providers/model-json';

const POST = { title: 'A', bodyMarkdown: 'Run:\n```js\nlet a = "{";\n```\nDone ```` and ~~~.' };
const JSON_TEXT = JSON.stringify(POST);
const PRETTY = JSON.stringify(POST, null, 2);

describe('readModelJson', () => {
  it.each([
    ['plain', JSON_TEXT, POST],
    ['pretty', PRETTY, POST],
    ['a byte-order mark', `\uFEFF${JSON_TEXT}`, POST],
    ['a byte-order mark before a fence', `\uFEFF\`\`\`json\n${JSON_TEXT}\n\`\`\``, POST],
    ['a fence', `\`\`\`json\n${PRETTY}\n\`\`\``, POST],
    ['a fence in capitals', `\`\`\`JSON\n${PRETTY}\n\`\`\``, POST],
    ['a fence of tildes', `~~~json\n${PRETTY}\n~~~`, POST],
    ['a bare fence', `\`\`\`\n${PRETTY}\n\`\`\``, POST],
    ['a fence on one line', `\`\`\`json ${JSON_TEXT}\`\`\``, POST],
    ['a fence in the middle of a line', `Here it is: \`\`\`json ${JSON_TEXT}\`\`\` Enjoy`, POST],
    ['Windows line ends', `\`\`\`json\r\n${JSON_TEXT}\r\n\`\`\`\r\n`, POST],
    ['a sentence before', `Here is your post: ${JSON_TEXT}`, POST],
    ['text after', `${JSON_TEXT}\n\nLet me know if you'd like changes [or more]!`, POST],
    ['a fence and text around', `Sure!\n\`\`\`json\n${PRETTY}\n\`\`\`\nThe \`title\` is short.`, POST],
    ['a fence that never closes', `\`\`\`json\n${PRETTY}`, POST],
    [
      'first fence bash, second JSON',
      `\`\`\`bash\ncurl -d '{"a": 1}' x\n\`\`\`\n\`\`\`json\n${PRETTY}\n\`\`\``,
      POST,
    ],
    [
      'first fence bash, second bare',
      `\`\`\`bash\nif [ -f x ]; then {\n\`\`\`\n\`\`\`\n${PRETTY}\n\`\`\``,
      POST,
    ],
    ['a bash fence that never closes', `\`\`\`bash\nls\n\n\`\`\`json\n${PRETTY}\n\`\`\``, POST],
    ['an empty fence, then JSON', `\`\`\`\n\`\`\`\n${JSON_TEXT}`, POST],
    ['an example before the fence', `Like {"title": "x"}:\n\`\`\`json\n${JSON_TEXT}\n\`\`\``, POST],
    ['the same document twice', `${JSON_TEXT}\n${JSON_TEXT}`, POST],
    ['notes in brackets', `As said [1], [see above](http://x.example) {curly}: ${JSON_TEXT} [2, 3]`, POST],
    ['words about fences', `I use \`\`\` for fences. ${JSON_TEXT}`, POST],
    ['an array', 'Ideas: [{"title":"a"},{"title":"b"}]', [{ title: 'a' }, { title: 'b' }]],
    ['an empty array in a sentence', 'There are none: []', []],
    ['a number', '42', 42],
    ['null', 'null', null],
    ['a string in a fence', '```json\n"a ``` b"\n```', 'a ``` b'],
  ])('reads %s', (_, content, expected) => {
    expect(readModelJson(content)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n\t', 'empty'],
    ['only a byte-order mark', '\uFEFF', 'empty'],
    ['an empty fence', '```json\n```', 'empty'],
    ['an empty bare fence', '```\n\n```', 'empty'],
    ['prose', 'I cannot help with that.', 'not_json'],
    ['HTML', '<html><body>Bad gateway</body></html>', 'not_json'],
    ['prose in a fence', '```\nHello there\n```', 'not_json'],
    ['a quotation in a fence', '```\n"Hello" she said\n```', 'not_json'],
    ['a trailing comma', '{"a": 1,}', 'not_json'],
    ['single quotes', '{\'a\': ["x"]}', 'not_json'],
    ['unquoted keys', '{ideas: [{"title":"x"}]}', 'not_json'],
    ['only a programme', '```python\nprint({"a": 1})\n```', 'not_json'],
    ['a line end inside a string', '{"a": "x\ny"}', 'not_json'],
    ['half a document', '{"ideas":[{"title":"a"},{"title":"b"', 'cut_off'],
    ['half a document in a fence', '```json\n{"ideas":[{"title":"a"}],\n```', 'cut_off'],
    ['half an array', '[{"title":"a"},{"title":"b"},', 'cut_off'],
    ['cut inside a string', '{"body":"Once upon', 'cut_off'],
    ['cut inside a string with a fence', '{"body":"```js\\nlet a = {};\\n```', 'cut_off'],
    ['cut after an escape', '{"body":"a\\', 'cut_off'],
    ['cut at the first bracket', 'Here: {', 'cut_off'],
    ['cut before anything', '```json', 'cut_off'],
    ['half a document after a sentence', 'Sure: {"a":{"b":1},"c":', 'cut_off'],
    ['the second half', '"a"},{"title":"b"}]', 'ambiguous'],
    ['two documents', '{"a":1}\n{"a":2}', 'ambiguous'],
    ['two fences', '```json\n{"a":1}\n```\n```json\n{"a":2}\n```', 'ambiguous'],
    ['a broken and a whole one', '{"a":1,}\n{"a":2}', 'ambiguous'],
  ])('refuses %s', (_, content, reason) => {
    expect(readModelJson(content)).toEqual({ ok: false, reason });
  });

  const document = fc.oneof(
    fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 }),
    fc.array(
      fc.record({ text: fc.oneof(fc.string(), fc.constantFrom('```', '```json\n{}\n```', '}"{', '\\"')) }),
      {
        minLength: 1,
      },
    ),
  );
  const before = fc.constantFrom(
    '',
    'Here is the post:\n',
    'Sure! I wrote this [1] for you:\n\n',
    '\uFEFF',
    'It’s "done" - ',
  );
  const after = fc.constantFrom('', '\n', '\nI hope that helps!', '\n\nNotes: none [2].');
  const wrapped = fc.constantFrom<[string, string]>(
    ['', ''],
    ['```json\n', '\n```'],
    ['```\n', '\n```'],
    ['````json\n', '\n````'],
    ['~~~\n', '\n~~~'],
    ['```bash\necho "{" [x\n```\n```json\n', '\n```'],
  );

  it('parses any document in any wrapping', () => {
    fc.assert(
      fc.property(
        document,
        before,
        after,
        wrapped,
        fc.constantFrom(0, 2),
        (value, start, end, [open, close], indent) => {
          // In the middle of a line a fence is not one, and bash would be prose.
          const lead =
            open === '' || start === '' || start.endsWith('\n') || start === '\uFEFF' ? start : `${start}\n`;
          const text = JSON.stringify(value, null, indent);
          const expected: unknown = JSON.parse(text);
          expect(readModelJson(lead + open + text + close + end)).toEqual({ ok: true, value: expected });
        },
      ),
    );
  });

  it('never takes the beginning of a document for an answer', () => {
    fc.assert(
      fc.property(document, before, fc.constantFrom('', '```json\n'), fc.nat(), (value, start, open, at) => {
        const text = JSON.stringify(value);
        const cut = text.slice(0, 1 + (at % (text.length - 1)));
        expect(readModelJson(`${start}\n${open}${cut}`).ok).toBe(false);
      }),
    );
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      '```',
      '```json\n',
      '\n',
      'a',
      ':',
      ',',
      '1',
      ' ',
      '~~~',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (text) => {
          readModelJson(text);
        },
      ),
    );
    for (const piece of ['[', '{"a":', '{a', '```', '"', '{{']) readModelJson(piece.repeat(50_000));
  });
});

describe('expectShape', () => {
  const schema = z.object({ title: z.string().min(1), tags: z.array(z.string()) });

  it('returns the value', () => {
    expect(expectShape(schema, { title: 'a', tags: [] })).toEqual({
      ok: true,
      value: { title: 'a', tags: [] },
    });
  });

  it('names the path of each problem', () => {
    const result = expectShape(schema, { title: '', tags: ['a', 1] });
    expect(result).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^title: /), expect.stringMatching(/^tags\.1: /)],
    });
  });

  it.each([[[]], [[{ title: 'a', tags: [] }]], [null], ['text'], [undefined]])(
    'rejects %j as an object',
    (value) => {
      expect(expectShape(schema, value)).toEqual({
        ok: false,
        problems: [expect.stringContaining('expected object')],
      });
    },
  );

  it('keeps the list short', () => {
    const result = expectShape(
      z.array(z.string()),
      Array.from({ length: 500 }, () => 1),
    );
    expect(result).toMatchObject({ ok: false, problems: { length: 20 } });
  });
});
