import { checkOwnLinks } from '../../../src/domain/purchases/own-links';

const offered = ['https://site.example/care', 'https://site.example/'];
const check = (markdown: string) =>
  checkOwnLinks({ markdown, targetUrl: 'https://shop.example/page', offered }).map(({ id }) => id);

test.each([
  'No link at all.',
  'See [care](https://site.example/care).',
  'See [care](https://site.example/care#oil) and [home](https://site.example).',
  'See [care][1].\n\n[1]: https://site.example/care',
])('pages of the site may be linked to: %j', (markdown) => {
  expect(check(markdown)).toEqual([]);
});

test.each([
  ['a link', 'See [it](https://evil.example/win).'],
  ['a reference', 'See [it][1].\n\n[1]: https://evil.example/win'],
  ['a bare address', 'See www.evil.example now.'],
  ['an address in brackets', 'See <https://evil.example>.'],
  ['HTML', 'See <a href="https://evil.example/win">it</a>.'],
  ['a picture', '![A cup](https://evil.example/cup.png)'],
  ['a link to another page of the site', 'See [it](https://site.example/invented).'],
])('%s to anywhere else is rejected', (_name, markdown) => {
  expect(check(markdown)).toEqual(['links.foreign']);
});

test.each([
  'See [it](https://shop.example/page).',
  'See [it](https://shop.example/page/#top).',
  'See <https://shop.example/page>.',
  'See <a href="https://shop.example/page">it</a>.',
])('the ordered page is not linked to by the model: %j', (markdown) => {
  expect(check(markdown)).toEqual(['links.ordered']);
});

test('many links make few findings', () => {
  const many = Array.from({ length: 50 }, (_, n) => `[${n}](https://evil.example/${n})`).join(' ');
  expect(check(many)).toHaveLength(5);
});
