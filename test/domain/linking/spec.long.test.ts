import { linkIntoDeclarations, readDeclarations } from './declarations';
import { linkIntoSection, SECTIONS } from './examples';

/** What spec.test.ts tries with some words and in some languages, with more of them and in all languages. */

test.each(SECTIONS)('%s', (section) => linkIntoSection(section, { all: true }), 120_000);

test('each language of the Universal Declaration of Human Rights has a place for most of its words, and everything else stays', () => {
  const { tried, done, added } = linkIntoDeclarations(readDeclarations());
  expect(tried).toBeGreaterThan(500);
  expect(done / tried).toBeGreaterThan(0.9);
  // Many translations of the beginning have no paragraph that ends a sentence.
  expect(added / tried).toBeGreaterThan(0.6);
}, 120_000);
