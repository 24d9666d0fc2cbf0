import type { Chance } from '../../core/random';
import type { TextPrompt } from '../prompt';
import { createDeck } from './compose';
import type { ModeSentences } from './mode-sentences';

/** Figures or names in one sentence. */
const factsEach = 3;

/** The items behind a label in a list of facts, apart by bars or one a line. */
function factsOf(lines: readonly string[], label: string): string[] {
  return lines
    .filter((line) => line.startsWith(`${label}: `))
    .flatMap((line) => line.slice(label.length + 2).split(label.endsWith('s') ? ' | ' : '\n'))
    .filter((item) => item !== '');
}

/** A figure with the unit or word that follows it in the source, so that it says the same. */
function withUnit(figure: string, source: string): string {
  const pattern = figure.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, String.raw`\s`);
  const hit = new RegExp(
    String.raw`(?<![\p{L}\p{N}]|\d[.,:'])${pattern}(?!\p{N}|[.,:']\d)(?<unit>[\p{L}%°€$]{0,12}(?:\s[\p{L}%°€$]{1,20})?)`,
    'u',
  ).exec(source);
  return `${figure}${hit?.groups?.['unit'] ?? ''}`.replace(/\s+/g, ' ');
}

/** The text of a link in the source, without marks. */
function linkText(url: string, source: string): string | undefined {
  for (const [, text, address] of source.matchAll(/\[([^[\]\n]{1,100})\]\(<?([^)>\s]{1,500})>?/g))
    if (address === url && text) return text.replace(/[\\`*_~|#]/g, '').trim() || undefined;
  return undefined;
}

/** The host of an address, as a link without a text of its own shows it. */
function hostOf(url: string): string | undefined {
  return /^https?:\/\/([^/?#:\s]{1,100})/i.exec(url)?.[1];
}

/** An address as the target of a link. */
const target = (url: string): string =>
  /[\s()<>\\]/.test(url) ? `<${url.replace(/[<>\\]/g, '\\$&')}>` : url;

/** Sentences that state all facts that a rewrite has to keep, in another order than the source. */
export function keptFacts(input: { text: TextPrompt; bank: ModeSentences; chance: Chance }): string[] {
  const { text, bank, chance } = input;
  const { source, facts } = text;
  const stated = (label: string, templates: readonly string[], each: number): string[] => {
    const next = createDeck(chance, templates);
    const items = factsOf(facts, label).map((item) => (label === 'Figures' ? withUnit(item, source) : item));
    const shuffled = chance.shuffle(items.map((item) => item.replace(/[\\`*_[\]<>~|#]/g, String.raw`\$&`)));
    return Array.from({ length: Math.ceil(shuffled.length / each) }, (_, n) => {
      const group = shuffled.slice(n * each, (n + 1) * each);
      const list = [group.slice(0, -1).join('; '), group.at(-1)!].filter((part) => part !== '');
      return next().replace('{}', () => list.join(bank.and));
    });
  };
  const nextLink = createDeck(chance, bank.links);
  const used = new Map<string, number>();
  const links = factsOf(facts, 'Link').map((url) => {
    const name = linkText(url, source) ?? hostOf(url) ?? bank.page;
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    // Two links of one name would make the same sentence twice.
    const shown = times === 1 ? name : `${name}, ${String.fromCharCode(96 + (times % 26 || 26))}`;
    return nextLink().replace('{}', () => `[${shown}](${target(url)})`);
  });
  const pictures = factsOf(facts, 'Picture').map((url) => `![${bank.picture}](${target(url)})`);
  return chance.shuffle([
    ...stated('Figures', bank.figures, factsEach),
    ...stated('Dates', bank.dates, 1),
    ...stated('Names', bank.names, factsEach),
    ...links,
    ...pictures,
  ]);
}
