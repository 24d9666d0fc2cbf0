import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Our own copies of pictures, addressed by content. */
export interface PictureStore {
  /** Saves a picture and returns its key; identical bytes have the same key. */
  save(picture: { bytes: Uint8Array; extension: string }): Promise<string>;
  read(key: string): Promise<Uint8Array>;
}

const KEY = /^[0-9a-f]{64}\.[a-z0-9]{1,5}$/;

/** Stores pictures as files under `dir`; a file is either complete or absent, and only its owner can read it. */
export function createPictureStore(options: { dir: string }): PictureStore {
  const fileOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error('Not a picture key.');
    return path.join(options.dir, key.slice(0, 2), key);
  };
  return {
    async save({ bytes, extension }) {
      const key = `${createHash('sha256').update(bytes).digest('hex')}.${extension}`;
      const file = fileOf(key);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const temporary = `${file}.${randomUUID()}`;
      try {
        await writeFile(temporary, bytes, { mode: 0o600 });
        await rename(temporary, file);
      } finally {
        await rm(temporary, { force: true });
      }
      return key;
    },
    async read(key) {
      return readFile(fileOf(key));
    },
  };
}
