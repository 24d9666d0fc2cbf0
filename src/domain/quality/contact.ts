import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import type { Finding } from './findings';
import { addressesIn } from './facts/addresses';
import type { Contact } from './facts/contacts';
import { contactsIn } from './facts/contacts';
import { found } from './rules';
import { MAX_FINDINGS_PER_CHECK } from './thresholds';
import { parseShown } from '../text/markdown/shown';
import { plainTextOf } from '../text/markdown/plain-text';

/** The hosts of addresses, as they may be named. */
function hostsOf(addresses: readonly string[]): string[] {
  return addresses.flatMap((address) => contactsIn(address).map(({ form }) => form.split('/')[0] ?? ''));
}

/** What an order allows its text to name. */
function allowedIn({ input: { order } }: Draft): ReadonlySet<string> {
  const named = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => contactsIn(text).flatMap(({ kind, form }) => (kind === 'address' ? [form] : [])));
  switch (order?.mode) {
    case 'keywords':
      return new Set(named([order.topic, ...order.keywords]));
    case 'trends':
      return new Set([
        ...named([order.topic]),
        ...order.trends.flatMap(({ sourceUrl }) =>
          sourceUrl === null ? [] : [sourceUrl, ...hostsOf([sourceUrl])],
        ),
      ]);
    case 'spin': {
      const root = parseShown(order.sourceMd);
      const { links } = addressesIn(root);
      const texts = [plainTextOf(root), ...links.map((url) => url.replace(/^(?:mailto|tel):/i, ''))];
      return new Set([
        ...texts.flatMap((text) => contactsIn(text).map(({ form }) => form)),
        ...hostsOf(links),
      ]);
    }
    default:
      return new Set(named([order?.topic ?? '']));
  }
}

/** Addresses that are links as well are judged as links. */
function isLinked({ kind, text }: Contact): boolean {
  return kind === 'address' && /^(?:https?:\/\/|www\.)/i.test(text);
}

/** Reports contact data in a text that was ordered from outside texts, unless it is that of the text that it rewrites. */
export const checkContact: Check = (draft) => {
  const { order, title, around = [] } = draft.input;
  if (!order) return [];
  const mailboxes = addressesIn(draft.root).links.filter((url) => /^mailto:/i.test(url));
  // With code, which readers see as well.
  const texts = [title, plainTextOf(draft.root), ...around, ...mailboxes.map((url) => url.slice(7))];
  const contacts = texts.flatMap(contactsIn);
  const seen = new Set<string>();
  const candidates = contacts.filter((contact) => !isLinked(contact));
  if (candidates.length === 0) return [];
  const allowed = allowedIn(draft);
  return candidates
    .filter(({ form }) => !allowed.has(form) && !seen.has(form) && Boolean(seen.add(form)))
    .slice(0, MAX_FINDINGS_PER_CHECK)
    .map(({ kind, text }): Finding => found(`contact.${kind}`, { quote: quoteOf(text) }));
};
