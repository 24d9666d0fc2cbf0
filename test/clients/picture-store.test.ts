import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPictureStore } from '../../src/clients/picture-store';
import type { PictureStore } from '../../src/clients/picture-store';

let root: string;
let dir: string;
let store: PictureStore;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'picture-store-'));
  dir = path.join(root, 'pictures');
  store = createPictureStore({ dir });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const bytes = new TextEncoder().encode('a picture');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

test('a picture is read back as saved', async () => {
  const key = await store.save({ bytes, extension: 'png' });
  expect(key).toMatch(/^[0-9a-f]{64}\.png$/);
  expect(Buffer.from(await store.read(key)).equals(Buffer.from(bytes))).toBe(true);
});

test('identical bytes have one key and are stored once, even if saved ten times concurrently', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, () => store.save({ bytes, extension: 'png' })));
  expect(new Set(keys).size).toBe(1);
  expect(filesBelow(dir)).toEqual([keys[0]]);
});

test('different bytes have different keys', async () => {
  const one = await store.save({ bytes, extension: 'png' });
  const other = await store.save({ bytes: new Uint8Array([1, 2, 3]), extension: 'png' });
  expect(other).not.toBe(one);
});

test.each([
  ['../secret.png'],
  ['..%2fsecret.png'],
  ['/etc/passwd'],
  [''],
  ['.'],
  ['secret.png'],
  [`${'a'.repeat(64)}.png/../../secret.png`],
  [`${'a'.repeat(64)}.png\n`],
  [`${'a'.repeat(64)}.png\0.jpg`],
  [`${'A'.repeat(64)}.png`],
  [`../${'a'.repeat(61)}.png`],
  [`${'a'.repeat(64)}`],
])('the key %j is rejected', async (key) => {
  writeFileSync(path.join(root, 'secret.png'), 'secret');
  await expect(store.read(key)).rejects.toThrow('Not a picture key.');
});

test.each(['../x', 'png/../..', '', 'toolong', 'P', 'a b'])(
  'the extension %j is rejected and nothing is written',
  async (extension) => {
    await expect(store.save({ bytes, extension })).rejects.toThrow('Not a picture key.');
    expect(existsSync(dir) ? filesBelow(dir) : []).toEqual([]);
  },
);

test('a missing picture is an error, not an empty picture', async () => {
  await expect(store.read(`${'a'.repeat(64)}.png`)).rejects.toMatchObject({ code: 'ENOENT' });
});
