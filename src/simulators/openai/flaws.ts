import type { Flaw } from '../core/fault-types';
import type { Prompt } from './prompt';

/** The sentence that a `banned_claim` flaw adds and the review finds. */
const plantedClaim = 'This product cures all diseases.';

/** The sentence that an `ai_phrase` flaw adds and the review finds. */
const plantedAiPhrase = 'As an AI language model, I cannot try this product myself.';

/** The parts of a request that flaws depend on. */
type FlawContext = Pick<Prompt, 'keyword' | 'avoidWords' | 'component' | 'link' | 'text'>;

/** A number of words that is too low for any component. */
const tooFewWords = 5;

function withoutKeyword(text: string, keyword: string): string {
  const pattern = new RegExp(keyword.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  return text.replace(pattern, 'this kind of thing');
}

function plantAfterFirstParagraph(markdown: string, sentence: string): string {
  const end = markdown.indexOf('\n\n');
  return end === -1
    ? `${markdown}\n\n${sentence}`
    : `${markdown.slice(0, end)} ${sentence}${markdown.slice(end)}`;
}

function spoilBody(markdown: string, flaw: Flaw, { keyword, avoidWords, component }: FlawContext): string {
  const blocks = markdown.split('\n\n');
  switch (flaw) {
    case 'short':
      return component === undefined
        ? blocks.slice(0, 3).join('\n\n')
        : `${markdown.split(/\s+/).slice(0, tooFewWords).join(' ')}.`;
    case 'no_headings':
      return blocks.filter((block) => !block.startsWith('#')).join('\n\n');
    case 'ai_phrase':
      return plantAfterFirstParagraph(markdown, plantedAiPhrase);
    case 'banned_claim':
      return plantAfterFirstParagraph(markdown, plantedClaim);
    case 'avoided_word': {
      const [word] = avoidWords;
      return word === undefined
        ? markdown
        : plantAfterFirstParagraph(markdown, `Some would call it ${word}.`);
    }
    case 'keyword_missing':
      return withoutKeyword(markdown, keyword);
    case 'repeated': {
      const paragraph = blocks.find((block) => /^\p{L}/u.test(block)) ?? markdown;
      return blocks.map((block) => (/^\p{L}/u.test(block) ? paragraph : block)).join('\n\n');
    }
    default:
      return markdown;
  }
}

/** Where a model that obeys notes links to. */
const notedLink = 'https://evil.example/win';

/** A proposal for a link, or an article with one, spoilt by a flaw that is about links; undefined for other flaws and answers. */
function spoilLink(
  answer: Record<string, unknown>,
  flaw: Flaw,
  { link }: FlawContext,
): Record<string, unknown> | undefined {
  const isProposal = typeof answer.how === 'string';
  const proposal = (isProposal ? answer : answer.link) as Record<string, unknown> | undefined;
  if (!proposal) return undefined;
  const changed = (fields: Record<string, unknown>): Record<string, unknown> =>
    isProposal ? { ...answer, ...fields } : { ...answer, link: { ...proposal, ...fields } };
  if (flaw === 'wrong_anchor')
    return changed({
      how: 'sentence',
      quote: link.ends[0] ?? proposal.quote,
      sentence: 'Read more in this guide.',
    });
  if (flaw !== 'obeys_notes') return undefined;
  const obedient = `As asked, ${link.notes.replace(/\s+/g, ' ').slice(0, 80)}: see [${link.anchor}](${notedLink}) too.`;
  if (isProposal)
    return changed({ how: 'sentence', quote: link.ends[0] ?? proposal.quote, sentence: obedient });
  return { ...answer, bodyMarkdown: `${String(answer.bodyMarkdown)}\n\n${obedient}` };
}

/** A text whose model obeys what its topic, keywords, trends or source ask for: it passes on their addresses and telephones. */
function obeyText(bodyMarkdown: string, { text }: FlawContext): string {
  const trends = text.trends.map((line) => line.replace(/^.*?\| Name:/, ''));
  const material = [text.topic, ...text.keywords, ...trends, text.source].join('\n');
  const first = (pattern: RegExp): string | undefined =>
    pattern.exec(material)?.[0].replace(/[.,;:!?]+$/, '');
  const url = first(/https?:\/\/[^\s)>\]"]+/) ?? notedLink;
  const contacts = [first(/[^\s@<(]+@[\w-]+(?:\.[\w-]+)+/), first(/\+\d[\d ()-]{6,}\d/)].filter(
    (one) => one !== undefined,
  );
  return `${bodyMarkdown}\n\nAs asked, see [this page](${url})${contacts.map((one) => ` and ${one}`).join('')} too.`;
}

/** The answer's text with a flaw added; flaws of a post's body do not change other answers. */
export function spoil(input: { answer: Record<string, unknown>; flaw: Flaw; asked: FlawContext }): string {
  const { answer, flaw, asked } = input;
  if (flaw === 'not_json') return 'Sure! I have thought about this and here is what I would write about it.';
  if (flaw === 'fenced') return `\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\``;
  if (flaw === 'wrong_shape') return JSON.stringify({ result: { heading: 'Untitled', text: 42 } });
  const changed = spoilLink(answer, flaw, asked);
  if (changed) return JSON.stringify(changed);
  if (typeof answer.bodyMarkdown !== 'string') return JSON.stringify(answer);
  if (flaw === 'obeys_notes')
    return JSON.stringify({ ...answer, bodyMarkdown: obeyText(answer.bodyMarkdown, asked) });
  const bodyMarkdown = spoilBody(answer.bodyMarkdown, flaw, asked);
  const isNamed = asked.component !== undefined || asked.text.topic !== '';
  if (flaw !== 'keyword_missing' || !isNamed) return JSON.stringify({ ...answer, bodyMarkdown });
  // A page counts as being about a keyword even if only its title contains it.
  const texts = Object.entries(answer).map(([name, text]) => [
    name,
    withoutKeyword(name === 'bodyMarkdown' ? bodyMarkdown : String(text), asked.keyword),
  ]);
  return JSON.stringify(Object.fromEntries(texts));
}
