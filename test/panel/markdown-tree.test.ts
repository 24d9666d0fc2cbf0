import { markdownTree } from '../../src/panel/parts/markdown-tree';

test.each([
  ['quotations', '>'.repeat(5_000)],
  ['quotations with blanks', `${'> '.repeat(5_000)}a`],
  ['items of lists', `${'- '.repeat(5_000)}a`],
  ['numbered items', `${'1. '.repeat(5_000)}a`],
  ['more than any page', 'a '.repeat(300_000)],
])('%s nested too deeply, or too long, are shown as they are written', (_name, text) => {
  expect(markdownTree(text).children).toEqual([{ type: 'code', value: text }]);
});

test('what a person would write is read as Markdown', () => {
  const types = markdownTree('# a\n\n> > b\n\n1. c\n   - d\n\n**e**').children.map(({ type }) => type);
  expect(types).toEqual(['heading', 'blockquote', 'list', 'paragraph']);
});
