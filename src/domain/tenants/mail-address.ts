/** Maximum length of an address and of its local part, in characters (RFC 5321, 4.5.3.1). */
const MAX_ADDRESS_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

/** Letters, digits and symbols that need no quoting, in parts joined by single dots (RFC 5322, `dot-atom`). */
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;

/** At least two labels that neither start nor end with a hyphen; the last must not be a number, as in an IP address. */
const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?!\p{N}+$)[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

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
