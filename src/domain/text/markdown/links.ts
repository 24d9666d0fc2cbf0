import type { Definition, Image, ImageReference, Link, LinkReference } from 'mdast';
import { LONGEST_ADDRESS, readWebAddress } from '../web-address';

/** Where a link or picture points, with references resolved. */
export interface Target {
  url: string;
  title: string | undefined;
}

/** The target of a link or picture; undefined for a reference whose definition is missing. */
export function targetOf(
  node: Link | LinkReference | Image | ImageReference,
  definitions: ReadonlyMap<string, Definition>,
): Target | undefined {
  const resource =
    node.type === 'link' || node.type === 'image' ? node : definitions.get(node.identifier.toLowerCase());
  return resource ? { url: resource.url, title: resource.title ?? undefined } : undefined;
}

/** The address if it is a public web address (names in punycode, spaces encoded) or a mailbox; otherwise undefined. */
export function safeLinkUrl(url: string): string | undefined {
  if (url.length > LONGEST_ADDRESS) return undefined;
  if (/^mailto:[^\s@?]+@[^\s@?]+/i.test(url) && !/[\p{Cc}\u2028\u2029\\]/u.test(url))
    return url.replace(/\s/gu, (space) => encodeURIComponent(space));
  const address = readWebAddress(url);
  return address.ok ? address.url : undefined;
}

/** The address of a picture if it is https with a public host (names in punycode, spaces encoded); otherwise undefined. */
export function safeImageUrl(url: string): string | undefined {
  return /^https:/i.test(url) ? safeLinkUrl(url) : undefined;
}
