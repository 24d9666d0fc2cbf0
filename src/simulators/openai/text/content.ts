import type { Chance } from '../../core/random';
import { slugify } from '../../core/slug';
import type { Prompt } from '../prompt';
import { capitalise, countWords, createDeck, cutAtWord } from './compose';
import { keptFacts } from './kept-facts';
import type { ModeSentences } from './mode-sentences';
import { MODE_SENTENCES } from './mode-sentences';
import { includesText, writePost } from './post';
import { createVoice } from './voice';

/** A text as in a `content_text` answer. */
export interface ContentText {
  title: string;
  /** At most 155 characters. */
  metaDescription: string;
  slug: string;
  bodyMarkdown: string;
}

/** Longer topics are named by their beginning, in characters. */
const longestName = 60;

/** Trends that a text cites at most. */
const mostCited = 2;

/** A topic or keyword as it can stand in a sentence: without addresses, mailboxes, telephones and marks of Markdown. */
function nameOf(text: string): string {
  const plain = text
    .replace(/https?:\/\/\S+|www\.\S+|\S+@\S+/g, ' ')
    // Telephones; other long numbers, such as those of parts, belong to what is written about.
    .replace(/(?<![\p{L}\p{N}])(?:\+\d|\(?0\d)[\d ()/-]{5,}\d(?![\p{L}\p{N}])/gu, ' ')
    .replace(/(?<![\p{L}\p{N}])\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?![\p{L}\p{N}])/gu, ' ')
    .replace(/[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:\/\S*)?/gu, ' ')
    .replace(/[[\]{}|<>*_`#~\\"“”„«»]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[\s.!?,;:…–-]+$/u, '')
    .trim();
  return cutAtWord(plain, longestName);
}

/** The request as for a post, with the words that its other parts leave. */
function asPost(prompt: Prompt, more: { keyword: string; used: string[]; words: number }): Prompt {
  return {
    ...prompt,
    subject: nameOf(prompt.text.topic) || more.keyword,
    keyword: more.keyword,
    words: Math.max(150, prompt.words - more.words),
    useWords: more.used,
    ...{ facts: [], outline: [], draft: '', tone: '', hint: '', title: undefined },
    // Keywords stand in the text exactly as given, as in pages.
    component: { pageType: '', name: '', keywords: [], earlier: [] },
  };
}

const escaped = (text: string): string => text.replace(/[\\`*_[\]<>~|#]/g, String.raw`\$&`);

/** A day in the words of a language. */
function dayIn(locale: string, date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return date;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(day);
}

function trendSentences(prompt: Prompt, chance: Chance, bank: ModeSentences): string[] {
  const next = createDeck(chance, bank.trends);
  const read = prompt.text.trends.flatMap((line) => {
    const [, date, url, name] = /^Date: (\S+) \| Address: (\S+) \| Name: (.*?) \| Text: /.exec(line) ?? [];
    return date !== undefined && name ? [{ date, url: url!, name }] : [];
  });
  return chance
    .shuffle(read)
    .slice(0, mostCited)
    .map(({ date, url, name }) => {
      const cite = url === 'none' ? escaped(name) : `[${escaped(name)}](<${url}>)`;
      return next()
        .replace('{date}', () => dayIn(bank.locale, date))
        .replace('{cite}', () => cite);
    });
}

/** What readers with an intent look for, put into the blocks of a text. */
function shapedFor(
  intent: string,
  blocks: string[],
  { keyword, bank, prompt, chance }: { keyword: string; bank: ModeSentences; prompt: Prompt; chance: Chance },
): string[] {
  const heading = blocks.findIndex((block) => block.startsWith('## '));
  switch (intent) {
    case 'informational':
      return blocks.map((block, at) =>
        at === heading ? `## ${bank.question.replace('{}', () => keyword)}` : block,
      );
    case 'transactional': {
      const list = blocks.findIndex((block) => block.startsWith('- '));
      return blocks.map((block, at) => {
        if (at !== list) return block;
        const items = block.split('\n').map((line) => line.replace(/^- /, ''));
        return items.map((item, n) => `${n + 1}. ${item}`).join('\n');
      });
    }
    case 'commercial': {
      const { words } = createVoice({ prompt, chance }).bank;
      const [goals, parts, rivals] = (['goal', 'part', 'rival'] as const).map((name) =>
        chance.shuffle(words[name]!).map(capitalise),
      );
      const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
      const table = [
        row(bank.table),
        row(['---', '---', '---']),
        row([capitalise(keyword), goals![0]!, parts![0]!]),
        row([rivals![0]!, goals![1]!, parts![1]!]),
        row([rivals![1]!, goals![2]!, parts![2]!]),
      ].join('\n');
      return [...blocks.slice(0, heading + 2), table, ...blocks.slice(heading + 2)];
    }
    default:
      return blocks;
  }
}

/** Spreads sentences over the paragraphs of a text after the first, a few to each. */
function spread(blocks: string[], sentences: readonly string[]): string[] {
  const places = blocks.flatMap((block, at) => (at > 0 && /^\p{L}.*[.!?]$/su.test(block) ? [at] : []));
  const each = Math.ceil(sentences.length / Math.max(1, places.length));
  const changed = [...blocks];
  places.forEach((at, n) => {
    const own = sentences.slice(n * each, (n + 1) * each);
    if (own.length > 0) changed[at] = `${blocks[at]!} ${own.join(' ')}`;
  });
  return places.length > 0 ? changed : [...blocks, sentences.join(' ')];
}

/** Writes a text of the mode that is asked for, with what the mode asks of it. */
export function writeContent(input: { prompt: Prompt; chance: Chance }): ContentText {
  const { prompt, chance } = input;
  const { text } = prompt;
  const bank = MODE_SENTENCES[prompt.language] ?? MODE_SENTENCES['en']!;
  const keywords = text.keywords.map(nameOf).filter((keyword) => keyword !== '');
  const topic = nameOf(text.topic);
  const keyword = keywords[0] ?? (topic || 'this');
  const sentences =
    text.source === '' ? trendSentences(prompt, chance, bank) : keptFacts({ text, bank, chance });
  const words = countWords(sentences.join(' ')) + (text.intent === 'commercial' ? 20 : 0);
  const asked = asPost(prompt, { keyword, used: keywords.slice(1), words });
  const post = writePost({ prompt: asked, chance });
  const shape = { keyword, bank, prompt: asked, chance };
  const blocks = shapedFor(text.intent, spread(post.bodyMarkdown.split('\n\n'), sentences), shape);
  const isNamed = includesText(post.title, keyword);
  const title = isNamed ? post.title : `${capitalise(keyword)}: ${post.title}`;
  return {
    title,
    metaDescription: post.metaDescription,
    slug: slugify(title),
    bodyMarkdown: blocks.join('\n\n'),
  };
}
