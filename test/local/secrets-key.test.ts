import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../src/config/config';
import { localSecretsKey } from '../../src/local/secrets-key';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'galley-secrets-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the key is generated once, readable only by the owner, and valid for the configuration', () => {
  const file = path.join(dir, 'secrets.key');
  const key = localSecretsKey({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toBe(`${key}\n`);
  expect(localSecretsKey({ file })).toBe(key);
  expect(loadConfig({ SECRETS_KEY: key }).secrets.key?.toString('base64')).toBe(key);
  expect(localSecretsKey({ file: path.join(dir, 'other.key') })).not.toBe(key);
});

test('a folder that is not writable is reported', () => {
  expect(() => localSecretsKey({ file: path.join(dir, 'none', 'secrets.key') })).toThrow(/ENOENT/);
});
