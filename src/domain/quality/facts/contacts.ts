import { uniform } from '../../text/compare';
import { datesIn, withoutDates } from './dates';

/** Something by which a reader could turn to somebody: a mailbox, a telephone, a website. */
export interface Contact {
  kind: 'mail' | 'phone' | 'address';
  text: string;
  /** The form in which two of them are compared. */
  form: string;
}

const MAIL = /[^\s@<>()[\]"',;:|]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu;

/** Names of hosts, with or without a protocol. Only endings that no word after a missing space is. */
const ADDRESS =
  /(?<![\p{L}\p{N}@.-])(?:https?:\/\/|www\.)?(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,40})\.){1,4}(?:com|net|org|info|biz|io|shop|store|online|site|app|dev|example|test|de|fr|ch|eu|uk|ru|cn|xyz|top)(?![\p{L}\p{N}-])(?:\/[^\s)\]>"']{0,200})?/giu;

const WEB = /(?:https?:\/\/|www\.)[^\s)\]>"']{1,300}/giu;

const PHONES: readonly RegExp[] = [
  // With the code of a country.
  /(?<![\p{L}\p{N}])(?:\+|00)[1-9]\d{0,2}[\s().\/-]{0,3}(?:\d[\s().\/-]{0,2}){6,12}\d(?!\p{N})/gu,
  // With the code of an area, which begins with zero.
  /(?<![\p{L}\p{N}.,])\(?0\d{1,5}\)?[\s\/-]{1,3}(?:\d[\s\/-]?){4,10}\d(?!\p{N})/gu,
  // As in North America.
  /(?<![\p{L}\p{N}])\(?\d{3}\)?[\s.-]{1,2}\d{3}[.-]\d{4}(?!\p{N})/gu,
  // After a word that says so.
  /(?<!\p{L})(?:call|phone|tel|telephone|telefon|telefonnummer|whatsapp|fax|hotline|tél|téléphone|appelez|teléfono|llame|llama)(?!\p{L})[^\p{N}\n]{0,25}(?:\d[\s().\/-]{0,2}){5,14}\d/giu,
];

/** All contact data in a text. */
export function contactsIn(text: string): Contact[] {
  const given = uniform(text);
  const withoutMail = given.replace(MAIL, (hit) => ' '.repeat(hit.length));
  const calendar = withoutDates(withoutMail, datesIn(withoutMail)).replace(WEB, (hit) =>
    ' '.repeat(hit.length),
  );
  const found = (kind: Contact['kind'], pattern: RegExp, from: string): Contact[] =>
    [...from.matchAll(pattern)].map(([hit]) => ({
      kind,
      text: hit.trim(),
      form: kind === 'phone' ? hit.replace(/\D/g, '') : hostForm(hit),
    }));
  return [
    ...found('mail', MAIL, given),
    ...found('address', ADDRESS, withoutMail),
    ...PHONES.flatMap((pattern) => found('phone', pattern, calendar)),
  ];
}

/** A mailbox or an address without what may differ when it is written again. */
function hostForm(text: string): string {
  return text
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[.,;:!?/]{1,20}$/, '');
}

/** A text on one line without addresses, mailboxes and telephones, for whoever must not repeat them. */
export function withoutContacts(text: string): string {
  const given = uniform(text).replace(WEB, ' ').replace(MAIL, ' ').replace(ADDRESS, ' ');
  return PHONES.reduce((rest, pattern) => rest.replace(pattern, ' '), given)
    .replace(/\s+/gu, ' ')
    .trim();
}
