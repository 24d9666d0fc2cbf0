import { uniform } from '../../text/compare';
import { languageCode } from '../language';

/** A figure as it is written in a text. */
export interface FoundNumber {
  text: string;
  /** What it may mean, in the form `1234.5`, or `14:30` for a time of day: "1.234" is one thousand or one and a bit. */
  readings: readonly string[];
  /** Figures that it may be instead, where only a space is between them. */
  parts?: readonly string[];
}

/** Thousands apart by a space or an apostrophe, and then any other figure. Not after a letter: "A4" is a name. */
const NUMBER =
  /(?<![\p{L}\p{N}])(?:\d{1,3}(?:[\s']\d{3}){1,6}(?!\d)(?:[.,]\d{1,10}(?!\d))?|\d{1,20}(?:[.,]\d{1,20}){0,6})/gu;

const TIME =
  /(?<![\p{L}\p{N}:.,])(?<hour>[01]?\d|2[0-4])(?:\s?(?<sign>[:h])\s?|\.(?=\d\d\sUhr))(?<minute>[0-5]\d)(?::[0-5]\d)?(?![\p{N}:])(?:\s?(?<half>[ap])\.?m\b)?/giu;

/** Words that multiply the figure before them, by power of ten; those that differ between languages stand below. */
const SCALES: Readonly<Record<string, number>> = {
  ...{
    k: 3,
    thousand: 3,
    tausend: 3,
    tsd: 3,
    mille: 3,
    million: 6,
    millions: 6,
    mn: 6,
    mio: 6,
    millionen: 6,
  },
  ...{ millón: 6, millones: 6, milliarde: 9, milliarden: 9, mrd: 9, milliard: 9, milliards: 9, bn: 9 },
  ...{ trillion: 12, billionen: 12, billón: 12, billones: 12 },
};
const SCALES_IN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  en: { billion: 9 },
  de: { billion: 12 },
  fr: { billion: 12, billions: 12 },
  es: { mil: 3 },
};
const SCALE = /^\s{0,2}(?<word>mil millones|\p{L}{1,10})(?!\p{L})/iu;

/** Zero to twenty in words. */
const WORDS: Readonly<Record<string, string>> = {
  en: 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
  de: 'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig',
  fr: 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt',
  es: 'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte',
};

/** Forms of "one" besides the word for counting. */
const ONE: Readonly<Record<string, readonly string[]>> = {
  en: ['a', 'an', 'single'],
  de: ['ein', 'eine', 'einen', 'einem', 'einer', 'eines'],
  fr: ['une'],
  es: ['un', 'una'],
};

/** The words for a whole number up to twenty in a language (a BCP 47 tag); none for others. */
export function wordsForNumber(reading: string, language: string): readonly string[] {
  const code = languageCode(language);
  const word = /^\d{1,2}$/.test(reading) ? WORDS[code]?.split(' ')[Number(reading)] : undefined;
  if (word === undefined) return [];
  return reading === '1' ? [word, ...(ONE[code] ?? [])] : [word];
}

/** A figure without zeros that change nothing; `fraction` are the digits behind the decimal sign. */
function canonical(whole: string, fraction = ''): string {
  const integer = whole.replace(/^0{1,20}(?=\d)/, '');
  const rest = fraction.replace(/0{1,20}$/, '');
  return rest === '' ? integer : `${integer}.${rest}`;
}

function readingsOf(figure: string): string[] {
  const signs: string[] = figure.match(/[.,]/g) ?? [];
  const groups = figure.split(/[.,]/);
  const last = groups.at(-1)!;
  const areThousands = groups.slice(1).every((group) => group.length === 3) && groups[0]!.length <= 3;
  if (signs.length === 0) return [canonical(figure)];
  if (new Set(signs).size === 2) {
    // The sign before the decimals differs from all before it.
    const isDecimal = signs.indexOf(signs.at(-1)!) === signs.length - 1;
    return isDecimal ? [canonical(groups.slice(0, -1).join(''), last)] : [figure];
  }
  if (signs.length > 1) return [areThousands ? canonical(groups.join('')) : figure];
  const decimal = canonical(groups[0]!, last);
  return areThousands && !/^0/.test(figure) ? [canonical(groups.join('')), decimal] : [decimal];
}

/** A reading times a power of ten. */
function scaled(reading: string, power: number): string {
  const [whole = '', fraction = ''] = reading.split('.');
  const digits = fraction.padEnd(power, '0');
  return canonical(whole + digits.slice(0, power), digits.slice(power));
}

function powerAfter(rest: string, language: string): number | undefined {
  const word = SCALE.exec(rest)?.groups?.['word']?.toLowerCase();
  if (word === undefined) return undefined;
  if (word === 'mil millones') return 9;
  return SCALES_IN[languageCode(language)]?.[word] ?? SCALES[word];
}

function timeOf({ hour = '', minute = '', half }: Record<string, string | undefined>): string {
  const given = Number(hour);
  const isAfternoon = half?.toLowerCase() === 'p';
  const hours = half === undefined ? given : (given % 12) + (isAfternoon ? 12 : 0);
  return `${hours}:${minute}`;
}

/** The figures in a text without its dates, in order; their signs and units are not read. `language` is a BCP 47 tag. */
export function numbersIn(text: string, language: string): FoundNumber[] {
  const times: FoundNumber[] = [];
  const given = uniform(text).replace(TIME, (hit: string, ...more: unknown[]) => {
    times.push({ text: hit.trim(), readings: [timeOf(more.at(-1) as Record<string, string | undefined>)] });
    return ' '.repeat(hit.length);
  });
  const numbers = [...given.matchAll(NUMBER)].map((match): FoundNumber => {
    const [figure] = match;
    const end = match.index + figure.length;
    const power = powerAfter(given.slice(end, end + 16), language);
    const readings = readingsOf(figure.replace(/[\s']/g, ''));
    if (power !== undefined)
      return { text: figure, readings: readings.map((reading) => scaled(reading, power)) };
    const parts = figure.split(/\s/);
    return { text: figure, readings, ...(parts.length > 1 ? { parts } : {}) };
  });
  return [...times, ...numbers];
}
