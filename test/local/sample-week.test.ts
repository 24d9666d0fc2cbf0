import { SAMPLE_ORDERS, SAMPLE_PAGES, weekBefore } from '../../src/local/sample-plan';

const NOW = Date.parse('2026-11-25T12:34:56Z');
const DAY_MS = 86_400_000;

describe('the plan', () => {
  test.each([1, 5, 11, 19, 22, 40])(
    '%i orders end at different times within the seven days before',
    (orders) => {
      const times = weekBefore(NOW, orders);
      expect(new Set(times).size).toBe(orders);
      for (const time of times) {
        expect(time).toBeLessThan(Date.parse('2026-11-25T00:00:00Z'));
        expect(time).toBeGreaterThanOrEqual(Date.parse('2026-11-18T00:00:00Z'));
        expect(new Date(time).getUTCHours()).toBeGreaterThanOrEqual(8);
        expect(new Date(time).getUTCHours()).toBeLessThan(18);
      }
      if (orders >= 7) expect(new Set(times.map((time) => Math.floor(time / DAY_MS))).size).toBe(7);
    },
  );

  test('two orders fail, one waits for a pick, and no keyword contains another', () => {
    const keywords = [...SAMPLE_ORDERS, ...SAMPLE_PAGES].map(({ keyword }) => keyword);
    for (const one of keywords)
      expect(keywords.filter((other) => other.toLowerCase().includes(one.toLowerCase()))).toEqual([one]);
    const failing = [
      ...SAMPLE_ORDERS.filter(({ end }) => end.as === 'failed'),
      ...SAMPLE_PAGES.filter(({ faults }) => faults),
    ];
    expect(failing).toHaveLength(2);
    const toPick = SAMPLE_ORDERS.filter(
      ({ end }) => end.as === 'open' && end.status === 'AWAITING_SELECTION',
    );
    expect(toPick.map(({ store }) => store)).toEqual([0]);
  });
});
