import { checkDraft } from '../../../src/domain/quality';
import { GOOD_DRAFT, GOOD_MARKDOWN } from './samples';

const blockingIn = (sentence: string, changes: Partial<typeof GOOD_DRAFT> = {}): string =>
  checkDraft({
    ...GOOD_DRAFT,
    markdown: GOOD_MARKDOWN.replace('## Choosing a size', `${sentence}\n\n## Choosing a size`),
    ...changes,
  })
    .findings.filter(({ severity }) => severity === 'blocking')
    .map(({ id }) => id)
    .join();

describe('traces of production', () => {
  test.each([
    ['I am just an AI and have never held one.', 'leftovers.ai-voice'],
    ['Als Sprachmodell habe ich keine Hände.', 'leftovers.ai-voice'],
    ['En tant qu’intelligence artificielle, je ne cuisine pas.', 'leftovers.ai-voice'],
    ['Como modelo de lenguaje, no bebo té.', 'leftovers.ai-voice'],
    ['Artists at the AI institute use a language model.', ''],
    ['The bot wrote: "As an AI language model, I have no taste."', ''],

    ["I can't help with this request.", 'leftovers.refusal'],
    ['I don’t have access to real-time prices.', 'leftovers.refusal'],
    ['Es tut mir leid, aber ich kann keine Preise nennen.', 'leftovers.refusal'],
    ['Je ne peux pas répondre à cette demande.', 'leftovers.refusal'],
    ['No puedo redactar este artículo sin más datos.', 'leftovers.refusal'],
    ['I cannot write without tea.', ''],
    ['Ich kann dieses Brett nicht genug loben.', ''],
    ['Je ne peux pas vivre sans mon thé.', ''],
    ['No puedo vivir sin mi tetera.', ''],

    ['Of course! Below is the post.', 'leftovers.chat'],
    ['Natürlich, hier der Text für den Shop.', 'leftovers.chat'],
    ['Hier ist der gewünschte Blogbeitrag zum Wasserkessel:', 'leftovers.chat'],
    ['Voici une proposition de texte pour votre boutique :', 'leftovers.chat'],
    ['¡Por supuesto! Aquí va.', 'leftovers.chat'],
    ['Would you like me to shorten it?', 'leftovers.chat'],
    ['Soll ich den letzten Abschnitt noch kürzen?', 'leftovers.chat'],
    ['Souhaitez-vous que je le raccourcisse ?', 'leftovers.chat'],
    ['¿Quieres que lo acorte un poco?', 'leftovers.chat'],
    ['Here is the kettle: it pours well.', ''],
    ['Let us know if you would like a lid.', ''],
    ['Voici la bouilloire : elle verse bien.', ''],
    ['N’hésitez pas à nous demander conseil.', ''],

    ['Tone: warm. Length: 300 words.', 'leftovers.prompt'],
    ['Zielgruppe: Teetrinker. Stil: locker.', 'leftovers.prompt'],
    ['Use the primary keyword twice.', 'leftovers.prompt'],
    ['Schreibe einen Absatz mit etwa 80 Wörtern dazu.', 'leftovers.prompt'],
    ['Rédigez une introduction de 60 mots environ.', 'leftovers.prompt'],
    ['metaDescription', 'leftovers.prompt'],
    ['Language: English. Length: 20 cm. Style: classic.', ''],
    ['Write a paragraph about what you drank.', ''],

    ['Find us in [city].', 'leftovers.placeholder'],
    ['Unser Laden in [Stadt] hat offen.', 'leftovers.placeholder'],
    ['Le prix : [montant à indiquer].', 'leftovers.placeholder'],
    ['Llame a [teléfono de la tienda].', 'leftovers.placeholder'],
    ['It weighs XX grams and costs €XX.', 'leftovers.placeholder,leftovers.placeholder'],
    ['Geöffnet ab HH:MM.', 'leftovers.placeholder'],
    ['Sie wiegt viel (bitte noch ergänzen).', 'leftovers.placeholder'],
    ['Elle pèse peu (à préciser).', 'leftovers.placeholder'],
    ['A work of the siglo XX, in size XXL.', ''],
    ['He said that it [sic] pours [...] well.', ''],
    ['Write the time in the format HH:MM on the tin.', ''],
    ['Letters that begin with "Dear [Name]" are not read.', ''],

    ['Some head the page TODO in capitals.', ''],
    ['(TODO)', 'leftovers.note'],
  ])('%s', (sentence, expected) => {
    expect(blockingIn(sentence)).toBe(expected);
  });

  test('a text about writing may speak of keywords', () => {
    const title = 'How a shop picks its SEO keywords';
    expect(blockingIn('Use the primary keyword twice.', { title })).toBe('');
  });

  test('instructions show in headings, too', () => {
    expect(blockingIn('## Care (120 words)\n\nWipe it.')).toBe('leftovers.prompt');
    expect(blockingIn('It takes about 120 words to say so.')).toBe('');
  });
});

describe('claims', () => {
  test.each([
    ['The steam frees you from migraines for good.', 'claims.cure'],
    ['It makes eczema disappear.', 'claims.cure'],
    ['Der Dampf befreit Sie dauerhaft von Migräne.', 'claims.cure'],
    ['Der Tee heilt Asthma.', 'claims.cure'],
    ['Cette tisane élimine définitivement les migraines.', 'claims.cure'],
    ['Esta infusión acaba con la ansiedad.', 'claims.cure'],
    ['Es ersetzt Medikamente.', 'claims.cure'],
    ['Some say it may ease headaches.', ''],
    ['No tea cures migraines.', ''],
    ['Kein Tee heilt Asthma.', ''],
    ['Der Tee heilt kein Asthma.', ''],
    ['Cette tisane ne guérit pas l’asthme.', ''],
    ['It might end headaches, but nobody has tested that.', ''],
    ['The glaze cures in two days.', ''],
    ['Your money is safe; you cannot lose money with it.', 'claims.guarantee'],
    ['Die Rendite von acht Prozent ist garantiert.', 'claims.guarantee'],
    ['Les résultats sont garantis.', 'claims.guarantee'],
    ['Se rince sans risque de rouille.', ''],
    ['The law gives two years of legal guarantee.', ''],
    ['Sin ningún efecto secundario.', 'claims.absolute'],
    ['Ohne jede Nebenwirkung.', 'claims.absolute'],
    ['Son effet est prouvé scientifiquement.', 'claims.proof'],
  ])('%s', (sentence, expected) => {
    expect(blockingIn(sentence)).toBe(expected);
  });
});

describe('links', () => {
  const allowedLinks = ['https://www.tea.test-shop.com/care/'];
  test.each([
    ['[a](https://tea.test-shop.com/care?utm_source=x#top)', ''],
    ['[a](https://tea.test-shop.com/prices)', 'links.invented'],
    ['[a](https://www.example.com/care)', 'links.example'],
  ])('%s, where addresses were given', (link, expected) => {
    const markdown = GOOD_MARKDOWN.replace(/\[care guide\]\([^)]*\)/, link);
    const { findings } = checkDraft({ ...GOOD_DRAFT, markdown, allowedLinks });
    expect(findings.map(({ id }) => id).join()).toBe(expected);
  });

  test('any public address is fine where none were given, but for examples', () => {
    expect(blockingIn('[a](https://tea.test-shop.com/prices)')).toBe('');
    expect(blockingIn('[a](https://your-shop.com/prices)')).toBe('links.example');
  });
});

describe('the end of a text', () => {
  test.each([
    ['Measure your hob, then think about who will lift it each', 'structure.cut-off'],
    ['Measure your hob, and', 'structure.cut-off'],
    ['Measure your hob before you order,', 'structure.cut-off'],
    ['The', 'structure.cut-off'],
    ['Measure your hob, then think about who will lift it.', ''],
    ['She said, "Measure your hob before you order it."', ''],
    ['Measure your hob before you order one from us 😀', ''],
    ['Happy brewing', ''],
    ['- a kettle\n- a cup\n- things to look out for', ''],
    ['*This text first stood in our letter of last May*', ''],
    ['Read more about all of our kettles here: https://tea.test-shop.com/kettles', ''],
    ['| a | b |\n|---|---|\n| one | two and the |', ''],
  ])('%s', (end, expected) => {
    const ids = checkDraft({ ...GOOD_DRAFT, markdown: `${GOOD_MARKDOWN}\n${end}` }).findings;
    expect(ids.map(({ id }) => id).join()).toBe(expected);
  });
});

describe('repetition', () => {
  const restated = (paragraphs: string[]) =>
    checkDraft({ ...GOOD_DRAFT, targetWords: 0, markdown: `${GOOD_MARKDOWN}\n${paragraphs.join('\n\n')}` })
      .findings.map(({ id }) => id)
      .join();
  const FIRST =
    'Neighbours borrow the ladder every autumn, scrape leaves out of gutters, and return it muddy with a bottle of cider.';
  const SAME =
    'Every autumn the ladder is borrowed by neighbours, who scrape the leaves out of their gutters and return it, muddy, with cider in a bottle.';
  const OTHER =
    'In spring the ladder leans against the cherry tree, where blackbirds inspect whoever climbs it for pruning, painting or fruit.';

  test('a paragraph in nearly the same words is found, one on the same subject is not', () => {
    expect(restated([FIRST, SAME])).toBe('repetition.restated');
    expect(restated([FIRST, OTHER])).toBe('');
  });

  test('short lines with a label may be the same under several headings', () => {
    const line = '- Dry: flat on a towel, away from sun and radiators.';
    expect(restated([`Wool\n\n${line}`, `Linen\n\n${line}`])).toBe('');
    expect(restated([line.replace('Dry: ', 'Dry it '), `x\n\n${line.replace('Dry: ', 'Dry it ')}`])).toBe(
      'repetition.sentence',
    );
  });
});

test('a keyword in every other sentence is too much, however long the text is', () => {
  const sentences = Array.from({ length: 20 }, (_, n) =>
    n % 2 === 0
      ? `A kettle w${n} x${n} y${n} z${n} for tea.`
      : `Some a${n} b${n} c${n} d${n} e${n} f${n} g${n}.`,
  );
  const ids = checkDraft({
    ...GOOD_DRAFT,
    keyword: 'kettle',
    targetWords: 0,
    markdown: sentences.join(' '),
  }).findings.map(({ id }) => id);
  expect(ids).toContain('keyword.stuffed');
});

test('a paragraph in another language is found unless it is a quotation', () => {
  const german =
    'Der Kessel steht seit vielen Jahren auf dem Herd meiner Tante, und er hat noch nie einen Tropfen verloren, obwohl sie ihn jeden Tag benutzt und niemals schont.';
  expect(blockingIn(german, { targetWords: 0 })).toBe('language.passage');
  expect(blockingIn(`> ${german}`, { targetWords: 0 })).toBe('');
  expect(blockingIn(`„${german}“`, { targetWords: 0 })).toBe('');
});
