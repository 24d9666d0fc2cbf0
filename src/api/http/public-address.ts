import type { Request } from 'express';

/** A host name or address with an optional port, as a request's `Host` has it. */
const HOST = /^(?:[a-z0-9](?:[\w.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** The headers that the answer depends on, for caches. */
export const ADDRESS_HEADERS = 'Host, X-Forwarded-Host, X-Forwarded-Proto';

/** The first of several values that proxies have added to a header. */
function firstOf(req: Request, header: string): string | undefined {
  const value = req.headers[header];
  return typeof value === 'string' ? value.split(',')[0]!.trim() : undefined;
}

/**
 * The address under which clients reach this server, without a slash at its end: as configured, or else as the request came, also
 * through a proxy. A made-up host is not repeated; then it is the port on this machine.
 */
export function publicAddress(req: Request, configured: string | undefined): string {
  if (configured !== undefined) return configured;
  const isTls = req.secure || firstOf(req, 'x-forwarded-proto') === 'https';
  const hosts = [firstOf(req, 'x-forwarded-host'), firstOf(req, 'host')];
  const host = hosts.find((one) => one !== undefined && HOST.test(one));
  return host === undefined
    ? `http://127.0.0.1:${req.socket.localPort ?? ''}`
    : `${isTls ? 'https' : 'http'}://${host}`;
}
