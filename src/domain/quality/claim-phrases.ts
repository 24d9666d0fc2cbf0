import type { RuleId } from './rules';

type ClaimRule = Extract<RuleId, `claims.${string}`>;

/** Of what lies between two parts of a claim, in one sentence, as much at most, in UTF-16 units. */
const NEAR = String.raw`[^.!?;:\n]{0,50}?`;

function words(expressions: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${expressions.join('|')})(?![\p{L}\p{N}])`, 'giu');
}

/** Illnesses and complaints, of which only medicines may say that they end them. */
const EN_ILLNESS =
  "(?:arthritis|osteoarthritis|(?:(?:lower )?back|neck|joint|knee|chronic|nerve|muscle) pain|migraines?|headaches?|insomnia|depression|anxiety(?: disorders?)?|panic attacks|ec[zs]ema|psoriasis|dermatitis|rosacea|acne|asthma|hay fever|allerg(?:y|ies)|cancer|diabetes|(?:high blood pressure|hypertension)|rheumatism|(?:plantar )?fasciitis|sciatica|tinnitus|dementia|alzheimer's|hair loss|baldness|wrinkles|cellulite|gout|fibromyalgia|infections|(?:the )?flu|covid(?:-19)?|obesity|infertility|impotence|(?:all|any|every|most) (?:diseases?|illness(?:es)?|ailments?))";
const DE_ILLNESS =
  '(?:Arthrose|Arthritis|Rheuma|\\p{L}{0,14}schmerzen|Kopfweh|Migräne|Schlaflosigkeit|Schlafstörungen|Depressionen|Depression|Angstzustände|Angststörung(?:en)?|Panikattacken|Neurodermitis|Schuppenflechte|Ekzeme?|Akne|Rosazea|Asthma|Heuschnupfen|Allergien?|Krebs|Diabetes|Bluthochdruck|Ischias|Tinnitus|Demenz|Alzheimer|Haarausfall|Falten|Cellulite|Gicht|Fibromyalgie|Fersensporn|Entzündungen|Erkältungen|Grippe|Übergewicht|(?:alle|jede|sämtliche) (?:Krankheiten|Krankheit|Beschwerden|Leiden))';
const FR_ILLNESS =
  "(?:arthrose|arthrite|rhumatismes?|mal de dos|maux de (?:dos|tête|ventre)|douleurs?(?: \\p{L}+)?|migraines?|insomnies?|dépression|anxiété|angoisses|eczéma|psoriasis|acné|rosacée|asthme|rhume des foins|allergies?|cancers?|diabète|hypertension|sciatique|acouphènes|démence|alzheimer|chute (?:de|des) cheveux|rides|cellulite|goutte|fibromyalgie|grippe|obésité|(?:toutes les|n'importe quelle) (?:maladies?|douleurs?))";
const ES_ILLNESS =
  '(?:artritis|artrosis|re[úu]ma(?:tismo)?|lumbalgia|ciática|dolor(?:es)?(?: de (?:espalda|cabeza|cuello|rodilla)| articular(?:es)?| muscular(?:es)?| crónicos?)|migrañas?|jaquecas?|insomnio|depresión|ansiedad|ec[cz]ema|dermatitis|psoriasis|acné|rosácea|asma|fiebre del heno|alergias?|cáncer|diabetes|hipertensión|acúfenos|demencia|alzhéimer|caída del (?:cabello|pelo)|arrugas|celulitis|gota|fibromialgia|gripe|obesidad|tod[ao]s (?:las enfermedades|los (?:dolores|males)))';
const IT_NL_ILLNESS =
  "(?:il cancro|cancro|il diabete|diabete|l'artrite|tutte le malattie|kanker|diabetes|artrose|alle ziekten)";

const CURE = [
  // English
  String.raw`cures(?! (?:in|at|within|overnight|to)(?!\p{L}))`,
  String.raw`cure (?:for|your|all|any|every) (?:\p{L}+ ){0,2}?(?:${EN_ILLNESS}|diseases?|cancer)`,
  String.raw`(?:cure|cures|cured|heals?|treats|eliminates?|banish(?:es)?|reverses?|eradicates?|prevents|defeats?|ends|stops|gets? rid of|puts? an end to|frees? (?:you|people|them|him|her) (?:\p{L}+ ){0,2}?(?:of|from)) (?:[\p{L}-]+ ){0,3}?${EN_ILLNESS}`,
  String.raw`(?:makes?|made|making) ${NEAR}${EN_ILLNESS}${NEAR}(?:disappear|vanish|fade|go away)`,
  String.raw`${EN_ILLNESS} (?:will |simply |just ){0,2}(?:disappears?|vanish(?:es)?|(?:be|is|are) (?:gone|cured|a thing of the past)|goes away|go away)`,
  String.raw`(?:replaces?|instead of|no more need for|(?:no longer|never again) needs?|throw away) (?:all |your |any |the ){0,2}(?:medication|medicines?|pills|tablets|painkillers|antidepressants|insulin)`,
  String.raw`(?:say|said|wave) goodbye to (?:\p{L}+ ){0,2}?${EN_ILLNESS}|(?:no more|never again) ${EN_ILLNESS}|goodbye,? ${EN_ILLNESS}`,
  // German
  String.raw`(?:sind|bist|ist|werden|wirst|wird) (?:Sie|du|man) ${NEAR}${DE_ILLNESS}${NEAR}los(?:werden)?|(?:nie wieder|Schluss mit|Adieu,?|nie mehr) ${DE_ILLNESS}`,
  String.raw`(?:heilt|kuriert|besiegt|beseitigt|beseitigen|vertreibt|vertreiben|stoppt|stoppen|beendet|beenden|eliminiert|eliminieren|bekämpft erfolgreich|befreit) ${NEAR}${DE_ILLNESS}`,
  String.raw`${DE_ILLNESS} (?:\p{L}+ ){0,4}?(?:heilt|heilen|geheilt|kuriert|kurieren|besiegt|besiegen|beseitigt|beseitigen|eliminiert|befreit|für immer los(?:werden)?|verschwinden|verschwindet)`,
  String.raw`(?:lässt|lassen|befreien|befreit|heilen|kurieren|beseitigen|besiegen|vertreiben) ${NEAR}${DE_ILLNESS}${NEAR}(?:verschwinden|vergessen|und|ein für alle Mal|dauerhaft|endgültig)`,
  String.raw`(?:befreien|befreit|befreite) (?:Sie|dich|Ihre|deine|uns|Patienten|Betroffene|viele|jeden) ${NEAR}von ${NEAR}${DE_ILLNESS}`,
  String.raw`(?:heilen|kurieren|besiegen) (?:\p{L}+ ){0,2}?${DE_ILLNESS}`,
  String.raw`(?:macht|machen|machte) ${NEAR}(?:Tabletten|Medikamente|Schmerzmittel|Arznei(?:en)?|Arzt|Insulin)${NEAR}(?:überflüssig|unnötig)|ersetzt (?:\p{L}+ ){0,2}?(?:Medikamente|Tabletten|den Arzt|den Arztbesuch)`,
  // French
  String.raw`guéri(?:t|ssent|ra)(?! (?:d'elle-même|tout seul|seule?))`,
  String.raw`(?:soigne(?:nt)?|élimine(?:nt)?|supprime(?:nt)?|éradique(?:nt)?|stoppe(?:nt)?|fait disparaître|font disparaître|met fin|mettent fin|vient à bout|viennent à bout|débarrasse(?:nt)?|libère(?:nt)?|prévient) ${NEAR}(?:${FR_ILLNESS})`,
  String.raw`${FR_ILLNESS} (?:\p{L}+ ){0,3}?(?:disparaissent|disparaît|disparaîtra|disparaîtront|guérie?s?|oubliée?s?)`,
  String.raw`remplacent? (?:les|vos|tous les|votre|le) (?:médicaments|traitements?|médecin)`,
  String.raw`(?:finie?s?|adieu|dites adieu|en finir) (?:avec |à |aux? |le |la |les |l'){0,3}${FR_ILLNESS}`,
  // Spanish
  String.raw`(?:adiós|nunca más|dile adiós|diga adiós) (?:a |al |la |el |las |los ){0,3}${ES_ILLNESS}`,
  String.raw`(?:cura(?:n|rá)?|sana(?:n|rá)?|elimina(?:n|rá)?|erradica(?:n)?|suprime(?:n)?|quita(?:n)?|remedia(?:n)?|acaba(?:n|rá)? con|pone(?:n)? fin a|hace(?:n)? desaparecer|termina(?:n)? con|libera(?:n)? de|previene(?:n)?) ${NEAR}${ES_ILLNESS}`,
  String.raw`${ES_ILLNESS} (?:\p{L}+ ){0,3}?(?:desaparecen?|desaparecerán?|se (?:cura|curan|acaba|acaban) para siempre)`,
  String.raw`(?:sustituye|reemplaza|sustituyen) (?:a )?(?:los|sus|tus|cualquier) (?:medicamentos?|pastillas|médicos?|tratamientos?)`,
  // Italian, Dutch
  String.raw`cura ${IT_NL_ILLNESS}|cura tutte|geneest`,
];

const GUARANTEE = [
  'guaranteed(?! (?:by law|minimum|income))',
  'guarantees? (?:results?|success|that you|you)',
  'risk[- ]free',
  String.raw`(?:no way to lose|(?:you )?(?:cannot|can't|can never|will never) lose) (?:any |your )?money`,
  String.raw`(?:lose|shed|drop) (?:up to )?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) (?:kilos?|kg|pounds|lbs) in`,
  String.raw`(?:\d{1,2}|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn) (?:Kilo|kg|Kilogramm|Pfund) (?:in|innerhalb von) (?:\p{L}+|\d{1,2}) (?:Tagen|Wochen|Monaten) (?:abnehmen|verlieren|weniger|leichter)`,
  String.raw`(?:perdre|perdez|perder|pierda|pierde|adelgazar|adelgace) (?:jusqu'à |hasta )?(?:\d{1,2}|\p{L}{2,7}) (?:kilos?|kg) en`,
  String.raw`garantierte[nrms]? (?:Erfolge?|Ergebnis|Ergebnisse|Wirkung|Rendite|Gewinne?|Zinsen)`,
  String.raw`(?:Erfolg|Ergebnis|Ergebnisse|Wirkung|Rendite|Gewinn)(?: \p{L}+){0,3}? (?:ist|sind|wird|werden) (?:\p{L}+ ){0,2}?garantiert`,
  String.raw`(?:Ergebnisse?|Erfolg|Wirkung) garantiert|garantiert (?:wirksam|erfolgreich|schmerzfrei|schlank)`,
  String.raw`(?:völlig|absolut|garantiert|vollkommen) risiko(?:frei|los)|ohne jegliches Risiko|ohne jedes Risiko`,
  String.raw`(?:résultats?|succès|efficacité|rendement|gains?)(?: \p{L}+){0,2}? garantie?s?`,
  String.raw`nous garantissons (?:des|les|un|le|votre) (?:résultats?|succès)`,
  String.raw`(?:sans (?:aucun|le moindre) risque|aucun risque)(?! d)|100 ?% sans risque`,
  String.raw`(?:resultados?|éxito|eficacia|rentabilidad|beneficios?)(?: \p{L}+){0,2}? garantizad[oa]s?`,
  String.raw`garantizamos (?:resultados|el éxito|que (?:perderás|ganarás|perderá|ganará|notarás|notará))`,
  String.raw`(?:sin (?:ningún|el menor) riesgo|ningún riesgo)(?! de)|100 ?% sin riesgo`,
  'risultat[oi] garantit[oi]',
  'gegarandeerd resultaat',
];

const ABSOLUTE = [
  String.raw`100\s?(?:%|percent|per cent)\s+(?:safe|effective|natural cure|guaranteed|proven|risk-free|success)`,
  '(?:completely|totally|perfectly|absolutely) (?:safe|harmless)(?! to (?:say|assume))',
  '(?:no|zero) side effects',
  'without (?:any )?side effects',
  String.raw`100\s?% (?:sicher|wirksam|unbedenklich|sûre?|efficace|seguro|segura|eficaz|inofensiv[oa]|sicuro|veilig|effectief)`,
  String.raw`(?:völlig|absolut|vollkommen|gänzlich) (?:unbedenklich|ungefährlich|nebenwirkungsfrei)`,
  String.raw`(?:ohne|keine|ohne jede|ohne jegliche|keinerlei) Nebenwirkung(?:en)?|nebenwirkungsfrei`,
  String.raw`(?:sans|aucun|sans aucun) effets? (?:secondaires?|indésirables?)|(?:totalement|absolument|parfaitement) (?:inoffensi(?:f|ve)s?|sans danger)`,
  String.raw`(?:sin|ningún|sin ningún) efectos? (?:secundarios?|adversos?)|(?:totalmente|absolutamente|completamente) (?:inofensiv|inocu|segur)[oa]s? para`,
  'senza effetti collaterali',
  'zonder bijwerkingen',
];

const MIRACLE = [
  'miracles?',
  'miraculous(?:ly)?',
  'wundermittel',
  'miraculeu(?:x|ses?)',
  'milagros[oa]s?',
  'miracolos[oaie]',
  'wondermiddel',
  'magic (?:pill|bullet|cure)',
  'instant (?:cure|weight loss|results)',
];

const PROOF = [
  '(?:clinically|scientifically|medically) (?:proven|tested and proven)',
  '(?:doctors?|dermatologists?|experts?) (?:all )?(?:agree|recommend)(?: that)?',
  'doctor[- ]recommended',
  'FDA[- ]approved',
  '(?:klinisch|wissenschaftlich|medizinisch) (?:bewiesen|erwiesen|belegt|nachgewiesen|bewezen)',
  '(?:cliniquement|scientifiquement|médicalement) (?:prouvé|démontré)(?:e?s?)',
  '(?:prouvé|démontré)e?s? (?:cliniquement|scientifiquement|médicalement)',
  '(?:clínicamente|científicamente|médicamente) (?:probad|demostrad|comprobad)[oa]s?',
  '(?:probad|demostrad|comprobad)[oa]s? (?:clínicamente|científicamente)',
  '(?:clinicamente|scientificamente) (?:provat|testat|dimostrat)[oaie]',
  'wetenschappelijk bewezen',
];

/** The patterns of claims by rule, for texts in the form of `uniform`. Each repetition has a bound. */
export const CLAIMS: ReadonlyArray<{ id: ClaimRule; pattern: RegExp }> = [
  { id: 'claims.cure', pattern: words(CURE) },
  { id: 'claims.guarantee', pattern: words(GUARANTEE) },
  { id: 'claims.absolute', pattern: words(ABSOLUTE) },
  { id: 'claims.miracle', pattern: words(MIRACLE) },
  { id: 'claims.proof', pattern: words(PROOF) },
];
