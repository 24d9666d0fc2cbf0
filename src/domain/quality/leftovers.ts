import { comparable } from '../text/compare';
import type { Check } from './draft';
import type { PhraseRule } from './phrases';
import { findPhrases, searchedTexts } from './phrases';

const RULES: readonly PhraseRule[] = [
  {
    id: 'leftovers.ai-voice',
    // "As an AI startup" is about somebody else, so what follows must fit a speaker.
    pattern:
      /\bas an? (?:AI|artificial intelligence|large language model|language model)\b(?=\s*(?:[,.;:!]|language|model|assistant|system|chatbot|I\b|$))|\bals (?:KI|künstliche Intelligenz)(?:-(?:Sprachmodell|Modell|Assistent)|(?=,| kann ich))|\ben tant qu[e’']\s?(?:IA|intelligence artificielle)\b|\bcomo (?:una )?(?:IA|inteligencia artificial),|\bcome (?:una )?(?:IA|intelligenza artificiale),|\bals (?:een )?AI[- ](?:taalmodel|model|assistent)/gi,
  },
  {
    id: 'leftovers.refusal',
    pattern:
      /\bI(?: am|['’]m) (?:sorry, but I|unable to|not able to) (?:cannot|can['’]t|write|create|generate|provide|browse|access)\b|\bI (?:cannot|can['’]t) (?:browse|fulfil+|assist with|help with|access real-time)\b|\bmy (?:knowledge cut-?off|training data|last (?:knowledge |training )?update)\b/gi,
  },
  {
    id: 'leftovers.chat',
    pattern:
      /^(?:sure|certainly|of course|absolutely)[,!.]? (?:here(?:['’]s| is| are)\b|I['’]ll\b)|^here(?:['’]s| is) (?:the|your|a|my) (?:complete |full |revised |updated |requested |SEO[- ]\w+ )?(?:blog|article|draft|post|text|rewrite|version)\b[^.:\n]{0,200}:|\b(?:let me know if you['’]d like|I hope this (?:article|post|draft|blog) (?:helps|meets))|^\W{0,5}word count:?\s*\d+/gim,
  },
  {
    id: 'leftovers.filler',
    pattern: /\blorem ipsum\b|\bdolor sit amet\b/gi,
  },
  {
    id: 'leftovers.note',
    // Capitals only. "TODO" is also a Spanish, Italian and Portuguese word, so on its own it needs a colon or a bracket
    // in those languages.
    pattern: /\b(?:TODO|TBD|TBC|FIXME|XXX)\b/g,
  },
  {
    id: 'leftovers.placeholder',
    pattern:
      /\[\s*(?:insert|your|add|enter|replace|placeholder|todo|tbd|company name|brand name|product name|store name|name here|link here|image here|url here|date here|einfügen|insérer|insertar|inserisci|invoegen)\b[^\]]{0,80}\]?|\{\{[^{}]{0,80}\}\}|\$\{[^{}]{0,80}\}|\{%[^%]{0,80}%\}|\{[A-Za-z][\w .-]{0,40}\}|<(?:insert|your)\b[^<>]{0,80}>|\b(?:insert|add) (?:image|link|photo|text) here\b/gi,
  },
];

function isSpanishLike(language: string): boolean {
  return /^(?:es|it|pt|gl|ca)\b/i.test(language);
}

/** Reports traces of how the text was produced: a model's voice, notes, filler, placeholders. */
export const checkLeftovers: Check = (draft) => {
  const { language, keyword, names = [] } = draft.input;
  const ordered = [keyword, ...names].map(comparable);
  const rules = RULES.map((rule): PhraseRule => {
    // A product must be allowed its own name, whatever it looks like.
    if (rule.id === 'leftovers.placeholder')
      return { ...rule, counts: (_, hit) => !ordered.some((name) => name.includes(comparable(hit))) };
    if (rule.id !== 'leftovers.note' || !isSpanishLike(language)) return rule;
    return { ...rule, counts: (_, hit, after) => hit !== 'TODO' || /^\s*[:\])]/.test(after) };
  });
  return findPhrases(searchedTexts(draft), rules);
};
