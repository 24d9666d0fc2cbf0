import { linkIntoDeclarations, readDeclarations, sampleOf } from './declarations';
import { EXAMPLES, linkIntoSection, SECTIONS } from './examples';

describe('each example of the CommonMark specification', () => {
  test('all of them are there', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(652);
  });

  test.each(SECTIONS)('%s', (section) => linkIntoSection(section, { all: false }));
});

test('languages of each script have a place for most of their words, and everything else stays', () => {
  const { tried, done, added } = linkIntoDeclarations(sampleOf(readDeclarations()));
  expect(tried).toBeGreaterThan(80);
  expect(done / tried).toBeGreaterThan(0.8);
  expect(added / tried).toBeGreaterThan(0.5);
});
