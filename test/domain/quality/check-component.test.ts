import { NO_VOICE } from '../../../src/domain/text/brand-voice';
import { checkComponent } from '../../../src/domain/quality';
import type { ComponentDraft } from '../../../src/domain/quality';

const english =
  'A kettle is more than a pot with a handle. It brings water to the boil while you set the table, and it keeps its heat until the second cup is poured. ' +
  'Choose one with a lid that closes well and a spout that pours without a drop beside the cup. The handle should stay cool, so that a child can help, too. ' +
  'After a year of daily use the base will show a little lime, which goes away with vinegar and patience in half an hour.';
const german =
  'Ein Kessel ist mehr als ein Topf mit einem Griff. Er bringt das Wasser zum Kochen, während Sie den Tisch decken, und er hält die Wärme bis zur zweiten Tasse. ' +
  'Wählen Sie einen mit einem Deckel, der gut schließt, und mit einer Tülle, die nicht tropft. Der Griff sollte kühl bleiben, damit auch ein Kind helfen kann. ' +
  'Nach einem Jahr zeigt der Boden ein wenig Kalk, der mit Essig und Geduld in einer halben Stunde wieder verschwindet.';

const base: ComponentDraft = {
  markdown: english,
  heading: 'Why a kettle',
  around: [],
  language: 'en',
  voice: NO_VOICE,
  keywords: ['kettle'],
  targetWords: 90,
  isFirst: false,
  before: [],
};
const idsOf = (change: Partial<ComponentDraft>) =>
  checkComponent({ ...base, ...change })
    .findings.filter(({ severity }) => severity === 'blocking')
    .map(({ id }) => id);

test('a plain section passes', () => {
  expect(checkComponent(base)).toMatchObject({ passed: true });
  expect(idsOf({ markdown: german, language: 'de' })).toEqual([]);
});

test.each<[string, Partial<ComponentDraft>, string]>([
  ['another language', { language: 'de' }, 'language.other'],
  ['another language, the other way round', { markdown: german }, 'language.other'],
  ['English where a language was ordered that is not told apart', { language: 'pl' }, 'language.other'],
  ['too short', { markdown: 'A kettle boils water.' }, 'length.short'],
  ['too long', { targetWords: 20 }, 'length.long'],
  ['a heading of the first level', { markdown: `# Kettle\n\n${english}` }, 'structure.h1'],
  [
    'the model’s own voice',
    { markdown: `As an AI language model, I like tea. ${english}` },
    'leftovers.ai-voice',
  ],
  ['a word to avoid', { voice: { useWords: [], avoidWords: ['vinegar'] } }, 'voice.avoided'],
  [
    'a word to avoid in the title',
    { voice: { useWords: [], avoidWords: ['cheap'] }, around: ['Cheap tea'] },
    'voice.avoided',
  ],
  ['a claim in the title', { around: ['Guaranteed results with this kettle'] }, 'claims.guarantee'],
  [
    'a placeholder in what search engines show',
    { around: ['Kettles', '[insert text]'] },
    'leftovers.placeholder',
  ],
  ['nothing, where no length was ordered', { markdown: ' \n', targetWords: 0 }, 'length.short'],
  ['a link without an address', { markdown: `${english} See [here]().` }, 'links.address'],
  ['a sentence twice', { markdown: `${english}\n\n${english}` }, 'repetition.sentence'],
  ['a sentence of an earlier part', { before: [english.slice(0, 160)] }, 'repetition.sentence'],
  ['a first part about something else', { isFirst: true, keywords: ['garden gnome'] }, 'keyword.missing'],
])('%s is found', (_, change, id) => {
  expect(idsOf(change)).toContain(id);
});

test('the first section may name its subject in the title alone, by any of the keywords', () => {
  expect(idsOf({ isFirst: true, keywords: ['garden gnome', 'kettles'] })).toEqual([]);
  expect(idsOf({ isFirst: true, keywords: ['garden gnome'], around: ['Garden gnomes and tea'] })).toEqual([]);
});

test('Dutch and Polish are not mistaken for English', () => {
  expect(idsOf({ markdown: german, language: 'pl' })).not.toContain('language.other');
});

test('an ordered product name is not a claim, whichever keyword contains it', () => {
  const markdown = `${english} Some drink it with miracle fruit.`;
  expect(idsOf({ markdown })).toContain('claims.miracle');
  expect(idsOf({ markdown, keywords: ['kettle', 'miracle fruit'] })).toEqual([]);
});

test('the lengths are generous', () => {
  expect(idsOf({ targetWords: 250 })).toEqual([]);
  expect(idsOf({ targetWords: 400 })).toEqual(['length.short']);
  expect(idsOf({ targetWords: 35 })).toEqual([]);
});

test('no text makes it throw', () => {
  for (const markdown of ['', '\u0000', '```', '# ', '[x](', '\ud800'])
    expect(checkComponent({ ...base, markdown }).passed).toBe(false);
});

test.each(['desk {s}', 'desk <b>', 'desk [insert]', 'C++ `desk`'])(
  'a keyword that looks like something else, "%s", is still recognised',
  (keyword) => {
    const markdown = `A ${keyword} is what this page is about. ${english}`;
    expect(idsOf({ markdown, keywords: [keyword], isFirst: true })).toEqual([]);
  },
);
