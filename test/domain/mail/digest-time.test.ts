import fc from 'fast-check';
import { nextDigest } from '../../../src/domain/mail/digest-time';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
  'Pacific/Apia',
];

test.each([
  ['before seven', '2026-05-01T04:00:00Z', 'Europe/Berlin', '2026-05-01T05:00:00.000Z'],
  ['at seven', '2026-05-01T05:00:00Z', 'Europe/Berlin', '2026-05-02T05:00:00.000Z'],
  ['over the change to winter', '2026-10-24T06:00:00Z', 'Europe/Berlin', '2026-10-25T06:00:00.000Z'],
  ['over the change to summer', '2026-03-28T07:00:00Z', 'Europe/Berlin', '2026-03-29T05:00:00.000Z'],
])('%s', (_, now, zone, due) => {
  expect(nextDigest(new Date(now), zone).at.toISOString()).toBe(due);
});

test('digests that follow each other are at most a day and a bit apart, and each has a day of its own', () => {
  const times = fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2040, 0, 1) });
  fc.assert(
    fc.property(times, fc.constantFrom(...ZONES), (time, zone) => {
      const first = nextDigest(new Date(time), zone);
      const second = nextDigest(first.at, zone);
      expect(first.at.getTime()).toBeGreaterThan(time);
      expect(second.day).toBeGreaterThan(first.day);
      expect(second.at.getTime() - first.at.getTime()).toBeLessThanOrEqual(49 * 3_600_000);
    }),
  );
});

test('what is no time zone is refused', () => {
  expect(() => nextDigest(new Date(), 'Mars/Olympus')).toThrow(RangeError);
});
