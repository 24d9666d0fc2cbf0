import type { Image, ImageReference, Link, LinkReference } from 'mdast';
import { safeImageUrl, safeLinkUrl, targetOf } from '../text/markdown/links';
import { readWebAddress } from '../text/web-address';
import { isSameText } from '../text/compare';
import { definitionsOf, walk } from '../text/markdown/parse';
import { inlineText } from '../text/markdown/plain-text';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { found } from './rules';
import { MAX_FINDINGS_PER_CHECK } from './thresholds';
import { parseUrl } from '../text/parse-url';

function hasContent(node: Link | LinkReference): boolean {
  return (
    inlineText(node.children).trim() !== '' ||
    node.children.some(({ type }) => type === 'image' || type === 'imageReference')
  );
}

/** Hosts that only stand for others: reserved ones (RFC 2606), and names as they stand in patterns. */
const EXAMPLE_HOST =
  /^(?:www\.)?(?:example\.(?:com|net|org|edu)|your-?(?:site|website|domain|shop|store|company|blog)\.\p{L}{2,10}|beispiel\.|(?:deine?|ihre?)-?(?:seite|website|domain|firma|shop)\.\p{L}{2,10}|votre-?(?:site|boutique|domaine)\.\p{L}{2,10}|(?:tu|su)-?(?:sitio|web|tienda|dominio|empresa)\.\p{L}{2,10}|(?:domain|website|sitename|url|link)\.com)$/iu;

/** An address as it is compared with those given: without protocol, "www.", query of campaigns, fragment and a slash at its end. */
export function addressKey(address: string): string {
  const url = parseUrl(address);
  if (!url) return address;
  const { hostname, pathname, searchParams } = url;
  const query = [...searchParams].filter(([name]) => !name.startsWith('utm_')).map(([n, v]) => `${n}=${v}`);
  return `${hostname.replace(/^www\./, '')}${pathname.replace(/\/{1,20}$/, '')}?${query.join('&')}`;
}

interface Allowed {
  /** Undefined if any address may be linked to. */
  keys: ReadonlySet<string> | undefined;
}

function allowedIn({ input: { allowedLinks } }: Draft): Allowed {
  return { keys: allowedLinks && new Set(allowedLinks.map(addressKey)) };
}

function originFindings(text: string, url: string, { keys }: Allowed): Finding[] {
  const quote = quoteOf(url);
  if (keys?.has(addressKey(url))) return [];
  if (EXAMPLE_HOST.test(hostOf(url)))
    return [
      found('links.example', {
        reason: `The link "${text}" points to an address that only stands for another.`,
        quote,
      }),
    ];
  if (keys === undefined) return [];
  return [
    found('links.invented', {
      reason: `The link "${text}" points to an address that was not given with the order.`,
      quote,
    }),
  ];
}

const hostOf = (url: string): string => parseUrl(url)?.hostname ?? '';

function linkFindings(node: Link | LinkReference, url: string, allowed: Allowed): Finding[] {
  const text = quoteOf(inlineText(node.children));
  const address = readWebAddress(url);
  if (safeLinkUrl(url) === undefined && !address.ok) {
    const quote = quoteOf(url === '' ? text : url);
    switch (address.problem) {
      case 'not-web':
        return [
          found('links.address', { reason: `The link "${text}" does not point to a web address.`, quote }),
        ];
      case 'not-public': {
        // An address that stands in the text as such may well be meant as text.
        const isBare = isSameText(text, url) || isSameText(`http://${text}`, url);
        const reason = `The link "${text}" points to ${quoteOf(address.host)}, which is not in the public internet.`;
        return [found(isBare ? 'links.not-public' : 'links.address', { reason, quote })];
      }
      case 'look-alike':
        return [
          found('links.look-alike', {
            reason: `The link "${text}" points to ${quoteOf(address.host)}, a name that passes for another.`,
            quote,
          }),
        ];
    }
  }
  const origin = address.ok ? originFindings(text, address.url, allowed) : [];
  if (hasContent(node)) return origin;
  return [...origin, found('links.empty-text', { quote: quoteOf(url) })];
}

function imageFindings(node: Image | ImageReference, url: string, given?: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  if (given && !given.includes(url)) findings.push(found('links.picture-invented', { quote: quoteOf(url) }));
  if (safeImageUrl(url) === undefined) {
    findings.push(found('links.picture-address', { quote: quoteOf(url) }));
  }
  if ((node.alt ?? '').trim() === '') {
    findings.push(found('links.picture-description', { quote: quoteOf(url) }));
  }
  return findings;
}

/** The remains of a malformed link. A space between its two parts counts only before an address. */
const BROKEN = /.{0,60}\](?:\([^)]{0,100}\)?|[ \t]\((?:https?:\/\/|www\.)[^)]{0,100}\)?)/u;

function brokenSyntax({ passages }: Draft): Finding[] {
  return passages.flatMap(({ text }): Finding[] => {
    // Most texts have no bracket, and the pattern would look sixty characters ahead from each place.
    const hit = text.includes(']') ? BROKEN.exec(text) : null;
    if (!hit) return [];
    return [found('links.syntax', { quote: quoteOf(hit[0]) })];
  });
}

/** Reports links without a public web address or without a text, and pictures that cannot be shown. */
export const checkLinks: Check = (draft) => {
  // As written, because a picture that cannot be shown is not among what readers see.
  const definitions = definitionsOf(draft.written);
  const allowed = allowedIn(draft);
  const findings: Finding[] = [];
  walk(draft.written, (node) => {
    if (node.type === 'link' || node.type === 'linkReference') {
      findings.push(...linkFindings(node, targetOf(node, definitions)?.url ?? '', allowed));
    } else if (node.type === 'image' || node.type === 'imageReference') {
      findings.push(
        ...imageFindings(node, targetOf(node, definitions)?.url ?? '', draft.input.allowedPictures),
      );
    }
  });
  const ids = new Map<string, number>();
  return [...findings, ...brokenSyntax(draft)].filter(({ id }) => {
    const count = (ids.get(id) ?? 0) + 1;
    ids.set(id, count);
    return count <= MAX_FINDINGS_PER_CHECK;
  });
};
