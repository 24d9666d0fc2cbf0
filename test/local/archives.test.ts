import { deflateRawSync, gzipSync } from 'node:zlib';
import { readTarGzEntry } from '../../src/local/tar';
import { readZipEntry } from '../../src/local/zip';
import { tarGzOf, zipOf } from './make-archives';

describe('zip reader', () => {
  const zip = zipOf({
    'a.txt': { bytes: Buffer.from('plain'), deflated: false },
    'deep/b.bin': { bytes: Buffer.alloc(100_000, 'galley'), deflated: true },
  });

  test('reads stored and deflated files by their full name', () => {
    expect(readZipEntry({ zip, name: 'a.txt' }).toString()).toBe('plain');
    expect(readZipEntry({ zip, name: 'deep/b.bin' })).toEqual(Buffer.alloc(100_000, 'galley'));
  });

  test('reads an archive that ends with a comment', () => {
    const comment = Buffer.from('made by hand');
    const commented = Buffer.concat([zip, comment]);
    commented.writeUInt16LE(comment.length, zip.length - 2);
    expect(readZipEntry({ zip: commented, name: 'a.txt' }).toString()).toBe('plain');
  });

  test.each([
    ['a missing file', () => readZipEntry({ zip, name: 'b.bin' }), /does not contain b\.bin/],
    [
      'no archive',
      () => readZipEntry({ zip: Buffer.from('<html>not found</html>'), name: 'a' }),
      /not a zip/,
    ],
    ['an empty answer', () => readZipEntry({ zip: Buffer.alloc(0), name: 'a' }), /not a zip/],
    ['a cut archive', () => readZipEntry({ zip: zip.subarray(0, zip.length - 30), name: 'a' }), /not a zip/],
  ])('rejects %s', (_name, read, reason) => {
    expect(read).toThrow(reason);
  });

  test('rejects a file whose size differs from the one stated', () => {
    const wrong = zipOf({ x: { bytes: Buffer.from('abc'), deflated: true, packed: deflateRawSync('ab') } });
    expect(() => readZipEntry({ zip: wrong, name: 'x' })).toThrow(/truncated: 2 of 3 bytes/);
  });
});

describe('tar reader', () => {
  const archive = tarGzOf({ LICENSE: Buffer.from('text'), temporal: Buffer.alloc(1_500, 7) });

  test('finds a file after others', () => {
    expect(readTarGzEntry({ archive, baseName: 'temporal' })).toEqual(Buffer.alloc(1_500, 7));
  });

  test('rejects a missing file and data that is not an archive', () => {
    expect(() => readTarGzEntry({ archive, baseName: 'other' })).toThrow(/does not contain other/);
    expect(() => readTarGzEntry({ archive: gzipSync(Buffer.alloc(0)), baseName: 'x' })).toThrow(
      /does not contain x/,
    );
    expect(() => readTarGzEntry({ archive: Buffer.from('<html>'), baseName: 'x' })).toThrow();
  });
});
