/** Longest address and longest part before its `@`, in characters (RFC 5321, 4.5.3.1). */
const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL = 64;

/** Words of letters, digits and the signs that need no quoting, joined by single dots (RFC 5322, `dot-atom`). */
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;

/** At least two labels that neither begin nor end with a hyphen; the last one is no number, as in an IP address. */
const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?!\p{N}+$)[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * Whether a word is exactly one e-mail address and nothing besides: no display name, no second recipient, no line end that could
 * begin a further header. Quoted local parts and addresses at IP numbers are refused, too.
 */
export function isMailAddress(word: string): boolean {
  if (word.length > LONGEST_ADDRESS) return false;
  const at = word.lastIndexOf('@');
  const local = word.slice(0, at);
  return at > 0 && local.length <= LONGEST_LOCAL && LOCAL.test(local) && DOMAIN.test(word.slice(at + 1));
}
