import { createHash, randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Pool } from 'pg';
import { findKeyHolder } from '../db/tenants';
import type { KeyHolder } from '../db/tenants';
import { ApiError } from './errors';

/** A new key: shown once, kept as its hash. 256 random bits after a prefix that secret scanners can find. */
export function newApiKey(): { key: string; hash: Buffer } {
  const key = `galley_${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashApiKey(key) };
}

/** SHA-256 of a key, as stored. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Lets only holders of a valid bearer key pass. */
export function requireKey(pool: Pool): RequestHandler {
  return async (req: Request, res: Response, next) => {
    const match = /^Bearer +([\x21-\x7e]{8,200})$/i.exec(req.headers.authorization ?? '');
    const holder = match ? await findKeyHolder(pool, { hash: hashApiKey(match[1]!) }) : undefined;
    if (!holder) {
      res.setHeader('www-authenticate', 'Bearer');
      throw new ApiError('unauthorized', 'Send a valid API key as a bearer token.');
    }
    res.locals['holder'] = holder;
    next();
  };
}

/** Who sent the request. */
export function holderOf(res: Response): KeyHolder {
  return res.locals['holder'] as KeyHolder;
}

/** The tenant whose orders a holder sees; undefined for operators, who see all. */
export function scopeOf(holder: KeyHolder): string | undefined {
  return holder.role === 'operator' ? undefined : holder.tenantId;
}
