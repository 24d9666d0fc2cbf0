import type { ContentRequest, ModeInput, SearchIntent } from '../../../src/contract/bulk';
import { checkContent } from '../../../src/domain/content/check';
import { contentMarkdown } from '../../../src/domain/content/markdown';
import { orderOf } from './orders';
import { blocking, written } from './write';

/** A text of the simulator that passes, for its order. */
function passing(request: ContentRequest) {
  for (let seed = 1; seed < 6; seed++) {
    const { text, passed } = written(request, { seed });
    if (passed) return text;
  }
  throw new Error('no text passes');
}

const request = (input: ModeInput, more: Partial<ContentRequest> = {}): ContentRequest => ({
  ...{ topic: 'Coffee grinders', wordCount: 400, tone: 'calm', language: 'en', input },
  ...more,
});

const KEYWORDS = ['coffee grinder', 'burr set', "men's gift", 'price'];
const byKeywords = (searchIntent: SearchIntent) =>
  request({ mode: 'keywords', keywords: KEYWORDS, searchIntent });

/** What is found in a text once it is changed. */
function changed(order: ContentRequest, change: (markdown: string) => string, title = (t: string) => t) {
  const text = passing(order);
  const bodyMarkdown = change(text.bodyMarkdown);
  return checkContent({ request: order, text: { ...text, title: title(text.title), bodyMarkdown } });
}

describe('a text by topic', () => {
  const order = request({ mode: 'topic' });

  test('passes as it is, and is measured', () => {
    const result = changed(order, (markdown) => markdown);
    expect(blocking(result)).toEqual([]);
    expect(result.measured.words).toBeGreaterThan(280);
  });

  test.each([
    ['a link', 'See [this](https://shop.test-shop.com).', 'links.invented'],
    ['a bare address', 'See https://shop.test-shop.com/a for more.', 'links.invented'],
    ['a picture', '![A mill](https://shop.test-shop.com/a.png) stands here.', 'links.picture-invented'],
    ['a mailbox', 'Write to owner@test-shop.com for more.', 'contact.mail'],
    ['a mailbox behind a link', 'Write to [us](mailto:owner@test-shop.com) for more.', 'contact.mail'],
    ['a mailbox in code', 'Write to `owner@test-shop.com` for more.', 'contact.mail'],
    ['a telephone', 'Call +49 30 1234567 for more.', 'contact.phone'],
    ['the name of a website', 'It is sold on evil-shop.example only.', 'contact.address'],
  ])('must not have %s', (_name, sentence, id) => {
    expect(blocking(changed(order, (markdown) => `${markdown}\n\n${sentence}`))).toContain(id);
  });

  test('names a website that its topic names', () => {
    const named = { ...order, topic: 'Coffee at grinders-world.com' };
    const text = passing(order);
    const bodyMarkdown = `${text.bodyMarkdown}\n\nCoffee at grinders-world.com is what this is about.`;
    expect(blocking(checkContent({ request: named, text: { ...text, bodyMarkdown } }))).not.toContain(
      'contact.address',
    );
  });
});

describe('a text by keywords', () => {
  test.each([
    ['informational', 'intent.question', (m: string) => m.replace(/\?$/gm, '')],
    ['commercial', 'intent.comparison', (m: string) => m.replace(/^\| --- .*\n/m, '')],
    ['transactional', 'intent.steps', (m: string) => m.replace(/^\d+\. /gm, '- ')],
  ] as const)('has what the intent %s asks for', (intent, id, spoil) => {
    const order = byKeywords(intent);
    expect(blocking(changed(order, (markdown) => markdown))).toEqual([]);
    expect(blocking(changed(order, spoil))).toContain(id);
  });

  test('has the name in title and first paragraph where readers look for it', () => {
    const order = byKeywords('navigational');
    const result = changed(
      order,
      (markdown) => markdown,
      () => 'Something else',
    );
    expect(blocking(result)).toEqual(['intent.name']);
    const informational = byKeywords('informational');
    expect(
      blocking(
        changed(
          informational,
          (markdown) => markdown,
          () => 'Something else',
        ),
      ),
    ).toEqual([]);
  });

  test('uses each keyword in whatever spelling, and says which is missing', () => {
    const order = byKeywords('navigational');
    const spelt = changed(order, (markdown) => markdown.replaceAll("men's gift", 'men’s\u00a0gifts'));
    expect(blocking(spelt)).toEqual([]);
    expect(spelt.measured.keywordsUsed).toEqual(KEYWORDS);
    const missing = changed(order, (markdown) => markdown.replaceAll(/men's gift/gi, 'it'));
    expect(missing.findings[0]).toMatchObject({
      id: 'keywords.missing',
      reason: expect.stringContaining("men's gift"),
    });
    expect(missing.measured.keywordsUsed).not.toContain("men's gift");
  });

  test('has the first keyword early, and none all the time', () => {
    const order = byKeywords('commercial');
    const late = changed(
      order,
      (markdown) => markdown.replace(/^.*?\n\n/s, (first) => first.replaceAll(/coffee grinder/gi, 'thing')),
      () => 'Something else',
    );
    expect(blocking(late)).toContain('keywords.first');
    const stuffed = changed(order, (markdown) => markdown.replace(/\. (?=[A-Z])/g, '. With a burr set, '));
    expect(blocking(stuffed)).toContain('keywords.stuffed');
  });

  test('a keyword that is only an address is not asked for', () => {
    const order = request({
      mode: 'keywords',
      keywords: ['coffee grinder', 'https://evil.example/win'],
      searchIntent: 'navigational',
    });
    expect(blocking(changed(order, (markdown) => markdown))).toEqual([]);
  });
});

describe('a text from trends', () => {
  const url = 'https://news.test-paper.com/a?id=1&x=2';
  const linked = { text: 'Prices of coffee fall', date: '2026-11-03', sourceUrl: url };
  const named = { text: 'Night trains return to Vienna', date: '2026-10-05', sourceUrl: null };
  const order = request({ mode: 'trends', trends: [linked, named] });
  const plain = passing(request({ mode: 'topic' })).bodyMarkdown;
  const judged = (sentence: string, input = order) =>
    checkContent({ request: input, text: { ...passing(order), bodyMarkdown: `${plain}\n\n${sentence}` } });

  test.each([
    ['a link', `On 3 November [prices fell](${url}).`, ['Prices of coffee fall']],
    [
      'a name with its date',
      'Since 5 October 2026, “night trains return to Vienna”.',
      ['Night trains return to Vienna'],
    ],
    ['a date in figures', 'Night trains return to Vienna (2026-10-05).', ['Night trains return to Vienna']],
  ])('cites one by %s', (_name, sentence, cited) => {
    const result = judged(sentence);
    expect(blocking(result)).toEqual([]);
    expect(result.measured.citedTrends).toEqual(cited);
  });

  test.each([
    ['none', 'Much has happened.', 'trends.uncited'],
    ['one without its date', 'Night trains return to Vienna.', 'trends.uncited'],
    ['one that has a link only by name', 'Prices of coffee fall (3 November 2026).', 'trends.uncited'],
    [
      'one with another date',
      'Night trains return to Vienna (6 October 2026), not on 5 October 2026.',
      'trends.date',
    ],
    ['one with the date of another', `On 5 October 2026 [prices fell](${url}).`, 'trends.date'],
    ['an invented date', `See [this](${url}). It began on 1 May 2024.`, 'trends.date'],
    ['a changed address', `See [this](${url}&utm_source=x).`, 'trends.address'],
    ['another page', `See [this](${url}) and [that](https://news.test-paper.com/b).`, 'links.invented'],
  ])('must not cite %s', (_name, sentence, id) => {
    expect(blocking(judged(sentence))).toContain(id);
  });

  test('a year that nobody gave is noted', () => {
    const { findings } = judged(`See [this](${url}). It began in 2019.`);
    expect(findings).toContainEqual(expect.objectContaining({ id: 'trends.year', severity: 'minor' }));
  });
});

describe('a rewrite', () => {
  const sourceMd = [
    'In 2024 the mill of Anna Berg in Leeds sold 1,250 grinders, 12.5 % more than before. The [price list](https://mill.test-shop.com/list?a=1) says so.',
    'On 3 March 2025 it moved to York Road. The KitchenAid weighs 2.4 kg and costs £89, and nobody has asked for more of it since then.',
  ].join('\n\n');
  const order = request({ mode: 'spin', sourceMd, similarityMax: 0.6 });
  const base = passing(request({ mode: 'topic' })).bodyMarkdown;
  const kept = [
    'Anna Berg counted 1.250 grinders in Leeds during 2024, a plus of 12,5 per cent, as the [list](https://mill.test-shop.com/list?a=1) shows.',
    'The KitchenAid (2.4 kg, 89 pounds) has been at home in York Road since 03/03/2025.',
  ].join(' ');
  const judged = (passage: string, input = order) =>
    checkContent({
      request: input,
      text: { ...passing(order), title: 'A mill', bodyMarkdown: `${base}\n\n${passage}` },
    });

  test('passes where all facts are kept in whatever form', () => {
    const result = judged(kept);
    expect(blocking(result)).toEqual([]);
    expect(result.measured.similarity).toBeLessThan(0.1);
  });

  test.each([
    ['a figure', '1.250', '1.350', 'facts.number', '1,250'],
    ['decimals', '12,5', '12', 'facts.number', '12.5'],
    ['a date', '03/03/2025', '04/03/2025', 'facts.date', '3 March 2025'],
    ['a name', 'Anna Berg', 'Anna Burg', 'facts.name', 'Anna Berg'],
    ['a brand', 'The KitchenAid', 'The machine', 'facts.name', 'KitchenAid'],
    ['a link', '[list](https://mill.test-shop.com/list?a=1)', 'list', 'facts.link', 'list?a=1'],
    ['an address', 'list?a=1)', 'list?a=2)', 'facts.link', 'list?a=1'],
  ])('says which is missing: %s', (_name, from, to, id, said) => {
    expect(judged(kept.replace(from, to)).findings).toContainEqual(
      expect.objectContaining({ id, severity: 'blocking', reason: expect.stringContaining(said) }),
    );
  });

  test.each([
    ['a figure', 'It has 48 parts.', 'facts.number-added'],
    ['a date', 'It opened on 7 July 2019.', 'facts.date'],
    ['a link once more', 'See [it](https://mill.test-shop.com/list?a=1).', 'facts.link-repeated'],
    ['a link', 'See [it](https://evil.example/).', 'links.example'],
    ['a mailbox', 'Write to a@evil-shop.com for more.', 'contact.mail'],
  ])('adds nothing: %s', (_name, sentence, id) => {
    expect(
      blocking(judged(`${kept} ${sentence}`)).some(
        (one) => one === id || (id === 'links.example' && one === 'links.invented'),
      ),
    ).toBe(true);
  });

  test('small counts and words for figures are not facts that were added', () => {
    expect(blocking(judged(`${kept} There are 3 reasons for it.`))).toEqual([]);
    const words = request({
      mode: 'spin',
      sourceMd: `${sourceMd}\n\nIt has 7 rooms and twelve windows.`,
      similarityMax: 0.6,
    });
    expect(blocking(judged(`${kept} Seven rooms look out through 12 windows.`, words))).toEqual([]);
  });

  test('is not too similar to its source, however the words are marked or hidden', () => {
    const copy = (text: string) =>
      checkContent({
        request: { ...order, wordCount: 40 },
        text: { ...passing(order), title: 'A mill', bodyMarkdown: text },
      });
    for (const text of [
      sourceMd,
      sourceMd.replaceAll(' the ', ' **the** '),
      sourceMd.replaceAll('e', 'e\u200b'),
    ]) {
      const { findings, measured } = copy(text);
      expect(findings).toContainEqual(
        expect.objectContaining({ id: 'similarity.source', severity: 'blocking' }),
      );
      expect(measured.similarity).toBeGreaterThan(0.9);
    }
  });

  test('contact data of the source may stay, and links that cannot be published are not asked for', () => {
    const source = `${sourceMd}\n\nWrite to [us](mailto:mill@test-shop.com), call +44 113 496 0000 or see [the office](http://localhost/x).`;
    const input = request({ mode: 'spin', sourceMd: source, similarityMax: 0.6 });
    const passage = `${kept} Its office is at +44 113 496 0000 or [by mail](mailto:mill@test-shop.com).`;
    expect(blocking(judged(passage, input))).toEqual([]);
    expect(blocking(judged(kept, input))).toEqual(expect.arrayContaining(['facts.link']));
  });
});

test('a text as a document has its title as the first heading and no HTML', () => {
  expect(contentMarkdown({ title: 'A *b*', bodyMarkdown: '---\na: b\n---\nText <b>bold</b>.\n' })).toBe(
    '# A \\*b\\*\n\nText **bold**.\n',
  );
});

test('every mode has orders that pass in four languages', () => {
  for (let n = 0; n < 4; n++)
    for (const mode of ['topic', 'keywords', 'trends', 'spin'] as const)
      expect(passing(orderOf(mode, n)).title).toMatch(/\S/);
});
