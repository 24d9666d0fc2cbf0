import { integrationType, madeAs } from '../../../src/domain/purchases/integration';
import { paragraphAround } from '../../../src/domain/purchases/paragraph';

const TEXT = 'First.\n\nSecond one.\nStill second.\n\nThird.\n';

test.each([
  ['First.', 'First.'],
  ['one', 'Second one.\nStill second.'],
  ['Still second.', 'Second one.\nStill second.'],
  ['Third.', 'Third.'],
])('around %j stands %j', (part, paragraph) => {
  const start = TEXT.indexOf(part);
  expect(paragraphAround(TEXT, { start, end: start + part.length })).toBe(paragraph);
});

test.each([
  ['buyer', { regenerations: 0, wasSubmitted: false }, 'customer_backlink'],
  ['buyer', { regenerations: 2, wasSubmitted: false }, 'customer_backlink_regeneration'],
  ['buyer', { regenerations: 2, wasSubmitted: true }, 'customer_backlink_reintegration'],
  ['admin', { regenerations: 0, wasSubmitted: false }, 'admin_backlink'],
] as const)('a version of an order of %s with %j is of type %s', (source, order, type) => {
  expect(integrationType({ product: 'backlink', source, made: madeAs(order) })).toBe(type);
});
