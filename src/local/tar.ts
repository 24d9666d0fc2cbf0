import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/** The bytes of the first regular file with this base name in a .tar.gz; throws if there is none. */
export function readTarGzEntry({ archive, baseName }: { archive: Buffer; baseName: string }): Buffer {
  const tar = gunzipSync(archive);
  for (let at = 0; at + BLOCK <= tar.length;) {
    const name = textAt(tar, at, 100);
    if (name === '') break;
    const size = Number.parseInt(textAt(tar, at + 124, 12).trim(), 8);
    if (!Number.isFinite(size)) throw new Error('damaged tar archive: bad size');
    const kind = textAt(tar, at + 156, 1);
    if ((kind === '0' || kind === '') && name.split('/').pop() === baseName) {
      const bytes = tar.subarray(at + BLOCK, at + BLOCK + size);
      if (bytes.length !== size)
        throw new Error(`${baseName} is truncated: ${bytes.length} of ${size} bytes`);
      return bytes;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error(`the tar archive does not contain ${baseName}`);
}

function textAt(tar: Buffer, start: number, length: number): string {
  const text = tar.toString('latin1', start, start + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
