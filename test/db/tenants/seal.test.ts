import { randomBytes } from 'node:crypto';
import { ConfigError, loadConfig } from '../../../src/config/config';
import { createSealer, sealerOf } from '../../../src/db/tenants/seal';

const key = randomBytes(32);
const other = randomBytes(32);
const TEXT = 'a secret with umlauts: grün';

test('a sealed value opens for the same row, and every sealing is different', () => {
  const sealer = createSealer({ key });
  const sealed = sealer.seal(TEXT, 'row:1');
  expect(sealer.open(sealed, 'row:1')).toBe(TEXT);
  expect(sealer.open(sealer.seal('', 'row:1'), 'row:1')).toBe('');
  expect(sealer.seal(TEXT, 'row:1').equals(sealed)).toBe(false);
  expect(sealed.includes(Buffer.from('secret'))).toBe(false);
});

test('it does not open for another row or with another key', () => {
  const sealed = createSealer({ key }).seal(TEXT, 'row:1');
  expect(() => createSealer({ key }).open(sealed, 'row:2')).toThrow();
  expect(() => createSealer({ key: other }).open(sealed, 'row:1')).toThrow(/unknown key/);
});

test('a flipped bit or a truncated value is detected', () => {
  const sealer = createSealer({ key });
  const sealed = sealer.seal(TEXT, 'row:1');
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    expect(() => sealer.open(changed, 'row:1')).toThrow();
  }
  for (let length = 0; length < sealed.length; length += 1)
    expect(() => sealer.open(sealed.subarray(0, length), 'row:1')).toThrow();
});

test('during key rotation both keys open, and the new one seals', () => {
  const before = createSealer({ key });
  const during = createSealer({ key: other, oldKey: key });
  const after = createSealer({ key: other });
  expect(during.open(before.seal(TEXT, 'row:1'), 'row:1')).toBe(TEXT);
  const resealed = during.seal(TEXT, 'row:1');
  expect(after.open(resealed, 'row:1')).toBe(TEXT);
  expect(() => before.open(resealed, 'row:1')).toThrow(/unknown key/);
});

test('a process without the key reports it instead of starting', () => {
  expect(() => sealerOf(loadConfig({}))).toThrow(ConfigError);
  expect(() => sealerOf(loadConfig({}))).toThrow(/SECRETS_KEY is not set/);
  const sealer = sealerOf(
    loadConfig({ SECRETS_KEY: other.toString('base64'), SECRETS_KEY_OLD: key.toString('base64') }),
  );
  expect(sealer.open(createSealer({ key }).seal(TEXT, 'row:1'), 'row:1')).toBe(TEXT);
});
