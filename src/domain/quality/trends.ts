import type { Trend } from '../../contract/bulk';
import { phraseTest } from '../text/phrase';
import { comparable, uniform } from '../text/compare';
import { parseUrl } from '../text/parse-url';
import { cutAtGrapheme, normaliseWhitespace, textReader } from '../text/text';
import type { Check, Draft } from './draft';
import { quoteOf } from './draft';
import { addressesIn, blocksIn } from './facts/addresses';
import type { Block } from './facts/addresses';
import { withoutContacts } from './facts/contacts';
import { datesIn, formsOfDay, withoutDates } from './facts/dates';
import type { FoundDate } from './facts/dates';
import type { Finding } from './findings';
import { addressKey } from './links';
import { found } from './rules';
import { MAX_FINDINGS_PER_CHECK } from './thresholds';

/** The longest name of a trend, in UTF-16 units: nobody cites more of one. */
const LONGEST_NAME = 120;

/** What a trend is called where a text names it: its first sentence on one line, without addresses and its full stop. */
export function trendName(trend: Trend, language: string): string {
  const text = withoutContacts(normaliseWhitespace(trend.text));
  const [first = text] = textReader(language).sentences(text);
  const whole = first.replace(/[\s.!?…,;:]+$/u, '');
  if (whole.length <= LONGEST_NAME) return whole;
  return cutAtGrapheme(whole, LONGEST_NAME).replace(/\s\S*$/u, '');
}

/** Whether a link leads exactly to an address: as it is written, or as it is read. */
function isSameAddress(url: string, address: string): boolean {
  return url === address || (parseUrl(url)?.href ?? url) === (parseUrl(address)?.href ?? address);
}

/** A trend as it is looked for in a text. */
interface Looked {
  trend: Trend;
  name: string;
  isNamed: (comparableText: string) => boolean;
  /** Dates that may stand beside it. */
  forms: ReadonlySet<string>;
}

const datesOf = (text: string): string[] => datesIn(text).flatMap(({ readings }) => readings);

function lookedFor({ input: { order, language } }: Draft): Looked[] {
  if (order?.mode !== 'trends') return [];
  return order.trends.map((trend) => {
    const name = trendName(trend, language);
    return {
      trend,
      name,
      isNamed: phraseTest(name) ?? (() => false),
      forms: new Set([...formsOfDay(trend.date), ...datesOf(trend.text)]),
    };
  });
}

/** Whether a block mentions a trend: by its link or its name. */
function isAbout({ text, links }: Block, { trend, isNamed }: Looked): boolean {
  const { sourceUrl } = trend;
  return (
    (sourceUrl !== null && links.some((url) => isSameAddress(url, sourceUrl))) || isNamed(comparable(text))
  );
}

/** The trends that a text cites, by name: by a link to the address, or where there is none by name with the date in the same paragraph. */
export function citedTrends(draft: Draft): string[] {
  const blocks = blocksIn(draft.root);
  return lookedFor(draft)
    .filter(({ trend, isNamed }) =>
      blocks.some(({ text, links }) =>
        trend.sourceUrl === null
          ? isNamed(comparable(text)) && datesOf(text).includes(trend.date.slice(0, 10))
          : links.some((url) => isSameAddress(url, trend.sourceUrl!)),
      ),
    )
    .map(({ name }) => name);
}

function addressFindings(draft: Draft, looked: readonly Looked[]): Finding[] {
  const given = looked.flatMap(({ trend: { sourceUrl } }) => (sourceUrl === null ? [] : [sourceUrl]));
  const { links } = addressesIn(draft.root);
  // What is no address of a trend at all is found as a link that was invented.
  const keys = new Set(given.map(addressKey));
  return [...new Set(links)]
    .filter((url) => keys.has(addressKey(url)) && !given.some((address) => isSameAddress(url, address)))
    .map((url) => found('trends.address', { quote: quoteOf(url) }));
}

function dateFindings(draft: Draft, looked: readonly Looked[]): Finding[] {
  const topic = datesOf(draft.input.order?.topic ?? '');
  const wrong = blocksIn(draft.root).flatMap((block): FoundDate[] => {
    const dates = datesIn(block.text);
    if (dates.length === 0) return [];
    const about = looked.filter((one) => isAbout(block, one));
    const allowed = new Set([
      ...topic,
      ...(about.length > 0 ? about : looked).flatMap(({ forms }) => [...forms]),
    ]);
    return dates.filter(({ readings }) => !readings.some((reading) => allowed.has(reading)));
  });
  return [...new Map(wrong.map((date) => [date.text, date])).values()].map(({ text }) =>
    found('trends.date', {
      reason: `The date "${text}" is not that of the trend it stands with.`,
      quote: quoteOf(text),
    }),
  );
}

const YEAR = /(?<![\p{L}\p{N}.,])(?:19|20)\d\d(?![\p{N}]|[.,]\d)/gu;

function yearFindings(draft: Draft, looked: readonly Looked[]): Finding[] {
  const yearsIn = (text: string): string[] => uniform(text).match(YEAR) ?? [];
  const material = [
    draft.input.order?.topic ?? '',
    ...looked.flatMap(({ trend }) => [trend.text, trend.date]),
  ];
  const known = new Set(material.flatMap(yearsIn));
  const years = blocksIn(draft.root).flatMap(({ text }) =>
    yearsIn(withoutDates(uniform(text), datesIn(text))),
  );
  return [...new Set(years)]
    .filter((year) => !known.has(year))
    .map((year) => found('trends.year', { reason: `The year ${year} is not in what was ordered.` }));
}

/** Reports a text from trends that cites none of them, links elsewhere, or states other dates than theirs. */
export const checkTrends: Check = (draft) => {
  const looked = lookedFor(draft);
  if (looked.length === 0 || draft.words.length === 0) return [];
  const findings = [addressFindings, dateFindings, yearFindings].flatMap((part) =>
    part(draft, looked).slice(0, MAX_FINDINGS_PER_CHECK),
  );
  return citedTrends(draft).length > 0 ? findings : [found('trends.uncited'), ...findings];
};
