import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ContentMode, ContentRequest, SearchIntent, Trend } from '../../../src/contract/bulk';
import { SEARCH_INTENTS } from '../../../src/contract/bulk';

/** Texts of the tuning half of the labelled set, good ones, as sources of rewrites. */
export interface Source {
  file: string;
  language: string;
  markdown: string;
}

export function sources(half: 'tuning' | 'held-out' = 'tuning'): Source[] {
  const folder = path.join(__dirname, '../../quality', half);
  const labels = JSON.parse(readFileSync(path.join(folder, 'labels.json'), 'utf8')) as Array<{
    file: string;
    language: string;
    kind: string;
    flaws: string[];
    fault?: object;
  }>;
  return labels
    .filter(({ flaws, kind, fault }) => flaws.length === 0 && kind !== 'page' && !fault)
    .map(({ file, language }) => ({
      file: `${half} ${file}`,
      language,
      markdown: readFileSync(path.join(folder, 'texts', `${file}.md`), 'utf8'),
    }));
}

const TOPICS: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Coffee grinders',
    'How to store root vegetables over the winter without a cellar',
    'Night trains',
    'Heat pumps in old houses',
  ],
  de: [
    'Wärmepumpen',
    'Wie man Wurzelgemüse ohne Keller über den Winter bringt',
    'Nachtzüge',
    'Kaffeemühlen für zu Hause',
  ],
  fr: [
    'Moulins à café',
    'Comment conserver les légumes racines tout l’hiver sans cave',
    'Trains de nuit',
    'Pompes à chaleur',
  ],
  es: [
    'Molinillos de café',
    'Cómo conservar las verduras de raíz todo el invierno sin sótano',
    'Trenes nocturnos',
    'Bombas de calor',
  ],
};

const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  en: [
    'coffee grinder',
    'hand grinder',
    'burr set',
    'fresh coffee',
    "men's boots",
    'grind size',
    'price comparison',
    'spare parts',
    'care',
    'espresso',
    'filter coffee',
    'beans',
    'cleaning brush',
    'warranty',
    'best grinder for travel',
    'quiet',
    'steel',
    'ceramic',
    'hopper',
    'dose',
  ],
  de: [
    'Kaffeemühle',
    'Handmühle',
    'Mahlwerk',
    'frischer Kaffee',
    'Mahlgrad',
    'Preisvergleich',
    'Ersatzteile',
    'Pflege',
    'Espresso',
    'Filterkaffee',
    'Bohnen',
    'Reinigungsbürste',
    'Garantie',
    'beste Mühle für Reisen',
    'leise',
    'Stahl',
    'Keramik',
    'Trichter',
    'Dosis',
    'E-Mail',
  ],
  fr: [
    'moulin à café',
    'moulin manuel',
    'meules',
    'café frais',
    'mouture',
    'comparaison de prix',
    'pièces détachées',
    'entretien',
    'expresso',
    'café filtre',
    'grains',
    'brosse',
    'garantie',
    'moulin de voyage',
    'silencieux',
    'acier',
    'céramique',
    'trémie',
    'dose',
    'goût',
  ],
  es: [
    'molinillo de café',
    'molinillo manual',
    'muelas',
    'café fresco',
    'molienda',
    'comparación de precios',
    'recambios',
    'cuidado',
    'café exprés',
    'café de filtro',
    'granos',
    'cepillo',
    'garantía',
    'molinillo de viaje',
    'silencioso',
    'acero',
    'cerámica',
    'tolva',
    'dosis',
    'sabor',
  ],
};

const TRENDS: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Sales of heat pumps rose by 20 % in 2025',
    'Night trains return to Vienna. More lines follow by 1 March 2027.',
    'Prices of coffee fall',
  ],
  de: [
    'Der Absatz von Wärmepumpen stieg 2025 um 20 %',
    'Nachtzüge kehren nach Wien zurück. Weitere Linien folgen bis 1. März 2027.',
    'Kaffee wird billiger',
  ],
  fr: [
    'Les ventes de pompes à chaleur ont augmenté de 20 % en 2025',
    'Les trains de nuit reviennent à Vienne. D’autres lignes suivront avant le 1er mars 2027.',
    'Le café devient moins cher',
  ],
  es: [
    'Las ventas de bombas de calor subieron un 20 % en 2025',
    'Los trenes nocturnos vuelven a Viena. Otras líneas llegarán antes del 1 de marzo de 2027.',
    'El café baja de precio',
  ],
};

const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
const WORDS = [300, 600, 1200, 2000];

function trendsOf(language: string, n: number): Trend[] {
  return TRENDS[language]!.slice(0, 1 + (n % 3)).map((text, at) => ({
    text,
    date: `2026-${String(1 + ((n + at) % 12)).padStart(2, '0')}-${String(1 + ((n * 7 + at) % 28)).padStart(2, '0')}`,
    sourceUrl: (n + at) % 3 === 0 ? null : `https://news.test-paper.com/${language}/${n}?id=${at}&x=a_b`,
  }));
}

/** The order with a number in a mode: another language, length and content each. */
export function orderOf(mode: ContentMode, n: number): ContentRequest {
  const language = LANGUAGES[n % 4]!;
  const at = Math.floor(n / 4);
  const base = {
    topic: TOPICS[language]![at % 4]!,
    wordCount: WORDS[at % 4]!,
    tone: 'professional',
    language,
  };
  switch (mode) {
    case 'topic':
      return { ...base, input: { mode } };
    case 'keywords': {
      const all = KEYWORDS[language]!;
      const count = 2 + (n % 19);
      const keywords = [...all.slice(at % all.length), ...all].slice(0, count);
      const searchIntent: SearchIntent = SEARCH_INTENTS[at % SEARCH_INTENTS.length]!;
      return {
        ...base,
        wordCount: Math.max(base.wordCount, 100 + count * 40),
        input: { mode, keywords: [...new Set(keywords)], searchIntent },
      };
    }
    case 'trends':
      return { ...base, input: { mode, trends: trendsOf(language, n) } };
    case 'spin': {
      const all = sources();
      const source = all[n % all.length]!;
      return {
        ...base,
        language: source.language,
        wordCount: Math.max(400, base.wordCount),
        input: { mode, sourceMd: source.markdown, similarityMax: [0.6, 0.3, 0.1][n % 3]! },
      };
    }
  }
}
