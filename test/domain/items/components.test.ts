import { PAGE_TYPES } from '../../../src/contract/items';
import { COMPONENTS, componentsOf, DEFAULT_COMPONENTS } from '../../../src/domain/items/components';

const named = (...wanted: string[]) => componentsOf({ pageType: 'product', wanted });

test.each(PAGE_TYPES)('a %s page has ten sections, each with a brief', (pageType) => {
  const components = componentsOf({ pageType });
  expect(components.map(({ id }) => id)).toEqual(DEFAULT_COMPONENTS[pageType]);
  expect(new Set(components.map(({ id }) => id)).size).toBe(10);
  for (const { name, brief } of components) {
    expect(name).toMatch(/^\p{Lu}/u);
    expect(brief).toMatch(/^\p{Lu}.*\.$/u);
  }
});

test('every predefined component has an id, a unique name, and a length that one call can write', () => {
  const entries = Object.entries(COMPONENTS);
  expect(new Set(entries.map(([, { name }]) => name.toLowerCase())).size).toBe(entries.length);
  for (const [id, { words }] of entries) {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(words).toBeGreaterThanOrEqual(60);
    expect(words).toBeLessThanOrEqual(140);
  }
});

test.each(['use-cases', 'Use cases', 'USE CASES', ' use_Cases ', 'use - cases'])(
  '"%s" matches a predefined component',
  (name) => {
    expect(named(name)).toEqual([{ id: 'use-cases', ...COMPONENTS['use-cases'] }]);
  },
);

test('requested components keep their order, and an unknown name becomes its own component', () => {
  const components = named('Care', 'Our warranty', 'benefits');
  expect(components.map(({ id }) => id)).toEqual(['care', 'part-2', 'benefits']);
  expect(components[1]).toMatchObject({ name: 'Our warranty' });
  expect(components[1]!.brief).toContain('"Our warranty"');
  expect(components[1]!.words).toBeGreaterThanOrEqual(60);
});

test('names that differ in more than spelling are different components', () => {
  expect(
    named('Prüfsiegel', 'Benefits', 'prüfsiegel', 'Pruefsiegel').map(({ id, name }) => [id, name]),
  ).toEqual([
    ['part-1', 'Prüfsiegel'],
    ['benefits', 'Benefits'],
    ['part-3', 'Pruefsiegel'],
  ]);
});

test('a component requested twice, in any spelling, counts once', () => {
  expect(named('Care', 'Warranty', 'care', 'WARRANTY').map(({ name }) => name)).toEqual(['Care', 'Warranty']);
  expect(named('how-to-use', COMPONENTS['how-to-use'].name)).toHaveLength(1);
});

test('components have distinct ids, whatever their names are written in', () => {
  const names = ['Größe', 'Grösse?', 'Grosse', '紹介', '特徴', 'Care!', 'a'.repeat(80), 'a'.repeat(79)];
  const components = named(...names, 'care');
  expect(components.map(({ name }) => name)).toEqual([...names, COMPONENTS.care.name]);
  const ids = components.map(({ id }) => id);
  expect(new Set(ids).size).toBe(names.length + 1);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  expect(ids.at(-1)).toBe('care');
});
