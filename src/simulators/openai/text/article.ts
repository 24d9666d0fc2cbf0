import type { Chance } from '../../core/random';
import type { Prompt } from '../prompt';
import { sentenceAround } from './link';
import type { LinkProposal } from './link';
import { writePost } from './post';

/** An article as in a `site_article` answer. */
export interface Article {
  title: string;
  bodyMarkdown: string;
  link: LinkProposal;
}

/** Pages that an article links to, at most. */
const mostPages = 2;

/** Whether a block is a paragraph of running text. */
const isParagraph = (block: string): boolean => /^\p{L}/u.test(block) && /[.!?]$/.test(block);

/** A paragraph's last sentence. */
const lastSentence = (paragraph: string): string => /[^.!?]*[.!?]+$/.exec(paragraph)?.[0].trim() ?? paragraph;

/** Adds a link to one of the site's pages at the end of a block. */
function withPage(block: string, page: string): string {
  const [, title, url] = /^(.*): (\S+)$/.exec(page) ?? [];
  return url === undefined ? block : `${block} [${title!.replace(/[[\]]/g, '')}](${url}).`;
}

/** Writes an article and says where the ordered link goes. */
export function writeArticle(input: { prompt: Prompt; chance: Chance }): Article {
  const { prompt, chance } = input;
  const { title, bodyMarkdown } = writePost(input);
  const blocks = bodyMarkdown.split('\n\n');
  const paragraphs = blocks.flatMap((block, at) => (isParagraph(block) ? [at] : []));
  const linked = paragraphs.slice(1, 1 + mostPages);
  for (const [n, at] of linked.entries()) {
    const page = prompt.link.pages[n];
    if (page !== undefined) blocks[at] = withPage(blocks[at]!, page);
  }
  const free = paragraphs.filter((at) => !linked.includes(at));
  const at = free.length > 0 ? chance.pick(free) : paragraphs[0]!;
  const sentence = sentenceAround(prompt.link.anchor, { language: prompt.language, chance });
  return {
    title,
    bodyMarkdown: blocks.join('\n\n'),
    link: { how: 'sentence', quote: lastSentence(blocks[at]!), sentence },
  };
}
