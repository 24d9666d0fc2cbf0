import { createHash, randomBytes } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { CookieOptions, Express, Request } from 'express';
import { SESSION_SECONDS } from '../../db/tenants/sessions';

/** The cookie of whoever is signed in to the panel, unless the instance has a name of its own for it. */
export const SESSION_COOKIE = 'galley_session';

const SETTING = 'session cookie';

/** Gives an instance a name of its own for the cookie: browsers send cookies to all ports of a host. */
export function nameSessionCookie(app: Express, name: string): void {
  app.set(SETTING, name);
}

/** The name of the cookie on the instance that answers a request. */
export function sessionCookieOf(req: Request): string {
  return (req.app.get(SETTING) as string | undefined) ?? SESSION_COOKIE;
}

/** A header that no form and no other site can send without being asked first; the panel sends it with all that changes something. */
export const PANEL_HEADER = 'x-galley-panel';

/** A new session's word, and what is kept of it. */
export function newSessionWord(): { word: string; wordHash: Buffer } {
  const word = randomBytes(32).toString('base64url');
  return { word, wordHash: wordHashOf(word) };
}

/** What is kept of a word. */
export function wordHashOf(word: string): Buffer {
  return createHash('sha256').update(word).digest();
}

/** The hash of the session's word that a request brings, if it brings one. */
export function sessionHashOf(req: Request): Buffer | undefined {
  const word = parseCookie(req.headers.cookie ?? '')[sessionCookieOf(req)];
  return word !== undefined && /^[\w-]{43}$/.test(word) ? wordHashOf(word) : undefined;
}

/** How the cookie is set: out of reach of scripts and of other sites, and over TLS only where the request came so. */
export function cookieOptions(req: Request): CookieOptions {
  const isTls = req.secure || req.headers['x-forwarded-proto'] === 'https';
  return { httpOnly: true, sameSite: 'strict', secure: isTls, path: '/', maxAge: SESSION_SECONDS * 1000 };
}
