import { chargeOf } from '../../../src/domain/spending/charge';

test.each([400, 401, 402, 403, 404, 409, 413, 422, 425, 429, 451])(
  'a request refused with %i costs nothing',
  (status) => {
    expect(chargeOf({ status })).toBe('none');
  },
);

test('a request that never left costs nothing', () => {
  expect(chargeOf({ neverSent: true })).toBe('none');
});

test.each([undefined, 200, 201, 302, 408, 500, 502, 503, 504, 529])(
  'what a request ended with %s has cost is unknown',
  (status) => {
    expect(chargeOf(status === undefined ? {} : { status })).toBe('unknown');
  },
);
