import type { Finding } from './findings';
import { DRAFT_CHECKS } from './check-draft';
import { RULES_IN_GERMAN } from './rules-de';
import { DRAFT_RULES } from './rules';
import type { RuleId } from './rules';

/** The languages of explanations, which are those of the panel. */
export type ExplanationLanguage = 'en' | 'de';

/** A check as customers read about it, with its rules: what each finds, and whether it sends a text back or is only noted. */
export interface ExplainedCheck {
  /** The part of rule ids before the dot. */
  id: string;
  title: string;
  explanation: string;
  rules: Array<{ id: RuleId; severity: Finding['severity']; finds: string }>;
}

type Words = Readonly<Record<ExplanationLanguage, { title: string; explanation: string }>>;

const CHECKS: Readonly<Record<keyof typeof DRAFT_CHECKS, Words>> = {
  language: {
    en: {
      title: 'Language',
      explanation: 'Is the whole text in the language ordered? Short quotations in other languages are fine.',
    },
    de: {
      title: 'Sprache',
      explanation:
        'Ist der ganze Text in der bestellten Sprache? Kurze Zitate in anderen Sprachen sind erlaubt.',
    },
  },
  length: {
    en: { title: 'Length', explanation: 'Does the text have about as many words as were ordered?' },
    de: { title: 'Länge', explanation: 'Hat der Text ungefähr so viele Wörter wie bestellt?' },
  },
  structure: {
    en: {
      title: 'Structure',
      explanation:
        'Is there an introduction, are there sections with headings, and does the text reach its end?',
    },
    de: {
      title: 'Aufbau',
      explanation: 'Gibt es eine Einleitung und Abschnitte mit Überschriften, und ist der Text vollständig?',
    },
  },
  keyword: {
    en: {
      title: 'Keyword',
      explanation: 'Does the text name what it is about, early and often enough, but not all the time?',
    },
    de: {
      title: 'Keyword',
      explanation: 'Nennt der Text sein Thema früh und oft genug, aber nicht ständig?',
    },
  },
  leftovers: {
    en: {
      title: 'Traces of production',
      explanation:
        'Are there remarks by the language model, instructions to it, notes, or blanks that nobody has filled in?',
    },
    de: {
      title: 'Spuren der Herstellung',
      explanation:
        'Stehen im Text Bemerkungen des Sprachmodells, Anweisungen an das Modell, Notizen oder nicht ausgefüllte Platzhalter?',
    },
  },
  markup: {
    en: { title: 'Visible formatting', explanation: 'Do readers see marks that were meant as formatting?' },
    de: {
      title: 'Sichtbare Formatierung',
      explanation: 'Sind Zeichen zu sehen, die als Formatierung gemeint waren?',
    },
  },
  claims: {
    en: {
      title: 'Claims',
      explanation:
        'Does the text promise cures, guaranteed results or absolute safety, or cite proof without naming it?',
    },
    de: {
      title: 'Werbeaussagen',
      explanation:
        'Verspricht der Text Heilung, sichere Ergebnisse oder völlige Unbedenklichkeit, oder beruft er sich auf ungenannte Belege?',
    },
  },
  links: {
    en: {
      title: 'Links and images',
      explanation:
        'Does every link lead to a real public address that the text may link to, and can every image be shown?',
    },
    de: {
      title: 'Links und Bilder',
      explanation:
        'Führt jeder Link zu einer echten öffentlichen Adresse, die verlinkt werden darf, und lässt sich jedes Bild anzeigen?',
    },
  },
  repetition: {
    en: { title: 'Repetition', explanation: 'Does the text say the same thing several times?' },
    de: { title: 'Wiederholungen', explanation: 'Sagt der Text mehrmals dasselbe?' },
  },
  readability: {
    en: { title: 'Readability', explanation: 'Are sentences and paragraphs short enough to read easily?' },
    de: {
      title: 'Lesbarkeit',
      explanation: 'Sind Sätze und Absätze kurz genug, um sich leicht lesen zu lassen?',
    },
  },
  similarity: {
    en: {
      title: 'Similarity',
      explanation: 'Is the text different from the others of the same store or site?',
    },
    de: {
      title: 'Ähnlichkeit',
      explanation: 'Unterscheidet sich der Text von den anderen desselben Shops oder derselben Website?',
    },
  },
  voice: {
    en: {
      title: 'Brand voice',
      explanation: 'Does the text leave out the words to avoid, and use some of those to prefer?',
    },
    de: {
      title: 'Markensprache',
      explanation: 'Verzichtet der Text auf unerwünschte Wörter und nutzt er bevorzugte?',
    },
  },
  keywords: {
    en: {
      title: 'Several keywords',
      explanation:
        'Where a text is ordered by keywords: is each of them used, the first one early, and none all the time?',
    },
    de: {
      title: 'Mehrere Keywords',
      explanation: 'Bei Texten nach Keywords: Kommt jedes vor, das erste früh, und keines ständig?',
    },
  },
  intent: {
    en: {
      title: 'Search intent',
      explanation:
        'Where a text is ordered by keywords: does it have what such a search asks for: an answer, a name, a comparison, or steps?',
    },
    de: {
      title: 'Suchabsicht',
      explanation:
        'Bei Texten nach Keywords: Hat der Text, was Suchende wollen: eine Antwort, einen Namen, einen Vergleich oder Schritte?',
    },
  },
  trends: {
    en: {
      title: 'Trends',
      explanation:
        'Where a text is ordered from trends: does it cite at least one of them, with its own date, and nothing else?',
    },
    de: {
      title: 'Trends',
      explanation:
        'Bei Texten aus Trends: Nennt der Text mindestens einen davon mit Quelle und richtigem Datum, und sonst nichts?',
    },
  },
  facts: {
    en: {
      title: 'Facts of the source',
      explanation:
        'Where a text rewrites another one: does it keep its figures, dates, names and links, and add no figures of its own?',
    },
    de: {
      title: 'Fakten der Vorlage',
      explanation:
        'Bei umgeschriebenen Texten: Sind Zahlen, Daten, Namen und Links der Vorlage erhalten, und kommen keine Zahlen hinzu?',
    },
  },
  contact: {
    en: {
      title: 'Contact data',
      explanation:
        'Does a text that is ordered by topic, by keywords, from trends or as a rewrite name mailboxes, telephones or websites that it was not given?',
    },
    de: {
      title: 'Kontaktdaten',
      explanation:
        'Nennt ein Text nach Thema, Keywords, Trends oder Vorlage fremde Mailadressen, Telefonnummern oder Websites?',
    },
  },
};

function findsOf(id: RuleId, language: ExplanationLanguage): string {
  switch (language) {
    case 'en':
      return DRAFT_RULES[id].reason;
    case 'de':
      return RULES_IN_GERMAN[id];
  }
}

/** Every check that texts go through, in the order of the checks, with its rules in words for customers. */
export function explainChecks(language: ExplanationLanguage): ExplainedCheck[] {
  const ids = Object.keys(DRAFT_RULES) as RuleId[];
  return Object.keys(DRAFT_CHECKS).map((check) => ({
    id: check,
    ...CHECKS[check]![language],
    rules: ids
      .filter((id) => id.startsWith(`${check}.`))
      .map((id) => ({ id, severity: DRAFT_RULES[id].severity, finds: findsOf(id, language) })),
  }));
}
