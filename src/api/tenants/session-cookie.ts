import { createHash, randomBytes } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request } from 'express';
import { SESSION_SECONDS } from '../../db/tenants/sessions';

/** The cookie of whoever is signed in to the panel. */
export const SESSION_COOKIE = 'galley_session';

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
  const word = parseCookie(req.headers.cookie ?? '')[SESSION_COOKIE];
  return word !== undefined && /^[\w-]{43}$/.test(word) ? wordHashOf(word) : undefined;
}

/** How the cookie is set: out of reach of scripts and of other sites, and over TLS only where the request came so. */
export function cookieOptions(req: Request): CookieOptions {
  const isTls = req.secure || req.headers['x-forwarded-proto'] === 'https';
  return { httpOnly: true, sameSite: 'strict', secure: isTls, path: '/', maxAge: SESSION_SECONDS * 1000 };
}
