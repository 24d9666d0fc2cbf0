import fc from 'fast-check';
import { z } from 'zod';
import { chargedTokens, readAnswer } from '../../../src/domain/providers/completion';
import type { ModelAnswer } from '../../../src/domain/providers/completion';

const shape = z.object({ title: z.string().min(1), words: z.int() });
const VALUE = { title: 'Grinders, `fenced` and {braced}', words: 3 };
const JSON_TEXT = JSON.stringify(VALUE);

function answer(part: Partial<ModelAnswer>): ModelAnswer {
  return { content: null, refusal: null, finishReason: 'stop', ...part };
}

test.each([
  ['plain JSON', JSON_TEXT],
  ['fenced JSON', `\`\`\`json\n${JSON_TEXT}\n\`\`\``],
  ['a bare fence after a sentence', `Here you are:\n\`\`\`\n${JSON_TEXT}\n\`\`\``],
  ['a byte-order mark', `\uFEFF${JSON_TEXT}`],
  ['a bash fence first', `\`\`\`bash\nls\n\`\`\`\n\`\`\`json\n${JSON_TEXT}\n\`\`\``],
])('%s is parsed unchanged', (_name, content) => {
  expect(readAnswer(answer({ content }), shape)).toEqual({ outcome: 'read', value: VALUE });
});

test.each([
  [
    'half a document, cut off',
    answer({ content: JSON_TEXT.slice(0, 30), finishReason: 'length' }),
    'cut_off',
  ],
  ['nothing, cut off', answer({ content: null, finishReason: 'length' }), 'cut_off'],
  ['a whole document, said to be cut off', answer({ content: JSON_TEXT, finishReason: 'length' }), 'cut_off'],
  ['half a document without a reason', answer({ content: JSON_TEXT.slice(0, 30) }), 'cut_off'],
  ['no content', answer({ content: null }), 'empty'],
  ['only white space', answer({ content: ' \n ' }), 'empty'],
  ['an empty fence', answer({ content: '```json\n```' }), 'empty'],
  ['prose', answer({ content: 'I wrote the post for you.' }), 'not_json'],
  ['an array where an object was due', answer({ content: `[${JSON_TEXT}]` }), 'wrong_shape'],
  ['a missing field', answer({ content: '{"title":"x"}' }), 'wrong_shape'],
  ['null', answer({ content: 'null' }), 'wrong_shape'],
])('%s may be retried', (_name, given, reason) => {
  const read = readAnswer(given, shape);
  expect(read).toMatchObject({ outcome: 'unusable', reason });
  // The problems go into the next prompt, so there must be some.
  expect(read.outcome === 'unusable' && read.problems.length).toBeGreaterThan(0);
});

test.each([
  ['a refusal', answer({ refusal: 'I cannot help with that.' }), 'refusal'],
  ['a refusal beside usable content', answer({ refusal: 'No.', content: JSON_TEXT }), 'refusal'],
  ['a refusal that was cut off', answer({ refusal: 'I cannot', finishReason: 'length' }), 'refusal'],
  ['a filtered answer', answer({ finishReason: 'content_filter' }), 'content_filter'],
  [
    'a filtered answer with half its text',
    answer({ content: JSON_TEXT, finishReason: 'content_filter' }),
    'content_filter',
  ],
])('%s is final', (_name, given, reason) => {
  expect(readAnswer(given, shape)).toEqual({ outcome: 'refused', reason });
});

test('a truncated document is never read as a shorter one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: JSON_TEXT.length - 1 }), fc.boolean(), (at, fenced) => {
      const content = (fenced ? '```json\n' : '') + JSON_TEXT.slice(0, at);
      expect(readAnswer(answer({ content }), shape).outcome).toBe('unusable');
    }),
  );
});

test("the charge is the larger of the answer's maximum and the prompt", () => {
  expect(chargedTokens({ prompt: '', maxCompletionTokens: 2000 })).toBe(2000);
  expect(chargedTokens({ prompt: 'x'.repeat(400), maxCompletionTokens: 99 })).toBe(100);
  expect(chargedTokens({ prompt: 'x'.repeat(401), maxCompletionTokens: 99 })).toBe(101);
});
