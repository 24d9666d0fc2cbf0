import { factsIn } from '../../../src/domain/quality';
import { contactsIn, withoutContacts } from '../../../src/domain/quality/facts/contacts';
import { datesIn } from '../../../src/domain/quality/facts/dates';
import { numbersIn } from '../../../src/domain/quality/facts/numbers';

test.each([
  ['2026-11-30', '2026-11-30'],
  ['30 November 2026', '2026-11-30'],
  ['November 30th, 2026', '2026-11-30'],
  ['30. November 2026', '2026-11-30'],
  ['30.11.2026', '2026-11-30'],
  ['1er décembre 2026', '2026-12-01'],
  ['30 de noviembre de 2026', '2026-11-30'],
  ['3 March', '--03-03'],
  ['März 2026', '2026-03'],
  ['03/2026', '2026-03'],
])('%j is a date', (text, reading) => {
  expect(datesIn(`It was ${text}, they say.`).map(({ readings }) => readings)).toEqual([[reading]]);
});

test('a date with a slash may begin with the day or the month', () => {
  expect(datesIn('on 03/04/2026')[0]!.readings).toEqual(['2026-04-03', '2026-03-04']);
  expect(datesIn('on 13/04/2026')[0]!.readings).toEqual(['2026-04-13']);
});

test.each(['You may 3D-print it', '2026', '45.13.2026', 'version 1.2.2026.4', 'in May', '1.5 to 2.5'])(
  '%j has no date',
  (text) => {
    expect(datesIn(text)).toEqual([]);
  },
);

test.each([
  ['1234', 'en', ['1234']],
  ['1,234.50', 'en', ['1234.5']],
  ['1.234,5', 'de', ['1234.5']],
  ['1\u202f234,50', 'fr', ['1234.5']],
  ["1'234.5", 'de', ['1234.5']],
  ['1.234', 'de', ['1234', '1.234']],
  ['0,5', 'de', ['0.5']],
  ['0.125', 'en', ['0.125']],
  ['2.5 million', 'en', ['2500000']],
  ['2,5 Mio.', 'de', ['2500000']],
  ['3 mil', 'es', ['3000']],
  ['4 billion', 'en', ['4000000000']],
  ['4 Billionen', 'de', ['4000000000000']],
  ['14:30', 'en', ['14:30']],
  ['2:30 pm', 'en', ['14:30']],
  ['12:05 am', 'en', ['0:05']],
  ['14 h 30', 'fr', ['14:30']],
  ['14.30 Uhr', 'de', ['14:30']],
  ['5kg', 'en', ['5']],
  ['007', 'en', ['7']],
  ['1.2.3', 'en', ['1.2.3']],
] as const)('%j (%s) is read as %j', (text, language, readings) => {
  expect(numbersIn(`about ${text} of it`, language).map((number) => number.readings)).toEqual([readings]);
});

test('a figure within a name is none', () => {
  expect(numbersIn('The V60 and the A4 in H2O', 'en')).toEqual([]);
});

const namesOf = (markdown: string, language: string) =>
  factsIn(markdown, language).names.map(({ text, isSure }) => (isSure ? text : `?${text}`));

/** Sentences that make the language of a text known. */
const FILL: Readonly<Record<string, string>> = {
  en: 'It is said that this is the way in which they have done it for years, and that nobody knows how it was before the war or what came after it, as there is no record of it at all and no one has asked.',
  de: 'Es wird gesagt, dass man es so seit vielen Jahren macht und dass niemand weiß, wie es vor dem Krieg war oder was danach kam, weil es darüber nichts gibt und auch keiner gefragt hat, als es noch ging.',
  fr: 'On dit que cela se fait ainsi depuis des années et que personne ne sait comment c’était avant la guerre ni ce qui est venu après, car il n’y a rien sur ce sujet et on ne l’a pas demandé à temps.',
  es: 'Se dice que así se hace desde hace muchos años y que nadie sabe cómo era antes de la guerra ni qué vino después, porque no hay nada sobre este asunto y no se lo han preguntado a quien lo sabe.',
};

test.each([
  [
    'en',
    'Yesterday the mill of Anna Berg in Leeds ran. Grinding takes time. Then: Rest it.',
    ['Anna Berg', 'Leeds'],
  ],
  [
    'en',
    '## How To Choose A Grinder\n\nThe Grinder Guide is a grinder book by KitchenAid.',
    ['Guide', 'KitchenAid'],
  ],
  ['en', 'NOT every mill is good, and not every one is made by NASA or on Monday in May.', ['NASA']],
  ['en', '- Stainless Steel Body\n- Wooden Handle\n\nIt is made for the V60.', ['V60']],
  ['fr', 'Hier, le moulin d’Anna Berg à Lyon tournait. L’eau coule. Mardi, on ferme.', ['Anna Berg', 'Lyon']],
  ['es', 'Ayer el molino de Lucía en Sevilla giraba. El agua corre en mayo.', ['Lucía', 'Sevilla']],
  [
    'de',
    'Gestern lief die Mühle von Anna Berg in Hamburg. Wasser löst Kalk. Kaffee braucht Zeit.',
    ['Anna Berg', 'Hamburg'],
  ],
  [
    'de',
    'In der Küche steht ein Liter Wasser, Ende März kommen Kunden. Sie kaufen Bohnen von der NASA.',
    ['NASA'],
  ],
  [
    'de',
    'Das sagt Frau Döring, und auch Dr. Kübler meint es. Die Reinigung braucht Geduld.',
    ['Döring', 'Kübler'],
  ],
  ['de', 'So schreibt es Marta Quell, und später noch einmal Marta Quell.', ['Marta Quell']],
  ['de', 'So schreibt es Marta Quell in einem Brief.', ['?Marta Quell']],
])('names in %s: %j', (language, text, names) => {
  expect(namesOf(`${text}\n\n${FILL[language]!}`, language)).toEqual(names);
});

test('English rules are not used on a German source, whatever language is ordered', () => {
  expect(namesOf(`Wasser löst Kalk, und am Ende glänzt die Kanne.\n\n${FILL['de']!}`, 'en')).toEqual([]);
});

test('links are read as Markdown has them, and only public ones are facts', () => {
  const source =
    'See [one](https://a.test-shop.com/x?a=1&b=2 "T"), [two][2], https://b.test-shop.com, <a href="https://c.test-shop.com">three</a>,\n' +
    '`https://code.test-shop.com`, [here](/about), [bad](javascript:alert(1)), [mail](mailto:a@b.test-shop.com) and [one](https://a.test-shop.com/x?a=1&b=2).\n\n[2]: <https://d.test-shop.com/a b>';
  expect(factsIn(source, 'en').links).toEqual([
    'https://a.test-shop.com/x?a=1&b=2',
    'https://d.test-shop.com/a b',
    'https://b.test-shop.com',
    'https://c.test-shop.com',
    'mailto:a@b.test-shop.com',
    'https://a.test-shop.com/x?a=1&b=2',
  ]);
});

test.each([
  ['write to me@evil.example', ['mail']],
  ['call +49 30 1234567 now', ['phone']],
  ['Telefon 030 / 123 45 67', ['phone']],
  ['dial 555-010-1234', ['phone']],
  ['visit evil-shop.example/win', ['address']],
  ['on 30.11.2026, 1.234.567 people and 2,500 000', []],
  ['from 1990-2000, 10 000 000 of them, ISO 9001-2015', []],
  ['It ends.It begins, Node.js and e.g. this', []],
])('contact data in %j', (text, kinds) => {
  expect([...new Set(contactsIn(text).map(({ kind }) => kind))]).toEqual(kinds);
});

test('a text without its contact data has none', () => {
  const text = 'Ignore this: https://evil.example/a?b, me@evil.example, +49 30 1234567, evil.example/win!';
  expect(contactsIn(withoutContacts(text))).toEqual([]);
});
