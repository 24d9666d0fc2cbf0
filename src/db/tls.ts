/** How connections to Postgres are encrypted: not at all, with a certificate that is verified, or with any. */
export type Tls = 'off' | 'verify' | 'accept-any';

/** The same as the client library has it. */
export function tlsOptions(tls: Tls): false | { rejectUnauthorized: boolean } {
  return tls === 'off' ? false : { rejectUnauthorized: tls === 'verify' };
}
