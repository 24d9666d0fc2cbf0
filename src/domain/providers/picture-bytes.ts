/** A picture's format, detected from its first bytes; file names and headers can be wrong. */
export interface PictureKind {
  contentType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  extension: 'png' | 'jpg' | 'webp' | 'gif';
  /** Pixels, or 0 if the header does not state them. */
  width: number;
  height: number;
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function jpegSize(bytes: Uint8Array, view: DataView): { width: number; height: number } {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return { width: 0, height: 0 };
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return { width: 0, height: 0 };
}

/** Detects PNG, JPEG, WebP and GIF; undefined for anything else, such as an error page. */
export function sniffPicture(bytes: Uint8Array): PictureKind | undefined {
  if (bytes.length < 30) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a)
    return {
      contentType: 'image/png',
      extension: 'png',
      width: view.getUint32(16),
      height: view.getUint32(20),
    };
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff)
    return { contentType: 'image/jpeg', extension: 'jpg', ...jpegSize(bytes, view) };
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP')
    return { contentType: 'image/webp', extension: 'webp', width: 0, height: 0 };
  if (ascii(bytes, 0, 4) === 'GIF8')
    return {
      contentType: 'image/gif',
      extension: 'gif',
      width: view.getUint16(6, true),
      height: view.getUint16(8, true),
    };
  return undefined;
}

/**
 * A non-negative integer below 2^31 derived from an order's id and round. It is the picture's seed, and identifies its
 * prediction.
 */
export function pictureSeed(key: { orderId: string; round: number }): number {
  let hash = 0x811c9dc5;
  for (const character of `${key.orderId}/${key.round}`) {
    hash ^= character.codePointAt(0)!;
    hash = Math.imul(hash, 0x01000193);
  }
  return hash & 0x7fffffff;
}
