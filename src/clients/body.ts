import { isTooNested } from '../domain/text/nesting';

/** The largest text that a provider's answer may have, in bytes after decompression, and the largest of a refusal. */
export const LARGEST_TEXT = 16 * 1024 * 1024;
export const LARGEST_REFUSAL = 1024 * 1024;

/** Levels of the deepest answer that any provider gives, many times over. */
const MAX_LEVELS = 500;

/** A good answer that cannot be decoded, or is too large to be one. */
export class UnusableBody extends Error {
  constructor(readonly reason: 'undecodable' | 'too_large') {
    super(`the body is ${reason}`);
    this.name = 'UnusableBody';
  }
}

/** Whether a body failed to decompress, which repeating a request does not mend. */
function isDecodingError(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at !== null && typeof at === 'object' && depth < 4; depth += 1) {
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === 'string' && /^(?:Z_|ERR__?(?:ERROR_FORMAT|ZSTD|BROTLI)|ERR_PADDING|ZSTD_)/.test(code))
      return true;
    at = cause;
  }
  return false;
}

/**
 * Reads the bytes of a response. Throws {@link UnusableBody} for one that cannot be decompressed or has more than `most` bytes, and
 * what `fetch` throws for one that never arrives in full.
 */
export async function readBytes(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > most) throw new UnusableBody('too_large');
      parts.push(part);
    }
  } catch (error) {
    throw isDecodingError(error) ? new UnusableBody('undecodable') : error;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Reads a response as text; what is no UTF-8 in it becomes U+FFFD. Throws as {@link readBytes} does. */
export async function readText(response: Response): Promise<string> {
  return new TextDecoder().decode(await readBytes(response, response.ok ? LARGEST_TEXT : LARGEST_REFUSAL));
}

/** Reads a response as text; a refusal that cannot be decoded, or is too large, says nothing. */
export async function readAnyText(response: Response): Promise<string> {
  try {
    return await readText(response);
  } catch (error) {
    if (error instanceof UnusableBody && !response.ok) return '';
    throw error;
  }
}

/** Parses JSON; throws a SyntaxError for anything else, and for what is nested deeper than any real answer. */
export function parseJson(text: string): unknown {
  if (isTooNested(text, { levels: MAX_LEVELS })) throw new SyntaxError('nested too deeply');
  return JSON.parse(text) as unknown;
}
