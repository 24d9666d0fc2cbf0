import { parseUrl } from '../text/parse-url';
/** Maximum length of an address and of its local part, in characters (RFC 5321, 4.5.3.1). */
const MAX_ADDRESS_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

/** Letters, digits and symbols that need no quoting, in parts joined by single dots (RFC 5322, `dot-atom`). */
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;

/** At least two labels that neither start nor end with a hyphen; the last must not be a number, as in an IP address. */
const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?!\p{N}+$)[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** The ASCII form of a domain name in lower case, as it is looked up; undefined where it has none. */
function asciiDomain(domain: string): string | undefined {
  return parseUrl(`http://${domain}/`)?.hostname;
}

/**
 * The one form in which an email address is stored and compared: composed (NFC), its domain in lower case and ASCII. The local part keeps
 * its letters, which only its own server may fold. Undefined for what is not exactly one address.
 */
export function canonicalMailAddress(word: string): string | undefined {
  // Composing long runs of marks takes long.
  if (word.length > 2 * MAX_ADDRESS_LENGTH) return undefined;
  const composed = word.normalize('NFC');
  if (!isMailAddress(composed)) return undefined;
  const at = composed.lastIndexOf('@');
  const domain = asciiDomain(composed.slice(at + 1));
  const address = domain && `${composed.slice(0, at)}@${domain}`;
  return address && isMailAddress(address) ? address : undefined;
}

/**
 * Whether a string is exactly one email address: no display name, no second recipient, no line break that could start
 * another header. Quoted local parts and IP address literals are rejected.
 */
export function isMailAddress(word: string): boolean {
  if (word.length > MAX_ADDRESS_LENGTH) return false;
  const at = word.lastIndexOf('@');
  const local = word.slice(0, at);
  return at > 0 && local.length <= MAX_LOCAL_LENGTH && LOCAL.test(local) && DOMAIN.test(word.slice(at + 1));
}

/** What is said of a text that is not exactly one address. */
export const ONE_MAIL_ADDRESS = 'must be exactly one email address, without a name';

/**
 * The door for every address that mail may be sent to: exactly one recipient, in canonical form, or what is wrong with it. Blanks around
 * it are cut off; a line break inside, a second recipient or a display name is refused.
 */
export function checkMailAddress(
  word: string,
): { ok: true; address: string } | { ok: false; problem: string } {
  const address = /[\r\n\0]/.test(word) ? undefined : canonicalMailAddress(word.trim());
  return address === undefined ? { ok: false, problem: ONE_MAIL_ADDRESS } : { ok: true, address };
}

/**
 * What a canonical address is compared by where it stands for a person: in small letters, as no mail server in use tells people apart by
 * capitals.
 */
export function foldedAddress(canonical: string): string {
  return canonical.toLowerCase();
}
