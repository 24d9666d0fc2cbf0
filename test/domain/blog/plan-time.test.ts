import fc from 'fast-check';
import { instantOf, isTimeZone, localTime } from '../../../src/domain/blog/plan-time';

test.each([
  // A wall-clock time is the zone's own, in winter and in summer.
  ['2027-01-15T09:00', 'Europe/Berlin', '2027-01-15T08:00:00.000Z'],
  ['2027-07-15T09:00', 'Europe/Berlin', '2027-07-15T07:00:00.000Z'],
  ['2027-01-15T09:00', 'America/New_York', '2027-01-15T14:00:00.000Z'],
  ['2027-01-15T09:00:30', 'Asia/Kolkata', '2027-01-15T03:30:30.000Z'],
  // The day of a clock change, before and after it.
  ['2027-03-28T01:59', 'Europe/Berlin', '2027-03-28T00:59:00.000Z'],
  ['2027-03-28T03:00', 'Europe/Berlin', '2027-03-28T01:00:00.000Z'],
  // What the change skips is as much later; of what comes twice the first is meant.
  ['2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
  ['2027-10-31T02:30', 'Europe/Berlin', '2027-10-31T00:30:00.000Z'],
  ['2027-03-14T02:15', 'America/New_York', '2027-03-14T07:15:00.000Z'],
  ['2027-11-07T01:15', 'America/New_York', '2027-11-07T05:15:00.000Z'],
  // Lord Howe Island moves by half an hour.
  ['2027-10-03T02:15', 'Australia/Lord_Howe', '2027-10-02T15:45:00.000Z'],
  // An offset says it all; the zone is only for showing.
  ['2027-03-28T02:30:00Z', 'Europe/Berlin', '2027-03-28T02:30:00.000Z'],
  ['2027-03-28T02:30:00+05:30', 'Europe/Berlin', '2027-03-27T21:00:00.000Z'],
])('%s in %s is %s', (time, timeZone, instant) => {
  expect(instantOf({ time, timeZone })?.toISOString()).toBe(instant);
});

test.each(['2027-02-30T09:00', '2027-13-01T09:00', '2027-01-01T24:30', 'tomorrow', ''])(
  '%s is not a time',
  (time) => {
    expect(instantOf({ time, timeZone: 'Europe/Berlin' })).toBeUndefined();
  },
);

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Mars/Olympus', false],
  ['+02:00', false],
  ['', false],
])('time zone %s: %s', (word, is) => {
  expect(isTimeZone(word)).toBe(is);
});

test('an instant survives conversion to local time and back', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
  const seconds = fc.integer({ min: Date.UTC(2024, 0) / 1000, max: Date.UTC(2030, 0) / 1000 });
  fc.assert(
    fc.property(seconds, fc.constantFrom(...zones), (second, timeZone) => {
      const instant = new Date(second * 1000);
      expect(instantOf({ time: localTime(instant, timeZone), timeZone })).toEqual(instant);
    }),
  );
});

test('local time is formatted with its offset', () => {
  expect(localTime(new Date('2027-03-28T00:59:00Z'), 'Europe/Berlin')).toBe('2027-03-28T01:59:00+01:00');
  expect(localTime(new Date('2027-03-28T01:00:00Z'), 'Europe/Berlin')).toBe('2027-03-28T03:00:00+02:00');
});
