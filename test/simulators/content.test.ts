import { CONTENT_MODES } from '../../src/contract/bulk';
import type { ContentRequest } from '../../src/contract/bulk';
import { orderOf } from '../domain/content/orders';
import { blocking, written } from '../domain/content/write';

/** Texts per mode; `content.long.test.ts` writes three hundred. */
const COUNT = 12;

test.each(CONTENT_MODES)('texts of mode %s pass the checks, at least 98 in 100', (mode) => {
  const results = Array.from({ length: COUNT }, (_, n) => written(orderOf(mode, n), { seed: n }));
  const rejected = results.flatMap((result, n) => (result.passed ? [] : [{ n, ids: blocking(result) }]));
  expect(rejected).toEqual([]);
  for (const { text } of results) {
    expect(text.metaDescription.length).toBeLessThanOrEqual(155);
    expect(text.slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(text.bodyMarkdown).not.toMatch(/undefined|\{\w+\}|^# /m);
  }
});

test.each(['kettle61471286n01', 'Torque wrench 4006381333931', 'Part 123-4567-89'])(
  'a topic with a long number, %s, is named as it is',
  (topic) => {
    const request = { ...orderOf('topic', 0), language: 'en', topic };
    const { text, ...result } = written(request);
    expect(blocking(result)).toEqual([]);
    expect(text.bodyMarkdown).toContain(topic);
  },
);

/** A source with everything that can be kept. */
const SOURCE = `# Notes

| Model | Price |
| --- | --- |
| V60 | 1.299,00 € |
| GSR 18V | 2,5 Mio. |

Am 12.03.2024 um 14:30 Uhr kam Frau Döring nach Köln. Sie sah [die Liste](https://a.test-shop.com/x_(1)?a=1&b=2 "T") und <https://b.test-shop.com/ü>.

![Ein Bild](https://a.test-shop.com/p.png) Siehe auch [das][2] und <a href="https://c.test-shop.com">dies</a>. Mehr unter info@test-shop.com.

[2]: https://d.test-shop.com/y`;

test.each(['de', 'en', 'fr', 'es', 'pt'])(
  'any source is rewritten with its facts, and hardly resembles it (%s)',
  (language) => {
    const request: ContentRequest = {
      ...{ topic: 'Notes', wordCount: 500, tone: 'plain', language },
      input: { mode: 'spin', sourceMd: SOURCE, similarityMax: 0.1 },
    };
    const result = written(request);
    // Languages without sentences of their own are answered in English.
    expect(blocking(result).filter((id) => !id.startsWith('language.'))).toEqual([]);
    expect(result.measured.similarity).toBeLessThanOrEqual(0.1);
  },
);

test.each([
  ['short', 'length.short'],
  ['no_headings', 'structure.sections'],
  ['ai_phrase', 'leftovers.ai-voice'],
  ['banned_claim', 'claims.cure'],
  ['repeated', 'repetition.sentence'],
  ['other_language', 'language.other'],
  ['keyword_missing', 'keyword.missing'],
] as const)('a text with the flaw %s is rejected', (flaw, id) => {
  const request = { ...orderOf('topic', 0), language: 'en', topic: 'Coffee grinders' };
  expect(blocking(written(request, { fault: { type: 'flaw', flaw } }))).toContain(id);
});

test('a further attempt is another text', () => {
  const request = orderOf('topic', 0);
  expect(written(request, { findings: ['Shorten it'] }).text).not.toEqual(written(request).text);
});
