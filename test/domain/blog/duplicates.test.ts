import { findDuplicates, SAME_TITLE, titleLikeness } from '../../../src/domain/blog/ideas/duplicates';

const TWINS: [string, string, string, string][] = [
  ['en', 'gooseneck kettle', 'How to Choose a Gooseneck Kettle', 'How to choose the right gooseneck kettle'],
  [
    'en',
    'standing desk',
    '7 Mistakes to Avoid With Your Standing Desk',
    'Seven standing desk mistakes to avoid',
  ],
  ['en', 'wool rug', 'Cleaning a wool rug', 'How to clean your wool rug'],
  [
    'en',
    'gooseneck kettle',
    'The Ultimate Guide to Choosing a Gooseneck Kettle',
    'How to choose a gooseneck kettle',
  ],
  [
    'en',
    'hand coffee grinder',
    'Hand coffee grinder or electric mill?',
    'Electric mill or hand coffee grinder: how to decide',
  ],
  [
    'en',
    'espresso machine',
    'Why your espresso machine needs descaling',
    'Descaling your espresso machine: why it matters',
  ],
  ['en', 'linen bedding', 'Linen bedding for hot summers', 'Why linen bedding is best for hot summer nights'],
  [
    'en',
    'trail shoes',
    'Caring for trail shoes after a wet hike',
    'How to care for trail shoes after wet hikes',
  ],
  [
    'de',
    'Kaffeemühle',
    'Die 5 besten Kaffeemühlen für Einsteiger',
    'Kaffeemühlen für Einsteiger: unsere fünf Empfehlungen',
  ],
  ['de', 'Kaffeemühle', 'Kaffeemühle richtig reinigen', 'Die richtige Reinigung der Kaffeemühle'],
  [
    'fr',
    'théière en fonte',
    'Comment entretenir une théière en fonte',
    'Entretenir sa théière en fonte : nos conseils',
  ],
  [
    'fr',
    'théière en fonte',
    '5 erreurs à éviter avec une théière en fonte',
    'Théière en fonte : les erreurs à éviter',
  ],
  [
    'es',
    'cafetera italiana',
    'Cómo limpiar una cafetera italiana',
    'Limpiar tu cafetera italiana en cinco pasos',
  ],
  ['it', 'moka', 'Come pulire la moka', 'Pulire la moka: guida pratica'],
  ['nl', 'wollen deken', 'Wollen deken wassen in vijf stappen', 'Een wollen deken wassen: tips'],
  ['ja', '急須', '急須の選び方', '急須の選び方ガイド'],
  ['en', 'tent', 'Tent', 'The tent'],
];

const OTHERS: [string, string, string, string][] = [
  ['en', 'gooseneck kettle', 'How to choose a gooseneck kettle', 'How to clean a gooseneck kettle'],
  ['en', 'standing desk', 'Standing desk for small flats', 'Standing desk for tall people'],
  ['en', 'tent', 'How to choose the right tent', 'How to choose the right stove'],
  ['en', 'tent', 'Tent: what to know before you buy', 'Stove: what to know before you buy'],
  [
    'en',
    'tent',
    'Seven questions to ask before choosing a tent',
    'Seven questions to ask before choosing a sleeping bag',
  ],
  [
    'en',
    'hand coffee grinder',
    'Hand coffee grinder or electric mill?',
    'What grind size suits which brewing method',
  ],
  ['en', 'wool rug', 'Moths in a wool rug: what helps', 'Wine on a wool rug: what helps'],
  [
    'en',
    'espresso machine',
    'Espresso machine descaling in hard water',
    'Espresso machine with one boiler or two?',
  ],
  ['en', 'linen bedding', 'Linen bedding in summer', 'Linen bedding in winter'],
  ['en', 'garden gloves', 'Garden gloves for roses', 'Garden gloves for wet soil'],
  ['de', 'Kaffeemühle', 'Kaffeemühle reinigen', 'Kaffeemühle einstellen'],
  [
    'de',
    'Kaffeemühle',
    'Kegel oder Scheibe: welches Mahlwerk passt zu Ihnen?',
    'Wie laut darf eine Kaffeemühle sein?',
  ],
  ['de', 'Wanderschuhe', 'Wanderschuhe einlaufen ohne Blasen', 'Wanderschuhe imprägnieren vor dem Winter'],
  [
    'fr',
    'théière en fonte',
    'Comment choisir une théière en fonte',
    'Comment entretenir une théière en fonte',
  ],
  ['fr', 'bougie', 'Bougie à la cire de soja ou d’abeille ?', 'Bougie : couper la mèche au bon moment'],
  ['es', 'cafetera italiana', 'Cafetera italiana para inducción', 'Cafetera italiana de aluminio o de acero'],
  ['it', 'moka', 'Come pulire la moka', 'Come scegliere la moka'],
  ['nl', 'wollen deken', 'Een wollen deken wassen', 'Een wollen deken kiezen'],
  ['ja', '急須', '急須の選び方', '急須の手入れ'],
];

describe('similar titles', () => {
  test.each(TWINS)('%s, %s: "%s" and "%s"', (language, keyword, a, b) => {
    expect(titleLikeness({ a, b, keyword, language })).toBeGreaterThanOrEqual(SAME_TITLE);
    expect(titleLikeness({ a: b, b: a, keyword, language })).toBeGreaterThanOrEqual(SAME_TITLE);
  });
});

describe('different titles', () => {
  test.each(OTHERS)('%s, %s: "%s" and "%s"', (language, keyword, a, b) => {
    expect(titleLikeness({ a, b, keyword, language })).toBeLessThan(SAME_TITLE);
    expect(titleLikeness({ a: b, b: a, keyword, language })).toBeLessThan(SAME_TITLE);
  });
});

test.each([
  ['the same title in other letters', 'CAFÉ: ¿filtro o prensa?', 'Café – filtro o prensa', 'es', true],
  ['a language that is not known', 'Jak wybrać młynek', 'Jak wybrać młynek do kawy', 'pl', true],
  ['nothing but marks', '???', '!!!', 'en', true],
  ['an empty title and another', '', 'Kettle', 'en', false],
])('%s', (_, a, b, language, same) => {
  expect(titleLikeness({ a, b, keyword: '', language }) >= SAME_TITLE).toBe(same);
});

describe('a set of ideas', () => {
  const idea = (title: string, angle = title) => ({ title, angle, keyword: 'wool rug' });
  const find = (ideas: ReturnType<typeof idea>[], oldTitles: string[] = []) =>
    findDuplicates({ ideas, oldTitles, language: 'en' });

  test('has no duplicates if its titles differ', () => {
    expect(find([idea('Wool rug for halls'), idea('Moths in a wool rug')], ['Wine on a wool rug'])).toEqual(
      [],
    );
  });

  test('reports the later of two similar titles, and the one it resembles', () => {
    const ideas = [idea('Cleaning a wool rug'), idea('Moths'), idea('How to clean your wool rug')];
    expect(find(ideas)).toEqual([
      { title: 'How to clean your wool rug', with: 'Cleaning a wool rug', where: 'set' },
    ]);
  });

  test("is compared with the store's titles", () => {
    expect(find([idea('Cleaning a wool rug')], ['Moths', 'How to clean a wool rug'])).toEqual([
      { title: 'Cleaning a wool rug', with: 'How to clean a wool rug', where: 'store' },
    ]);
  });

  test('is compared with the last fifty titles only', () => {
    const old = [
      ...Array.from({ length: 50 }, (_, n) => `Number ${n} of another kind`),
      'Cleaning a wool rug',
    ];
    expect(find([idea('Cleaning a wool rug')], old)).toEqual([]);
  });

  test('must not contain one plan under two titles', () => {
    const angle =
      'Which stains come out with cold water, which need soap, and when to call a professional cleaner';
    expect(find([idea('Rescue for the hall', angle), idea('After the party', angle)])).toHaveLength(1);
    expect(find([idea('Rescue for the hall', angle), idea('After the party', 'Where to put it')])).toEqual(
      [],
    );
  });
});
