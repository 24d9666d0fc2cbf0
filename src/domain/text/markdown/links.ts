import type { Definition, Image, ImageReference, Link, LinkReference } from 'mdast';

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

function encodeSpaces(url: string): string | undefined {
  if (/[\p{Cc}\u2028\u2029\\]/u.test(url)) return undefined;
  return url.replace(/\s/gu, (space) => encodeURIComponent(space));
}

/** The address if it is http, https or mailto with a host or mailbox (spaces encoded); otherwise undefined. */
export function safeLinkUrl(url: string): string | undefined {
  const ok = /^https?:\/\/[^\s/?#@]+(?:[/?#]|$)/i.test(url) || /^mailto:[^\s@?]+@[^\s@?]+/i.test(url);
  return ok ? encodeSpaces(url) : undefined;
}

/** The address of a picture if it is https with a host (spaces encoded); otherwise undefined. */
export function safeImageUrl(url: string): string | undefined {
  return /^https:\/\/[^\s/?#@]+(?:[/?#]|$)/i.test(url) ? encodeSpaces(url) : undefined;
}
