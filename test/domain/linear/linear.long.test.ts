import { COMPOSED, ON_DRAFTS } from './functions';
import { tooSteep } from './growth';
import { checking, reading, timed } from './timed';

/** What linear.test.ts tries with the first pieces, with all of them. */

test('quality/draft#readDraft takes time by the length of every text', () => {
  expect(tooSteep(reading, [4_000])).toEqual([]);
}, 120_000);

test.each(Object.entries(ON_DRAFTS))(
  '%s takes time by the length of every draft',
  (_name, check) => {
    expect(tooSteep(checking(check), [4_000])).toEqual([]);
  },
  120_000,
);

test.each(Object.entries(COMPOSED))(
  '%s takes time by the length of every text',
  (_name, call) => {
    expect(tooSteep(timed(call), [2_000])).toEqual([]);
  },
  120_000,
);
