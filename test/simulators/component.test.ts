import { PAGE_TYPES } from '../../src/contract/items';
import type { PageType } from '../../src/contract/items';
import type { BrandVoice } from '../../src/domain/text/brand-voice';
import { NO_VOICE } from '../../src/domain/text/brand-voice';
import { COMPONENTS, componentsOf } from '../../src/domain/items/components';
import { componentPrompt, componentShape } from '../../src/domain/prompts/component';
import type { ComponentAnswer } from '../../src/domain/prompts/component';
import { checkComponent } from '../../src/domain/quality';
import type { DraftVerdict } from '../../src/domain/quality';
import type { FaultAction, Flaw } from '../../src/simulators/core/fault-types';
import { writeAnswer } from '../../src/simulators/openai/answers';
import type { Simulators } from '../../src/simulators/options';
import { sampleProducts } from '../../src/simulators/products';
import { chatBody, openAiOf, startFast } from './clients';

const languages = ['en', 'de', 'fr', 'es'] as const;
const voice: BrandVoice = {
  tone: 'calm and dry',
  useWords: ['slow-made', 'by hand', 'for years', 'repairable'],
  avoidWords: ['the', 'customers', 'die', 'Familien', 'les', 'los', 'Benefits', 'honest'],
  sample: 'We make. You wait.',
};

interface Ordered {
  pageType?: PageType;
  language?: string;
  keywords?: readonly string[];
  voice?: BrandVoice;
  wanted?: readonly string[];
  seed?: number;
  /** Strikes the component at this place. */
  fault?: { at: number; action: FaultAction };
}

type Head = Extract<ComponentAnswer, { title: string }>;
type Written = ComponentAnswer & Partial<Head> & { verdict: DraftVerdict; words: number };

/** Writes a page component by component, as an item's run does, and checks each as it does. */
function writePage(ordered: Ordered = {}): Written[] {
  const { pageType = 'product', language = 'en', keywords = ['standing desk'], seed = 1, fault } = ordered;
  const speaks = ordered.voice ?? NO_VOICE;
  const page: Written[] = [];
  const components = componentsOf({ pageType, wanted: ordered.wanted });
  components.forEach((component, at) => {
    const before = page.map(({ bodyMarkdown }, earlier) => ({
      name: components[earlier]!.name,
      bodyMarkdown,
    }));
    const prompt = componentPrompt({
      pageType,
      keywords,
      language,
      voice: speaks,
      component,
      page: at === 0 ? null : { title: page[0]!.title ?? '' },
      before,
      findings: [],
    });
    const content = writeAnswer({
      kind: 'component',
      seed,
      body: chatBody('page_component', prompt.user),
      fault: fault?.at === at ? fault.action : undefined,
    });
    const value = componentShape(at === 0).parse(JSON.parse(content));
    const head = 'title' in value ? value : undefined;
    const verdict = checkComponent({
      markdown: value.bodyMarkdown,
      heading: value.heading,
      around: head ? [head.title, head.metaTitle, head.metaDescription] : [],
      language,
      voice: speaks,
      keywords,
      targetWords: component.words,
      isFirst: at === 0,
      before: before.map(({ bodyMarkdown }) => bodyMarkdown),
    });
    page.push({ ...value, verdict, words: component.words });
  });
  return page;
}

const idsOf = ({ verdict }: Written) => verdict.findings.map(({ id }) => id);
const countOf = (text: string) => text.match(/[\p{L}\p{N}’'-]+/gu)!.length;

const keywordLists = [
  ['standing desk'],
  ['Kaffee', 'coffee grinder'],
  ['how to clean a wool rug', 'rug care', 'wool'],
  ['seo'],
  ['handgefertigte Bürolampe aus Messing'],
];

describe.each(PAGE_TYPES)('a page of type %s', (pageType) => {
  it.each(languages)('passes the checks in every section (%s)', (language) => {
    const turn = PAGE_TYPES.indexOf(pageType) + languages.indexOf(language);
    const keywords = keywordLists[turn % keywordLists.length]!;
    const page = writePage({ pageType, language, keywords, voice: turn % 2 ? voice : NO_VOICE, seed: turn });
    for (const part of page) expect({ ...part, found: idsOf(part) }).toMatchObject({ found: [] });
    const [first] = page;
    expect(first!.title).toMatch(/\S/);
    expect(first!.metaTitle!.length).toBeLessThanOrEqual(60);
    expect(first!.metaDescription!.length).toBeLessThanOrEqual(155);
    expect(first!.slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });
});

it('sections are about as long as requested, each with its own heading and a keyword', () => {
  for (const language of languages) {
    const page = writePage({ language });
    for (const { bodyMarkdown, words } of page) {
      expect(countOf(bodyMarkdown)).toBeGreaterThan(words * 0.7);
      expect(countOf(bodyMarkdown)).toBeLessThan(words * 1.5);
      expect(bodyMarkdown.toLowerCase()).toContain('standing desk');
      expect(bodyMarkdown).not.toMatch(/[[\]{}|]|undefined|^#/m);
    }
    expect(new Set(page.map(({ heading }) => heading)).size).toBe(page.length);
  }
});

it('the longest page that can be ordered has no repetitions', () => {
  const wanted = Object.keys(COMPONENTS).slice(0, 20);
  for (const language of languages) {
    const useWords = ['made with care in our own small workshop'];
    const page = writePage({ language, wanted, voice: { ...NO_VOICE, useWords } });
    expect(page).toHaveLength(20);
    for (const part of page) expect({ ...part, passed: part.verdict.passed }).toMatchObject({ passed: true });
  }
});

it('all preferred words are used, a few in each section', () => {
  const texts = writePage({ voice }).map(({ bodyMarkdown }) => bodyMarkdown);
  for (const word of voice.useWords) expect(texts.join('\n')).toContain(word);
});

it('the same request gets the same answer, and another seed a different one', () => {
  const texts = (seed: number) => writePage({ seed }).map(({ bodyMarkdown }) => bodyMarkdown);
  expect(texts(3)).toEqual(texts(3));
  expect(texts(3)).not.toEqual(texts(4));
});

it('the name of a sample product appears as ordered', () => {
  const keywords = [sampleProducts[0]!.name];
  for (const part of writePage({ keywords }))
    expect(part.bodyMarkdown.toLowerCase()).toContain(keywords[0]!.toLowerCase());
});

describe('a flaw', () => {
  const cases: [Flaw, string][] = [
    ['short', 'length.short'],
    ['ai_phrase', 'leftovers.ai-voice'],
    ['banned_claim', 'claims.cure'],
    ['avoided_word', 'voice.avoided'],
    ['keyword_missing', 'keyword.missing'],
    ['repeated', 'repetition.sentence'],
    ['other_language', 'language.other'],
  ];

  it.each(cases)('%s spoils a section', (flaw, id) => {
    const wanted = Object.keys(COMPONENTS).slice(0, 2);
    for (const language of ['en', 'de']) {
      const page = writePage({ language, voice, wanted, fault: { at: 0, action: { type: 'flaw', flaw } } });
      expect(page[0]!.verdict.passed).toBe(false);
      expect(idsOf(page[0]!)).toContain(id);
    }
  });

  it('in the form makes it unreadable', () => {
    const write = (flaw: Flaw) => writePage({ fault: { at: 2, action: { type: 'flaw', flaw } } });
    expect(() => write('not_json')).toThrow();
    expect(() => write('wrong_shape')).toThrow();
  });
});

describe('over HTTP', () => {
  let simulators: Simulators;
  beforeAll(async () => {
    simulators = await startFast();
  });
  afterAll(() => simulators.stop());

  it('the schema name selects a component, and a fault can target it', async () => {
    const { user } = componentPrompt({
      pageType: 'brand',
      keywords: ['standing desk'],
      language: 'en',
      voice: NO_VOICE,
      component: componentsOf({ pageType: 'brand' })[0]!,
      page: null,
      before: [],
      findings: [],
    });
    const ask = () => openAiOf(simulators).chat.completions.create(chatBody('page_component', user));
    const content = (await ask()).choices[0]!.message.content!;
    expect(Object.keys(JSON.parse(content) as object).sort()).toEqual([
      'bodyMarkdown',
      'heading',
      'metaDescription',
      'metaTitle',
      'slug',
      'title',
    ]);
    simulators.control.addFault({
      provider: 'openai',
      kind: 'content',
      action: { type: 'respond', status: 500 },
    });
    await expect(ask()).resolves.toBeDefined();
    simulators.control.addFault({
      provider: 'openai',
      kind: 'component',
      action: { type: 'respond', status: 500 },
    });
    await expect(ask()).rejects.toMatchObject({ status: 500 });
  });
});
