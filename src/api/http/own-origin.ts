import type { Request, RequestHandler } from 'express';
import { sessionHashOf, PANEL_HEADER } from '../tenants/session-cookie';
import { ApiError } from './errors';
import { parseUrl } from '../../domain/text/parse-url';

/** Methods that change nothing. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** What browsers say of requests that a page of our own made, or the user alone. */
const OWN_SITES = ['same-origin', 'none'];

/** The host and port of an address, in small letters; undefined for what is none, such as the origin `null`. */
function hostOf(address: string): string | undefined {
  return parseUrl(address)?.host.toLowerCase();
}

/** Hosts under which a request reached us. No page of another site can make a browser send other ones. */
function ownHosts(req: Request, publicUrl: string | undefined, scheme: string): Array<string | undefined> {
  const forwarded = req.headers['x-forwarded-host'];
  const named = [
    req.headers.host,
    typeof forwarded === 'string' ? forwarded.split(',')[0]!.trim() : undefined,
  ];
  return [
    publicUrl === undefined ? undefined : hostOf(publicUrl),
    // Read with the scheme of the origin, so that its usual port is left out alike.
    ...named.map((host) => (host === undefined ? undefined : hostOf(`${scheme}//${host}`))),
  ];
}

/** Whether a browser says that a page of another origin made the request. Programs that are no browsers say nothing. */
function isForeign(req: Request, publicUrl: string | undefined): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return !OWN_SITES.includes(String(site));
  const { origin } = req.headers;
  if (origin === undefined) return false;
  const host = hostOf(origin);
  return host === undefined || !ownHosts(req, publicUrl, new URL(origin).protocol).includes(host);
}

/**
 * Keeps pages of other sites from changing anything with a session, and from signing anybody in. A request that changes something must not
 * come from another origin, as far as the browser says where it comes from (`Sec-Fetch-Site`, or else `Origin`); and unless it signs
 * somebody in, it must have the panel's header, which no other site can send without being asked first. Keys sent as bearer tokens are not
 * sent by browsers themselves, so requests with them pass, and so do those with nothing that anybody is known by.
 * `signIns`: requests, such as `POST /api/session`, by which people come in; a session that is left over keeps nobody out.
 */
export function ownOrigin(options: {
  publicUrl?: string | undefined;
  signIns: readonly string[];
}): RequestHandler {
  return (req, _res, next) => {
    if (SAFE.includes(req.method) || req.headers.authorization !== undefined) return next();
    const isSignIn = options.signIns.includes(`${req.method} ${req.baseUrl}${req.path}`.replace(/\/$/, ''));
    if (!isSignIn && sessionHashOf(req) === undefined) return next();
    if (isForeign(req, options.publicUrl))
      throw new ApiError(
        'forbidden',
        'Requests that change something must come from the panel’s own address.',
      );
    if (!isSignIn && req.headers[PANEL_HEADER] === undefined)
      throw new ApiError(
        'forbidden',
        `Requests that change something and authenticate by cookie need the header ${PANEL_HEADER}.`,
      );
    next();
  };
}
