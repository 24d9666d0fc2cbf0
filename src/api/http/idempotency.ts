import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { ApiError } from './errors';

/** The request's `Idempotency-Key`, if it sent one. */
export function idempotencyKeyOf(req: Request): string | undefined {
  const value = req.headers['idempotency-key'];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\x21-\x7e]{1,200}$/.test(value)) return value;
  throw new ApiError('bad_request', 'Idempotency-Key must be 1 to 200 visible ASCII characters.');
}

/** The address of a request in the one form in which it is compared, since ids and routes are the same in any letters. */
function pathOf(req: Request): string {
  return req.path.toLowerCase();
}

/** A fingerprint of what a request asks for, so that one key cannot stand for two requests. */
export function requestFingerprint(req: Request, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([req.method, pathOf(req), body]))
    .digest('hex');
}

/**
 * The act a repeated request stands for: the same key on the same address, about the same thing where the address does not name it, by the same
 * tenant is the same act.
 */
export function actIdOf(req: Request, tenantId: string, about: { id: string }): string | undefined {
  const key = idempotencyKeyOf(req);
  if (key === undefined) return undefined;
  const path = pathOf(req);
  const hash = createHash('sha256')
    .update(JSON.stringify([tenantId, path, key, ...(path.includes(about.id) ? [] : [about.id])]))
    .digest('hex');
  // The digits of a name-based UUID of version 8, which leaves the hash to its maker.
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
