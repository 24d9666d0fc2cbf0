import { dayAfter, dayIn, monthBeside, monthOf, weeksOf } from '../../src/panel/parts/month';

test.each<[string, number, string, string, number]>([
  ['2026-11', 1, '2026-10-26', '2026-12-06', 6],
  ['2026-11', 0, '2026-11-01', '2026-12-05', 5],
  ['2027-02', 1, '2027-02-01', '2027-02-28', 4],
  ['2028-02', 1, '2028-01-31', '2028-03-05', 5],
])('%s in weeks that begin on day %i goes from %s to %s', (month, firstDay, from, to, weeks) => {
  const shown = weeksOf(month, firstDay);
  expect(shown).toHaveLength(weeks);
  expect(shown.every((week) => week.length === 7)).toBe(true);
  expect([shown[0]![0], shown.at(-1)!.at(-1)]).toEqual([from, to]);
  const days = shown.flat();
  expect(days.slice(1)).toEqual(days.slice(0, -1).map(dayAfter));
});

test('months go over the turn of a year, and nonsense in an address is the month of today', () => {
  expect([monthBeside('2026-12', 1), monthBeside('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  expect(monthOf('2026-02', '2026-11-25')).toBe('2026-02');
  for (const named of [null, '', '2026-13', '26-11', '2026-11-05'])
    expect(monthOf(named, '2026-11-25')).toBe('2026-11');
});

test('an instant falls on the day of the zone', () => {
  expect(dayIn('2026-11-25T23:30:00Z', 'Europe/Berlin')).toBe('2026-11-26');
  expect(dayIn('2026-11-25T03:30:00Z', 'America/New_York')).toBe('2026-11-24');
});
