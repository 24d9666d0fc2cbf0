import { readAmount, writeAmount } from '../../../domain/catalogue/currencies';
import type { Price, Site } from '../../api/catalogue-queries';

/** A price as it is written; an empty amount is none. */
export interface PriceDraft {
  amount: string;
  currency: Price['currency'];
}

/** Where articles go out, as it is chosen in the form; what was written for another kind is kept while it is open. */
export interface OutletDraft {
  kind: 'none' | 'store' | 'hook';
  storeId: string;
  hookUrl: string;
}

/** What is known of a site, as it is written in the form. */
export interface SiteDraft {
  name: string;
  host: string;
  language: string;
  niche: string;
  audience: string;
  tone: string;
  /** One page a line. */
  pages: string;
  backlink: PriceDraft;
  article: PriceDraft;
  outlet: OutletDraft;
}

/** The currency of a site without prices. */
const USUAL_CURRENCY = 'EUR';

const priceDraftOf = (price: Price | null): PriceDraft =>
  price ? { amount: writeAmount(price), currency: price.currency } : { amount: '', currency: USUAL_CURRENCY };

function outletDraftOf(outlet: Site['outlet']): OutletDraft {
  const none: OutletDraft = { kind: 'none', storeId: '', hookUrl: '' };
  if (outlet === null) return none;
  return 'storeId' in outlet
    ? { ...none, kind: 'store', storeId: outlet.storeId }
    : { ...none, kind: 'hook', hookUrl: outlet.hookUrl };
}

/** The outlet that was chosen; undefined where the choice is not complete. */
export function outletOfDraft({ kind, storeId, hookUrl }: OutletDraft): Site['outlet'] | undefined {
  if (kind === 'none') return null;
  if (kind === 'store') return storeId === '' ? undefined : { storeId };
  return hookUrl.trim() === '' ? undefined : { hookUrl: hookUrl.trim() };
}

/** A site as it is written in the form. */
export function siteDraftOf(site: Site): SiteDraft {
  const { name, host, language, niche, audience, tone, internalPages, prices, outlet } = site;
  return {
    ...{ name, host, language, niche, audience, tone },
    pages: internalPages.map(({ title, url }) => `${title} | ${url}`).join('\n'),
    backlink: priceDraftOf(prices.backlink),
    article: priceDraftOf(prices.article),
    outlet: outletDraftOf(outlet),
  };
}

/** The price that was written; null for none, undefined for what cannot be read. */
export function priceOf({ amount, currency }: PriceDraft): Price | null | undefined {
  if (amount.trim() === '') return null;
  const read = readAmount(amount, currency);
  return read === undefined ? undefined : { amount: read, currency };
}

/** The pages that were written; undefined where a line has no address. */
export function pagesOf(text: string): Site['internalPages'] | undefined {
  const pages = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.lastIndexOf('|');
      return at < 0 ? undefined : { title: line.slice(0, at).trim(), url: line.slice(at + 1).trim() };
    });
  return pages.every((page) => page !== undefined && page.title !== '' && /^https?:\/\/\S+$/i.test(page.url))
    ? (pages as Site['internalPages'])
    : undefined;
}
