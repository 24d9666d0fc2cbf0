import type { MailLocale } from '../../contract/mail';
import type { OrderKind, Product } from '../../contract/orders';

/** A part of a mail. Its texts are plain: whatever they hold is shown as it is, in HTML as well. */
export type MailBlock =
  | { type: 'text'; text: string }
  /** A link that looks like a button; `path` is below the public address. */
  | { type: 'button'; label: string; path: string }
  | { type: 'list'; title: string; items: string[] }
  /** Something in small print. */
  | { type: 'note'; text: string };

/** What a mail says, in one language: HTML and text are both made from it. */
export interface MailContent {
  subject: string;
  heading: string;
  blocks: MailBlock[];
}

/** What a template works with. */
export interface MailValues {
  /** A fact on one line without characters that deceive its reader; the fallback where there is none. */
  text(name: string, fallback?: string): string;
  /** Whether there is such a fact. */
  has(name: string): boolean;
  /** A fact that is a whole number; 0 where there is none. */
  count(name: string): number;
  /** A fact as part of a path. Throws where there is none, since the link would lead nowhere. */
  segment(name: string): string;
  /** The token of the mail's link as part of a path. Throws where there is none. */
  secret(): string;
}

/** A template: what a kind of mail says, in each language. */
export type MailTemplate = Readonly<Record<MailLocale, (values: MailValues) => MailContent>>;

export const text = (words: string): MailBlock => ({ type: 'text', text: words });
export const button = (label: string, path: string): MailBlock => ({ type: 'button', label, path });
export const note = (words: string): MailBlock => ({ type: 'note', text: words });
export const list = (title: string, items: string[]): MailBlock => ({ type: 'list', title, items });

/** A title in quotation marks of the language, or other words where there is none. */
export function quoted(locale: MailLocale, title: string, otherwise: string): string {
  if (title === '') return otherwise;
  return locale === 'de' ? `„${title}“` : `“${title}”`;
}

/** Words with a title in quotation marks after the first of them, or without it. */
export function withTitle(locale: MailLocale, before: string, title: string, after: string): string {
  return [before, quoted(locale, title, ''), after].filter(Boolean).join(' ');
}

/** Where the panel shows an order, by its kind. */
const PLACES: Readonly<Record<OrderKind, string>> = {
  blog: '/orders',
  item: '/pages',
  article: '/order-status',
  backlink: '/order-status',
  content: '/content',
  bulk: '/bulk',
};

/** The page of the order that a mail to a store is about. */
export function orderPath(values: MailValues): string {
  const kind = values.text('orderKind');
  const place = Object.hasOwn(PLACES, kind) ? PLACES[kind as OrderKind] : undefined;
  return place === undefined ? '/' : `${place}/${values.segment('orderId')}`;
}

/** The page on which a buyer sees an order. */
export function statusPath(values: MailValues): string {
  return `/order-status/${values.segment('orderId')}`;
}

/** The page on which administrators review an order that was bought. */
export function reviewPath(values: MailValues): string {
  return `/admin/orders/${values.segment('orderId')}`;
}

/** The words for the product that a mail to a buyer is about; mails from before it was said are about links. */
export function ofProduct(values: MailValues, words: Readonly<Record<Product, string>>): string {
  const product = values.text('product');
  return Object.hasOwn(words, product) ? words[product as Product] : words.backlink;
}
