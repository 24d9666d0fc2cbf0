import { findDuplicates, MAX_AVOIDED_TITLES } from '../../src/domain/blog/ideas/duplicates';
import { writeAnswer } from '../../src/simulators/openai/answers';
import { readPrompt } from '../../src/simulators/openai/prompt';
import { reviewDraft } from '../../src/simulators/openai/review';
import { countWords } from '../../src/simulators/openai/text/compose';
import type { Idea } from '../../src/simulators/openai/text/ideas';
import type { Post } from '../../src/simulators/openai/text/post';
import { sampleProducts } from '../../src/simulators/products';
import { chatBody } from './clients';

const keywords = ['standing desk', 'how to clean a wool rug', 'yoga', 'best office chairs', 'seo', 'Kaffee'];
const subjects = [...sampleProducts.map((product) => product.name), ...keywords];

function write(user: string, seed = 1): Post {
  return JSON.parse(
    writeAnswer({ kind: 'content', seed, body: chatBody('blog_post', user), fault: undefined }),
  ) as Post;
}

function ask(subject: string, number: number, more = ''): string {
  const outline = ['Why it matters', 'How to choose', 'Daily use', 'Care that lasts', 'What it costs'];
  return `Store: S\nSubject: ${subject}\nTitle: Story ${number} about ${subject}\nOutline:\n${outline.map((line) => `- ${line}`).join('\n')}\nKeyword: ${subject}\nWords: 900\n${more}`;
}

const wordsOf = (markdown: string): number => countWords(markdown.replace(/^(?:#+|-)\s+/gm, ''));

describe('generated posts', () => {
  it('share no paragraph over 300 posts, and are within 10 % of the requested length', () => {
    const seen = new Map<string, number>();
    for (let number = 0; number < 300; number++) {
      const { bodyMarkdown } = write(ask(subjects[number % subjects.length]!, Math.floor(number / 3)));
      for (const block of bodyMarkdown.split('\n\n').filter((part) => !part.startsWith('#'))) {
        if (/^[-*] /.test(block) || /[.!?…]$/.test(block)) {
          expect(seen.has(block) ? `${seen.get(block)}: ${block}` : undefined).toBeUndefined();
          seen.set(block, number);
        }
      }
      expect(Math.abs(wordsOf(bodyMarkdown) - 900)).toBeLessThanOrEqual(90);
    }
  });

  it.each([300, 600, 1500, 2500])('are about %i words long if requested', (words) => {
    for (const subject of subjects.slice(0, 8)) {
      const { bodyMarkdown } = write(ask(subject, 1).replace('Words: 900', `Words: ${words}`));
      expect(Math.abs(wordsOf(bodyMarkdown) - words)).toBeLessThanOrEqual(words / 10);
    }
  });

  it.each(subjects)('have every field within bounds: %s', (subject) => {
    const post = write(ask(subject, 7));
    const blocks = post.bodyMarkdown.split('\n\n');
    const headings = blocks.filter((block) => block.startsWith('## '));
    const keyword = (
      sampleProducts.find((product) => product.name === subject)?.keyword ?? subject
    ).toLowerCase();
    expect(post.excerpt.length).toBeLessThanOrEqual(200);
    expect(post.metaTitle.length).toBeLessThanOrEqual(60);
    expect(post.metaDescription.length).toBeGreaterThanOrEqual(120);
    expect(post.metaDescription.length).toBeLessThanOrEqual(155);
    expect(post.slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(post.tags.length).toBeGreaterThanOrEqual(3);
    expect(post.tags.length).toBeLessThanOrEqual(5);
    expect(post.bodyMarkdown).not.toMatch(/^# /m);
    expect(post.bodyMarkdown).not.toMatch(/[[\]{}|]|undefined/);
    expect(headings.length).toBeGreaterThanOrEqual(5);
    expect(headings.at(-2)).toContain('What it costs');
    expect(blocks[0]!.toLowerCase()).toContain(keyword);
    expect(headings.some((heading) => heading.toLowerCase().includes(keyword))).toBe(true);
    expect(post.bodyMarkdown).toMatch(/^- /m);
    expect(reviewDraft(post.bodyMarkdown).findings).toEqual([]);
  });

  it.each([
    ['de', /\b(?:und|der|die|das)\b/g],
    ['fr', /\b(?:et|le|la|les)\b/g],
    ['es', /\b(?:y|el|la|los)\b/g],
  ])('are written in %s', (language, articles) => {
    const first = write(ask('Kaffeemühle', 1, `Language: ${language}`));
    const second = write(ask('Kaffeemühle', 2, `Language: ${language}`));
    expect(first.bodyMarkdown.match(articles)!.length).toBeGreaterThan(30);
    expect(first.bodyMarkdown).not.toMatch(/[[\]{}|]/);
    expect(Math.abs(wordsOf(first.bodyMarkdown) - 900)).toBeLessThanOrEqual(90);
    const paragraphs = new Set(first.bodyMarkdown.split('\n\n').filter((block) => !block.startsWith('#')));
    expect(second.bodyMarkdown.split('\n\n').filter((block) => paragraphs.has(block))).toEqual([]);
    expect(first.metaDescription.length).toBeGreaterThanOrEqual(120);
    expect(first.metaDescription.length).toBeLessThanOrEqual(155);
  });

  it('are the same for the same seed and request, and different otherwise', () => {
    expect(write(ask('tea', 1))).toEqual(write(ask('tea', 1)));
    expect(write(ask('tea', 1)).bodyMarkdown).not.toBe(write(ask('tea', 1), 2).bodyMarkdown);
    expect(write(ask('tea', 1)).bodyMarkdown).not.toBe(
      write(ask('tea', 1, 'Findings to fix:\n- too dry')).bodyMarkdown,
    );
  });

  it('use the facts in the request', () => {
    const facts = ['made of cork', 'weighs 210 g', 'sold in pairs', 'folds flat'];
    const { bodyMarkdown } = write(
      ask('yoga block', 1, `Facts:\n${facts.map((fact) => `- ${fact}`).join('\n')}`),
    );
    expect(facts.filter((fact) => bodyMarkdown.includes(fact)).length).toBeGreaterThan(0);
  });
});

describe('fresh ideas', () => {
  const ideasFor = (keyword: string, language: string, avoid: readonly string[]) => {
    const list = avoid.map((title) => `\n- ${title}`).join('');
    const user = `Store: S\nSubject: ${keyword}\nLanguage: ${language}${list && `\nAvoid titles:${list}`}`;
    const body = chatBody('blog_ideas', user);
    const answer = writeAnswer({ kind: 'ideas', seed: 1, markPosts: false, body, fault: undefined });
    return (JSON.parse(answer) as { ideas: Idea[] }).ideas;
  };

  it.each([
    ['en', 'standing desk'],
    ['en', 'how to clean a wool rug'],
    ['de', 'Kaffeemühle'],
    ['fr', 'théière en fonte'],
    ['es', 'cafetera italiana'],
  ])('come five at a time for twelve orders on one keyword (%s, %s)', (language, keyword) => {
    let old: string[] = [];
    for (let order = 1; order <= 12; order++) {
      const ideas = ideasFor(keyword, language, old);
      expect(ideas).toHaveLength(5);
      expect({ order, found: findDuplicates({ ideas, oldTitles: old, language }) }).toEqual({
        order,
        found: [],
      });
      expect(ideasFor(keyword, language, old)).toEqual(ideas);
      old = [...ideas.map(({ title }) => title), ...old].slice(0, MAX_AVOIDED_TITLES);
    }
  });
});

describe('parsing a prompt', () => {
  it('parses labels, lists and the draft, and ignores unknown labels', () => {
    const text =
      'Mood: calm\nSubject: Tea\nFacts:\n- green\n- loose\nWords: 700\nLanguage: DE\nDraft:\n# T\n\nWords: 3';
    expect(readPrompt([{ role: 'user', content: [{ type: 'text', text }] }])).toMatchObject({
      subject: 'Tea',
      keyword: 'Tea',
      facts: ['green', 'loose'],
      words: 700,
      language: 'de',
      draft: '# T\n\nWords: 3',
      outline: [],
    });
    expect(readPrompt(undefined).subject).toBe('this topic');
  });
});
