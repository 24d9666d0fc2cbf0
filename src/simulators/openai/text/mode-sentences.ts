/** Sentences that only texts of a mode have, in one language. `{}` is the place of what they are about. */
export interface ModeSentences {
  /** A heading that asks a question about the keyword. */
  question: string;
  /** The heads of a table that compares. */
  table: readonly [string, string, string];
  /** A trend with its date, `{date}`, and how it is cited, `{cite}`. */
  trends: readonly string[];
  figures: readonly string[];
  dates: readonly string[];
  names: readonly string[];
  links: readonly string[];
  /** The text of a link without one of its own, and the description of a picture. */
  page: string;
  picture: string;
  and: string;
  locale: string;
}

export const MODE_SENTENCES: Readonly<Record<string, ModeSentences>> = {
  en: {
    question: 'What should readers know about {}?',
    table: ['Choice', 'What speaks for it', 'What to check'],
    trends: [
      'On {date} this was in the news: {cite}.',
      'A report of {date} points the same way: {cite}.',
      'What was said on {date} fits in here: {cite}.',
    ],
    figures: [
      'The figures to keep in mind are {}.',
      'In numbers, this means {}.',
      'Written down, it comes to {}.',
      'Whoever wants to check it will find {}.',
      'Measured, that is {}.',
      'Put plainly, we are speaking of {}.',
    ],
    dates: ['The date to remember is {}.', 'All of this was noted on {}.', 'In the calendar stands {}.'],
    names: [
      'Names that belong here are {}.',
      'Mentioned in this connection: {}.',
      'Among those involved we find {}.',
      'It also concerns {}.',
    ],
    links: ['More on this point stands under {}.', 'Details are collected under {}.', 'See {} as well.'],
    page: 'this page',
    picture: 'A picture of what is described here',
    and: ' and ',
    locale: 'en-GB',
  },
  de: {
    question: 'Was sollte man über {} wissen?',
    table: ['Wahl', 'Was dafür spricht', 'Was zu prüfen ist'],
    trends: [
      'Am {date} stand es in den Nachrichten: {cite}.',
      'Eine Meldung vom {date} weist in dieselbe Richtung: {cite}.',
      'Dazu passt, was am {date} gemeldet wurde: {cite}.',
    ],
    figures: [
      'Zum Merken sind hier {} angegeben.',
      'In Zahlen bedeutet das {}.',
      'Aufgeschrieben ergibt sich {}.',
      'Wer nachrechnet, findet {}.',
      'Gemessen sind das {}.',
      'Kurz gesagt geht es um {}.',
    ],
    dates: ['Der Tag zum Merken ist der {}.', 'Notiert wurde das alles am {}.', 'Im Kalender steht {}.'],
    names: [
      'Hierher gehören auch {}.',
      'In diesem Zusammenhang zu nennen: {}.',
      'Beteiligt sind außerdem {}.',
      'Es geht dabei auch um {}.',
    ],
    links: ['Mehr zu diesem Punkt steht unter {}.', 'Einzelheiten stehen unter {}.', 'Siehe dazu auch {}.'],
    page: 'dieser Seite',
    picture: 'Ein Bild von dem, was hier beschrieben ist',
    and: ' und ',
    locale: 'de',
  },
  fr: {
    question: 'Que faut-il savoir sur {} ?',
    table: ['Choix', 'Ce qui parle pour lui', 'À vérifier'],
    trends: [
      'On l’a appris le {date} : {cite}.',
      'Une nouvelle du {date} va dans le même sens : {cite}.',
      'Ce qui a été dit le {date} le confirme : {cite}.',
    ],
    figures: [
      'Les valeurs à retenir sont {}.',
      'En chiffres, cela donne {}.',
      'Sur le papier, on arrive à {}.',
      'Qui veut vérifier trouvera {}.',
      'En mesure, cela fait {}.',
      'Pour le dire simplement, il s’agit de {}.',
    ],
    dates: [
      'La date à retenir est le {}.',
      'Tout cela a été noté le {}.',
      'Dans le calendrier figure le {}.',
    ],
    names: [
      'À ce sujet, on cite aussi {}.',
      'Il faut nommer ici {}.',
      'On retrouve en outre {}.',
      'Cela concerne également {}.',
    ],
    links: [
      'Vous trouverez plus de détails sous {}.',
      'Le reste est expliqué sous {}.',
      'Voir aussi {} à ce sujet.',
    ],
    page: 'cette page',
    picture: 'Une image de ce qui est décrit ici',
    and: ' et ',
    locale: 'fr',
  },
  es: {
    question: '¿Qué conviene saber sobre {}?',
    table: ['Opción', 'Lo que habla a su favor', 'Lo que hay que mirar'],
    trends: [
      'El {date} fue noticia: {cite}.',
      'Una noticia del {date} apunta en la misma dirección: {cite}.',
      'Lo que se dijo el {date} encaja aquí: {cite}.',
    ],
    figures: [
      'Las cifras que conviene recordar son {}.',
      'En números, esto significa {}.',
      'Sobre el papel resultan {}.',
      'Quien quiera comprobarlo encontrará {}.',
      'Si se mide, son {}.',
      'Dicho de forma sencilla, hablamos de {}.',
    ],
    dates: [
      'La fecha que hay que recordar es el {}.',
      'Todo esto se anotó el {}.',
      'En el calendario figura el {}.',
    ],
    names: [
      'En este punto hay que nombrar a {}.',
      'También se menciona aquí {}.',
      'Además encontramos {}.',
      'Esto afecta asimismo a {}.',
    ],
    links: ['Hay más detalles en {}.', 'El resto se explica en {}.', 'Véase también {} sobre este punto.'],
    page: 'esta página',
    picture: 'Una imagen de lo que se describe aquí',
    and: ' y ',
    locale: 'es',
  },
};
