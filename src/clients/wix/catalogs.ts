import { setImmediate } from 'node:timers/promises';
import { htmlStart, htmlToText } from '../../domain/text/html/to-text';
import { cutAtGrapheme } from '../../domain/text/text';
import type { Publisher } from '../publisher';
import { list, record, text } from './request';

/** What is read from either catalogue. Each is one request. */
export type WixCatalog = Pick<Publisher, 'product' | 'products' | 'category' | 'categoryProducts'>;

/** Characters of a product's description in lists. */
export const LISTED_DESCRIPTION = 500;

/** Characters of the name of a product or category, of its description, and of a section of further facts. */
const NAME = 500;
const DESCRIPTION = 10_000;
const SECTION = 3_000;

/** Sections of further facts that are read. */
const MOST_SECTIONS = 30;

/** Of a text with its markup, as much is read for each character that is shown. */
const READ_PER_CHARACTER = 8;

/** What a reader sees of a text, which may be HTML: at most so many characters. It is cut before it is read. */
export function shownText(value: unknown, most: number): string {
  return cutAtGrapheme(htmlToText(htmlStart(text(value) ?? '', most * READ_PER_CHARACTER)), most);
}

/** A name as a reader sees it; undefined where that is nothing. */
export function shownName(value: unknown): string | undefined {
  return text(shownText(value, NAME));
}

/** A description as a reader sees it. */
export function shownDescription(value: unknown): string {
  return shownText(value, DESCRIPTION);
}

/** Sections of further facts about a product, each as a title and a text. */
export function shownSections(sections: unknown, textIn: string): string[] {
  return list(sections)
    .slice(0, MOST_SECTIONS)
    .map((section) => {
      const { title, [textIn]: content } = record(section);
      return `${shownText(title, NAME)}: ${shownText(content, SECTION)}`;
    });
}

/** What each of a list comes to, with room for other work between them: texts of sites are read where requests are answered, too. */
export async function eachInTurn<T>(items: readonly unknown[], read: (item: unknown) => T[]): Promise<T[]> {
  const found: T[] = [];
  for (const item of items) {
    found.push(...read(item));
    await setImmediate();
  }
  return found;
}
