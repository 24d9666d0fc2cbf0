import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

function findEndOfDirectory(zip: Buffer): number {
  // The record is 22 bytes long and may be followed by a comment of at most 65,535 bytes.
  const lowest = Math.max(0, zip.length - 22 - 65_535);
  for (let at = zip.length - 22; at >= lowest; at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new Error('not a zip archive: its directory is missing');
}

/** The bytes of a file in a zip archive; throws if the archive is damaged or does not contain the file. */
export function readZipEntry({ zip, name }: { zip: Buffer; name: string }): Buffer {
  const end = findEndOfDirectory(zip);
  const entries = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < entries; index += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('damaged zip archive: bad directory entry');
    const nameLength = zip.readUInt16LE(at + 28);
    const entryName = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (entryName === name) return readEntryAt(zip, at, name);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`the zip archive does not contain ${name}`);
}

function readEntryAt(zip: Buffer, at: number, name: string): Buffer {
  const method = zip.readUInt16LE(at + 10);
  const packedSize = zip.readUInt32LE(at + 20);
  const size = zip.readUInt32LE(at + 24);
  const header = zip.readUInt32LE(at + 42);
  if (zip.readUInt32LE(header) !== LOCAL_HEADER) throw new Error('damaged zip archive: bad local header');
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const packed = zip.subarray(start, start + packedSize);
  if (method !== STORED && method !== DEFLATED) throw new Error(`unknown zip method ${method} for ${name}`);
  const bytes = method === STORED ? Buffer.from(packed) : inflateRawSync(packed);
  if (bytes.length !== size) throw new Error(`${name} is truncated: ${bytes.length} of ${size} bytes`);
  return bytes;
}
