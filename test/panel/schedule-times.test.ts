import {
  draftOfTimes,
  FIRST_TIMES,
  nameOfWeekday,
  sayTimes,
  timesOf,
  wrongIn,
} from '../../src/panel/pages/bulk/schedule-times';
import type { Times } from '../../src/panel/pages/bulk/schedule-times';

const say = (id: string, values = {}): string => `${id} ${JSON.stringify(values)}`;

test('the first choice is every Monday at nine', () => {
  expect(timesOf(FIRST_TIMES)).toEqual({ cron: '0 9 * * 1' });
});

test.each<[Times, object, string]>([
  [{ cron: '30 6 * * *', everySeconds: null }, { when: 'day', time: '06:30' }, 'day {"time":"06:30"}'],
  [
    { cron: '0 9 * * 1-5', everySeconds: null },
    { when: 'weekdays', time: '09:00' },
    'weekdays {"time":"09:00"}',
  ],
  [
    { cron: '5 23 * * 0', everySeconds: null },
    { when: 'week', weekday: '0' },
    'week {"weekday":"Sunday","time":"23:05"}',
  ],
  [
    { cron: '0 9 28 * *', everySeconds: null },
    { when: 'month', monthday: '28' },
    'month {"day":28,"time":"09:00"}',
  ],
  [{ cron: '0 9 29 * *', everySeconds: null }, { when: 'cron' }, 'cron {"cron":"0 9 29 * *"}'],
  [{ cron: '*/30 9 * * 1', everySeconds: null }, { when: 'cron' }, 'cron {"cron":"*/30 9 * * 1"}'],
  [{ cron: '99 9 * * 1', everySeconds: null }, { when: 'cron' }, 'cron {"cron":"99 9 * * 1"}'],
  [{ cron: '@daily', everySeconds: null }, { when: 'cron' }, 'cron {"cron":"@daily"}'],
  [
    { cron: null, everySeconds: 1_800 },
    { when: 'every', every: '30', unit: 'minutes' },
    'minutes {"count":30}',
  ],
  [{ cron: null, everySeconds: 7_200 }, { when: 'every', every: '2', unit: 'hours' }, 'hours {"count":2}'],
  [{ cron: null, everySeconds: 604_800 }, { when: 'every', every: '7', unit: 'days' }, 'days {"count":7}'],
])('%j is shown as the choice that stands for it, and saved as it was', (times, draft, words) => {
  const shown = draftOfTimes(times);
  expect(shown).toMatchObject(draft);
  const { cron, everySeconds } = times;
  expect(timesOf(shown)).toEqual(cron === null ? { everySeconds } : { cron });
  expect(sayTimes(say, 'en-GB', times)).toBe(`schedules.says.${words}`);
});

test.each<[string, Partial<typeof FIRST_TIMES>]>([
  ['time', { time: '24:00' }],
  ['time', { time: '' }],
  ['monthday', { when: 'month', monthday: '29' }],
  ['monthday', { when: 'month', monthday: 'last' }],
  ['every', { when: 'every', every: '9', unit: 'minutes' }],
  ['every', { when: 'every', every: '366', unit: 'days' }],
  ['every', { when: 'every', every: '' }],
  ['cron', { when: 'cron', cron: ' ' }],
])('%s is named where it cannot be read', (field, change) => {
  const draft = { ...FIRST_TIMES, ...change };
  expect(wrongIn(draft)).toBe(field);
  expect(timesOf(draft)).toBeUndefined();
});

test('weekdays are named in the language of the reader', () => {
  expect([nameOfWeekday('en', 0), nameOfWeekday('de', 1), nameOfWeekday('de', 6)]).toEqual([
    ...['Sunday', 'Montag', 'Samstag'],
  ]);
});
