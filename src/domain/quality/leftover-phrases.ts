import type { RuleId } from './rules';

type LeftoverRule = Extract<RuleId, `leftovers.${string}`>;

/** A list of expressions as one global pattern of whole words. */
function words(expressions: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${expressions.join('|')})(?![\p{L}\p{N}])`, 'giu');
}

/** A list of expressions as one global pattern for the beginnings of lines. */
function beginnings(expressions: readonly string[]): RegExp {
  return new RegExp(String.raw`^\W{0,5}(?:${expressions.join('|')})`, 'gimu');
}

/*
 * All patterns are for texts in the form of `uniform`: one sign each for apostrophes, quotation marks and hyphens. Each
 * repetition has a bound, so that time is proportional to the length of the text.
 */

const AI_VOICE = [
  // "As an AI startup" is about somebody else, so what follows must fit a speaker.
  String.raw`(?:as|being) an? (?:AI|artificial intelligence|large language model|language model)(?=\s*(?:[,.;:!]|language|model|assistant|system|chatbot|I\b|$))`,
  String.raw`I(?:'m| am) (?:just |only |merely )?an? (?:AI|artificial intelligence|(?:large )?language model)`,
  String.raw`als (?:KI|künstliche Intelligenz)(?:-(?:Sprachmodell|Modell|Assistent(?:in)?|System)|(?=,| kann ich| habe ich))`,
  String.raw`als (?:großes )?Sprachmodell`,
  String.raw`ich bin (?:nur |lediglich )?(?:eine (?:KI|künstliche Intelligenz)|ein (?:KI-|großes )?(?:Sprachmodell|Modell))`,
  String.raw`en tant qu(?:'|e )(?:IA|intelligence artificielle|(?:grand )?modèle (?:de langage|de langue|linguistique)|assistante? (?:IA|virtuele?l?))`,
  String.raw`je (?:ne )?suis (?:qu')?(?:une (?:IA|intelligence artificielle)|un (?:grand )?modèle (?:de langage|de langue|linguistique))`,
  String.raw`como (?:una )?(?:IA|inteligencia artificial)(?=,| no )`,
  String.raw`como (?:un )?(?:gran )?modelo (?:de lenguaje|lingüístico|de IA)`,
  String.raw`como asistente (?:virtual|de IA)`,
  String.raw`soy (?:solo |sólo )?(?:una (?:IA|inteligencia artificial)|un modelo de lenguaje)`,
  String.raw`I(?: was|'ve been| have been) (?:trained|programmed) (?:to|on)`,
  String.raw`ich (?:wurde|bin) (?:darauf |dazu |dafür )?(?:trainiert|programmiert)(?= worden|,|\.)`,
  String.raw`j'ai été (?:entraînée?|programmée?) (?:à|pour|sur)`,
  String.raw`(?:he sido|fui) (?:entrenad|programad)[oa] (?:para|con|en)`,
  String.raw`come (?:una )?(?:IA|intelligenza artificiale),`,
  String.raw`(?:in quanto|come|sono un) modello linguistico`,
  String.raw`als (?:een )?(?:AI[- ](?:taalmodel|model|assistent)|taalmodel)`,
];

/** What a request is for, in each language, so that people may still write about what they cannot do. */
const EN_TASK =
  '(?:requests?|task|prompt|articles?|texts?|posts?|descriptions?|content|copy|drafts?|answers?|information|details|data|prices?|facts)';
const DE_TASK =
  '(?:Anfrage|Aufgabe|Bitte|Artikel|Text|Beitrag|Beschreibung|Produktbeschreibung|Inhalte?|Entwurf|Antwort|Informationen|Angaben|Daten|Preise)';
const FR_TASK =
  '(?:demande|tâche|articles?|textes?|descriptions?|contenus?|brouillons?|réponses?|informations?|données|prix|tarifs)';
const ES_TASK =
  '(?:solicitud|petición|tarea|artículos?|textos?|descripci(?:ón|ones)|contenidos?|borrador(?:es)?|respuestas?|información|datos|precios)';

const REFUSAL = [
  String.raw`I(?: am|'m) (?:very |truly )?sorry,? (?:but )?I (?:cannot|can't|am unable to|am not able to|do not|don't)`,
  String.raw`I(?:(?: am|'m) (?:unable|not able) to| cannot| can't| won't be able to) (?:write|create|generate|produce|provide|complete|fulfil+|process|verify|assist (?:you )?with|help (?:you )?with|comply with) (?:\p{L}+ ){0,4}?${EN_TASK}`,
  String.raw`I(?:(?: am|'m) (?:unable|not able) to| cannot| can't) (?:browse|fulfil+|assist with|comply with|help with (?:that|this|your)|access (?:real-time|live|current|the internet))`,
  String.raw`I(?:(?: am|'m) (?:unable|not able) to) (?:write|create|generate|provide|browse|access)`,
  String.raw`I (?:do not|don't) have (?:access to|any) (?:real-time|live|current|up-to-date|the internet|external)`,
  String.raw`I (?:do not|don't) have the ability to (?:access|browse|generate|verify|check)`,
  String.raw`I (?:was|have) not (?:been )?(?:given|provided with) (?:the|any|enough|specific) (?:\p{L}+ ){0,2}?${EN_TASK}`,
  String.raw`mir (?:liegen|lagen|wurden) (?:leider )?keine (?:\p{L}+ ){0,2}?${DE_TASK}`,
  String.raw`ich habe (?:nicht die|keine) Möglichkeit,? (?:auf|im Internet|das Internet|Webseiten)`,
  String.raw`(?:on ne m'a|vous ne m'avez) pas (?:fourni|donné|communiqué|transmis)`,
  String.raw`je n'ai pas la (?:capacité|possibilité) d'(?:accéder|effectuer|ouvrir)`,
  String.raw`no se me (?:ha|han) (?:proporcionado|facilitado|dado)`,
  String.raw`no tengo (?:la )?(?:capacidad|posibilidad) de (?:acceder|navegar|verificar|consultar)`,
  String.raw`my (?:knowledge cut-?off|training data|last (?:knowledge |training )?update)`,
  String.raw`(?:es )?tut mir (?:sehr )?leid,? (?:aber )?(?:ich (?:kann|darf|habe keinen)|dabei kann ich|das kann ich|als KI)`,
  String.raw`ich kann (?:\p{L}+ ){0,3}?(?:diese[nrs]?|Ihre[nrms]?|deine[nrms]?|keine[nrms]?) (?:\p{L}+ )?${DE_TASK}(?: \p{L}+){0,3}? (?:nicht )?(?:erstellen|schreiben|verfassen|liefern|bearbeiten|erfüllen|geben|nachkommen)`,
  String.raw`ich (?:habe|verfüge über) keinen? Zugriff auf (?:aktuelle|Echtzeit|das Internet|externe|Live)`,
  String.raw`mein(?:e[nrms]?)? (?:(?:Wissensstand|Kenntnisstand) (?:endet|vom|von)|Wissensstichtag|Trainingsstand|Trainingsdaten|letzte[nrs]? (?:Wissens-?)?update)`,
  String.raw`(?:je suis )?désolée?,? (?:mais )?je (?:ne (?:peux|suis|dispose)|n'ai pas)`,
  String.raw`je ne (?:peux|suis) pas (?:en mesure de |capable de )?(?:rédiger|générer|créer|fournir|produire|répondre à|traiter|accéder à) (?:\p{L}+['\s]){1,4}?${FR_TASK}`,
  String.raw`je (?:n'ai|ne dispose) pas (?:accès )?(?:aux?|à|d'|de|des) ?(?:\p{L}+['\s]){0,3}?(?:${FR_TASK}|internet|temps réel)`,
  String.raw`ma (?:date (?:de coupure|limite de connaissances)|dernière mise à jour)`,
  String.raw`mes (?:données d'entraînement|connaissances s'arrêtent)`,
  String.raw`lo siento(?: mucho)?,? (?:pero )?(?:no puedo|no tengo|no dispongo|como (?:IA|modelo))`,
  String.raw`no puedo (?:ayudar(?:te|le|les)? con|redactar|generar|crear|escribir|proporcionar|ofrecer|cumplir(?: con)?|atender|procesar|acceder a) (?:\p{L}+ ){0,3}?${ES_TASK}`,
  String.raw`no (?:tengo acceso a|tengo|dispongo de) (?:la |los |las )?(?:información|datos|precios) (?:actualizad[oa]s?|en tiempo real|posterior(?:es)?|recientes?)`,
  String.raw`mi (?:fecha (?:de corte|límite de conocimiento)|última actualización|entrenamiento)`,
  String.raw`mis datos de entrenamiento`,
];

const EN_WORK =
  '(?:blog|articles?|drafts?|posts?|texts?|rewrite|versions?|outline|copy|description|meta description|headlines?)';
const DE_WORK =
  '(?:Artikels?|Textes|Text|Entwurf|Blogartikel|Blogbeitrag|Beitrag|Fassung|Version|Produkttext|Produktbeschreibung|Gliederung|Überarbeitung)';
const FR_WORK =
  '(?:article|texte|brouillon|billet|version|proposition|rédaction|fiche produit|description|réécriture)';
const ES_WORK =
  '(?:artículo|texto|borrador|entrada|versión|propuesta|redacción|ficha|descripción|reescritura)';

const CHAT_BEGINNINGS = [
  String.raw`(?:sure|certainly|of course|absolutely|gladly|happy to help)[,!.:]? (?:here(?:'s| is| are)\b|below\b|I(?:'ll| will|'ve| have)\b)`,
  String.raw`here(?:'s| is) (?:the|your|a|an|my) (?:[\p{L}-]+ ){0,3}?${EN_WORK}\b[^.:\n]{0,200}:`,
  String.raw`(?:below|following) (?:is|are) (?:the|your|a|an|my) (?:[\p{L}\d-]+ ){0,3}?${EN_WORK}\b(?! of)`,
  String.raw`this concludes (?:the|this|our|your) (?:[\p{L}-]+ )?${EN_WORK}\b`,
  String.raw`word count:?\s*\d+`,
  String.raw`(?:sehr )?(?:gerne?|natürlich|selbstverständlich|klar|sicher|na klar)[,!.:]? (?:anbei|nachfolgend|im Folgenden|hier (?:ist|sind|kommt|folgt|finden Sie|findest du|die|der|das|eine?|dein|Ihr))(?!\p{L})`,
  String.raw`(?:hier|anbei|nachfolgend) (?:ist|sind|kommt|finden Sie|findest du|folgt|haben Sie|hast du)? ?(?:der|die|das|den|dein|deine[nr]?|Ihr|Ihre[nr]?|ein|eine[nr]?) (?:[\p{L}-]+ ){0,3}?${DE_WORK}(?!\p{L})[^.:\n]{0,200}:`,
  String.raw`(?:bien sûr|certainement|avec plaisir|absolument|d'accord|volontiers) ?[,!.:]? ?(?:voici|ci-dessous|je vous (?:propose|présente))(?!\p{L})`,
  String.raw`voici (?:l'|le |la |les |un |une |votre |ton |ta |ma |mon )(?:[\p{L}-]+ ){0,3}?${FR_WORK}(?!\p{L})[^.:\n]{0,200}:`,
  String.raw`(?:claro(?: que sí)?|por supuesto|desde luego|con (?:mucho )?gusto|encantad[oa])[,!.:]? ?¡?(?:aquí|a continuación|te (?:dejo|presento)|le (?:dejo|presento))(?!\p{L})`,
  String.raw`(?:aquí|a continuación) (?:tienes?|está|va|te dejo|le dejo|le presento|te presento|encontrará) (?:el|la|los|un|una|tu|su|mi) (?:[\p{L}-]+ ){0,3}?${ES_WORK}(?!\p{L})[^.:\n]{0,200}:`,
];

const CHAT = [
  String.raw`let me know if (?:you(?:'d| would) (?:like|prefer)|you (?:want|need)) (?:me|any (?:changes|edits|revisions)|another|a (?:different|shorter|longer))`,
  String.raw`let me know if you'd like`,
  String.raw`I hope (?:this|that|the) (?:(?:article|post|draft|blog|text|version|outline) )?(?:helps|meets|gives you|works for you|is what you)`,
  String.raw`(?:would you like|do you want) me to`,
  String.raw`if you(?:'d| would)? (?:like|want|prefer|wish),? I (?:can|could|will|would be happy to) (?:also )?(?:adjust|revise|rewrite|expand|shorten|write|add|provide|create|put together|adapt|draft|turn)`,
  String.raw`I(?:'d| would) be happy to (?:adjust|revise|rewrite|expand|shorten|write|add|provide|create)`,
  String.raw`I can also (?:\p{L}+ ){1,3}?(?:[\p{L}-]+ ){0,3}?(?:version|section|draft|outline|summary|headlines?)`,
  String.raw`if you(?:'d| would)? (?:need|want|like|require) (?:any |some |further |more )?(?:changes|edits|revisions|adjustments|a (?:shorter|longer|different|revised) version)`,
  String.raw`(?:wenn|falls|sofern) (?:Sie|du) (?:\p{L}+ ){0,4}?(?:Version|Fassung|Änderungen|Anpassungen|Überarbeitung) (?:brauchst|brauchen|möchtest|möchten|wünschst|wünschen|benötigst|benötigen|willst|wollen)`,
  String.raw`si (?:vous|tu) (?:souhaite[sz]?|voule[zs]?|veux|désire[sz]?) (?:des (?:modifications|ajustements|changements)|une (?:autre )?version|que je)`,
  String.raw`que je (?:le |la |les )?(?:raccourcisse|modifie|reformule|développe|réécrive|rallonge)`,
  String.raw`si (?:deseas?|quieres?|necesitas?|prefieres?) (?:\p{L}+ ){0,2}?(?:cambios|ajustes|modificaciones|otra versión|una versión)`,
  String.raw`is there anything else (?:you'd like|you would like|I can)`,
  String.raw`ich hoffe,? (?:dass )?(?:dies(?:er|e|es)?|das|der|die) (?:(?:Text|Artikel|Beitrag|Entwurf|Fassung|Version) )?(?:hilft|gefällt|entspricht|passt|ist hilfreich|(?:Ihnen|dir) (?:hilft|gefällt|weiterhilft))`,
  String.raw`(?:lassen Sie|lass) (?:es )?mich (?:gerne )?wissen,? (?:ob|wenn|falls|was) (?:ich|Sie|du|etwas|noch|der|die)`,
  String.raw`soll ich (?:Ihnen |dir )?(?:\p{L}+ ){0,5}?(?:kürzen|ergänzen|anpassen|umschreiben|überarbeiten|erstellen|hinzufügen|schreiben|ausformulieren)`,
  String.raw`(?:wenn|falls) (?:Sie|du) (?:möchten|möchtest|wünschen|wollen|willst|magst|mögen),? kann ich`,
  String.raw`j'espère que (?:cet|ce|cela|cette|ça|le|la|l')(?: ?\p{L}+){0,2}? (?:vous |te )?(?:convient|conviendra|aide|aidera|plaît|plaira|répond|correspond)`,
  String.raw`n'hésite(?:z)? pas à me (?:dire|faire savoir|demander|signaler|indiquer|préciser)`,
  String.raw`(?:souhaitez-vous|voulez-vous|veux-tu|souhaites-tu) que je`,
  String.raw`si (?:vous (?:le )?(?:souhaitez|voulez|préférez)|tu (?:le )?(?:souhaites|veux|préfères)),? je (?:peux|pourrais)`,
  String.raw`espero que (?:este|esta|esto|el|la|te|le) ?(?:texto|artículo|borrador|versión|entrada)? ?(?:te |le |les )?(?:sea|ayude|sirva|guste|resulte|cumpla)`,
  String.raw`(?:avísame|avíseme|dime|dígame|házmelo saber|hágamelo saber|déjame saber) si (?:quieres|quiere|necesitas|necesita|deseas|desea|prefieres|prefiere|te gustaría|le gustaría)`,
  String.raw`(?:quieres|quiere|te gustaría|le gustaría|deseas|desea) que (?:yo )?(?:(?:te|le|lo|la) )?(?:añada|ajuste|escriba|prepare|redacte|acorte|haga|amplíe|adapte)`,
  String.raw`si (?:quieres|lo deseas|lo prefieres|quiere|lo desea|lo prefiere|te parece|le parece),? puedo`,
  String.raw`si me (?:facilita|facilitas|proporciona|proporcionas|indica|indicas|das|da) (?:\p{L}+ ){0,3}?(?:información|datos|detalles|instrucciones)`,
];

/** The names of the fields in which models answer, and headings of lists in prompts. */
const FIELDS = String.raw`(?:bodyMarkdown|metaTitle|metaDescription|imagePrompt|imageAlt|Findings to fix|Avoid titles)`;

/** Labels of instructions to writers. A text about a product has some of the second kind, too ("Style: classic"). */
const STRONG_LABEL =
  '(?:(?:target )?audience|tone(?: of voice)?|word count|(?:(?:target|main|primary|secondary|focus|SEO) )?keywords?|search intent|call to action|Zielgruppe|Tonalität|Tonfall|Wortanzahl|Wortzahl|Schlüsselw(?:ort|örter)|Fokus-?Keyword|Suchintention|public cible|nombre de mots|mots?-clés?(?: principal| principaux)?|intention de recherche|público objetivo|audiencia|número de palabras|palabras? clave|intención de búsqueda)';
const ANY_LABEL = String.raw`(?:${STRONG_LABEL}|length|style|format|language|voice|purpose|goal|avoid|structure|topic|title|Länge|Umfang|Stil|Format|Sprache|Ziel|Thema|Aufbau|Ton|longueur|style|ton|langue|objectif|sujet|extensión|longitud|estilo|tono|idioma|objetivo|tema|formato)`;

const COUNT = String.raw`\d{2,4}(?: ?(?:-|to|bis|à|a) ?\d{2,4})? (?:words|Wörter|Worte|mots|palabras)`;
const OF_LENGTH = String.raw`(?:${COUNT}|keyword|Schlüsselwort|mot-clé|palabra clave)`;
const AI_ROLE =
  '(?:AI|KI|IA|helpful assistant|assistant|copywriter|content writer|SEO[- ](?:expert|writer|Experte|Texter)|Texter(?:in)?|Werbetexter(?:in)?|hilfreicher Assistent|rédact(?:eur|rice)(?: web)?|assistant (?:IA|utile)|redactor(?:a)?|asistente)';

const PROMPT = [
  FIELDS,
  // Two labels in one paragraph, the first of which is said to writers only.
  String.raw`${STRONG_LABEL} ?:(?=[^\n]{0,200}(?<![\p{L}\p{N}])${ANY_LABEL} ?:)`,
  String.raw`${ANY_LABEL} ?:(?=[^\n]{0,200}(?<![\p{L}\p{N}])${STRONG_LABEL} ?:)`,
  String.raw`(?:use|include|mention|repeat|insert|place|integrate) (?:the |your |our )?(?:(?:main|primary|focus|target|exact|SEO) )?keywords?(?! research)`,
  String.raw`(?:das |den |unser )?(?:Keyword|Schlüsselwort|Suchbegriff|Fokus-Keyword) (?:\p{L}+ ){0,3}?(?:verwenden|einbauen|nennen|erwähnen|einsetzen|unterbringen)`,
  String.raw`(?:utiliser|inclure|mentionner|placer|intégrer) (?:le |les |votre )?mots?-clés?`,
  String.raw`(?:usar|incluir|mencionar|colocar|integrar) (?:la |las |su )?palabras? clave`,
  String.raw`(?:as requested in|according to|as per|following|based on) (?:the|your|this) (?:prompt|brief|briefing|outline provided)`,
  String.raw`include a (?:clear |strong |short )?(?:call to action|CTA)`,
  String.raw`(?:the|your|this) keyword (?:appears|is used|has been (?:used|included|placed))`,
  String.raw`(?:gemäß|laut|entsprechend) (?:dem|den|der|Ihrem|deinem|Ihren|deinen) (?:Prompt|Briefing|Vorgaben aus dem Prompt)`,
  String.raw`you are an? (?:\p{L}+ ){0,3}?${AI_ROLE}`,
  String.raw`(?:du bist|Sie sind) (?:ein|eine) (?:\p{L}+ ){0,3}?${AI_ROLE}`,
  String.raw`(?:tu es|vous êtes) une? (?:\p{L}+ ){0,3}?${AI_ROLE}`,
  String.raw`eres una? (?:\p{L}+ ){0,3}?${AI_ROLE}`,
];

const PROMPT_BEGINNINGS = [
  String.raw`(?:system|user|assistant) ?: `,
  String.raw`<\|[a-z_]{1,20}\|>`,
  String.raw`\[/?INST\]`,
  String.raw`(?:section|part|paragraph|Abschnitt|Teil|Absatz|partie|paragraphe|sección|parte|párrafo) \d{1,2} ?[-:(][^.\n]{0,40}?${COUNT}`,
  // With a length or a keyword, because texts about writing give such advice without.
  String.raw`(?:write|draft|compose) an? (?:[\p{L}-]+ ){0,4}?(?:introduction|conclusion|paragraph|section|article|blog post|product description)(?!\p{L})[^.\n]{0,80}${OF_LENGTH}`,
  String.raw`(?:schreibe?n?|verfassen?|formulieren?)(?: Sie)? (?:hier )?eine?n? (?:[\p{L}-]+ ){0,4}?(?:Einleitung|Fazit|Absatz|Abschnitt|Artikel|Blogbeitrag|Produktbeschreibung)(?!\p{L})[^.\n]{0,80}${OF_LENGTH}`,
  String.raw`(?:écri[st]|rédige|écrivez|rédigez|écrire|rédiger) (?:ici )?une? (?:[\p{L}-]+ ){0,4}?(?:introduction|conclusion|paragraphe|section|article|description)(?!\p{L})[^.\n]{0,80}${OF_LENGTH}`,
  String.raw`(?:escrib[aei]r?|redact[ae]r?) (?:aquí )?una? (?:[\p{L}-]+ ){0,4}?(?:introducción|conclusión|párrafo|sección|artículo|descripción)(?!\p{L})[^.\n]{0,80}${OF_LENGTH}`,
];

/** In headings, instructions also show by a number of words, or by what to mention there. */
const PROMPT_IN_HEADINGS = [
  COUNT,
  String.raw`(?:mention|include|add|insert|describe|explain) (?:[\p{L}-]+ ){1,5}?(?:here|in this section)`,
  String.raw`(?:hier|an dieser Stelle) (?:[\p{L}-]+ ){1,5}?(?:erwähnen|nennen|einfügen|beschreiben|erklären)`,
  String.raw`(?:mentionner|décrire|expliquer|insérer|ajouter) (?:ici|(?:[\p{L}-]+ ){1,5}?ici)`,
  String.raw`(?:mencionar|describir|explicar|incluir|añadir) (?:aquí|(?:[\p{L}-]+ ){1,5}?aquí)`,
];

/** What placeholders in square brackets name, in each language. */
const BLANKS =
  '(?:insert|add|enter|replace|placeholder|todo|tbd|tba|fill in|to be (?:added|confirmed|completed|filled)|your|our|name|company|brand|product|store|shop|business|city|town|region|country|state|address|street|phone|telephone|e-?mail|date|day|month|year|time|price|amount|number|quantity|percentage|radius|link|url|website|image|picture|photo|logo|title|author|keyword|topic|' +
  'bitte|einfügen|ergänzen|einsetzen|ausfüllen|eintragen|Firma|Firmenname|Marke|Markenname|Produkt|Produktname|Laden|Geschäft|Stadt|Ort|Land|Adresse|Anschrift|Straße|Telefon|Telefonnummer|Datum|Tag|Monat|Jahr|Uhrzeit|Preis|Betrag|Anzahl|Zahl|Menge|Bild|Foto|Titel|Autor|' +
  'insérer|compléter|remplir|préciser|renseigner|ajouter|nom|prénom|entreprise|société|marque|produit|boutique|magasin|ville|région|pays|adresse|téléphone|date|jour|mois|année|prix|montant|nombre|quantité|lien|titre|auteur|' +
  'insertar|completar|rellenar|añadir|indicar|nombre|empresa|marca|producto|tienda|ciudad|región|país|dirección|teléfono|correo|fecha|día|mes|año|hora|precio|importe|cantidad|número|enlace|imagen|título|autor|' +
  'inserisci|nome|azienda|prodotto|negozio|città|indirizzo|prezzo|invoegen|naam|bedrijf|winkel|stad|adres|prijs)';

/** Units before which two capital X stand for a number that nobody has filled in. */
const UNIT =
  '(?:€|\\$|£|%|EUR|USD|CHF|euros?|dollars?|pounds?|grams?|grammes?|gramos?|Gramm|g|kg|kilos?|cm|mm|m|km|ml|cl|l|lit(?:re|er|ro)s?|inch(?:es)?|pieces|Stück|words|minutes?|Minuten|minutos?|hours?|Stunden|heures?|horas?|days?|Tagen?|jours?|días?|weeks?|Wochen|semaines?|semanas?|months?|Monaten?|mois|meses|years?|Jahren?|ans|années|años|Uhr)';

const PLACEHOLDER = [
  // In square brackets: what goes there, or a sign for it. Links are no longer in brackets when passages are searched.
  String.raw`\[\s{0,3}(?:[^\]\[\n]{0,60}?[\s/])?${BLANKS}(?:['\s/:.,-][^\]\[\n]{0,60})?\s{0,3}\]`,
  String.raw`\[\s{0,3}(?:insert|your|add|enter|replace|placeholder|todo|tbd|einfügen|insérer|insertar|inserisci|invoegen)(?!\p{L})[^\]\n]{0,80}\]?`,
  String.raw`\[(?:[XYZN]|X{2,5}|_{1,20}|\?{1,5}|#{1,5})\]`,
  // In round ones: a request to whoever finishes the text.
  String.raw`\((?:please |hier )?(?:insert|fill in|add) (?:[\p{L}-]+ ){0,8}?(?:here|photo|picture|image|link|price|address|name|date)[^()\n]{0,40}\)`,
  String.raw`\((?:bitte |hier |noch ){0,2}(?:[\p{L}-]+ ){0,4}?(?:einfügen|ergänzen|einsetzen|ausfüllen|eintragen|nachtragen)\)`,
  String.raw`\((?:à (?:compléter|remplir|préciser|renseigner|définir)|insérer [^()\n]{1,60}|ajouter ici [^()\n]{1,60})\)`,
  String.raw`\((?:(?:por|a|para) (?:completar|rellenar|definir)|(?:insertar|añadir|poner|incluir|colocar) aquí(?: [^()\n]{1,60})?|insertar [^()\n]{1,60})\)`,
  // Fields of templates.
  String.raw`\{\{[^{}]{0,80}\}\}|\$\{[^{}]{0,80}\}|\{%[^%]{0,80}%\}|\{[A-Za-z][\w .-]{0,40}\}|<(?:insert|your)(?!\p{L})[^<>]{0,80}>|%%[A-Za-z_]{2,40}%%`,
  String.raw`(?:insert|add) (?:an? |the |your )?(?:image|link|photo|picture|text) here`,
  String.raw`(?:Bild|Link|Foto|Text) hier einfügen|(?:insérer|ajouter) (?:une? |le |la |l')?(?:image|lien|photo|texte) ici|(?:insertar|añadir) (?:una? |el |la )?(?:imagen|enlace|foto|texto) aquí`,
];

/** With signs and capitals that decide. */
const PLACEHOLDER_IN_CAPITALS =
  String.raw`(?<![\p{L}\p{N}])X{2,4}(?:[.,]X{1,3})? ?${UNIT}(?![\p{L}\p{N}])|[€$£] ?X{1,4}(?:[.,]X{1,3})?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])X{2,4}[.,]X{2,3}(?![\p{L}\p{N}])` +
  String.raw`|(?<!(?:[Ff]ormate?|FORMAT|[Ff]ormato) "?)(?<![\p{L}\p{N}])(?:HH:MM|TT\.MM\.(?:JJ)?JJ|DD[./-]MM[./-]YYYY|YYYY-MM-DD|JJ/MM/AAAA|DD/MM/AAAA)(?![\p{L}\p{N}])`;

const atBrackets = (expressions: readonly string[]): RegExp => new RegExp(expressions.join('|'), 'giu');

/** The patterns of leftovers by rule; those of `inHeadings` are searched in headings only. */
export const LEFTOVERS: ReadonlyArray<{ id: LeftoverRule; pattern: RegExp; inHeadings?: true }> = [
  { id: 'leftovers.ai-voice', pattern: words(AI_VOICE) },
  { id: 'leftovers.refusal', pattern: words(REFUSAL) },
  { id: 'leftovers.chat', pattern: beginnings(CHAT_BEGINNINGS) },
  { id: 'leftovers.chat', pattern: words(CHAT) },
  { id: 'leftovers.prompt', pattern: words(PROMPT) },
  { id: 'leftovers.prompt', pattern: beginnings(PROMPT_BEGINNINGS) },
  { id: 'leftovers.prompt', pattern: words(PROMPT_IN_HEADINGS), inHeadings: true },
  { id: 'leftovers.filler', pattern: words(['lorem ipsum', 'dolor sit amet']) },
  // Capitals only, because the words mean something else in small letters.
  { id: 'leftovers.note', pattern: /\b(?:TODO|TBD|TBC|FIXME|XXX)\b/g },
  {
    id: 'leftovers.note',
    pattern: words([
      'note to (?:the )?(?:editor|editors|writer|author|designer|client)',
      '(?:Hinweis|Anmerkung|Notiz) (?:an|für) (?:die|den) (?:Redaktion|Redakteur|Autor|Lektorat|Kunden|Grafik)',
      "note (?:à|pour) (?:la rédaction|le rédacteur|l'auteur|le client)",
      'nota (?:para|al) (?:la redacción|el redactor|el editor|editor|el autor|el cliente)',
    ]),
  },
  { id: 'leftovers.placeholder', pattern: atBrackets(PLACEHOLDER) },
  {
    id: 'leftovers.placeholder',
    pattern:
      /^\W{0,5}insert (?:[\p{L}-]+ ){0,4}?(?:testimonials?|quotes?|photos?|pictures?|images?|CTA|call to action|links?|logo|chart|map|video)(?: here)?\W{0,5}$/gimu,
  },
  { id: 'leftovers.placeholder', pattern: new RegExp(PLACEHOLDER_IN_CAPITALS, 'gu') },
];
