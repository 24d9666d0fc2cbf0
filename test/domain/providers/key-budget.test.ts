import { budgetOfKey, budgetOfKeys, secondsOfCall } from '../../../src/domain/providers/key-budget';
import type { KeyLimits } from '../../../src/domain/providers/key-budget';

const ofSetting = { requestsPerMinute: 450, tokensPerMinute: 450_000 };
const setting: KeyLimits = {
  ...{ isSetting: true, isUsable: true, requestsPerMinute: null, tokensPerMinute: null, readLimits: {} },
};
const further: KeyLimits = { ...setting, isSetting: false, requestsPerMinute: 50, tokensPerMinute: 20_000 };

test('the setting alone bears what settings say', () => {
  expect(budgetOfKeys([setting], ofSetting)).toEqual(ofSetting);
});

test('all usable keys bear together what each bears', () => {
  expect(budgetOfKeys([setting, further], ofSetting)).toEqual({
    ...{ requestsPerMinute: 500, tokensPerMinute: 470_000 },
  });
  expect(budgetOfKeys([{ ...setting, isUsable: false }, further], ofSetting)).toEqual({
    ...{ requestsPerMinute: 50, tokensPerMinute: 20_000 },
  });
});

test('without a usable key, the account is closed and what it bears is that of the setting', () => {
  expect(budgetOfKeys([{ ...setting, isUsable: false }], ofSetting)).toEqual(ofSetting);
});

test('the least of what answers name for any model counts', () => {
  const read = { a: { requests: 40, tokens: 90_000 }, b: { requests: 500, tokens: 10_000 } };
  expect(budgetOfKey({ ...further, readLimits: read }, ofSetting)).toEqual({
    ...{ requestsPerMinute: 40, tokensPerMinute: 10_000 },
  });
});

test('a call uses up a key as long as its requests or its tokens take', () => {
  expect(secondsOfCall({ requestsPerMinute: 60, tokensPerMinute: 6_000 }, 50)).toBe(1);
  expect(secondsOfCall({ requestsPerMinute: 60, tokensPerMinute: 6_000 }, 200)).toBe(2);
  expect(secondsOfCall({ requestsPerMinute: 60, tokensPerMinute: null }, 200)).toBe(1);
});
