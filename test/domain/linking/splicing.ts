import type { InsertedLink, OrderedLink } from '../../../src/domain/linking';
import { linkTo } from '../../../src/domain/linking';

/** Where the links of tests lead. */
export const SHOP_URL = 'https://shop.example/';

/** That the former text is there byte for byte outside of the sentence, by cutting it out again. */
export function expectOriginal(before: string, result: InsertedLink, link: OrderedLink): void {
  const { markdown, span, kind } = result;
  const markup = linkTo(link.anchorText, link.targetUrl);
  const sentence = markdown.slice(span.start, span.end);
  expect(sentence).toContain(markup);
  if (kind === 'sentence') {
    const head = markdown.slice(0, span.start);
    expect([head + markdown.slice(span.end), head.replace(/ $/, '') + markdown.slice(span.end)]).toContain(
      before,
    );
  } else {
    const at = span.start + sentence.indexOf(markup);
    const words = before.length - (markdown.length - markup.length);
    const was = before.slice(at, at + words);
    expect(markdown.slice(0, at) + was + markdown.slice(at + markup.length)).toBe(before);
  }
}
