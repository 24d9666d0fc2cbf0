import { readCron, shortestPause } from '../../../src/domain/bulk/cron';
import { canonicalTimeZone, cronProblem } from '../../../src/domain/bulk/schedule-times';

function timesOf(expression: string) {
  const read = readCron(expression);
  if ('problem' in read) throw new Error(`${expression} ${read.problem}`);
  return read.times;
}

test.each([
  ['0 9 * * mon', { minutes: [0], hours: [9], weekdays: [1] }],
  ['  0   9 * * MON-FRI ', { weekdays: [1, 2, 3, 4, 5] }],
  ['*/20 8-10 1,15 jan-mar *', { minutes: [0, 20, 40], hours: [8, 9, 10], days: [1, 15], months: [1, 2, 3] }],
  // A single value with a step means all from there on.
  ['5/25 0 * * *', { minutes: [5, 30, 55] }],
  ['0 0 * * 7', { weekdays: [0] }],
  ['0 0 * * 5-7', { weekdays: [0, 5, 6] }],
  ['0 0 29 2 *', { days: [29], months: [2] }],
  ['@daily', { minutes: [0], hours: [0], weekdays: [0, 1, 2, 3, 4, 5, 6] }],
  ['@Weekly', { weekdays: [0] }],
])('%s is read', (expression, times) => {
  expect(timesOf(expression)).toMatchObject(times);
});

test.each([
  ['', /five fields/],
  ['0 9 * *', /five fields/],
  ['0 0 9 * * *', /five fields/],
  ['@every 10m', /five fields/],
  ['@often', /five fields/],
  ['60 * * * *', /minute that/],
  ['0 24 * * *', /hour that/],
  ['0 9 0 * *', /day of the month that/],
  ['0 9 * 13 *', /month that/],
  ['0 9 * * 8', /day of the week that/],
  ['0 9 * * fri-mon', /day of the week that/],
  ['0 9 5-3 * *', /day of the month that/],
  ['*/0 9 * * *', /minute that/],
  ['1,,2 9 * * *', /minute that/],
  ['*-5 9 * * *', /minute that/],
  ['-5 9 * * *', /minute that/],
  ['mon 9 * * *', /minute that/],
  ['0 9 ? * *', /day of the month that/],
  ['0 9 L * *', /day of the month that/],
  ['0 9 * * 1#2', /day of the week that/],
  ['0 9 31 2,4 *', /never comes/],
  ['CRON_TZ=UTC 0 9 * * *', /five fields/],
])('%s is refused', (expression, problem) => {
  const read = readCron(expression);
  expect('problem' in read && read.problem).toMatch(problem);
});

test.each([
  ['0 9 * * *', 1440],
  ['0 * * * *', 60],
  ['0,59 12 * * *', 59],
  // From one hour or day to the next.
  ['1,59 * * * *', 2],
  ['5 0,23 * * *', 60],
  ['0 0,1,23 * * *', 60],
])('%s leaves %s minutes', (expression, minutes) => {
  expect(shortestPause(timesOf(expression))).toBe(minutes);
});

test('times less than ten minutes apart are refused', () => {
  expect(cronProblem('*/10 * * * *')).toBeUndefined();
  expect(cronProblem('*/9 * * * *')).toMatch(/ten|10 minutes/);
  expect(cronProblem('* * * * *')).toMatch(/10 minutes/);
});

test('time zones get the names that the server knows', () => {
  expect(canonicalTimeZone('Europe/Berlin')).toBe('Europe/Berlin');
  expect(canonicalTimeZone('europe/berlin')).toBe('Europe/Berlin');
  expect(canonicalTimeZone('UTC')).toBe('UTC');
  for (const word of ['+01:00', 'Mars/Olympus', '', 'Europe/Berlin\0'])
    expect(canonicalTimeZone(word)).toBeUndefined();
});
