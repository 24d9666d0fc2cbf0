import { comparableWord } from '../text/compare';
import { holdsPhrase, placeOfPhrase } from '../text/phrase';
import type { Check, Draft } from './draft';
import type { Finding } from './findings';
import type { PhraseRule } from './phrases';
import { excerpt, findPhrases, searchedTexts } from './phrases';
import { found } from './rules';

const RULES: readonly PhraseRule[] = [
  {
    id: 'claims.cure',
    pattern:
      /\bcures\b|\bcure (?:for|your|all|any|every|cancer|diabetes|depression|anxiety|disease)\b|\b(?:heals|treats) (?:all|any|every|cancer|diabetes|depression|anxiety|disease|diseases)\b|\bprevents? (?:cancer|diabetes|all diseases?)\b|\bheilt (?:alle|jede|Krebs|Diabetes|Krankheiten)|\bguérit\b|\bcura (?:todas|el cáncer|la diabetes|tutte|il cancro|il diabete)|\bgeneest\b/giu,
  },
  {
    id: 'claims.guarantee',
    pattern:
      /\bguaranteed\b|\bguarantees? (?:results?|success|that you|you)\b|\brisk[- ]free\b|\bgarantierte[nrms]? (?:Erfolg|Ergebnis|Ergebnisse|Wirkung)\b|\brésultats? garantis?\b|\bresultados? garantizados?\b|\brisultat[oi] garantit[oi]\b|\bgegarandeerd resultaat\b/giu,
  },
  {
    id: 'claims.absolute',
    pattern:
      /\b100\s?(?:%|percent|per cent)\s+(?:safe|effective|natural cure|guaranteed|proven|risk-free|success)\b|\b(?:completely|totally|perfectly) safe\b|\bno side effects\b|\bwithout (?:any )?side effects\b|\b100\s?% (?:sicher|wirksam|sûr|efficace|seguro|eficaz|sicuro|veilig|effectief)(?!\p{L})|\b(?:ohne|keine) Nebenwirkungen\b|\bsans effets? secondaires?\b|\bsin efectos secundarios\b|\bsenza effetti collaterali\b|\bzonder bijwerkingen\b/giu,
  },
  {
    id: 'claims.miracle',
    pattern:
      /\bmiracles?\b|\bmiraculous(?:ly)?\b|\bwundermittel\b|\bmiraculeu(?:x|se)\b|\bmilagros[oa]s?\b|\bmiracolos[oaie]\b|\bwondermiddel\b|\bmagic (?:pill|bullet|cure)\b|\binstant (?:cure|weight loss|results)\b/giu,
  },
  {
    id: 'claims.proof',
    pattern:
      /\b(?:clinically|scientifically|medically) (?:proven|tested and proven)\b|\b(?:doctors?|dermatologists?|experts?) (?:all )?(?:agree|recommend)(?: that)?\b|\bdoctor[- ]recommended\b|\bFDA[- ]approved\b|\b(?:klinisch|wissenschaftlich) (?:bewiesen|erwiesen|belegt|bewezen)\b|\b(?:cliniquement|scientifiquement) prouvée?s?(?!\p{L})|\b(?:clínicamente|científicamente) (?:probad|demostrad|comprobad)[oa]s?\b|\b(?:clinicamente|scientificamente) (?:provat|testat|dimostrat)[oaie]\b|\bwetenschappelijk bewezen\b/giu,
  },
];

/** A negation among the last four words of the same sentence, which turns a claim into its opposite. */
const NEGATION =
  /(?<![\p{L}])(?:no|not|never|neither|nor|nobody|nothing|without|cannot|\p{L}+n['’]t|kein\p{L}*|nicht|nie|niemals|ohne|pas|aucune?|jamais|sans|nunca|sin|non|senza|mai|geen|niet|nooit|zonder)(?:\s+[^\s.!?]+){0,3}\s+$/iu;

const CAUSE_FOR_CONCERN = ['claims.cure', 'claims.guarantee', 'claims.miracle', 'claims.proof'];

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
  const rules = RULES.map((rule): PhraseRule => ({
    ...rule,
    counts: (before, hit) =>
      // A product must be allowed its own name, such as "miracle fruit".
      !isPartOfKeyword(hit, draft) &&
      !(CAUSE_FOR_CONCERN.includes(rule.id) && NEGATION.test(before.slice(-80))),
  }));
  return [...findPhrases(texts, rules), ...bannedPhrases(draft, texts)];
};
