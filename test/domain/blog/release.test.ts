import { releaseOf } from '../../../src/domain/blog/release';

const now = new Date('2027-03-01T09:00:00Z');
const later = new Date('2027-03-01T09:00:01Z');

test.each([
  ['publish', false, null, 'PUBLISHING'],
  ['publish', false, now, 'PUBLISHING'],
  ['publish', false, later, 'SCHEDULED'],
  ['draft', false, null, 'PUBLISHING'],
  ['draft', false, later, 'SCHEDULED'],
  ['approve', false, null, 'AWAITING_APPROVAL'],
  // A time that has come does not stand for a person's word.
  ['approve', false, now, 'AWAITING_APPROVAL'],
  ['approve', false, later, 'AWAITING_APPROVAL'],
  ['approve', true, null, 'PUBLISHING'],
  ['approve', true, later, 'SCHEDULED'],
] as const)('%s, approved %s, at %s: %s', (mode, approved, publishAt, standing) => {
  expect(releaseOf({ mode, approved, publishAt, now })).toBe(standing);
});
