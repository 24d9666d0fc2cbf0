import { comparableWord } from '../text/compare';
import { holdsPhrase, placeOfPhrase } from '../text/phrase';
import { CLAIMS } from './claim-phrases';
import type { Check, Draft } from './draft';
import type { Finding } from './findings';
import type { PhraseRule } from './phrases';
import { excerpt, findPhrases, searchedTexts } from './phrases';
import { found } from './rules';

/** A negation among the last four words of the same sentence, which turns a claim into its opposite. */
const NEGATION =
  /(?<![\p{L}])(?:no|ne|not|never|neither|nor|nobody|nothing|without|cannot|\p{L}+n['’]t|kein\p{L}*|nicht|nie|niemals|ohne|pas|aucune?|jamais|sans|nunca|sin|non|senza|mai|geen|niet|nooit|zonder)(?:\s+[^\s.!?]+){0,3}\s+$/iu;

/**
 * Words before a claim that make it a possibility, a question or somebody's opinion: "may help against", "said to cure". Only for cures, of
 * which texts about health have to speak.
 */
const HEDGE =
  /(?<![\p{L}])(?:may|might|could|helps?|if|whether|supposed(?:ly)?|said|claims?|claimed|believed|promis(?:e|es|ed|ing)|könnte|könnten|soll|sollen|sollte|ob|angeblich|hilft|helfen|versprechen|verspricht|pourrait|pourraient|aide|aident|censé|censée|prétend|prétendent|promet|promettent|podría|podrían|ayuda|ayudan|supuestamente|dicen|promete|prometen)(?:\s+[^\s.!?]+){0,3}\s+$/iu;

/** A denial after the verb ("heilt kein Asthma", "ne guérit pas l'asthme"). */
const DENIED_WITHIN =
  /(?<!\p{L})(?:not?|kein\p{L}*|nicht|pas|aucune?|jamais|nunca|ningún|ninguna)(?!\p{L})/iu;

const MAY_BE_DENIED = ['claims.cure', 'claims.guarantee', 'claims.miracle', 'claims.proof'];

function isPartOfKeyword(hit: string, { keyword }: Draft): boolean {
  return ` ${keyword.join(' ')} `.includes(` ${comparableWord(hit)} `);
}

function bannedPhrases({ input }: Draft, texts: readonly string[]): Finding[] {
  return (input.bannedPhrases ?? []).flatMap((phrase): Finding[] => {
    const text = texts.find((one) => holdsPhrase(one, phrase));
    const place = text === undefined ? undefined : placeOfPhrase(text, phrase);
    if (text === undefined || !place) return [];
    return [
      found('claims.banned-phrase', {
        reason: `The store does not want the phrase "${phrase.trim()}".`,
        hint: `Never write "${phrase.trim()}"; rephrase it or leave it out.`,
        quote: excerpt(text, place.start, place.end),
      }),
    ];
  });
}

/** Reports claims that a shop may not make, and phrases the store has banned. */
export const checkClaims: Check = (draft) => {
  const texts = searchedTexts(draft);
  const rules = CLAIMS.map((rule): PhraseRule => ({
    ...rule,
    counts: (before, hit) =>
      // A product must be allowed its own name, such as "miracle fruit".
      !isPartOfKeyword(hit, draft) &&
      !(MAY_BE_DENIED.includes(rule.id) && NEGATION.test(before.slice(-80))) &&
      !(rule.id === 'claims.cure' && (HEDGE.test(before.slice(-80)) || DENIED_WITHIN.test(hit))),
  }));
  return [...findPhrases(texts, rules), ...bannedPhrases(draft, texts)];
};
