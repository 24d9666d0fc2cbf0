import { CONTENT_MODES } from '../../src/contract/bulk';
import { orderOf } from '../domain/content/orders';
import { blocking, written } from '../domain/content/write';

const COUNT = 300;

test.each(CONTENT_MODES)(
  'of 300 texts of mode %s, at least 98 in 100 pass the checks',
  (mode) => {
    const rejected = Array.from({ length: COUNT }, (_, n) => written(orderOf(mode, n), { seed: n }))
      .filter(({ passed }) => !passed)
      .flatMap(blocking);
    process.stdout.write(`${mode}: ${rejected.length} blocking findings ${rejected.join(' ')}\n`);
    expect(rejected.length).toBeLessThanOrEqual(COUNT * 0.02 * 2);
  },
  600_000,
);
