import { createHash, randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Pool } from 'pg';
import { recordUse } from '../../db/tenants/principals';
import { tenantById } from '../../db/tenants/tenants';
import type { Holder } from '../../db/tenants/tenants';
import { reachOf } from '../../domain/tenants/permissions';
import type { Permission } from '../../domain/tenants/permissions';
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

/** What is said to whoever sends no valid key. */
export const NO_KEY = 'Send a valid API key as a bearer token.';

/** Looks up who sent a request, by a key or by being signed in. */
export type FindHolder = (req: Request) => Promise<Holder | undefined>;

/** Lets only holders of a valid key pass, sent as a bearer token or stood for by the cookie of a session. */
export function requireKey(pool: Pool, findHolder: FindHolder): RequestHandler {
  return async (req: Request, res: Response, next) => {
    if (res.locals['holder']) {
      next();
      return;
    }
    const holder = await findHolder(req);
    if (!holder) throw new ApiError('unauthorized', NO_KEY);
    // A note that cannot be made is no reason to refuse the request.
    if (holder.isUseDue) await recordUse(pool, holder).catch(() => undefined);
    res.locals['holder'] = holder;
    const begunAt = performance.now();
    res.locals['mayStillRead'] = async () =>
      performance.now() - begunAt < LONG_MS || (await findHolder(req)) !== undefined;
    const lookUp: TenantLookUp = async (tenantId) => (await tenantById(pool, { tenantId })) !== undefined;
    res.locals['hasTenant'] = lookUp;
    next();
  };
}

/** A request that took longer than this is answered only if its key or session is still valid, in milliseconds. */
const LONG_MS = 500;

/** Throws if the request took long and its key or session has ended meanwhile. */
export async function assertMayStillRead(res: Response): Promise<void> {
  const mayStillRead = res.locals['mayStillRead'] as (() => Promise<boolean>) | undefined;
  if (mayStillRead && !(await mayStillRead())) throw new ApiError('unauthorized', NO_KEY);
}

/** Who sent the request. */
export function holderOf(res: Response): Holder {
  return res.locals['holder'] as Holder;
}

/** Lets the request pass if its holder has the permission, and notes how far that reaches. */
export function authorise(res: Response, permission: Permission): void {
  const holder = holderOf(res);
  const reach = reachOf(holder.role, permission);
  if (!reach) throw new ApiError('forbidden', `The role ${holder.role} does not permit this.`);
  res.locals['scope'] = reach === 'own' ? holder.tenantId : undefined;
}

/** Whether there is a tenant of this id. */
type TenantLookUp = (tenantId: string) => Promise<boolean>;

/**
 * Confines the request to the tenant that its query names, if it names one. Throws `not_found` where the permission does not reach that
 * tenant, and alike where there is none.
 */
export async function narrowToTenant(res: Response, query: unknown): Promise<void> {
  const asked = (query as { tenantId?: string } | undefined)?.tenantId;
  if (asked === undefined) return;
  const scope = scopeOf(res);
  const hasTenant = res.locals['hasTenant'] as TenantLookUp;
  if (scope === undefined ? !(await hasTenant(asked)) : scope !== asked)
    throw new ApiError('not_found', 'Tenant not found.');
  res.locals['scope'] = asked;
}

/** The tenant that the request's permission is confined to; undefined where it reaches to all of them. */
export function scopeOf(res: Response): string | undefined {
  return res.locals['scope'] as string | undefined;
}
