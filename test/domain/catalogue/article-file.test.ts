import { contentProblem, LONGEST_ARTICLE, readArticleFile } from '../../../src/domain/catalogue/article-file';
import { isDay } from '../../../src/domain/text/day';

const FRONT = ['title: Pruning in March', 'author: Ines Brandt', 'date: 2026-03-02'];

const file = (lines: readonly string[], body = 'A text.\n'): string =>
  `---\n${lines.join('\n')}\n---\n\n${body}`;

const problemOf = (text: string) => {
  const read = readArticleFile(text);
  if (read.ok) throw new Error('it was read');
  return read.problem;
};

test('a file is read with what it says of its article', () => {
  const lines = [...FRONT, 'slug: march', 'language: EN-gb', 'domain: WWW.Garden.Example.'];
  expect(readArticleFile(file(lines))).toEqual({
    ok: true,
    article: {
      title: 'Pruning in March',
      author: 'Ines Brandt',
      date: '2026-03-02',
      slug: 'march',
      language: 'en-GB',
      domain: 'www.garden.example',
      content: 'A text.\n',
    },
  });
});

test('what may be left out is left out, and the slug is made of the title', () => {
  expect(readArticleFile(`\ufeff${file(FRONT).replaceAll('\n', '\r\n')}`)).toMatchObject({
    ok: true,
    article: { slug: 'pruning-in-march', language: null, domain: null, content: 'A text.\r\n' },
  });
});

test('the text stays as it is, lines of dashes included', () => {
  const body = '## Head\n\nOne\n\n---\n\nTwo  \nThree\n';
  expect(readArticleFile(file(FRONT, body))).toMatchObject({ article: { content: body } });
});

test.each<[string, string, number, RegExp]>([
  ['no front matter', 'A text.', 1, /must begin with front matter/],
  ['front matter without an end', '---\ntitle: x\n', 1, /no end/],
  ['front matter that is too long', file([...FRONT, `# ${'x'.repeat(5_000)}`]), 1, /no end/],
  ['empty front matter', '---\n---\ntext', 2, /must have fields/],
  ['a list as front matter', file(['- a', '- b']), 2, /must have fields/],
  ['a missing field', file(FRONT.slice(1)), 1, /"title" is missing/],
  ['an unknown field', file([...FRONT, 'tags: x']), 5, /"tags" is no field/],
  ['a field twice', file([...FRONT, 'title: again']), 5, /YAML: DUPLICATE_KEY/],
  ['a wrong day', file([FRONT[0]!, FRONT[1]!, 'date: 2026-02-30']), 4, /"date" must be a day/],
  ['a time for a day', file([FRONT[0]!, FRONT[1]!, 'date: 2026-02-20T10:00:00Z']), 4, /"date" must be a day/],
  ['a number for a title', file(['title: 2026', FRONT[1]!, FRONT[2]!]), 2, /quotation marks/],
  ['an empty author', file([FRONT[0]!, 'author: ""', FRONT[2]!]), 3, /"author" must not be empty/],
  ['a title of two lines', file(['title: "a\\nb"', FRONT[1]!, FRONT[2]!]), 2, /control/],
  ['a title that turns round', file(['title: "a\\u202Eb"', FRONT[1]!, FRONT[2]!]), 2, /text-direction/],
  ['a title that is too long', file([`title: ${'x'.repeat(201)}`, FRONT[1]!, FRONT[2]!]), 2, /at most 200/],
  ['a slug with capitals', file([...FRONT, 'slug: Spring']), 5, /"slug" must have small letters/],
  ['a language that is none', file([...FRONT, 'language: english!']), 5, /"language" must be a language tag/],
  ['a private host', file([...FRONT, 'domain: localhost']), 5, /"domain" must be the host/],
  ['a field with parts', file([...FRONT, 'slug: { a: b }']), 2, /simple texts/],
  ['an alias', file(['title: &a x', 'author: *a', FRONT[2]!]), 2, /simple texts/],
  ['broken YAML', file(['title: "open', ...FRONT.slice(1)]), 5, /no valid YAML/],
  ['a prototype', file([...FRONT, '__proto__: x']), 5, /"__proto__" is no field/],
  ['a title without letters for a slug', file(['title: "※"', FRONT[1]!, FRONT[2]!]), 2, /"slug" is missing/],
  ['no text', file(FRONT, '  \n\n'), 6, /There is no text/],
  ['a text nested too deeply', file(FRONT, '> a\n\n'.repeat(8_000)), 6, /nested deeper/],
  ['a text that is too long', file(FRONT, 'x'.repeat(LONGEST_ARTICLE + 1)), 6, /longer than 200000/],
  ['a file that is too long', file(FRONT, 'x'.repeat(300_000)), 1, /longer than 200000/],
  ['null characters', file(FRONT, 'a\0b'), 1, /no text/],
])('%s is refused at its line', (_name, text, line, reason) => {
  expect(problemOf(text)).toEqual({ line, reason: expect.stringMatching(reason) as string });
});

test('days are those of the calendar', () => {
  expect(['2024-02-29', '2026-12-31'].every(isDay)).toBe(true);
  expect(['2025-02-29', '2026-13-01', '2026-1-1', '26-01-01', ''].some(isDay)).toBe(false);
});

test('a text that cannot be that of an article says why', () => {
  expect(contentProblem('A text.')).toBeUndefined();
  expect(contentProblem(' \n')).toBe('There is no text.');
  expect(contentProblem('half \ud83d')).toContain('half characters');
});
