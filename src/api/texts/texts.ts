import { assemblePage } from '../../domain/items/page';
import type { Page } from '../../domain/items/page';
import { givenMarkdown } from '../../domain/text/markdown';

/** What the API reads of texts that models, sites and people wrote. */
export interface Texts {
  /** A text as it is given to people and programs. */
  given(markdown: string): Promise<string>;
  /** A page of its sections. */
  page(page: Omit<Page, 'body'>): Promise<Page>;
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
export const TASKS = { givenMarkdown, givenPage } as const;

/** Reads texts in this thread, which nothing else can use meanwhile. */
export const directTexts: Texts = {
  given: (markdown) => Promise.resolve(givenMarkdown(markdown)),
  page: (page) => Promise.resolve(givenPage(page)),
};
