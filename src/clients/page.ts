import { lookup as resolveName } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { readWebAddress } from '../domain/text/web-address';
import { publicLookup } from './public-lookup';
import { parseUrl } from '../domain/text/parse-url';

/** Bytes of a page that are read; a larger one is not looked at. */
const MOST_PAGE_BYTES = 2 * 1024 * 1024;

/** Redirects that are followed, as from `http:` to `https:`. */
const MOST_REDIRECTS = 3;

/** What a look at a page brought: its HTML, or why there is none. */
export type PageLook =
  | { html: string }
  | {
      unreadable:
        | 'address_refused'
        | 'no_answer'
        | 'timed_out'
        | 'too_large'
        | 'not_html'
        | 'encoded'
        | 'redirects'
        | 'status';
    };

/** Reads published pages. */
export interface PageReader {
  /** Looks at a page once. Throws only where the signal is aborted. */
  read(page: { url: string; signal: AbortSignal }): Promise<PageLook>;
}

/** Thrown by a look that is over. */
class Unreadable extends Error {
  constructor(readonly reason: Extract<PageLook, { unreadable: string }>['unreadable']) {
    super(reason);
  }
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    request.end();
  });
}

async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_PAGE_BYTES) throw new Unreadable('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The text of a page in the encoding that its header names; UTF-8 where it names none that is known. */
function decoded(bytes: Buffer, contentType: string): string {
  const charset = /;\s*charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** A reader. `timeoutMs` bounds one look with all its redirects. */
export function createPageReader(options: {
  /** Whether pages may be on this machine or in a private network. */
  allowPrivate: boolean;
  timeoutMs: number;
  /** How names are looked up; the system's way when left out. */
  resolve?: typeof resolveName;
}): PageReader {
  const { allowPrivate } = options;
  const lookup = allowPrivate ? {} : { lookup: publicLookup(options.resolve ?? resolveName) };

  async function open(address: string, signal: AbortSignal): Promise<IncomingMessage> {
    // Sockets take IP addresses as they stand, without a look-up, so these are judged here.
    const read = readWebAddress(address, { allowPrivate });
    if (!read.ok) throw new Unreadable('address_refused');
    const url = new URL(read.url);
    const given: RequestOptions = {
      method: 'GET',
      agent: false,
      signal,
      ...lookup,
      headers: {
        accept: 'text/html,application/xhtml+xml',
        'accept-encoding': 'identity',
        'cache-control': 'no-cache',
        'user-agent': 'Galley-Check',
      },
    };
    return answerOf(url.protocol === 'https:' ? requestHttps(url, given) : requestHttp(url, given));
  }

  async function look(url: string, signal: AbortSignal): Promise<string> {
    let address = url;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const response = await open(address, signal);
      try {
        const { statusCode: status = 0, headers } = response;
        const { location } = headers;
        const next = status >= 300 && status < 400 && location !== undefined && parseUrl(location, address);
        if (next) {
          address = next.href;
          continue;
        }
        if (status !== 200) throw new Unreadable('status');
        const type = headers['content-type'] ?? '';
        if (!/^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(type))
          throw new Unreadable('not_html');
        if (!/^(?:identity)?$/i.test(headers['content-encoding'] ?? '')) throw new Unreadable('encoded');
        return decoded(await bytesOf(response), type);
      } finally {
        response.destroy();
      }
    }
    throw new Unreadable('redirects');
  }

  return {
    async read({ url, signal }) {
      const late = AbortSignal.timeout(options.timeoutMs);
      try {
        return { html: await look(url, AbortSignal.any([signal, late])) };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof Unreadable) return { unreadable: error.reason };
        if (late.aborted) return { unreadable: 'timed_out' };
        const { code } = error as { code?: unknown };
        return { unreadable: code === 'ADDRESS_REFUSED' ? 'address_refused' : 'no_answer' };
      }
    },
  };
}
