import { headedMarkdown } from '../items/page';
import { frontMatterLength, givenMarkdown } from '../text/markdown';

/** A finished text as a Markdown document: the title as a level-one heading, then the body without HTML. */
export function contentMarkdown(text: { title: string; bodyMarkdown: string }): string {
  const { title, bodyMarkdown } = text;
  const body = bodyMarkdown.slice(frontMatterLength(bodyMarkdown));
  return headedMarkdown({ title, body: givenMarkdown(body).trim() });
}
