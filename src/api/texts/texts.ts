import { assemblePage } from '../../domain/items/page';
import type { Page } from '../../domain/items/page';
import { summaryOfPlaces } from '../../domain/linking';
import type { PlaceSummary } from '../../domain/linking';
import { givenMarkdown, toPlainText } from '../../domain/text/markdown';

/** What the API reads of texts that models, sites and people wrote. */
export interface Texts {
  /** A text as it is given to people and programs. */
  given(markdown: string): Promise<string>;
  /** A page of its sections. */
  page(page: Omit<Page, 'body'>): Promise<Page>;
  /** What readers see of a text, without marks. */
  plain(markdown: string): Promise<string>;
  /** Where a link can be put into an article. */
  places(asked: AskedPlaces): Promise<PlaceSummary>;
}

/** An article and the text of a link. */
export interface AskedPlaces {
  markdown: string;
  anchor: string;
  /** BCP 47. */
  language: string;
}

function plainText(markdown: string): string {
  return toPlainText(markdown);
}

function anchorPlaces({ markdown, anchor, language }: AskedPlaces): PlaceSummary {
  return summaryOfPlaces(markdown, anchor, { language });
}

/** A page whose sections are given like any text. */
function givenPage(page: Omit<Page, 'body'>): Page {
  const components = page.components.map((part) => ({
    ...part,
    bodyMarkdown: givenMarkdown(part.bodyMarkdown),
  }));
  return assemblePage({ ...page, components });
}

/** The same as functions; the names are those that the threads know. */
export const TASKS = { givenMarkdown, givenPage, plainText, anchorPlaces } as const;

/** Reads texts in this thread, which nothing else can use meanwhile. */
export const directTexts: Texts = {
  given: (markdown) => Promise.resolve(givenMarkdown(markdown)),
  page: (page) => Promise.resolve(givenPage(page)),
  plain: (markdown) => Promise.resolve(plainText(markdown)),
  places: (asked) => Promise.resolve(anchorPlaces(asked)),
};
