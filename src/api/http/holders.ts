import type { Request } from 'express';
import type { Pool } from 'pg';
import { findSession } from '../../db/tenants/sessions';
import { findKeyHolder } from '../../db/tenants/tenants';
import type { Holder } from '../../db/tenants/tenants';
import { sessionHashOf } from '../tenants/session-cookie';
import { hashApiKey } from './auth';
import { SharedLookUps } from './shared-look-ups';

/** Keys and sessions whose tenants are remembered; beyond that the oldest are forgotten. */
const MOST_KNOWN = 10_000;

/** What a request is authenticated by: a key before a session. */
export interface Credential {
  kind: 'key' | 'session';
  hash: Buffer;
  name: string;
}

/** What a request brings to be known by; undefined where that is nothing, or certainly no key. */
export function credentialOf(req: Request): Credential | undefined {
  const { authorization } = req.headers;
  const key = /^Bearer +([\x21-\x7e]{8,200})$/i.exec(authorization ?? '')?.[1];
  const hash = authorization === undefined ? sessionHashOf(req) : key && hashApiKey(key);
  const kind = authorization === undefined ? 'session' : 'key';
  return hash ? { kind, hash, name: `${kind} ${hash.toString('base64')}` } : undefined;
}

/** Whoever sent a request, by a key or by being signed in. */
export class Holders {
  private readonly lookUps = new SharedLookUps<Holder | undefined>();
  private readonly known = new Map<string, string>();

  constructor(private readonly pool: Pool) {}

  /** Looks up who sent the request. */
  async find(req: Request): Promise<Holder | undefined> {
    const credential = credentialOf(req);
    if (!credential) return undefined;
    const { kind, hash, name } = credential;
    const holder = await this.lookUps.find(name, () =>
      kind === 'key' ? findKeyHolder(this.pool, { hash }) : findSession(this.pool, { wordHash: hash }),
    );
    this.remember(name, holder?.tenantId);
    return holder;
  }

  /** The tenant whose key or session it was when it was last looked up; not whether that is still valid. */
  knownTenantOf({ name }: Pick<Credential, 'name'>): string | undefined {
    return this.known.get(name);
  }

  private remember(name: string, tenantId: string | undefined): void {
    if (tenantId === undefined) {
      this.known.delete(name);
      return;
    }
    const [oldest] = this.known.keys();
    const isNew = !this.known.has(name);
    if (isNew && this.known.size >= MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    // Of a session that is at another tenant by now, too.
    this.known.set(name, tenantId);
  }
}
