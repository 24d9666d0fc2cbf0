import { findAvoided } from '../../src/domain/blog/ideas/avoided';
import { findDuplicates } from '../../src/domain/blog/ideas/duplicates';
import { checkDraft } from '../../src/domain/quality';
import { writeAnswer } from '../../src/simulators/openai/answers';
import { readPrompt } from '../../src/simulators/openai/prompt';
import { countWords } from '../../src/simulators/openai/text/compose';
import type { Idea } from '../../src/simulators/openai/text/ideas';
import type { Post } from '../../src/simulators/openai/text/post';
import { topicOf } from '../../src/simulators/openai/text/requests';
import { createWording } from '../../src/simulators/openai/text/wording';
import { chatBody } from './clients';

function ask<T>(kind: 'ideas' | 'content', user: string, seed = 1): T {
  const body = chatBody(kind === 'ideas' ? 'blog_ideas' : 'blog_post', user);
  return JSON.parse(writeAnswer({ kind, seed, body, fault: undefined })) as T;
}

const ideasFor = (user: string) => ask<{ ideas: Idea[] }>('ideas', user).ideas;
const postFor = (user: string, seed = 1) => ask<Post>('content', user, seed);

const outline = '- Why it matters\n- How to choose\n- Daily use\n- Care that lasts';

interface Wanted {
  language?: string;
  keyword?: string;
  words?: number;
  use?: readonly string[];
  avoid?: readonly string[];
  more?: string;
}

function request(wanted: Wanted): string {
  const { language = 'en', keyword = 'standing desk', words = 900, use = [], avoid = [], more = '' } = wanted;
  const list = (label: string, items: readonly string[]) =>
    items.length === 0 ? '' : `${label}:\n${items.map((item) => `- ${item}`).join('\n')}\n`;
  return `Subject: ${keyword}\nTitle: A story\nAngle: Calm\nOutline:\n${outline}\nKeyword: ${keyword}\nWords: ${words}\nLanguage: ${language}\n${list('Words to use', use)}${list('Words to avoid', avoid)}${more}`;
}

const textsOf = (post: Post) => [
  post.title,
  post.excerpt,
  post.metaTitle,
  post.metaDescription,
  post.imageAlt,
  ...post.tags,
];

/** What our own rules say of a post that was written to order. */
function check(post: Post, wanted: Wanted) {
  return checkDraft({
    markdown: post.bodyMarkdown,
    title: post.title,
    keyword: wanted.keyword ?? 'standing desk',
    targetWords: wanted.words ?? 900,
    language: wanted.language ?? 'en',
    voice: { useWords: [...(wanted.use ?? [])], avoidWords: [...(wanted.avoid ?? [])] },
    around: textsOf(post),
  });
}

/** Words that the sentences of each language are full of. */
const frequent: Record<string, string[]> = {
  en: [
    'the',
    'customers',
    'checklist',
    'honest',
    'small',
    'in the end',
    'daily use',
    'buying guide',
    'words',
  ],
  de: ['die', 'Familien', 'Checkliste', 'ehrlich', 'am Ende', 'Pflege', 'Ratgeber'],
  fr: ['les', 'familles', 'liste', 'honnête', 'à la fin', 'guide', 'quotidien'],
  es: ['los', 'familias', 'lista', 'honesta', 'al final', 'guía', 'consejos'],
};

const languages = Object.keys(frequent);

describe('avoided words', () => {
  it.each(languages)('are never used, and the length stays the same (%s)', (language) => {
    for (const words of [300, 900, 1500]) {
      const wanted = { language, words, avoid: frequent[language]! };
      for (let seed = 1; seed <= 2; seed++) {
        const post = postFor(request(wanted), seed);
        expect(check(post, wanted).findings.filter(({ id }) => id === 'voice.avoided')).toEqual([]);
        expect(post.bodyMarkdown).not.toMatch(/^#+ *$|^- *$|[[\]{}|]|undefined/m);
        expect(post.tags.every((tag) => tag !== '')).toBe(true);
        const written = countWords(post.bodyMarkdown.replace(/^(?:#+|-)\s+/gm, ''));
        expect(Math.abs(written - words)).toBeLessThanOrEqual(words / 10);
      }
    }
  });

  it.each(languages)('appear in no idea (%s)', (language) => {
    const ideas = ideasFor(request({ language, avoid: frequent[language]! }));
    expect(ideas).toHaveLength(5);
    expect(findAvoided({ ideas, avoidWords: frequent[language]! })).toEqual([]);
    for (const { title, outline: headings } of ideas)
      for (const text of [title, ...headings]) expect(text).toMatch(/\p{L}/u);
  });

  it("are removed from the request's own material, but not from its names", () => {
    const user = request({ avoid: ['cheap', 'matters', 'desk'], keyword: 'cheap desk' }).replace(
      'Title: A story',
      'Facts:\n- it matters a lot\nTitle: What matters about a desk',
    );
    const post = postFor(user);
    expect(post.title).toBe('What about a desk');
    expect(post.bodyMarkdown).toContain('cheap desk');
    expect(post.bodyMarkdown).not.toMatch(/\bmatters\b/i);
    const own = 'Subject: desk\nTitle: Why it matters\nKeyword: desk\nWords to avoid:\n- matters';
    expect(postFor(own).title).toBe('Why it matters');
  });

  it('are removed until none is left', () => {
    const { cleaned, isClean } = createWording({ avoidWords: ['very good', ' ', 'C++'], names: [] });
    expect(cleaned('A very very good good, and C++ too.')).toBe('A, and too.');
    expect(isClean('everyvery goodness')).toBe(true);
  });
});

describe('preferred words', () => {
  const use = ['slow-roasted', 'small batch', 'by hand', 'C++', 'fair', 'honest work', 'plain', 'local'];

  it.each(languages)('are all used in a text that passes every rule (%s)', (language) => {
    for (const words of [500, 900]) {
      const wanted = { language, words, use, avoid: ['cheap', 'billig', 'plain'] };
      for (let seed = 1; seed <= 5; seed++) {
        const post = postFor(request(wanted), seed);
        expect(use.filter((word) => !post.bodyMarkdown.includes(word) && word !== 'plain')).toEqual([]);
        expect(check(post, wanted).findings).toEqual([]);
        const written = countWords(post.bodyMarkdown.replace(/^(?:#+|-)\s+/gm, ''));
        expect(Math.abs(written - words)).toBeLessThanOrEqual(words / 10);
      }
    }
  });
});

it.each(languages)('the tone shows in one sentence (%s)', (language) => {
  const { bodyMarkdown } = postFor(request({ language, more: 'Tone: warm, plain, a little dry.\n' }));
  expect(bodyMarkdown.split('warm, plain, a little dry')).toHaveLength(2);
});

it('a sample with exclamation marks is imitated', () => {
  const loud = postFor(request({ more: "Sample of the store's voice: Come in! We are open!\n" }));
  expect(loud.bodyMarkdown).toMatch(/!$/);
  expect(postFor(request({ more: "Sample of the store's voice: Come in.\n" })).bodyMarkdown).toMatch(/\.$/);
});

describe('a hint', () => {
  it.each([
    ['please mention the spare burrs, please', 'the spare burrs'],
    ['more about "gifts for hikers". Thanks', 'gifts for hikers'],
    ['mention that repairs are free', 'repairs are free'],
    ['bitte etwas über Ersatzteile', 'Ersatzteile'],
    ['parlez de la garantie svp', 'la garantie'],
    ['sobre la garantía', 'la garantía'],
    ['shorter', ''],
    ['abandon it', ''],
    ['', ''],
  ])('"%s" is about "%s"', (hint, topic) => {
    expect(topicOf(hint)).toBe(topic);
  });

  it.each(languages)('shows in the first paragraph of a post (%s)', (language) => {
    const { bodyMarkdown } = postFor(request({ language, more: 'Hint: mention the spare burrs\n' }));
    expect(bodyMarkdown.split('\n\n')[0]).toContain('the spare burrs');
  });

  it('shows in titles, round after round without repetition', () => {
    let old: string[] = [];
    for (let round = 1; round <= 5; round++) {
      const avoid = old.map((title) => `\n- ${title}`).join('');
      const ideas = ideasFor(
        `Subject: wool rug\nHint: ideas about gifts for friends${avoid && `\nAvoid titles:${avoid}`}`,
      );
      expect(ideas.filter(({ title }) => title.includes('gifts for friends'))).toHaveLength(2);
      expect(findDuplicates({ ideas, oldTitles: old, language: 'en' })).toEqual([]);
      old = [...ideas.map(({ title }) => title), ...old];
    }
  });
});

describe('a rejected draft', () => {
  it.each(languages)('is rewritten sentence by sentence (%s)', (language) => {
    const sentences = (post: Post) =>
      post.bodyMarkdown
        .split('\n\n')
        .filter((block) => /^\p{L}/u.test(block))
        .flatMap((block) => block.split(/(?<=[.!?]) /));
    for (let seed = 1; seed <= 10; seed++) {
      const first = postFor(request({ language }), seed);
      const sentBack = request({ language, more: `Draft:\n${first.bodyMarkdown}` });
      const again = postFor(sentBack, seed);
      const before = new Set(sentences(first));
      expect(sentences(again).filter((sentence) => before.has(sentence))).toEqual([]);
      expect(again.title).toBe(first.title);
      expect(postFor(sentBack, seed)).toEqual(again);
    }
  });

  it('has no effect on labels', () => {
    const draft = 'Tone: loud\nWords to avoid:\n- desk\nHint: mention cats\nLanguage: fr';
    const prompt = readPrompt([{ role: 'user', content: request({ more: `Draft:\n${draft}` }) }]);
    expect(prompt).toMatchObject({ tone: '', avoidWords: [], hint: '', language: 'en', draft });
  });
});

it('a title alone is enough for a post', () => {
  const post = postFor(
    'Subject: wool rug\nTitle: Rugs I have loved\nKeyword: wool rug\nWords: 900\nLanguage: en',
  );
  expect(post.title).toBe('Rugs I have loved');
  expect(check(post, { keyword: 'wool rug' })).toMatchObject({ passed: true });
});

it('the labels of a brand voice are parsed', () => {
  const user =
    "Tone: calm\nWords to use:\n- a\n- b c\nWords to avoid:\n- d\nSample of the store's voice: Hello, you.\nAvoid titles:\n- T\nHint: mention X";
  expect(readPrompt([{ role: 'user', content: user }])).toMatchObject({
    tone: 'calm',
    useWords: ['a', 'b c'],
    avoidWords: ['d'],
    sample: 'Hello, you.',
    avoidTitles: ['T'],
    hint: 'mention X',
  });
});

it('a flaw adds an avoided word', () => {
  const body = chatBody('blog_post', request({ avoid: ['cheap'] }));
  const fault = { type: 'flaw', flaw: 'avoided_word' } as const;
  const post = JSON.parse(writeAnswer({ kind: 'content', seed: 1, body, fault })) as Post;
  const ids = check(post, { avoid: ['cheap'] }).findings.map(({ id }) => id);
  expect(ids).toContain('voice.avoided');
});
