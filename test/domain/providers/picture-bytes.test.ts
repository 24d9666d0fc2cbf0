import fc from 'fast-check';
import { PNG } from 'pngjs';
import { pictureSeed, sniffPicture } from '../../../src/domain/providers/picture-bytes';

function bytes(...parts: Array<string | number[]>): Uint8Array {
  const joined = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')));
  return Buffer.concat([joined, Buffer.alloc(Math.max(0, 64 - joined.length))]);
}

const jpegStart = [0xff, 0xd8];
const app0 = [0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
const frame = (marker: number) => [0xff, marker, 0x00, 0x11, 8, 0x01, 0x40, 0x02, 0x80, 3];

describe('detecting pictures by their bytes', () => {
  test('PNG from a real encoder', () => {
    const file = PNG.sync.write(new PNG({ width: 40, height: 30 }));
    expect(sniffPicture(file)).toEqual({ contentType: 'image/png', extension: 'png', width: 40, height: 30 });
  });

  test.each([
    ['baseline', 0xc0],
    ['progressive', 0xc2],
  ])('JPEG, %s', (_name, marker) => {
    expect(sniffPicture(bytes(jpegStart, app0, frame(marker)))).toEqual({
      contentType: 'image/jpeg',
      extension: 'jpg',
      width: 640,
      height: 320,
    });
  });

  test('JPEG with a table before its frame', () => {
    const table = [0xff, 0xc4, 0x00, 0x04, 0xaa, 0xbb];
    expect(sniffPicture(bytes(jpegStart, app0, table, frame(0xc0)))).toMatchObject({
      width: 640,
      height: 320,
    });
  });

  test('WebP', () => {
    expect(sniffPicture(bytes('RIFF', [100, 0, 0, 0], 'WEBPVP8 '))).toMatchObject({
      contentType: 'image/webp',
      extension: 'webp',
    });
  });

  test.each(['GIF87a', 'GIF89a'])('%s', (head) => {
    expect(sniffPicture(bytes(head, [0x20, 0x03, 0x58, 0x02]))).toEqual({
      contentType: 'image/gif',
      extension: 'gif',
      width: 800,
      height: 600,
    });
  });

  test('a picture inside a larger buffer', () => {
    const whole = Buffer.concat([Buffer.alloc(7, 1), bytes('GIF89a', [0x20, 0x03, 0x58, 0x02])]);
    expect(sniffPicture(new Uint8Array(whole.buffer, whole.byteOffset + 7, 64))).toMatchObject({
      width: 800,
    });
  });
});

test.each([
  [
    'an XML error page',
    bytes('<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>'),
  ],
  ['an HTML page', bytes('<!DOCTYPE html><html><head><title>Please wait</title></head></html>')],
  ['a JSON error', bytes('{"detail":"The requested resource could not be found."}')],
  ['an SVG picture, which may hold scripts', bytes('<svg xmlns="http://www.w3.org/2000/svg"></svg>')],
  ['a RIFF file that is a sound', bytes('RIFF', [1, 2, 3, 4], 'WAVEfmt ')],
  ['the first half of the PNG mark', bytes([0x89, 0x50, 0x4e, 0x47, 0x0a, 0x0a, 0x0a, 0x0a])],
  ['a PNG of only its mark', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['nothing', new Uint8Array()],
])('%s is not a picture', (_name, file) => {
  expect(sniffPicture(file)).toBeUndefined();
});

test('no bytes make it throw or hang', () => {
  const head = fc.constantFrom<number[]>(
    [],
    [0xff, 0xd8, 0xff],
    [0xff, 0xd8, 0xff, 0xe0, 0, 0],
    [0x47, 0x49, 0x46, 0x38],
  );
  fc.assert(
    fc.property(head, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      expect(() => sniffPicture(new Uint8Array([...start, ...rest]))).not.toThrow();
    }),
  );
});

test('a seed is stable per order and round, and fits a database integer', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 50 }), (orderId, round) => {
      const seed = pictureSeed({ orderId, round });
      expect(seed).toBe(pictureSeed({ orderId, round }));
      expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
      expect(seed).not.toBe(pictureSeed({ orderId, round: round + 1 }));
    }),
  );
});
