import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { ADDRESS_HEADERS } from '../http/public-address';

/** A page that is made once for all addresses under which clients reach the server. */
export interface PreparedPage {
  /** Sends it with this address; nothing anew to whoever has it already. */
  send(res: Response, address: string): void;
}

/** Prepares a page from the parts between which the address is put, written by `write`. */
export function prepared(parts: readonly string[], write: (address: string) => string): PreparedPage {
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 27);
  const mark = hashOf(parts.join('\u0000'));
  return {
    send(res, address) {
      res
        .vary(ADDRESS_HEADERS)
        .set({ 'cache-control': 'no-cache', etag: `"${mark}.${hashOf(address).slice(0, 12)}"` });
      if (res.req.fresh) res.status(304).end();
      else res.send(parts.join(write(address)));
    },
  };
}
