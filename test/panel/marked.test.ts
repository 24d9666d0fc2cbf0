import type { Root, Text } from 'mdast';
import { markdownTree } from '../../src/panel/parts/markdown-tree';
import { cutAt } from '../../src/panel/parts/marked';

function textsOf(root: Root): Text[] {
  const found: Text[] = [];
  const visit = (node: { type: string; children?: unknown[] }): void => {
    if (node.type === 'text') found.push(node as Text);
    for (const child of node.children ?? []) visit(child as Text);
  };
  visit(root);
  return found;
}

/** What is marked of a text, as its readers see it, where `[[` and `]]` stand in its source. */
function markedIn(written: string): string[] {
  const source = written.replace('[[', '').replace(']]', '');
  const stretch = { start: written.indexOf('[['), end: written.indexOf(']]') - 2 };
  return textsOf(markdownTree(source))
    .map((node) => cutAt(node, { source, stretch }))
    .flatMap(([before, within, after], n) => {
      expect(before + within + after).toBe(textsOf(markdownTree(source))[n]!.value);
      return within === '' ? [] : [within];
    });
}

test.each([
  ['a sentence of its own', 'One. [[Two two.]] Three.', ['Two two.']],
  ['a sentence that is there twice', 'Two. One. [[Two.]] Two.', ['Two.']],
  [
    'across a link and words in bold',
    'One. [[See **the [water butts](https://w.example) here** now.]] End.',
    ['See ', 'the ', 'water butts', ' here', ' now.'],
  ],
  ['from the middle of bold words', '**One. [[Two** three.]] Four.', ['Two', ' three.']],
  ['after escapes', '1\\. \\*One\\*. [[Two\\! three.]] Four.', ['Two! three.']],
  ['after character references', 'R&amp;D &copy;. [[A &lt; b.]] C.', ['A < b.']],
  ['after signs of two units', '😀😀. [[Two 😀.]] Three.', ['Two 😀.']],
  ['in a quotation of several lines', '> One.\n> [[Two\n> three.]]\n> Four.', ['Two\nthree.']],
  ['in an item of a list', '- One.\n- [[Two.]] Three.', ['Two.']],
  ['in a cell of a table', '| a | b |\n|---|---|\n| One. [[Two.]] | c |', ['Two.']],
  ['with line ends of other systems', 'One.\r\n\r\nTwo. [[Three.]]\r\n', ['Three.']],
])('%s is marked', (_name, written, expected) => {
  expect(markedIn(written)).toEqual(expected);
});

test('a stretch beyond the text marks nothing', () => {
  const source = 'One. Two.';
  const marks = textsOf(markdownTree(source)).map((node) =>
    cutAt(node, { source, stretch: { start: 50, end: 60 } }),
  );
  expect(marks).toEqual([['One. Two.', '', '']]);
});
