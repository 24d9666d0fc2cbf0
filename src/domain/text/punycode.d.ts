declare module 'punycode/' {
  /** Converts the punycode labels of a domain to Unicode; throws a RangeError if one is invalid. */
  export function toUnicode(domain: string): string;
}
