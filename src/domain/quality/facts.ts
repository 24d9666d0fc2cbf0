import { comparable, comparableWord, uniform } from '../text/compare';
import { safeLinkUrl } from '../text/markdown/links';
import { plainTextOf } from '../text/markdown/plain-text';
import { textReader } from '../text/text';
import type { Check, Draft } from './draft';
import { draftWords, quoteOf, readDraft } from './draft';
import { addressesIn, blocksIn, countsOf, publicAddresses } from './facts/addresses';
import { datesIn, withoutDates } from './facts/dates';
import type { FoundDate } from './facts/dates';
import { holdsName, namesIn, nameWords } from './facts/names';
import type { FoundName } from './facts/names';
import { numbersIn, wordsForNumber } from './facts/numbers';
import type { FoundNumber } from './facts/numbers';
import type { Finding } from './findings';
import { languageCode, languageOf } from './language';
import { found } from './rules';
import { MAX_FINDINGS_PER_CHECK } from './thresholds';

/** What a rewrite has to keep of its source. */
export interface SourceFacts {
  numbers: FoundNumber[];
  dates: FoundDate[];
  names: FoundName[];
  /** Addresses that can be published, as often as the source links to them. */
  links: string[];
  pictures: string[];
  /** Code of the source's own language; undefined if it is none that is known. */
  language: string | undefined;
}

/** Figures up to this one may be counts that a rewrite makes of its own: three reasons, five steps. */
const LARGEST_COUNT = 10;

const firstOf = <T>(items: readonly T[], keyOf: (item: T) => string): T[] =>
  [...new Map([...items].reverse().map((item) => [keyOf(item), item])).values()].reverse();

/** The facts of a text that is to be rewritten. `language` is that of the order, by which words such as "billion" are read. */
export function factsIn(markdown: string, language: string): SourceFacts {
  const source = readDraft({ markdown, title: '', keyword: '', targetWords: 0, language });
  const passages = blocksIn(source.root);
  const blocks = passages.map(({ text }) => text);
  const own = languageOf(source.words);
  const spoken = own ?? language;
  const dates = blocks.flatMap(datesIn);
  const numbers = blocks.flatMap((text) => numbersIn(withoutDates(uniform(text), datesIn(text)), spoken));
  const names = namesIn(passages, { language: own, reader: textReader(spoken) });
  return {
    numbers: firstOf(numbers, ({ readings }) => readings.join(' ')),
    dates: firstOf(dates, ({ readings }) => readings.join(' ')),
    names,
    ...publicAddresses(addressesIn(source.root)),
    language: own,
  };
}

/** What a rewrite says, for looking facts up in it. */
interface Said {
  readings: ReadonlySet<string>;
  dates: ReadonlySet<string>;
  words: ReadonlySet<string>;
  names: ReadonlySet<string>;
}

function saidIn(draft: Draft): Said {
  const { title, language } = draft.input;
  const text = `${title}\n\n${plainTextOf(draft.root)}`;
  const dates = datesIn(text);
  return {
    readings: new Set(
      [...numbersIn(withoutDates(uniform(text), dates), language), ...dates.flatMap(yearOf)].flatMap(
        ({ readings }) => readings,
      ),
    ),
    dates: new Set(dates.flatMap(({ readings }) => readings)),
    words: new Set([...draft.words, ...draftWords(draft, title)]),
    names: nameWords([text]),
  };
}

/** The year of a date, as a figure of its own. */
function yearOf({ readings }: FoundDate): FoundNumber[] {
  const year = readings[0]?.slice(0, 4) ?? '';
  return /^\d{4}$/.test(year) ? [{ text: year, readings: [year] }] : [];
}

function saysNumber({ readings, parts }: FoundNumber, said: Said, language: string): boolean {
  if (readings.some((reading) => said.readings.has(reading))) return true;
  if (parts?.every((part) => said.readings.has(part.replace(/^0{1,20}(?=\d)/, '')))) return true;
  return readings.some((reading) =>
    wordsForNumber(reading, language).some((word) => said.words.has(comparableWord(word))),
  );
}

function saysDate({ readings }: FoundDate, said: Said): boolean {
  return readings.some(
    (reading) =>
      said.dates.has(reading) ||
      // The day without its year, which stands somewhere else.
      (said.dates.has(`-${reading.slice(4)}`) && said.readings.has(reading.slice(0, 4))),
  );
}

function missing(facts: SourceFacts, said: Said, language: string): Finding[] {
  const isForeign = facts.language !== undefined && facts.language !== languageCode(language);
  const numbers = facts.numbers
    .filter((number) => !saysNumber(number, said, language))
    .map(({ text }) =>
      found('facts.number', {
        reason: `The figure ${text} of the source is missing.`,
        hint: `Keep the figure ${text}, with what it says in the source.`,
      }),
    );
  const dates = facts.dates
    .filter((date) => !saysDate(date, said))
    .map(({ text }) =>
      found('facts.date', {
        reason: `The date "${text}" of the source is missing.`,
        hint: `Keep the date "${text}", with what it says in the source.`,
      }),
    );
  const names = facts.names
    .filter((name) => !holdsName(name, said.names))
    .map(({ text, isSure }) =>
      found(isSure && !isForeign ? 'facts.name' : 'facts.name-unsure', {
        reason: `"${text}" of the source is missing.`,
        hint: `Keep the name "${text}" as it is spelt in the source.`,
      }),
    );
  return [numbers, dates, names].flatMap((findings) => findings.slice(0, MAX_FINDINGS_PER_CHECK));
}

/** Figures and dates that the source does not have. */
function added(draft: Draft, facts: SourceFacts, sourceText: string): Finding[] {
  const { language } = draft.input;
  const texts = [draft.input.title, ...blocksIn(draft.root).map(({ text }) => text)];
  const known = new Set(
    [...facts.numbers, ...facts.dates.flatMap(yearOf)].flatMap(({ readings, parts = [] }) => [
      ...readings,
      ...parts,
    ]),
  );
  const knownDates = new Set(facts.dates.flatMap(({ readings }) => readings));
  const words = new Set(comparable(sourceText).match(/[\p{L}\p{M}-]{1,40}/gu));
  const isKnown = ({ readings }: FoundNumber): boolean =>
    readings.some(
      (reading) =>
        known.has(reading) ||
        (/^\d{1,2}$/.test(reading) && Number(reading) <= LARGEST_COUNT) ||
        [facts.language ?? language, language].some((one) =>
          wordsForNumber(reading, one).some((word) => words.has(comparable(word))),
        ),
    );
  const partsOf = (date: FoundDate): boolean =>
    date.readings.some((reading) => knownDates.has(reading)) ||
    // Day and year stand apart in the source, or the month is named without one of them.
    date.readings.some((reading) => {
      const [year, , day] = reading.replace(/^--/, '-').split('-');
      const isDay = day === undefined || known.has(String(Number(day)));
      return isDay && (!/^\d{4}$/.test(year ?? '') || known.has(year!));
    });
  const dates = texts.flatMap(datesIn).filter((date) => !partsOf(date));
  const numbers = texts
    .flatMap((text) => numbersIn(withoutDates(uniform(text), datesIn(text)), language))
    .filter((number) => !isKnown(number));
  return [
    ...firstOf(numbers, ({ text }) => text).map(({ text }) =>
      found('facts.number-added', {
        reason: `The source does not have the figure ${text}.`,
        quote: quoteOf(text),
      }),
    ),
    ...firstOf(dates, ({ text }) => text).map(({ text }) =>
      found('facts.date', { reason: `The source does not have the date "${text}".`, quote: quoteOf(text) }),
    ),
  ].slice(0, MAX_FINDINGS_PER_CHECK);
}

/** Links and pictures that are missing, or more often there than in the source. */
function linkFindings(draft: Draft, facts: SourceFacts): Finding[] {
  const due = countsOf([...facts.links, ...facts.pictures]);
  const addresses = addressesIn(draft.root);
  const held = countsOf([...addresses.links, ...addresses.pictures]);
  return [...due].flatMap(([url, times]): Finding[] => {
    const count = held.get(url) ?? 0;
    const quote = quoteOf(url);
    if (count < times)
      return [
        found('facts.link', {
          reason: `The source has ${times === 1 ? 'a link' : `${times} links`} to ${quote}; the text has ${count}.`,
          hint: `Link to ${safeLinkUrl(url) === undefined ? quote : url} ${times === 1 ? 'once' : `${times} times`}, letter by letter.`,
          quote,
        }),
      ];
    if (count === times) return [];
    return [
      found('facts.link-repeated', {
        reason: `The source has ${times === 1 ? 'one link' : `${times} links`} to ${quote}; the text has ${count}.`,
        quote,
      }),
    ];
  });
}

/** Reports what a rewrite has lost of its source, and figures and dates that it has added: figures, dates, names and links. */
export const checkFacts: Check = (draft) => {
  const { order, language } = draft.input;
  if (order?.mode !== 'spin' || draft.words.length === 0) return [];
  const facts = factsIn(order.sourceMd, language);
  return [
    ...missing(facts, saidIn(draft), language),
    ...added(draft, facts, order.sourceMd),
    ...linkFindings(draft, facts).slice(0, MAX_FINDINGS_PER_CHECK),
  ];
};
