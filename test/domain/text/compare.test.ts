import fc from 'fast-check';
import { comparable, distinctTexts, isSameText, uniform } from '../../../src/domain/text/compare';
import { holdsPhrase, placeOfPhrase } from '../../../src/domain/text/phrase';
import { checkDraft } from '../../../src/domain/quality';
import { findDuplicates } from '../../../src/domain/blog/ideas/duplicates';
import { GOOD_DRAFT, GOOD_MARKDOWN } from '../quality/samples';

/** Pairs of spellings of one word or phrase. */
const SPELLINGS: Array<[string, string, string]> = [
  ['apostrophes', "men's rain jacket", 'men’s rain jacket'],
  ['a modifier letter', "men's", 'menʼs'],
  ['a backtick', "men's", 'men`s'],
  ['hyphens', 't-shirt', 't‑shirt'],
  ['a minus sign', 't-shirt', 't−shirt'],
  ['a soft hyphen', 'Wanderschuhe', 'Wander\u00adschuhe'],
  ['a zero-width space', 'kettle', 'ket\u200btle'],
  ['direction marks', 'kettle', '\u200ekettle\u200f'],
  ['a variation selector', '❤️', '❤'],
  ['a no-break space', 'rain jacket', 'rain\u00a0jacket'],
  ['full width', 'iPhone 15', 'ｉＰｈｏｎｅ　１５'],
  ['a ligature', 'fine office', 'ﬁne oﬃce'],
  ['German capitals', 'Straße', 'STRASSE'],
  ['the capital sharp s', 'Straße', 'STRAẞE'],
  ['Turkish capitals with a dot', 'istanbul', 'İSTANBUL'],
  ['Turkish letters without a dot', 'ISPARTA', 'ısparta'],
  ['the final sigma', 'ΟΔΟΣ', 'οδός'.normalize('NFD').replace(/\u0301/g, '')],
  ['Cyrillic capitals', 'дешёвый', 'ДЕШЕВЫЙ'],
  ['decomposed accents', 'café', 'cafe\u0301'],
  ['decomposed Hangul', '한국', '한국'.normalize('NFD')],
  ['half-width katakana', 'ガラス', 'ｶﾞﾗｽ'],
  ['Arabic elongation', 'كتاب', 'كتـــاب'],
  ['Arabic vowel signs', 'كِتاب', 'كتاب'],
  ['Persian letters', 'کیف', 'كيف'],
];

test.each(SPELLINGS)('two spellings by %s are the same', (_, a, b) => {
  expect(comparable(a)).toBe(comparable(b));
  expect(isSameText(a, b)).toBe(true);
  expect(holdsPhrase(`x ${a} y`, b) && holdsPhrase(`x ${b} y`, a)).toBe(true);
  expect(distinctTexts([a, b])).toEqual([a]);
});

test.each([
  ['cafe', 'café'],
  ['schon', 'schön'],
  ['kettle', 'kettles'],
  ['resume', 'résumé'],
  ['по', 'по-русски'],
])('%s and %s stay two words', (a, b) => {
  expect(isSameText(a, b)).toBe(false);
});

const IDS_OF_KEYWORDS = /^keyword\.(?:missing|loose)$/;

test.each([
  ["men's rain jacket", 'men’s rain jacket'],
  ["men's rain jacket", 'mens rain jacket'],
  ['rain jacket', 'rain-jacket'],
  ['e-mail', 'email'],
  ['email', 'e‑mail'],
  ['Regenjacke', 'REGEN\u00adJACKE'],
  ['straße', 'STRASSE'],
])('the keyword %j is found written as %j', (keyword, written) => {
  const markdown = `${GOOD_MARKDOWN.replace(/gooseneck kettle/gi, 'thing')}\n\nOne ${written}, one day. The ${written} is here.`;
  const { findings } = checkDraft({ ...GOOD_DRAFT, keyword, markdown });
  expect(findings.filter(({ id }) => IDS_OF_KEYWORDS.test(id))).toEqual([]);
});

test.each(['guar\u00adanteed results', 'ｍｉｒａｃｌｅ', 'clinically\u200b proven'])(
  '%j is a claim',
  (claim) => {
    const markdown = `${GOOD_MARKDOWN}\n\nThis has ${claim}, they say.`;
    expect(checkDraft({ ...GOOD_DRAFT, markdown }).findings.map(({ id }) => id)).toContainEqual(
      expect.stringMatching(/^claims\./),
    );
  },
);

test('ideas that only differ in spelling are duplicates', () => {
  const idea = (title: string) => ({ title, angle: 'a', keyword: 'k' });
  const found = findDuplicates({
    ideas: [idea('Men’s Rain‑Jackets'), idea("MEN'S rain-jackets")],
    oldTitles: [],
    language: 'en',
  });
  expect(found).toHaveLength(1);
});

test('a quotation shows the place as it is written', () => {
  const text = 'A Straße – the “cafe\u0301” of MEN’S choice';
  const place = placeOfPhrase(text, "men's CHOICE")!;
  expect(text.slice(place.start, place.end)).toBe('MEN’S choice');
  expect(placeOfPhrase(text, 'strasse')).toEqual({ start: 2, end: 8 });
  expect(placeOfPhrase(text, 'nothing')).toBeUndefined();
});

test('any text is the same as itself in another form, and its form has one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      expect(comparable(comparable(text))).toBe(comparable(text));
      expect(comparable(text.normalize('NFD'))).toBe(comparable(text));
      expect(comparable([...text].join('\u200b'))).toBe(comparable(text));
    }),
    { seed: 14, numRuns: 500 },
  );
});

test('plain ASCII has the form that it has beside other characters', () => {
  const ascii = fc.string({
    unit: fc.integer({ min: 0, max: 0x7f }).map((code) => String.fromCharCode(code)),
  });
  fc.assert(
    fc.property(ascii, (text) => {
      expect(`${comparable(text)} é`.trim()).toBe(comparable(`${text} é`));
      expect(`${uniform(text)}é`).toBe(uniform(`${text}é`));
    }),
  );
});
