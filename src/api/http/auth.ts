import { createHash, randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Pool } from 'pg';
import { recordKeyUse } from '../../db/tenants/keys';
import { findSession } from '../../db/tenants/sessions';
import { findKeyHolder } from '../../db/tenants/tenants';
import type { KeyHolder } from '../../db/tenants/tenants';
import { reachOf } from '../../domain/tenants/permissions';
import type { Permission } from '../../domain/tenants/permissions';
import { ApiError } from './errors';
import { PANEL_HEADER, sessionHashOf } from '../tenants/session-cookie';

/** A new key: shown once, kept as its hash. 256 random bits after a prefix that secret scanners can find. */
export function newApiKey(): { key: string; hash: Buffer } {
  const key = `galley_${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashApiKey(key) };
}

/** SHA-256 of a key, as stored. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Lets only holders of a valid key pass, sent as a bearer token or stood for by the cookie of a session. */
export function requireKey(pool: Pool): RequestHandler {
  return async (req: Request, res: Response, next) => {
    if (res.locals['holder']) {
      next();
      return;
    }
    const holder = await holderFrom(pool, req);
    if (!holder) {
      res.setHeader('www-authenticate', 'Bearer');
      throw new ApiError('unauthorized', 'Send a valid API key as a bearer token.');
    }
    // A note that cannot be made is no reason to refuse the request.
    if (holder.isUseDue) await recordKeyUse(pool, holder).catch(() => undefined);
    res.locals['holder'] = holder;
    next();
  };
}

/** Whoever sent the request, by a key or by being signed in. */
export async function holderFrom(pool: Pool, req: Request): Promise<KeyHolder | undefined> {
  const { authorization } = req.headers;
  if (authorization !== undefined) {
    const match = /^Bearer +([\x21-\x7e]{8,200})$/i.exec(authorization);
    return match ? findKeyHolder(pool, { hash: hashApiKey(match[1]!) }) : undefined;
  }
  const wordHash = sessionHashOf(req);
  if (!wordHash) return undefined;
  const holder = await findSession(pool, { wordHash });
  const isChange = !['GET', 'HEAD'].includes(req.method);
  if (holder && isChange && req.headers[PANEL_HEADER] === undefined)
    throw new ApiError(
      'forbidden',
      `Requests that change something and authenticate by cookie need the header ${PANEL_HEADER}.`,
    );
  return holder;
}

/** Who sent the request. */
export function holderOf(res: Response): KeyHolder {
  return res.locals['holder'] as KeyHolder;
}

/** Lets the request pass if its holder has the permission, and notes how far that reaches. */
export function authorise(res: Response, permission: Permission): void {
  const holder = holderOf(res);
  const reach = reachOf(holder.role, permission);
  if (!reach) throw new ApiError('forbidden', `The role ${holder.role} does not permit this.`);
  res.locals['scope'] = reach === 'own' ? holder.tenantId : undefined;
}

/** The tenant that the request's permission is confined to; undefined where it reaches to all of them. */
export function scopeOf(res: Response): string | undefined {
  return res.locals['scope'] as string | undefined;
}
