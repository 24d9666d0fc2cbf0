const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/**
 * Cities and countries in the spellings of English, German, French and Spanish that are hardly anything else. Names that are also words
 * ("Essen", "Nice", "Reading") are left out.
 */
export const PLACES = words(
  `berlin hamburg münchen munich köln cologne frankfurt stuttgart düsseldorf dortmund leipzig dresden hannover nürnberg bremen
  bonn münster karlsruhe mannheim augsburg wiesbaden kiel rostock freiburg erfurt mainz potsdam kassel lübeck salzburg wien vienna graz linz
  innsbruck zürich zurich basel genf geneva genève luzern paris lyon marseille toulouse bordeaux lille strasbourg nantes montpellier rennes
  madrid barcelona valencia sevilla seville bilbao málaga zaragoza londres london manchester birmingham liverpool glasgow edinburgh dublin
  leeds bristol cardiff rom rome roma mailand milan milano neapel turin florenz venedig venice amsterdam rotterdam brüssel brussels
  bruxelles antwerpen kopenhagen copenhagen oslo stockholm helsinki warschau warsaw prag prague budapest athen athens lissabon lisbon lisboa porto
  moskau moscow istanbul tokio tokyo peking beijing shanghai singapur singapore sydney melbourne toronto montreal montréal chicago boston
  washington seattle houston miami
  deutschland germany allemagne alemania österreich austria autriche frankreich france francia spanien spain españa espagne italien italy
  italia italie portugal england schottland scotland irland ireland irlande irlanda niederlande netherlands belgien belgium belgique
  dänemark denmark schweden sweden suède suecia norwegen norway norvège finnland finland polen poland pologne tschechien ungarn hungary
  griechenland greece rumänien romania bulgarien kroatien croatia serbien russland russia ukraine türkei turkey japan japón china indien india
  brasilien brazil brasil argentinien argentina mexiko mexico méxico kanada canada australien australia amerika europa europe afrika africa
  asien asia bayern bavaria sachsen hessen tirol`,
);

/** Common first names that are hardly anything else. */
export const FIRST_NAMES = words(
  `anna maria marie julia laura lena lea hannah hanna sarah sara sophie sofia emma mia katharina christina kristina sabine susanne
  petra monika andrea claudia stefanie nicole angela ursula barbara birgit heike anja katrin sandra martina silke ute inge elke renate helga
  elisabeth eva ines isabel carmen lucía paula elena ana camille chloé juliette nathalie isabelle valérie jane mary elizabeth jennifer linda
  susan jessica emily charlotte alice margaret helen kate lucy
  peter thomas michael andreas stefan stephan christian martin alexander sebastian daniel david markus matthias johannes jan tobias florian
  jürgen klaus wolfgang hans heinz günter werner dieter uwe frank ralf bernd karl otto fritz friedrich heinrich wilhelm ludwig max felix
  paul lukas leon jonas simon philipp benjamin jean pierre jacques philippe nicolas julien antoine louis henri marcel andré josé juan carlos
  luis miguel javier antonio pedro jorge pablo diego john james robert william richard joseph charles george edward henry steve kevin brian
  albert isaac`,
);

/** German words after which a name stands: titles and kinds of what has a name. */
export const GERMAN_TITLES = words(
  `herr herrn frau dr prof professor professorin doktor familie firma marke hersteller stadt gemeinde dorf insel hotel restaurant café
  gasthof verlag autor autorin sankt bad könig königin kaiser präsident präsidentin bürgermeister bürgermeisterin kanzler kanzlerin minister
  ministerin`,
);

/** German nouns that measure others, so that two nouns in a row are no name: "Liter Wasser", "Ende März". */
export const GERMAN_MEASURES = words(
  `liter milliliter gramm kilo kilogramm tonne tonnen meter metern zentimeter millimeter kilometer grad prozent euro cent dollar franken
  tasse tassen glas gläser gläsern flasche flaschen dose dosen packung packungen löffel esslöffel teelöffel prise prisen hand stück stücke
  stücken paar scheibe scheiben bund tropfen schuss spritzer portion portionen teller schale schalen beutel sack säcke eimer kiste kisten
  karton kartons uhr minute minuten stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre jahren ende mitte anfang
  art arten sorte sorten menge mengen anzahl reihe reihen teil teile teilen hälfte drittel viertel dutzend million millionen milliarde
  milliarden tausend hundert watt volt ampere bar kalorien quadratmeter kubikmeter hektar zeile zeilen blatt blätter seite seiten nummer mal`,
);

/** German words that say, right before a noun, that it is one. */
export const GERMAN_DETERMINERS = words(
  `der die das dem den des ein eine einen einem einer eines kein keine keinen keinem keiner keines mein meine meinen meinem meiner dein
  deine deinen deinem deiner sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer ihres unser unsere unseren unserem unserer euer
  eure euren dieser diese dieses diesen diesem jeder jede jedes jeden jedem jener jene alle allen aller alles viele vielen wenige mehr
  weniger einige einigen manche manchen mehrere beide beiden solche zum zur vom beim im am ins ans aufs fürs ums welche welcher welches
  zwei drei vier fünf sechs sieben acht neun zehn zwölf`,
);

/** Endings of German nouns that no name has. */
export const GERMAN_NOUN =
  /(?:ung|heit|keit|schaft|tion|tät|nis|ismus|chen|ung(?:en|s)|heiten|keiten|schaften|tionen)$/;

/** Words with a capital that are no names, in any of the languages: those that address a reader, days, months, currencies, times of day. */
export const NO_NAMES = words(
  `i sie ihr ihre ihren ihrem ihrer ihres ihnen usted ustedes monday tuesday wednesday thursday friday saturday sunday mondays tuesdays
  wednesdays thursdays fridays saturdays sundays montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag montags dienstags
  mittwochs donnerstags freitags samstags sonntags january february march april may june july august september october november december
  januar jänner februar märz mai juni juli oktober dezember jan feb mar apr jun jul aug sep sept oct okt nov dec dez eur usd gbp chf am pm
  ok tv diy faq nr mr mrs ms dr prof sr sra mme internet
  kwh mwh kw db khz mhz ghz mah hz kb mb gb tb`,
);
