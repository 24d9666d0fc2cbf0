import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { checkMailAddress } from '../domain/tenants/mail-address';
import { isIpAddress } from '../domain/text/public-address';
import { hasControlOrBidi } from '../domain/text/text';
import { parseUrl } from '../domain/text/parse-url';

/**
 * Kinds of settings. Each takes the trimmed text of the environment; its error message follows the name of the setting and never
 * repeats the value. Whether a setting has a default or may be absent is said where it is listed.
 */

/** The name of a cookie. */
export const cookieName = () =>
  z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, underscores or hyphens.');

/** Any text. */
export const text = () => z.string();

/** A token that is hard to guess. */
export const token = () =>
  z.string().regex(/^[\x21-\x7e]{16,200}$/, { error: 'must be 16 to 200 characters without spaces.' });

/** A whole number within bounds. */
export function integer({ min, max }: { min: number; max: number }) {
  const error = `must be a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^-?\d+$/, { error })
    .transform(Number)
    .pipe(z.number({ error }).min(min, { error }).max(max, { error }));
}

/** A switch, set by a word, so that a typing mistake is not taken for "on". */
export const flag = () =>
  z.stringbool({
    truthy: ['true', 'yes', 'on', '1'],
    falsy: ['false', 'no', 'off', '0'],
    error: 'must be true or false.',
  });

/** One of several words, in any case. */
export const choice = <const T extends readonly [string, ...string[]]>(choices: T) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(choices, { error: `must be one of ${choices.join(', ')}.` }));

/** An address with one of these protocols, without slashes at its end. */
export const address = (...protocols: readonly string[]) =>
  z
    .url({
      protocol: new RegExp(`^(?:${protocols.join('|')})$`),
      error: `must be an address that starts with ${protocols.join(':// or ')}://.`,
    })
    .transform((url) => url.replace(/\/+$/, ''));

/** Names that stand for networks, as Express has them. */
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

function isNetwork(word: string): boolean {
  if (NAMED_NETWORKS.includes(word)) return true;
  const [address = ''] = word.split('/');
  return isIpAddress(address) && (address === word || ipaddr.isValidCIDR(word));
}

/** Addresses and networks, comma-separated. */
export const networks = () =>
  z
    .string()
    .transform((list) => list.split(',').map((word) => word.trim()))
    .refine((words) => words.every(isNetwork), {
      error: `must be addresses, networks such as 10.0.0.0/8, or ${NAMED_NETWORKS.join(', ')}, comma-separated.`,
    });

/** 32 random bytes as base64. */
export const key = () =>
  z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, {
      error: 'must be 32 random bytes as base64, as `openssl rand -base64 32` prints them.',
    })
    .transform((base64) => Buffer.from(base64, 'base64'));

/** A secret key of Stripe's, of test or live mode. */
export const stripeKey = () =>
  z.string().regex(/^[sr]k_(?:test|live)_\w{4,250}$/, {
    error:
      'must be a secret or restricted key of Stripe, which starts with sk_test_, sk_live_, rk_test_ or rk_live_.',
  });

/** Secrets that sign Stripe's events, comma-separated. */
export const signingSecrets = () =>
  z
    .string()
    .transform((list) => list.split(',').map((word) => word.trim()))
    .refine((words) => words.every((word) => /^whsec_[\x21-\x2b\x2d-\x7e]{8,250}$/.test(word)), {
      error: 'must be signing secrets of Stripe, which start with whsec_, comma-separated.',
    });

/** A mail server, as an address holds it. */
export interface SmtpServer {
  host: string;
  port: number;
  secure: boolean;
  auth: { user: string; password: string } | undefined;
}

/** Ports of mail servers for those who submit mail: encrypted from the first byte, and upgraded. */
const SMTP_PORTS = { secure: 465, upgraded: 587 } as const;

/** The port of a mail server for which none is named. */
export function smtpPort(secure: boolean): number {
  return secure ? SMTP_PORTS.secure : SMTP_PORTS.upgraded;
}

/** A mail server as smtp://user:password@host:port, or smtps:// for TLS from the first byte. */
export const smtpServer = () =>
  z.string().transform((word, context): SmtpServer => {
    const fail = (message: string): never => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const url = parseUrl(word);
    if (!url || !/^smtps?:\/\//i.test(word))
      return fail('must be an address such as smtps://user:password@mail.example.com:465.');
    if (url.hostname === '' || !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
      return fail('must hold a server and nothing after it.');
    if ((url.username === '') !== (url.password === ''))
      return fail('must hold both a user and a password, or neither.');
    const secure = url.protocol === 'smtps:';
    const port = url.port === '' ? smtpPort(secure) : Number(url.port);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    try {
      const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
      return { host, port, secure, auth: user === '' ? undefined : { user, password } };
    } catch {
      return fail('holds a % that encodes nothing: encode the user and the password.');
    }
  });

/** The sender of mail: an address, or a name before one in angle brackets. */
export const sender = () =>
  z.string().transform((word, context): { name: string; address: string } => {
    const [, quoted = '', bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(word) ?? [undefined, '', word];
    const name = quoted.trim().replace(/^"(.*)"$/, '$1');
    const checked = checkMailAddress(bracketed ?? '');
    if (checked.ok && name.length <= 100 && !hasControlOrBidi(name))
      return { name, address: checked.address };
    context.addIssue({
      code: 'custom',
      message: 'must be one mail address, or a name and one, such as Galley <mail@example.com>.',
    });
    return z.NEVER;
  });
