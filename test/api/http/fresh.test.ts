import { askedOnce } from '../../../src/api/http/fresh';

test('however many ask, one question is under way, and its answer or failure holds for a while', async () => {
  let now = 0;
  let asked = 0;
  const scrape = askedOnce({
    keepMs: 1_000,
    now: () => now,
    ask: async () => {
      asked += 1;
      if (asked === 2) throw new Error('away');
      return asked;
    },
  });
  expect(await Promise.all([scrape(), scrape(), scrape()])).toEqual([1, 1, 1]);
  now = 999;
  expect(await scrape()).toBe(1);
  now = 1_000;
  await expect(scrape()).rejects.toThrow('away');
  await expect(scrape()).rejects.toThrow('away');
  expect(asked).toBe(2);
  now = 2_000;
  expect(await scrape()).toBe(3);
});
